"""Word lists of the content files made ready for finding: phrases with `*`, and `…` for up to a few words between.

`lærling*` finds words that begin so, `*kriterium` words that end so, `*utslipp*` words that hold it; `skal … sorter*`
finds both where at most six words stand between; `krav til (vare*|tjeneste*)` is two phrases. Case and accents count
for nothing, and a hyphen is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True, slots=True)
class WordList:
    """Some phrases as one pattern for folded text."""

    pattern: re.Pattern[str] | None

    def search(self, folded: str) -> re.Match[str] | None:
        return self.pattern.search(folded) if self.pattern else None

    def is_all(self, folded: str) -> bool:
        """Does one phrase make the whole text?"""
        return self.pattern is not None and self.pattern.fullmatch(folded) is not None

    def found(self, folded: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(folded) if self.pattern else iter(())


def compiled(phrases: Iterable[str]) -> WordList:
    """The phrases as one pattern; none of them finds nothing. Raises ValueError with a remedy."""
    starting: dict[str, list[str]] = {}
    inside: dict[str, list[str]] = {}
    for phrase in dict.fromkeys(variant for one in phrases for variant in _variants(one)):
        expression, letter = _expression(phrase), _first(phrase)
        if expression.startswith(WORD_START):
            starting.setdefault(letter, []).append(expression.removeprefix(WORD_START))
        else:
            inside.setdefault(letter, []).append(expression)
    if not starting and not inside:
        return WordList(None)
    parts = [f"{WORD_START}(?:{_by_letter(starting)})"] if starting else []
    return WordList(re.compile("|".join([*parts, _by_letter(inside)] if inside else parts)))


def _by_letter(expressions: Mapping[str, Sequence[str]]) -> str:
    """Alternatives, looked at only where their first letter stands."""
    return "|".join(
        f"(?={re.escape(letter)})(?:{'|'.join(sorted(members, key=len, reverse=True))})"
        for letter, members in expressions.items()
    )


def _variants(phrase: str) -> Iterator[str]:
    """The phrase with each choice written out."""
    found = CHOICE.search(phrase)
    if found is None:
        yield phrase
        return
    for choice in found.group(1).split("|"):
        yield from _variants(phrase[: found.start()] + choice + phrase[found.end() :])


def _first(phrase: str) -> str:
    return fold(phrase).strip("* ")[:1]


def _expression(phrase: str) -> str:
    pieces: list[str] = []
    for word in fold(phrase).replace("-", " ").split():
        if word == "…":
            pieces.append(GAP)
            continue
        if pieces and pieces[-1] != GAP:
            pieces.append(AFTER_SIGN if pieces[-1].endswith("§") else BETWEEN)
        pieces.append(_word(word, phrase))
    if not pieces or pieces[-1] == GAP:
        raise ValueError(f'"{phrase}" ends in nothing. Write a word after …, or remove it.')
    return "".join(pieces)


def _word(word: str, phrase: str) -> str:
    text = word.strip("*")
    if not text:
        return r"[\w\-]+"
    if "*" in text or "?" in text:
        raise ValueError(f'"{phrase}" holds a sign within a word. Write * before or after a word only.')
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
