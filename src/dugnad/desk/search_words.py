"""The words of those who ask, from content/desk/search-words.yaml: silent and common ones, phrases, synonyms, parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.criteria.stems import fold
from dugnad.errors import ContentError

FILE = "desk/search-words.yaml"
LISTS = ("matters", "parts", "tails", "common")
KEYS = ("silent", "matters", "phrases", "synonyms", "parts", "tails", "common")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingWords:
    """The lists."""

    silent: frozenset[str]
    """Folded."""
    matters: tuple[str, ...]
    """What is asked about; never what is bought."""
    phrases: tuple[tuple[str, ...], ...]
    """What is said in several words that mean something else one by one; the first of each is what is meant."""
    synonyms: tuple[tuple[str, ...], ...]
    parts: tuple[str, ...]
    """Folded."""
    tails: tuple[str, ...]
    """Last parts of compounds that say little, folded."""
    common: tuple[str, ...]
    """What stands in any question about a purchase."""


@cache
def asking_words() -> AskingWords:
    """The lists; the first fault is raised."""
    faults = check_asking_words()
    if faults:
        raise faults[0]
    content = read_yaml(content_path(FILE))
    return AskingWords(
        silent=frozenset(map(fold, content["silent"])),
        matters=tuple(content["matters"]),
        phrases=tuple(tuple(one) for one in content["phrases"]),
        synonyms=tuple(tuple(one) for one in content["synonyms"]),
        parts=tuple(dict.fromkeys(map(fold, content["parts"]))),
        tails=tuple(dict.fromkeys(map(fold, content["tails"]))),
        common=tuple(content["common"]),
    )


def check_asking_words() -> list[ContentError]:
    """Every fault in the lists."""
    try:
        return list(_faults(read_yaml(content_path(FILE))))
    except ContentError as fault:
        return [fault]


def _faults(content: Any) -> Iterator[ContentError]:
    if not isinstance(content, dict) or set(content) != set(KEYS):
        yield _fault(f"The file does not hold {', '.join(KEYS)} and nothing else.", "Write these at the top.")
        return
    yield from _list_faults("silent", content["silent"])
    for key in LISTS:
        yield from _list_faults(key, content[key])
    for key, example in (("phrases", "- [kunngjøre, lyse ut]"), ("synonyms", "- [klage, kofa]")):
        yield from _set_faults(key, content[key], example)


def _set_faults(name: str, sets: object, example: str) -> Iterator[ContentError]:
    if not isinstance(sets, list):
        yield _fault(f"{name} is no list of sets.", f"Write one set a line: {example}.")
        return
    for number, words in enumerate(sets, 1):
        yield from _list_faults(f"Set {number} of {name}", words)
        if isinstance(words, list) and len(words) < 2:  # noqa: PLR2004 - a word is no synonym of itself
            yield _fault(f"Set {number} of {name} holds one word.", "Write at least two.")


def _list_faults(name: str, words: object) -> Iterator[ContentError]:
    if not isinstance(words, list) or not words:
        yield _fault(f"{name} is no list of words.", "Write [one, two].")
    elif odd := [word for word in words if not isinstance(word, str) or not word.strip()]:
        yield _fault(f"{name} holds {odd[0]!r}, which is no word.", 'Put figures, "on" and "no" in quotes.')


def _fault(problem: str, remedy: str) -> ContentError:
    return ContentError(place(content_path(FILE)), None, problem, remedy)
