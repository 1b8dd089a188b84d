"""Words of a page as lines: what stands on one baseline without a wide gap, in the order in which it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dugnad.documents.pdf_page import Word

GAP = 0.75
"""A gap wider than this many type sizes divides a line."""
SAME_LINE = 0.3
"""Baselines that differ by less than this share of the type size are one."""
RAISED = 0.5


@dataclass(slots=True)
class Line:
    """Words on one baseline, or one column's part of them."""

    words: list[Word]
    page: int
    x0: float = field(init=False)
    x1: float = field(init=False)
    size: float = field(init=False)
    baseline: float = field(init=False)
    is_bold: bool = field(init=False)
    order: float = field(init=False)

    def __post_init__(self) -> None:
        tallest = max(self.words, key=lambda word: word.size)
        self.x0, self.x1 = self.words[0].x0, max(word.x1 for word in self.words)
        self.size, self.baseline = tallest.size, tallest.baseline
        self.is_bold = all(word.is_bold for word in self.words)
        self.order = self.words[0].order

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.22 * self.size

    def is_beside(self, other: Line) -> bool:
        return self.page == other.page and abs(self.baseline - other.baseline) < min(self.size, other.size) * SAME_LINE


def lines_of(words: Iterable[Word], page: int, *, gap: float = GAP) -> list[Line]:
    """Lines in the order in which the file draws them."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _continues(runs[-1], word, gap):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [Line(run, page) for run in runs]


def _continues(run: Sequence[Word], word: Word, gap: float) -> bool:
    last = run[-1]
    size = max(last.size, word.size)
    shift = abs(word.baseline - last.baseline)
    if shift > 0.2 * size:
        is_raised = word.size != last.size and shift < RAISED * size
        is_back = len(run) > 1 and abs(word.baseline - run[0].baseline) <= 0.2 * size and shift < RAISED * size
        if not is_raised and not is_back:
            return False
    return -0.4 * size <= word.x0 - last.x1 <= gap * size


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from the top down; each row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.baseline, each.x0)):
        if rows and rows[-1][0].is_beside(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]
