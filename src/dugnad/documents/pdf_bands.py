"""Tables without ruled lines: stacks of lines that stand beside each other, row after row in the same columns.

The order in which the file draws its lines tells a table from columns of running text: a table is drawn row by row,
columns one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dugnad.documents.pdf_labels import is_label
from dugnad.documents.pdf_lines import Line
from dugnad.documents.pdf_page import Word

MAX_ROW_GAP = 2.6
"""Rows of one table stand at most this many type sizes apart."""
MAX_LINES = 9.0
"""Lines in a cell, on average; more than that is a column of running text."""
MIN_GUTTER = 0.5
MIN_GUTTER_OF_TWO = 1.5
"""Type sizes between columns; a table of two rows needs wider ones."""
LABEL_GAP = 5.0
TIGHT = 1.45
"""Lines closer than this many type sizes belong to one cell."""
MAX_ABOVE = 4
SHORT = 14
"""Letters in a cell of figures or dates; a column of running text has longer lines."""
LONE_GAP = 1.25
CELL_GAP = 0.4
"""Cells of a row stand at least this many type sizes apart; words stand closer."""
BESIDE, IN_SIGHT = 0.9, 12.0

Stack = list[Line]


@dataclass(slots=True)
class Band:
    """Stacks of lines beside each other, from the left."""

    stacks: list[Stack]

    @property
    def top(self) -> float:
        return min(stack[0].baseline for stack in self.stacks)

    @property
    def bottom(self) -> float:
        return max(stack[-1].baseline for stack in self.stacks)

    @property
    def lines(self) -> list[Line]:
        return [line for stack in self.stacks for line in stack]


@dataclass(slots=True)
class Aligned:
    """A table without ruled lines: for each row the lines of each column's cell."""

    page: int
    edges: list[tuple[float, float]]
    rows: list[list[list[Line]]]


def with_labels(lines: Sequence[Line]) -> list[Line]:
    """Numbers and bullets are put together with the text that follows them on the line."""
    joined: list[Line] = []
    for at, line in enumerate(lines):
        last = joined[-1] if joined else None
        following = lines[at + 1] if at + 1 < len(lines) else None
        if (
            last is not None
            and is_label(last.text)
            and last.is_beside(line)
            and 0 <= line.x0 - last.x1 <= LABEL_GAP * line.size
            and not (following and line.is_beside(following) and following.x0 > line.x1)
            and not (len(joined) > 1 and joined[-2].is_beside(last) and joined[-2].x1 < last.x0)
        ):
            joined[-1] = Line([*last.words, *line.words], line.page)
        else:
            joined.append(line)
    return joined


def split_tables(lines: Sequence[Line]) -> Iterator[list[Line] | Aligned]:
    """Lines of one page in reading order as runs of text and tables."""
    text: list[Line] = []
    bands = list(_bands(with_labels(lines)))
    at = 0
    while at < len(bands):
        end = _end_of_table(bands, at)
        table = (_aligned(bands[at:end]) if end else None) or _drawn_by_column(bands[at])
        end = max(end, at + 1)
        if table is None:
            text += bands[at].lines
            at += 1
            continue
        head = _head_above(text, table)
        if head is not None:
            table.rows.insert(0, head)
            text.pop()
        if text:
            yield text
        text = []
        yield table
        at = end
    if text:
        yield text


def _bands(lines: Sequence[Line]) -> Iterator[Band]:
    band: Band | None = None
    for line in lines:
        if band is None:
            band = Band([[line]])
            continue
        stack = band.stacks[-1]
        last = stack[-1]
        if _is_right_of(line, stack):
            if len(band.stacks) == 1:
                above, beside = _divided(stack, line)
                if above:
                    yield Band([above])
                band = Band([beside])
            band.stacks.append([line])
        elif line.baseline > last.baseline and _may_follow(band, line):
            stack.append(line)
        else:
            yield band
            band = Band([[line]])
    if band is not None:
        yield band


def _is_right_of(line: Line, stack: Stack) -> bool:
    """Stands beside something in the stack, to its right."""
    if line.baseline < stack[0].baseline - 2.5 * line.size or line.baseline > stack[-1].baseline + 0.3 * line.size:
        return False
    near = [other for other in stack if abs(other.baseline - line.baseline) < BESIDE * line.size] or [
        other for other in stack if abs(other.baseline - line.baseline) < IN_SIGHT * line.size
    ]
    return bool(near) and line.x0 > max(other.x1 for other in near) + 0.3 * line.size


