"""Building blocks of an answer: criteria, paragraphs and decisions that a search text calls for, as references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from dugnad.criteria.kept import kept_library
from dugnad.criteria.search import find
from dugnad.criteria.search_index import Index, index_of
from dugnad.desk.reference import Reference, decided, rules_by_key

WORD = re.compile(r"\w+")
MOST_OF_KIND = 6
SHORTEST = 3


def blocks_for(text: str, on: date) -> tuple[Reference, ...]:
    """What the text calls for on a day, by kind: criteria first, then the law, then decisions; the best first."""
    words = words_of(text)
    if not words:
        return ()
    return (*criteria_for(text, on), *laws_for(words, on), *decisions_for(words))


def words_of(text: str) -> tuple[str, ...]:
    """The words that say something, in small letters."""
    found = (word.casefold() for word in WORD.findall(text))
    return tuple(dict.fromkeys(word for word in found if len(word) >= SHORTEST or any(map(str.isdigit, word))))


def criteria_for(text: str, on: date) -> Iterator[Reference]:
    """Criteria as the library itself finds them, each in the version that holds on the day."""
    library = kept_library().library
    for one in find(index_on(id(library), on), text, limit=MOST_OF_KIND).criteria[:MOST_OF_KIND]:
        yield Reference("criterion", one.version.key)


@lru_cache(maxsize=4)
def index_on(library_id: int, on: date) -> Index:
    """The library's index on a day, kept as long as the library is the same."""
    return index_of(kept_library().library, on=on)


def laws_for(words: tuple[str, ...], on: date) -> Iterator[Reference]:
    """Rules and amounts whose name, paragraph or text holds the words."""
    rules = {rule.id: rule for rule in rules_by_key(on).values()}
    texts = {
        key: " ".join([rule.citation, *map(str, rule.names.values()), str(rule.text or "")])
        for key, rule in rules.items()
    }
    for key in best(texts, words):
        yield Reference("law", key)


def decisions_for(words: tuple[str, ...]) -> Iterator[Reference]:
    """Decisions of the complaints board whose name or number holds the words."""
    texts = {key: f"KOFA {key} {' '.join(names.values())}" for key, (names, _) in decided().items()}
    for key in best(texts, words):
        yield Reference("case", key)


def best(texts: dict[str, str], words: tuple[str, ...]) -> list[str]:
    """The keys whose texts hold most of the words; a long word also by its beginning, so that endings do not matter."""
    scored = {key: score(text.casefold(), words) for key, text in texts.items()}
    return sorted((key for key, value in scored.items() if value), key=lambda key: -scored[key])[:MOST_OF_KIND]


def score(text: str, words: tuple[str, ...]) -> float:
    """A whole word counts one, the beginning of a long one a half."""
    return sum(1.0 if word in text else 0.5 if len(word) > 5 and word[:5] in text else 0.0 for word in words)  # noqa: PLR2004 - shorter words have few endings
