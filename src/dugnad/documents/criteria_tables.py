"""Award criteria in tables: any order of columns, turned tables, sub-criteria, one weight column per lot."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dugnad.documents.award_words import phrases
from dugnad.documents.criteria_prose import segments
from dugnad.documents.document import Place, Row, Table
from dugnad.documents.entries import Entry, cell_quote, clean_name, is_full, nest, same, shown
from dugnad.documents.found import Quote
from dugnad.documents.weights import Measure, cell_measure, is_empty, measures

LotsIn = Callable[[str], tuple[str, ...]]
MOSTLY = 0.6
LONGEST_HEADER = 60
NUMBER_CELL = re.compile(r"^(?:[A-ZÆØÅa-z]{0,2}\d{0,2}(?:\.\d{1,2}){0,2}[a-z]?|[a-z])[.)]?$")
INDENT = re.compile(r"^\s*(?:[-–—•·▪o*]\s+|\(?[a-z][.)]\s+|\d{1,2}\.\d{1,2}\.?\s+)")
NEAR_START = 8
UNIT_ORDER = ("percent", "fraction", "points", "decimal", "bare")


@dataclass(slots=True)
class Grid:
    """A table made ready: header cells, body rows, and which column holds what."""

    header: tuple[str, ...]
    rows: list[Row]
    weights: list[int] = field(default_factory=list)
    names: int | None = None
    subs: int | None = None
    sub_weight: int | None = None
    rank: int | None = None
    lots: dict[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class TableReading:
    """The criteria of a table for some lots (none: for all), and what its header says of them."""

    entries: list[Entry]
    lots: tuple[str, ...]
    names_award: bool
    is_sub: bool
    of_parent: bool
    of_total: bool
    has_header: bool


def read_table(table: Table, *, lots_in: LotsIn) -> list[TableReading]:
    """The criteria that the table holds; nothing where it is no table of criteria."""
    rows = [row for row in table.rows if any(not is_empty(cell) for cell in row.cells)]
    if by_row := _by_row(rows, lots_in):
        return by_row
    rows = _without_title(_turned(_without_numbers(rows)))
    if len(rows) < 1 or len(rows[0].cells) < 2:  # noqa: PLR2004
        return []
    grid = _grid(rows, lots_in)
    if grid is None or phrases("award", "bidder").search("\n".join(grid.header)):
        return []
    if _is_scale(grid):
        return []
    columns = {column: lots for column, lots in grid.lots.items() if column in grid.weights}
    if len(columns) > 1:
        return [_reading(grid, column, lots) for column, lots in columns.items()]
    return [_reading(grid, grid.weights[0] if grid.weights else None, ())]


def _is_scale(grid: Grid) -> bool:
    """How points are given ("10: svært god"), not what for."""
    heads = [cell for cell in grid.header if _is_head(cell, "criterion-column") or _is_head(cell, "sub-column")]
    if heads or not grid.weights or not _is_head(grid.header[grid.weights[0]], "points-column"):
        return False
    given = [one.high for cell in _column(grid, grid.weights[0]) if (one := cell_measure(cell))]
    return not is_full(sum(given))


def _by_row(rows: list[Row], lots_in: LotsIn) -> list[TableReading]:
    """One row per lot, one column per criterion."""
    if len(rows) < 3 or len(rows[0].cells) < 3:  # noqa: PLR2004
        return []
    named = [(row, lots_in(row.cells[0]) or lots_in(f"{rows[0].cells[0]} {row.cells[0]}")) for row in rows[1:]]
    if not all(len(lots) == 1 and _is_weight_row(row) for row, lots in named):
        return []
    heads = rows[0]
    found = []
    for row, lots in named:
        columns = [
            Row(cells=(head, cell), place=row.place)
            for head, cell in zip(heads.cells[1:], row.cells[1:], strict=False)
            if (given := cell_measure(cell)) and given.high
        ]
        grid = Grid(header=("", ""), rows=columns, weights=[1], names=0)
        found.append(replace(_reading(grid, 1, lots), has_header=True))
    return found


def _turned(rows: list[Row]) -> list[Row]:
    """A table whose criteria stand in the first row and whose weights below them, turned upright."""
    if len(rows) > 1 and _is_bare_pair(rows[0], rows[1]):
        return [
            Row(cells=tuple(column), place=rows[0].place) for column in zip(*(row.cells for row in rows), strict=False)
        ]
    for place in range(min(2, len(rows))):
        below = rows[place + 1 :]
        cells = rows[place].cells
        weights = next((row for row in below if _is_weight_row(row)), None)
        if weights is None or any(cell_measure(cell) for cell in cells[1:]):
            continue
        if len(cells) < 3 and not _is_card(rows[place], weights):  # noqa: PLR2004
            continue
        if not _is_turned(weights, below):
            continue
        kept = [rows[place], weights, *(one for one in below if one is not weights)]
        columns = zip(*(row.cells for row in kept), strict=False)
        return [Row(cells=tuple(column), place=rows[place].place) for column in columns]
    return rows


NUMBERED_HEAD = re.compile(r"^(?:\w*kriterium|criterion|TK|K|nr\.?|no\.?)?\s*\d{1,2}$", re.IGNORECASE)


def _without_numbers(rows: list[Row]) -> list[Row]:
    """A turned table may count its criteria off in the first row, and name them in the next."""
    if len(rows) < 3 or not all(NUMBERED_HEAD.match(cell.strip()) for cell in rows[0].cells[1:]):  # noqa: PLR2004
        return rows
    return rows[1:] if _is_head(rows[1].cells[0], "criterion-column") else rows


def _is_bare_pair(names: Row, weights: Row) -> bool:
    """Names above their weights, without a word in front."""
    given = [cell_measure(cell) for cell in weights.cells]
    known = [one.high for one in given if one is not None]
    is_named = all(not is_empty(cell) and cell_measure(cell) is None for cell in names.cells)
    return len(known) == len(given) > 1 and is_named and is_full(sum(known))


def _is_turned(weights: Row, below: list[Row]) -> bool:
    """One row of weights, called so or summing to the whole; several rows of them are one weight column per lot."""
    if _is_head(weights.cells[0], "weight-column"):
        return True
    given = [one.high for cell in weights.cells[1:] if (one := cell_measure(cell))]
    return is_full(sum(given)) and sum(_is_weight_row(row) for row in below) == 1


def _is_weight_row(row: Row) -> bool:
    cells = [cell for cell in row.cells[1:] if not is_empty(cell)]
    is_card = len(row.cells) == 2 and len(cells) == 1 and _is_head(row.cells[0], "weight-column")  # noqa: PLR2004
    return (len(cells) > 1 or is_card) and all(cell_measure(cell) for cell in cells) and not cell_measure(row.cells[0])


def _is_card(names: Row, weights: Row) -> bool:
    """A table of two columns for one criterion: its name in the first row, its weight below."""
    return _is_head(names.cells[0], "criterion-column") and _is_head(weights.cells[0], "weight-column")


def _without_title(rows: list[Row]) -> list[Row]:
    while len(rows) > 1 and _is_title(rows[0]):
        rows = rows[1:]
    return rows


def _is_title(row: Row) -> bool:
    return sum(not is_empty(cell) for cell in row.cells) == 1 and not measures(row.cells[0]) and len(row.cells) > 1


def _is_head(cell: str, group: str) -> bool:
    return len(cell) <= LONGEST_HEADER and phrases("award", group).search(cell) is not None


def _grid(rows: list[Row], lots_in: LotsIn) -> Grid | None:
    first = rows[0].cells
    is_header = rows[0].is_header or not any(
        (found := cell_measure(cell)) and found.unit != "bare" and not _is_weight_head(cell, found) for cell in first
    )
    has_words = any(_is_head(cell, group) for cell in first for group in ("criterion-column", "weight-column"))
    if is_header and not has_words and segments_of_cells(first):
        is_header = False
    if is_header:
        rows = _with_one_header(rows)
        first = rows[0].cells
    grid = Grid(header=first if is_header else ("",) * len(first), rows=rows[1:] if is_header else rows)
    if not grid.rows:
        return None
    _find_weights(grid)
    grid.lots = {column: lots for column, cell in enumerate(grid.header) if (lots := lots_in(cell))}
    _find_names(grid)
    return grid if grid.names is not None else None


def _with_one_header(rows: list[Row]) -> list[Row]:
    """Two rows of headings ("Vekt" above "Del 1", "Del 2") made one."""
    if len(rows) < 4 or not is_empty(rows[1].cells[0]) or any(map(cell_measure, rows[1].cells)):  # noqa: PLR2004
        return rows
    if not any(cell_measure(cell) for cell in rows[2].cells):
        return rows
    cells = tuple(" ".join(filter(None, pair)) for pair in zip(rows[0].cells, rows[1].cells, strict=False))
    return [replace(rows[0], cells=cells), *rows[2:]]


def _is_weight_head(cell: str, found: Measure) -> bool:
    """As in "Vekt (100 %)" heads a column, "50 %" does not."""
    return re.search(r"[^\W\d_]{3}", cell[: found.start] + cell[found.end :]) is not None


def segments_of_cells(cells: Sequence[str]) -> bool:
    return any(segments(cell) for cell in cells)


def _column(grid: Grid, column: int) -> list[str]:
    return [row.cells[column] for row in grid.rows if column < len(row.cells)]


def _find_weights(grid: Grid) -> None:
    """The columns of weights; per cent before points, where both stand."""
    found: list[tuple[int, int]] = []
    for column, head in enumerate(grid.header):
        cells = [cell for cell in _column(grid, column) if not is_empty(cell)]
        given = [one for one in map(_first_measure, cells) if one is not None]
        if not cells or len(given) < MOSTLY * len(cells):
            continue
        is_named = _is_head(head, "weight-column") and not _is_head(head, "criterion-column")
        unit = max({one.unit for one in given}, key=lambda unit: sum(one.unit == unit for one in given))
        if unit == "bare":
            if _is_head(head, "rank-column"):
                grid.rank = column
            is_sum = is_full(sum(one.high for one in given)) and len(given) > 1 and column > 0
            if not is_named and not is_sum:
                continue
        found.append((UNIT_ORDER.index(unit), column))
    heads = {column: lots for _, column in found if (lots := grid.header[column])}
    if len(found) > 1 and not heads:
        found.sort()
    grid.weights = [column for _, column in found]


def _first_measure(cell: str) -> Measure | None:
    """The weight of a cell, or the first where each of its lines is one."""
    return next((one for _, one in line_measures(cell)), None)


def _find_names(grid: Grid) -> None:
    """Which columns name criteria and sub-criteria, and which weight belongs to which."""
    taken = set(grid.weights) | ({grid.rank} if grid.rank is not None else set())
    texts = [
        column
        for column in range(len(grid.header))
        if column not in taken
        and not all(is_empty(cell) or NUMBER_CELL.match(cell.strip()) for cell in _column(grid, column))
    ]
    subs = [column for column in texts if _is_head(grid.header[column], "sub-column")]
    mains = [column for column in texts if column not in subs and _is_head(grid.header[column], "criterion-column")]
    grid.names = (mains or [column for column in texts if column not in subs] or [None])[0]  # type: ignore[list-item]
    if (subs and not mains and grid.names is not None and grid.names > subs[0]) or (
        subs and not mains and len(texts) == 1
    ):
        grid.names, subs = subs[0], []
    grid.subs = subs[0] if subs and subs[0] != grid.names else None
    if len(grid.weights) > 1 and grid.subs is not None:
        behind = [column for column in grid.weights if column > grid.subs] or grid.weights[1:]
        named = [
            column
            for column in grid.weights
            if _is_head(grid.header[column], "of-parent") or _is_head(grid.header[column], "sub-column")
        ]
        grid.sub_weight = (named or behind)[0]
        grid.weights = [column for column in grid.weights if column != grid.sub_weight] or grid.weights


def _reading(grid: Grid, column: int | None, lots: tuple[str, ...]) -> TableReading:
    entries: list[Entry] = []
    for row in grid.rows:
        _read_row(grid, row, column, entries)
    for entry in entries:
        _weigh_parent(entry)
    if column is not None and not any(entry.children for entry in entries):
        entries = nest(_by_number(grid, entries))
    heads = "\n".join(grid.header)
    return TableReading(
        entries=[entry for entry in entries if entry.measure or column is None or not lots],
        lots=lots,
        names_award=phrases("award", "award-word").search(heads) is not None,
        is_sub=grid.subs is None and grid.names is not None and _is_head(grid.header[grid.names], "sub-column"),
        of_parent=phrases("award", "of-parent").search(heads) is not None,
        of_total=phrases("award", "of-total").search(heads) is not None,
        has_header=any(_is_head(cell, "criterion-column") or _is_head(cell, "sub-column") for cell in grid.header),
    )


def _read_row(grid: Grid, row: Row, column: int | None, entries: list[Entry]) -> None:
    """A row is a criterion, a sub-criterion of the one above, or both."""
    name_cell = _cell(row, grid.names)
    if phrases("award", "total-row").fullmatch(clean_name(name_cell) or name_cell.strip(" :")):
        return
    if not is_empty(name_cell):
        entry = _entry(grid, row, name_cell, column)
        if entry is None:
            return
        if not (entries and grid.subs is not None and entries[-1].name == entry.name):
            entries.append(entry)
    sub_cell = _cell(row, grid.subs)
    if grid.subs is not None and entries and (parts := _parts_of(grid, row, sub_cell, entries[-1].measure)):
        entries[-1].text += f"\n{sub_cell}"
        entries[-1].children += parts
    elif grid.subs is not None and entries and not is_empty(sub_cell):
        weight = grid.sub_weight if grid.sub_weight is not None else column
        child = _entry(grid, row, sub_cell, weight)
        if child is not None:
            own = grid.sub_weight is None and not is_empty(name_cell)
            entries[-1].children.append(child)
            entries[-1].is_equal |= own
    elif is_empty(name_cell) and column is not None and entries and grid.subs is None:
        _read_nameless(grid, row, column, entries)


def _parts_of(grid: Grid, row: Row, cell: str, parent: Measure | None) -> list[Entry]:
    """Several sub-criteria in one cell: their weights beside them, or line by line in the weights' own cell."""
    if inner := inner_entries(f"\n{cell}", row, parent):
        return inner
    names = [line for line in cell.split("\n") if clean_name(line)]
    weights = line_measures(_cell(row, grid.sub_weight))
    if len(names) < 2 or len(names) != len(weights):  # noqa: PLR2004
        return []
    return [
        Entry(shown(_named(name)[0]), cell_quote(name, row.place), name, one, cell_quote(line, row.place))
        for name, (line, one) in zip(names, weights, strict=True)
    ]


