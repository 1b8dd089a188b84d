"""Patterns that procurement people can read and correct, compiled: content/documents/departure.yaml.

`&` joins terms that must all stand in one sentence, `|` divides alternatives, `*` stands for any letters `..` for
up to six words between, `~` for up to two without a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.wording.fold import composed, fold

FILE = "documents/departure.yaml"
GAPS = {"..": r"(?:[\W_]+\w+){0,6}?[\W_]+", "~": r"(?:[ -]+\w+){0,2}?[ -]+"}
NEEDED = ("claims", "exempt", "meant", "weight", "conditional", "denied", "others", "offered", "method", "empty")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the vocabulary: every term must be found."""

    terms: tuple[re.Pattern[str], ...]
    anchors: tuple[tuple[str, ...], ...] = ()
    """For each term the longest written-out piece of each alternative: where none stands, the term does not either."""

    def starts(self, folded: str) -> list[int]:
        """Where each term is first found; empty where one is missing."""
        for pieces in self.anchors:
            if not any(piece in folded for piece in pieces):
                return []
        starts = []
        for term in self.terms:
            found = term.search(folded)
            if found is None:
                return []
            starts.append(found.start())
        return starts


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as patterns look at it."""
    return fold(composed(text)[0])


def finds(patterns: Iterable[Pattern], text: str) -> bool:
    """Does one of the patterns stand in the text, folded or not."""
    low = folded(text)
    return any(pattern.starts(low) for pattern in patterns)


@cache
def patterns(*keys: str) -> tuple[Pattern, ...]:
    """The patterns under a key of the vocabulary."""
    value: Any = vocabulary()
    for key in keys:
        value = value[key]
    return tuple(compiled(line) for line in value)


@cache
def vocabulary() -> dict[str, Any]:
    """The words by which documents depart from the rule."""
    found: dict[str, Any] = read_yaml(content_path(FILE))
    return found


def compiled(line: str) -> Pattern:
    """A line of the vocabulary as a pattern."""
    terms = line.split("&")
    return Pattern(
        tuple(re.compile("|".join(map(_phrase, term.split("|")))) for term in terms),
        tuple(tuple(_anchor(phrase) for phrase in term.split("|")) for term in terms),
    )


def _anchor(phrase: str) -> str:
    """The longest piece without a sign in it; a phrase of signs alone has the empty piece, which stands everywhere."""
    pieces = [piece for word in folded(phrase).split() if word not in GAPS for piece in re.split(r"[*\W_]+", word)]
    return max(pieces, key=len, default="")


def _phrase(phrase: str) -> str:
    words = folded(phrase).split()
    if not words:
        raise ValueError(phrase)
    text, joint = "", ""
    for word in words:
        if word in GAPS:
            joint = GAPS[word]
        else:
            text += joint + re.escape(word).replace(r"\*", r"\w*")
            joint = r"[\W_]+"
    return rf"(?<!\w)(?:{text})(?!\w)"


def check_departure_words() -> list[ContentError]:
    """Every line of the vocabulary is a pattern, and every list is there."""
    faults = [
        ContentError(f"content/{FILE}", None, f"The list «{key}» is missing.", "Restore it.")
        for key in NEEDED
        if key not in vocabulary()
    ]
    path = content_path(FILE)
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in _lines(vocabulary()):
        try:
            compiled(line)
        except (ValueError, re.error):
            number = next((at for at, text in enumerate(lines, 1) if line in text), None)
            faults.append(ContentError(place(path), number, f"«{line}» has an empty term.", "Remove & or | too many."))
    return faults


def _lines(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        inner = [value[key] for key in value if key not in {"last_checked", "nb", "nn", "en"}]
        return [line for one in inner for line in _lines(one)]
    return [line for one in value for line in _lines(one)] if isinstance(value, list) else []
