"""What stands on a page of a PDF: words, ruled lines and form fields, in points from the upper left corner as shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

LARGEST_FIELD = 11.0
FIELD_FILL = 0.75
WIDTH = 0.5
LEADING = 1.2


@dataclass(slots=True)
class Word:
    """Characters without a blank between them. Positions in points from the page's upper left corner as shown."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    is_bold: bool
    order: float
    """Place in the order in which the file draws it."""

    @property
    def top(self) -> float:
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.22 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruled line: horizontal from x0 to x1 at y0 = y1, or vertical from y0 to y1 at x0 = x1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.y0 == self.y1


@dataclass(slots=True)
class Page:
    """What is printed on one page."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rotated: int = 0
    """Words that do not stand upright; they are left out."""
    unseen: list[Word] = field(default_factory=list)
    """Words drawn in white or not at all; those on a coloured ground or over a picture are visible."""
    hidden: int = 0
    """Words that are not visible; they are left out."""
    characters: int = 0
    is_picture: bool = False
    """Its words were read off a picture."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is filled in in a form field."""

    text: str
    x0: float
    top: float
    bottom: float


def place_fields(page: Page, fields: Sequence[Field]) -> None:
    """Words of filled-in fields, each behind the printed word that stands before it."""
    printed = list(page.words)
    for one in fields:
        size = min(LARGEST_FIELD, max(1.0, FIELD_FILL * (one.bottom - one.top)))
        lines = one.text.splitlines()
        first = one.top + size if len(lines) > 1 else (one.top + one.bottom) / 2 + 0.35 * size
        before = [word for word in printed if _comes_before(word, one.x0, first, size)]
        order = max(before, key=lambda word: (word.baseline, word.x0)).order if before else -1.0
        for number, line in enumerate(lines):
            x, baseline = one.x0, first + number * LEADING * size
            for text in line.split():
                end = x + WIDTH * size * len(text)
                page.words.append(Word(text, x, end, baseline, size, is_bold=False, order=order + 0.5))
                x = end + 0.25 * size
    page.words.sort(key=lambda word: word.order)


def _comes_before(word: Word, x0: float, baseline: float, size: float) -> bool:
    return word.baseline < baseline - 0.5 * size or (word.baseline < baseline + 0.5 * size and word.x0 < x0)