def line_measures(cell: str) -> list[tuple[str, Measure]]:
    """The weights of a cell that holds one on each line; none where a line says anything else."""
    lines = [line for line in cell.split("\n") if not is_empty(line)]
    found = [(line, one) for line in lines if (one := cell_measure(line)) is not None]
    return found if len(found) == len(lines) else []


def _read_nameless(grid: Grid, row: Row, column: int, entries: list[Entry]) -> None:
    """A weight without a name beside it belongs to what another column says: a part of the criterion above."""
    measure = cell_measure(_cell(row, column))
    others = [cell for place, cell in enumerate(row.cells) if place not in {column, grid.names} and not is_empty(cell)]
    if measure is not None and others and (child := _entry(grid, row, others[0], column)):
        entries[-1].children.append(child)
    elif others:
        entries[-1].text += "\n" + "\n".join(others)


def _weigh_parent(entry: Entry) -> None:
    """One weight column for criteria and sub-criteria both: the criterion weighs what its parts do together."""
    if not entry.is_equal or not entry.children:
        return
    weights = [child.weight for child in entry.children]
    first = entry.children[0].measure
    if None not in weights and first is not None:
        total = sum(weight for weight in weights if weight is not None)
        entry.measure = replace(first, low=total, high=total, is_of_total=True)
        entry.children = [replace_measure(child, of_total=True) for child in entry.children]
    else:
        for child in entry.children:
            child.measure = None
    entry.is_equal = False


