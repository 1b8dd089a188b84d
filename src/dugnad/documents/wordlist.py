"""Word lists of the content files made ready for finding: phrases with `*`, and `…` for up to a few words between.

`lærling*` finds words that begin so, `*kriterium` words that end so, `*utslipp*` words that hold it; `skal … sorter*`
finds both where at most six words stand between; `krav til (vare*|tjeneste*)` is two phrases. Case and accents count
for nothing, and a hyphen is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.wording.fold import fold

GAP = r"(?:[^\w.;:!?]+[\w\-]+){0,7}?[^\w.;:!?]+"
BETWEEN = r"[^\w.;:!?(]{1,3}"
"""Between two words of a phrase: a blank, a hyphen and a blank ("lønns- og"), a slash."""
AFTER_SIGN = r"\W{0,3}"
WORD_START = r"(?<!\w)"
CHOICE = re.compile(r"\(([^()]*)\)")


LOOKED_UP = 4
"""Letters at the beginning of a phrase by which it is looked up: few texts hold any phrase of a list."""
TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase; `rank` tells which of two at one place is meant."""

    expression: str
    piece: str
    """Its longest word, which stands in every text that holds the phrase; so do the `others`."""
    others: tuple[str, ...]
    rank: tuple[bool, int, int]

    def at(self, folded: str, start: int) -> re.Match[str] | None:
        """The first place from `start` on."""
        return _pattern(self.expression).search(folded, start)


@dataclass(frozen=True, slots=True)
class WordList:
    """Some phrases to be found in folded text: those that begin with a word by its first letters, and the others."""

    starting: Mapping[str, Sequence[Phrase]]
    inside: Sequence[Phrase]

    def __bool__(self) -> bool:
        return bool(self.starting or self.inside)

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place of any phrase; of several there, the longest written."""
        likely = self._possible(folded)
        found = [(match, phrase.rank) for phrase in likely if (match := phrase.at(folded, 0))]
        return min(found, key=lambda one: (one[0].start(), one[1]))[0] if found else None

    def is_all(self, folded: str) -> bool:
        """Does one phrase make the whole text?"""
        return any(_pattern(phrase.expression).fullmatch(folded) for phrase in self._likely(folded))

    def found(self, folded: str) -> Iterator[re.Match[str]]:
        """All places, one after another, none within another."""
        likely = self._possible(folded)
        waiting = [(at.start(), phrase.rank, at, phrase) for phrase in likely if (at := phrase.at(folded, 0))]
        heapify(waiting)
        end = 0
        while waiting:
            start, rank, match, phrase = heappop(waiting)
            if start >= end:
                end = match.end()
                yield match
            later = phrase.at(folded, end)
            if later:
                heappush(waiting, (later.start(), rank, later, phrase))

    def _possible(self, folded: str) -> list[Phrase]:
        """The phrases all of whose words stand in the text, wherever."""
        held = [phrase for phrase in self._likely(folded) if phrase.piece in folded]
        return [phrase for phrase in held if all(other in folded for other in phrase.others)]

    def _likely(self, folded: str) -> list[Phrase]:
        begun = beginnings(folded)
        likely = list(self.inside)
        for beginning in self.starting.keys() & begun:
            likely += self.starting[beginning]
        return likely


@lru_cache(maxsize=256)
def beginnings(folded: str) -> frozenset[str]:
    """The first letters of every word, from one to as many as are looked up."""
    tokens = {token[:LOOKED_UP] for token in TOKEN.findall(folded)}
    return frozenset(token[:size] for token in tokens for size in range(1, len(token) + 1))


@lru_cache(maxsize=20_000)
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def compiled(phrases: Iterable[str]) -> WordList:
    """The phrases ready for finding; none of them finds nothing. Raises ValueError with a remedy."""
    starting: dict[str, list[Phrase]] = {}
    inside: list[Phrase] = []
    written_out = dict.fromkeys(variant for one in phrases for variant in _variants(one))
    for place_in_list, phrase in enumerate(written_out):
        bare = _words(phrase)
        expression = _expression(phrase, bare)
        first = TOKEN.match(bare[0]) if expression.startswith(WORD_START) else None
        rank = (first is None, -len(expression), place_in_list)
        longest, *others = _pieces(bare)
        one = Phrase(expression, longest, tuple(others), rank)
        if first is None:
            inside.append(one)
        else:
            starting.setdefault(first.group()[:LOOKED_UP], []).append(one)
    return WordList(starting, inside)


def _words(phrase: str) -> list[str]:
    return fold(phrase).replace("-", " ").split()


def _pieces(written: Sequence[str]) -> tuple[str, ...]:
    """The words of a phrase, the longest first: it is the one that most often is missing."""
    pieces = tuple(sorted({word.strip("*") for word in written if word != "…"} - {""}, key=len, reverse=True))
    return pieces or ("",)


def _variants(phrase: str) -> Iterator[str]:
    """The phrase with each choice written out."""
    found = CHOICE.search(phrase)
    if found is None:
        yield phrase
        return
    for choice in found.group(1).split("|"):
        yield from _variants(phrase[: found.start()] + choice + phrase[found.end() :])


def _expression(phrase: str, written: Sequence[str]) -> str:
    pieces: list[str] = []
    for word in written:
        if word == "…":
            pieces.append(GAP)
            continue
        if pieces and pieces[-1] != GAP:
            pieces.append(AFTER_SIGN if pieces[-1].endswith("§") else BETWEEN)
        try:
            pieces.append(_word(word))
        except ValueError as error:
            raise ValueError(f'"{phrase}" {error}') from None
    if not pieces or pieces[-1] == GAP:
        raise ValueError(f'"{phrase}" ends in nothing. Write a word after …, or remove it.')
    return "".join(pieces)


@cache
def _word(word: str) -> str:
    text = word.strip("*")
    if not text:
        return r"[\w\-]+"
    if "*" in text or "?" in text:
        raise ValueError("holds a sign within a word. Write * before or after a word only.")
    before = WORD_START if word[0] != "*" and text[0].isalnum() else ""
    after = r"\w*" if word[-1] == "*" else r"(?!\w)" if text[-1].isalnum() else ""
    return f"{before}{re.escape(text)}{after}"


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The content file of this name under content/documents."""
    return _read(name)


