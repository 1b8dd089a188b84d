"""Words of a page as lines: what stands on one baseline without a wide gap, in the order in which it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dugnad.documents.pdf_text import Word

GAP = 1.1
"""A gap wider than this many type sizes divides a line."""


@dataclass(slots=True)
class Line:
    """Words on one baseline, or one column's part of them."""

    words: list[Word]
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def baseline(self) -> float:
        return max(self.words, key=lambda word: word.size).baseline

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return self.baseline + 0.22 * self.size

    @property
    def is_bold(self) -> bool:
        return all(word.is_bold for word in self.words)

    @property
    def order(self) -> int:
        return self.words[0].order


def lines_of(words: Iterable[Word], page: int, *, gap: float = GAP) -> list[Line]:
    """Lines in the order in which the file draws them."""
    lines: list[Line] = []
    for word in words:
        if lines and _continues(lines[-1].words[-1], word, lines[-1], gap):
            lines[-1].words.append(word)
        else:
            lines.append(Line([word], page))
    return lines


def _continues(last: Word, word: Word, line: Line, gap: float) -> bool:
    size = max(last.size, word.size)
    is_raised = word.size != last.size and abs(word.baseline - line.baseline) < 0.5 * size
    if abs(word.baseline - last.baseline) > 0.2 * size and not is_raised:
        return False
    return -0.4 * size <= word.x0 - last.x1 <= gap * size


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from the top down; each row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.baseline, each.x0)):
        if rows and abs(rows[-1][0].baseline - line.baseline) < 0.3 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]
