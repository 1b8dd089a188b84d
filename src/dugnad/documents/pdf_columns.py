"""Reading order by place on the page, for files that draw their lines in no order that a person would read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dugnad.documents.pdf_lines import Line, rows_of

MIN_ROWS = 3
"""A column has at least this many lines."""
MAX_CROSSING = 0.5
"""Share of the rows that may run across the gap between two columns (headings, tables)."""
MAX_JUMPS = 0.2
"""Share of the lines that may stand above and not to the right of the one drawn before."""


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines as drawn where that can be read, else by columns and from the top down."""
    drawn = sorted(lines, key=lambda line: line.order)
    jumps = sum(line.baseline < last.baseline - line.size and line.x0 < last.x1 for last, line in pairwise(drawn))
    if jumps <= max(2, MAX_JUMPS * len(drawn)):
        return drawn
    return _by_place(drawn)


def _by_place(lines: Sequence[Line]) -> list[Line]:
    rows = rows_of(lines)
    gutter = _gutter(rows)
    if gutter is None:
        return [line for row in rows for line in row]
    ordered: list[Line] = []
    run: list[list[Line]] = []
    for row in rows:
        if any(line.x0 < gutter < line.x1 for line in row):
            ordered += _beside_each_other(run, gutter) + row
            run = []
        else:
            run.append(row)
    return ordered + _beside_each_other(run, gutter)


def _beside_each_other(rows: Sequence[list[Line]], gutter: float) -> list[Line]:
    left = [line for row in rows for line in row if line.x1 <= gutter]
    right = [line for row in rows for line in row if line.x1 > gutter]
    return (_by_place(left) if right else left) + (_by_place(right) if left else right)


def _gutter(rows: Sequence[list[Line]]) -> float | None:
    """Where the second column begins: the place that the fewest rows run across."""
    starts = sorted({round(line.x0, 1) for row in rows for line in row[1:] if len(row) > 1})
    best: tuple[int, float] | None = None
    for start in starts:
        place = start - 1
        crossing = sum(any(line.x0 < place < line.x1 for line in row) for row in rows)
        both = sum(row[0].x1 <= place and row[-1].x0 >= place for row in rows)
        if both >= MIN_ROWS and crossing <= MAX_CROSSING * len(rows) and (best is None or crossing < best[0]):
            best = crossing, place
    return best[1] if best else None