def _read(name: str) -> dict[str, Any]:
    path = content_path(f"documents/{name}.yaml")
    read = read_yaml(path)
    if not isinstance(read, dict) or "last_checked" not in read:
        problem = "This file has no last_checked."
        raise ContentError(place(path), None, problem, "Write last_checked: {on: day, by: role}.")
    return read


@cache
def words(name: str, *keys: str) -> WordList:
    """The phrases of a list in a content file; lists by language count as one list."""
    return compiled(written(name, *keys))


def written(name: str, *keys: str) -> tuple[str, ...]:
    """The phrases of a list, or of all lists below a key, as they stand in the file."""
    found: Any = vocabulary(name)
    for key in keys:
        found = found.get(key, []) if isinstance(found, dict) else []
    return tuple(_phrases(found))


def _phrases(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for inner in found.values():
            yield from _phrases(inner)
    elif isinstance(found, list):
        for one in found:
            if isinstance(one, dict):
                yield from _phrases(one)
            else:
                yield str(one)


def check_document_words() -> list[ContentError]:
    """Everything that is wrong in the word lists of sections, requirements and clauses."""
    return check_word_lists("sections", "requirements", "binding", "clauses")


def check_word_lists(*names: str) -> list[ContentError]:
    """Everything that is wrong in these word lists, with the line."""
    faults: list[ContentError] = []
    for name in names:
        path = content_path(f"documents/{name}.yaml")
        try:
            read = _read(name)
        except ContentError as fault:
            faults.append(fault)
            continue
        faults += [fault for phrase in _phrases(read) for fault in _faults(phrase, path)]
    return faults


def _faults(phrase: str, path: Path) -> Iterator[ContentError]:
    try:
        compiled([phrase])
    except ValueError as error:
        problem, _, remedy = str(error).partition(". ")
        lines = path.read_text(encoding="utf-8").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if phrase in text), None)
        yield ContentError(place(path), line, f"{problem}.", remedy)
