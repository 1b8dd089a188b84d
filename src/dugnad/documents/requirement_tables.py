"""Tables of requirements: which column holds them, which the codes, the lots, and what is only proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dugnad.documents.binding import Binding, bare, binding_of, codes_of, is_code, legend_of
from dugnad.documents.document import Row, Table
from dugnad.documents.sections import Standing
from dugnad.documents.unit import Unit
from dugnad.documents.wordlist import words
from dugnad.wording.fold import fold

SHORTEST_REQUIREMENT = 3
"""Words of a cell that may be a requirement without a word that binds."""
LONGEST_HEADER = 60
KINDS = ("text", "code", "proof", "lot", "number")
LONGEST_LABEL = 60
MARKS = frozenset({"", "x", "✓", "✔", "ja", "yes"})


def table_units(table: Table, standing: Standing, above: Sequence[str]) -> Iterator[Unit]:
    """The cells of a table that may hold a requirement, each with the code and lot of its row."""
    header = _header(table)
    rows = table.rows[1:] if header else table.rows
    columns = _columns(header, rows)
    at_code = columns.get("code")
    marks = _marks(header, rows)
    meanings = codes_of((_cell(row, at_code) for row in rows), legend_of(above))
    for row in rows:
        for at, cell in enumerate(row.cells):
            if not cell or at in marks or columns.get("text", at) != at or at in _others(header) or at == at_code:
                continue
            has_text_column = columns.get("text") == at
            if len(cell.split()) < SHORTEST_REQUIREMENT or not (has_text_column or binding_of(cell)):
                continue
            yield Unit(
                text=cell,
                place=row.place,
                section=standing.section,
                headings=standing.headings,
                is_whole=True,
                code=_marked(row, marks) or meanings.get(bare(_cell(row, at_code))),
                is_requirement_cell=has_text_column and standing.section == "specification",
                lot_cell=_cell(row, columns.get("lot")),
                row_label=_label(row, at),
            )


def _marks(header: Sequence[str], rows: Sequence[Row]) -> dict[int, Binding]:
    """Columns whose head is a code and whose cells are marks: "Skal | Bør" above crosses."""
    found: dict[int, Binding] = {}
    for at, cell in enumerate(header):
        meaning = codes_of([cell], {}).get(bare(cell)) if cell else None
        if meaning and all(_cell(row, at).strip().lower() in MARKS for row in rows):
            found[at] = meaning
    return found


def _marked(row: Row, marks: dict[int, Binding]) -> Binding | None:
    return next((meaning for at, meaning in marks.items() if _cell(row, at).strip()), None)


def _header(table: Table) -> tuple[str, ...]:
    """The cells of the first row, folded, where it is a header."""
    if not table.rows:
        return ()
    first = table.rows[0]
    cells = tuple(fold(cell).strip() for cell in first.cells)
    known = sum(_kind(cell) != "" for cell in cells if cell)
    if first.is_header or known >= min(2, len(cells)):
        return cells
    return ()


def _kind(cell: str) -> str:
    """What kind of column a header cell names: text, code, proof, lot or number; of several the one with most words."""
    if not cell or len(cell) > LONGEST_HEADER:
        return ""
    named = [
        (found.end() - found.start(), kind)
        for kind in KINDS
        for found in words("binding", "columns", kind).found(cell)
        if kind == "proof" or found.start() == 0
    ]
    return max(named, default=(0, ""), key=lambda one: one[0])[1]


def _columns(header: Sequence[str], rows: Sequence[Row]) -> dict[str, int]:
    """Where the columns of requirements, codes and lots stand."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        found.setdefault(_kind(cell), at)
    if "text" in found:
        found["text"] = max(
            (at for at, cell in enumerate(header) if _kind(cell) == "text"), key=lambda at: _words(at, rows)
        )
    if "text" in found and "code" in found and _is_code_column(found["text"], rows):
        found["text"], found["code"] = found["code"], found["text"]
    if "code" not in found or not _is_code_column(found["code"], rows):
        found.pop("code", None)
        width = max((len(row.cells) for row in rows), default=0)
        coded = [at for at in range(width) if at != found.get("text") and _is_code_column(at, rows)]
        if coded:
            found["code"] = coded[0]
    return found


def _words(at: int, rows: Sequence[Row]) -> int:
    """How many words stand in a column: the requirements are longer than their titles."""
    return sum(len(_cell(row, at).split()) for row in rows)


def _others(header: Sequence[str]) -> set[int]:
    """The columns of proof and answers."""
    return {at for at, cell in enumerate(header) if _kind(cell) in {"proof", "number"}}


def _is_code_column(at: int, rows: Sequence[Row]) -> bool:
    cells = [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at].strip()]
    return bool(cells) and all(is_code(cell) for cell in cells) and not all(cell.strip().isdigit() for cell in cells)


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def _label(row: Row, at: int) -> str:
    """The short cell before the requirement ("Transport")."""
    return " ".join(cell for cell in row.cells[:at] if cell and len(cell) < LONGEST_LABEL and not is_code(cell))