def _divided(stack: Stack, line: Line) -> tuple[Stack, Stack]:
    """The lines of the stack above the row that `line` stands in, and those in it."""
    at = next((i for i, other in enumerate(stack) if other.baseline > line.baseline - 0.3 * line.size), len(stack) - 1)
    start = at
    while (
        start
        and stack[start].baseline - stack[start - 1].baseline < TIGHT * stack[start].size
        and stack[start].is_bold == stack[start - 1].is_bold
    ):
        start -= 1
    if at - start > MAX_ABOVE:
        start = at
    return stack[:start], stack[start:]


def _may_follow(band: Band, line: Line) -> bool:
    """Goes on below the last stack without reaching into the ones to its left."""
    if len(band.stacks) == 1:
        return True
    left_edge = max(other.x1 for other in band.stacks[-2])
    return line.x0 > left_edge and line.baseline - band.stacks[-1][-1].baseline < MAX_ROW_GAP * line.size


def _drawn_by_column(band: Band) -> Aligned | None:
    """A table whose columns were drawn one after the other: lines apart from each other, beside one another."""
    first, *others = band.stacks
    size = first[0].size
    if not others or len(first) < 2 or any(len(stack) != len(first) for stack in others):  # noqa: PLR2004
        return None
    if any(below.baseline - above.baseline < TIGHT * size for above, below in pairwise(first)):
        return None
    if not any(all(len(line.text) <= SHORT for line in stack) for stack in band.stacks):
        return None
    rows = [list(row) for row in zip(*band.stacks, strict=True)]
    if any(not line.is_beside(row[0]) for row in rows for line in row):
        return None
    return Aligned(first[0].page, _columns([band]), [[[line] for line in row] for row in rows])


def _head_above(text: Sequence[Line], table: Aligned) -> list[list[Line]] | None:
    """The last line of the text as a head of the table, where its words stand above the columns."""
    first = min((line for cell in table.rows[0] for line in cell), key=lambda line: line.baseline)
    if not text or not 0 < first.baseline - text[-1].baseline < MAX_ROW_GAP * first.size:
        return None
    fitted = _fitted(Band([[text[-1]]]), table.edges)
    if fitted is None or len(fitted.stacks) < len(table.edges) or text[-1].is_bold == first.is_bold:
        return None
    return fitted.stacks


def _fitted(band: Band, columns: Sequence[tuple[float, float]]) -> Band | None:
    """The band with its lines divided between the columns; None where a word or a sentence runs across."""
    words = [word for line in band.lines for word in line.words]
    bounds = [_bound(words, left[1], right[0]) for left, right in pairwise(columns)]
    if None in bounds:
        return None
    stacks: list[Stack] = [[] for _ in columns]
    for line in band.lines:
        cells: list[list[Word]] = [[] for _ in columns]
        for word in line.words:
            cells[sum(word.x0 >= bound for bound in bounds if bound is not None)].append(word)
        filled = [cell for cell in cells if cell]
        if any(b[0].x0 - a[-1].x1 < CELL_GAP * line.size for a, b in pairwise(filled)):
            return None
        for stack, cell in zip(stacks, cells, strict=True):
            if cell:
                stack.append(Line(cell, line.page))
    kept = [stack for stack in stacks if stack]
    return Band(kept) if len(kept) > len(band.stacks) else None


def _bound(words: Sequence[Word], left: float, right: float) -> float | None:
    """A place between two columns that no word runs across; columns are rather set from the left."""
    places = (right - 1, (left + right) / 2, left + 1)
    return next((at for at in places if not any(word.x0 < at < word.x1 for word in words)), None)


def _fit(bands: list[Band], start: int, end: int, columns: Sequence[tuple[float, float]]) -> None:
    """Divides a row whose cells stand too close to be told apart by themselves, or the first row by the one below."""
    fitted = _fitted(bands[end], columns)
    if fitted is not None:
        bands[end] = fitted
    elif end == start + 1:
        below = _columns(bands[end : end + 1])
        head = _fitted(bands[start], below) if len(below) > len(columns) else None
        bands[start] = head or bands[start]


