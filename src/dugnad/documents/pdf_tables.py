"""Tables of a page, ruled or not, as rows of cell texts; and tables that page breaks cut, joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dugnad.documents.document import Place, Row, Table
from dugnad.documents.pdf_bands import Aligned
from dugnad.documents.pdf_grid import Grid
from dugnad.documents.pdf_layout import END, Style, paragraphs_of
from dugnad.documents.pdf_lines import Line, lines_of

NEAR = 6.0
WHOLE_LINE = 60.0
MAX_HEADER_ROWS = 3


@dataclass(slots=True)
class PageTable:
    """The part of a table that stands on one page."""

    page: int
    edges: list[tuple[float, float]]
    """Left and right of each column."""
    rows: list[tuple[str, ...]]
    headers: int
    """How many of the first rows head the columns."""
    is_ruled: bool
    is_open_above: bool = False
    is_open_below: bool = False
    """A ruled table without a line at its end: the row is cut."""


def ruled(grid: Grid, style: Style) -> PageTable | None:
    """The table that ruled lines draw; none where it holds nothing."""
    columns = range(len(grid.xs) - 1)
    cells = [
        [lines_of(grid.words.get((row, column), ()), grid.page, gap=WHOLE_LINE) for column in columns]
        for row in range(len(grid.ys) - 1)
    ]
    filled = [row for row in range(len(cells)) if any(cells[row])]
    if not filled:
        return None
    table = _table(grid.page, list(zip(grid.xs, grid.xs[1:], strict=False)), [cells[row] for row in filled], style)
    table.is_ruled = True
    table.is_open_above = grid.is_open_above and filled[0] == 0
    table.is_open_below = grid.is_open_below and filled[-1] == len(cells) - 1
    return table


def aligned(found: Aligned, style: Style) -> PageTable:
    """The table that stacks beside each other make."""
    return _table(found.page, found.edges, found.rows, style)


def _table(
    page: int, edges: list[tuple[float, float]], rows: Sequence[Sequence[Sequence[Line]]], style: Style
) -> PageTable:
    rights = [max((line.x1 for row in rows for line in row[column]), default=0.0) for column in range(len(edges))]
    texts = [tuple(_text(cell, rights[column], style) for column, cell in enumerate(row)) for row in rows]
    kept = [column for column in range(len(edges)) if any(row[column] for row in texts)]
    return PageTable(
        page=page,
        edges=[edges[column] for column in kept],
        rows=[tuple(row[column] for column in kept) for row in texts],
        headers=_headers(rows),
        is_ruled=False,
    )


def _text(lines: Sequence[Line], right: float, style: Style) -> str:
    """A cell's text; its paragraphs divided by line feeds, numbers and bullets as printed."""
    if not lines:
        return ""
    found = paragraphs_of(lines, style, right=right)
    return "\n".join(" ".join(line.text for line in paragraph.lines) for paragraph in found)


def _headers(rows: Sequence[Sequence[Sequence[Line]]]) -> int:
    """How many of the first rows are bold while the rest is not; else whether words stand over figures."""
    bold = [all(line.is_bold for cell in row for line in cell) for row in rows]
    first = next((at for at, is_bold in enumerate(bold) if not is_bold), 0)
    if 0 < first <= MAX_HEADER_ROWS:
        return first
    if len(rows) < 2:  # noqa: PLR2004
        return 0
    tops, below = ([" ".join(line.text for line in cell) for cell in rows[at]] for at in (0, 1))
    has_figures = any(re.search(r"\d", cell) for cell in below)
    return int(all(tops) and has_figures and not any(re.search(r"\d", cell) for cell in tops))


@dataclass(slots=True)
class TableJoiner:
    """A table as it grows over pages."""

    file: str
    number: int
    heading: str
    parts: list[PageTable]

    def take(self, table: PageTable) -> bool:
        """Add the part on the next page if it belongs to this table."""
        if not _belongs(self.parts[-1], table):
            return False
        self.parts.append(table)
        return True

    def table(self) -> Table:
        """The whole table; headers repeated on later pages dropped."""
        first = self.parts[0]
        head = first.rows[: max(first.headers, 1)]
        rows: list[tuple[str, ...]] = []
        pages: list[int] = []
        for at, part in enumerate(self.parts):
            texts = list(part.rows)
            if at and texts[: len(head)] == head:
                texts = texts[len(head) :]
            if at and texts and _is_cut_row(self.parts[at - 1], part, rows[-1], texts[0]):
                rows[-1] = tuple(map(_joined, rows[-1], texts.pop(0)))
            rows += texts
            pages += [part.page] * len(texts)
        return Table(
            rows=tuple(
                Row(cells=cells, place=self._place(page, at + 1), is_header=at < first.headers)
                for at, (cells, page) in enumerate(zip(rows, pages, strict=True))
            ),
            place=self._place(first.page, None),
        )

    def _place(self, page: int, row: int | None) -> Place:
        return Place(file=self.file, page=page, table=self.number, row=row, heading=self.heading)


def _belongs(above: PageTable, below: PageTable) -> bool:
    if below.page != above.page + 1 or len(above.edges) != len(below.edges) or above.is_ruled != below.is_ruled:
        return False
    if above.rows[0] == below.rows[0]:
        return True
    pairs = list(zip(above.edges, below.edges, strict=True))
    if above.is_ruled:
        return all(abs(a[0] - b[0]) < NEAR and abs(a[1] - b[1]) < NEAR for a, b in pairs)
    return all(abs(a[0] - b[0]) < NEAR or abs(a[1] - b[1]) < NEAR for a, b in pairs)


def _is_cut_row(above: PageTable, below: PageTable, last: tuple[str, ...], first: tuple[str, ...]) -> bool:
    """Does the first row go on in the last row of the page before?"""
    if above.is_open_below and below.is_open_above:
        return True
    going_on = [(a, b) for a, b in zip(last, first, strict=True) if b]
    return (
        not first[0]
        and len(going_on) < len(first)
        and all(a and (b[0].islower() or not END.search(a)) for a, b in going_on)
    )


def _joined(above: str, below: str) -> str:
    if not above or not below:
        return above or below
    return f"{above}\n{below}"