def replace_measure(entry: Entry, *, of_total: bool) -> Entry:
    if entry.measure is not None:
        entry.measure = replace(entry.measure, is_of_total=of_total)
    return entry


def _by_number(grid: Grid, entries: list[Entry]) -> list[Entry]:
    """Rows that are indented or numbered 2.1 stand one step in."""
    depths = [entry.depth for entry in entries]
    total = sum(entry.weight or 0 for entry in entries)
    if len(set(depths)) > 1 and is_full(total) and not any(entry.weight is None for entry in entries):
        for entry in entries:
            entry.depth = 0
    return entries


def _cell(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _entry(grid: Grid, row: Row, cell: str, column: int | None) -> Entry | None:
    lines = [line for line in cell.split("\n") if line.strip()]
    name, measure, weight_quote = _named(lines[0])
    if not name or not re.search(r"[^\W\d_]{2}", name):
        return None
    weight_cell = _cell(row, column)
    if found := cell_measure(weight_cell):
        measure, weight_quote = found, cell_quote(weight_cell, row.place)
        if found.unit == "bare" and column is not None and _is_head(grid.header[column], "points-column"):
            measure = replace(found, unit="points")
    elif (inner := measures(weight_cell)) and (len(inner) == 1 or inner[0].start < NEAR_START):
        measure, weight_quote = inner[0], cell_quote(weight_cell, row.place)
    if measure is None:
        below = next(((one, line) for line in lines[1:] if (one := cell_measure(line)) and one.unit != "bare"), None)
        if below is not None:
            measure, weight_quote = below[0], cell_quote(below[1], row.place)
    text = "\n".join([name, *lines[1:], *_described(grid, row, cell, column)])
    depth = 1 if INDENT.match(lines[0]) or _is_sub_number(grid, row) else 0
    quote = Quote(text=" ".join(lines[0].split()), place=row.place)
    entry = Entry(shown(name), quote, text, measure, _at(weight_quote, row), _rank(grid, row), depth)
    entry.children = inner_entries(text, row, measure)
    return entry


def _at(quote: Quote | None, row: Row) -> Quote | None:
    return replace(quote, place=row.place) if quote else None


def _named(line: str) -> tuple[str, Measure | None, Quote | None]:
    """The name in a cell, and the weight beside it where there is one: "Pris (40 %)"."""
    found = [one for one in segments(line) if one.is_strong]
    if len(found) == 1 and found[0].is_first:
        measure = found[0].measure
        return found[0].name, measure, cell_quote(line[measure.start : measure.end], _NOWHERE)
    name = clean_name(line)
    head = re.split(r":\s|\.\s|\s[–—-]\s", name)[0]
    return (clean_name(head) or name), None, None


def _is_sub_number(grid: Grid, row: Row) -> bool:
    return any(
        re.fullmatch(r"\d{1,2}\.\d{1,2}\.?", cell.strip()) is not None
        for column, cell in enumerate(row.cells)
        if column not in grid.weights and column != grid.names
    )


def _rank(grid: Grid, row: Row) -> int | None:
    text = re.sub(r"\D", "", _cell(row, grid.rank))
    return int(text) if text and len(text) < 3 else None  # noqa: PLR2004


def _described(grid: Grid, row: Row, own: str, column: int | None) -> list[str]:
    taken = {*grid.weights, grid.names, grid.subs, grid.sub_weight, column, grid.rank}
    return [cell for place, cell in enumerate(row.cells) if place not in taken and not is_empty(cell) and cell != own]


def inner_entries(text: str, row: Row, parent: Measure | None) -> list[Entry]:
    """Sub-criteria within a cell: two or more weights that sum to the criterion's own, or to a hundred."""
    lines = text.split("\n")[1:]
    found = [(line, one) for line in lines for one in segments(line) if one.is_strong or one.is_first]
    ends = [
        following[1].start if following and following[0] is line else len(line)
        for (line, _), following in zip(found, [*found[1:], None][: len(found)], strict=True)
    ]
    weights = [one.measure.high for _, one in found if not one.measure.is_range]
    if len(weights) < 2 or len(weights) != len(found):  # noqa: PLR2004
        return []
    total = sum(weights)
    if not (same(total, 100) or (parent is not None and same(total, parent.high))):
        return []
    return [
        Entry(
            shown(one.name),
            Quote(text=" ".join(line[one.start : one.end].split()), place=row.place),
            f"{one.name}\n{line[one.start : max(end, one.end)]}",
            one.measure,
            Quote(text=line[one.measure.start : one.measure.end], place=row.place),
        )
        for (line, one), end in zip(found, ends, strict=True)
    ]


_NOWHERE = Place()