def _end_of_table(bands: list[Band], start: int) -> int:
    """One past the last band that can belong to a table that begins here; 0 if none begins."""
    if len(bands[start].stacks) == 1:
        return 0
    columns = _columns(bands[start : start + 1])
    end = start + 1
    while end < len(bands):
        size = bands[end].stacks[0][0].size
        if not -0.2 * size < bands[end].top - bands[end - 1].bottom <= MAX_ROW_GAP * size:
            break
        widened = _columns(bands[start : end + 1])
        if len(widened) < len(columns) or not _is_regular(bands[end], widened):
            _fit(bands, start, end, columns)
            widened = _columns(bands[start : end + 1])
        if len(widened) < 2 or not _is_regular(bands[end], widened):  # noqa: PLR2004
            break
        if len(bands[end].stacks) == 1 and (len(widened) < len(columns) or _stands_apart(bands[start : end + 1])):
            break
        columns = widened
        end += 1
    while len(bands[end - 1].stacks) == 1 and _is_apart(bands, end - 1):
        end -= 1
    return end


def _stands_apart(bands: Sequence[Band]) -> bool:
    """The last band is further from the row above than the rows are from each other."""
    gaps = [below.top - above.bottom for above, below in pairwise(bands)]
    return len(gaps) > 1 and gaps[-1] > LONE_GAP * max(gaps[:-1])


def _is_apart(bands: Sequence[Band], at: int) -> bool:
    """A lone stack below a table that stands further off than a line of a cell would."""
    first = bands[at].stacks[0][0]
    return bands[at].top - bands[at - 1].bottom > TIGHT * first.size or first.is_bold


def _columns(bands: Sequence[Band]) -> list[tuple[float, float]]:
    """The columns that the stacks stand in: their extents, merged where they overlap."""
    spans = sorted((min(line.x0 for line in s), max(line.x1 for line in s)) for band in bands for s in band.stacks)
    merged: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if merged and x0 < merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], x1)
        else:
            merged.append((x0, x1))
    return merged


def _is_regular(band: Band, columns: Sequence[tuple[float, float]]) -> bool:
    """Each stack has a column of its own."""
    places = [_column(stack, columns) for stack in band.stacks]
    return len(set(places)) == len(places)


def _column(stack: Stack, columns: Sequence[tuple[float, float]]) -> int:
    x0 = min(line.x0 for line in stack)
    return next(at for at, (_, right) in enumerate(columns) if x0 < right + 0.5)


def _aligned(bands: Sequence[Band]) -> Aligned | None:
    full = [band for band in bands if len(band.stacks) > 1]
    if len(full) < 2:  # noqa: PLR2004
        return None
    columns = _columns(bands)
    if len(columns) < 2 or not all(_is_regular(band, columns) for band in bands):  # noqa: PLR2004
        return None
    size = full[0].stacks[0][0].size
    gutter = min(right[0] - left[1] for left, right in pairwise(columns))
    if gutter < (MIN_GUTTER_OF_TWO if len(full) == 2 else MIN_GUTTER) * size:  # noqa: PLR2004
        return None
    stacks = [stack for band in full for stack in band.stacks]
    if sum(map(len, stacks)) / len(stacks) > MAX_LINES:
        return None
    return Aligned(full[0].lines[0].page, columns, _rows(bands, columns))


def _rows(bands: Sequence[Band], columns: Sequence[tuple[float, float]]) -> list[list[list[Line]]]:
    """One row for each band; lines that only go on in a cell join the row above."""
    rows: list[list[list[Line]]] = []
    for at, band in enumerate(bands):
        row: list[list[Line]] = [[] for _ in columns]
        for stack in band.stacks:
            row[_column(stack, columns)].extend(stack)
        if rows and _goes_on(band, bands[at - 1], row):
            for cell, more in zip(rows[-1], row, strict=True):
                cell.extend(more)
        else:
            rows.append(row)
    return rows


def _goes_on(band: Band, above: Band, row: Sequence[list[Line]]) -> bool:
    first = band.stacks[0][0]
    if len(band.stacks) > 1 and row[0] and (all(row) or not first.text[0].islower()):
        return False
    if band.top - above.bottom > TIGHT * first.size:
        return False
    return not row[0] or bool(re.match(r"[a-zæøå(]", first.text))
