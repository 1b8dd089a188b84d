"""The register as a table (CSV): what `dugnad register export` writes and `dugnad register import` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dugnad.errors import RegisterError
from dugnad.register.stream import pieces
from dugnad.register.unit import Unit, Unreadable, unit_of

COLUMNS = (
    "orgnr", "slug", "name", "name_nn", "name_en", "also", "kind", "obligation_class", "class_reason", "parent_orgnr",
    "municipality", "county", "since", "until", "successor_orgnr", "email", "website", "language", "employees", "form",
    "sector", "source", "is_demo",
)  # fmt: skip
NEEDED = ("orgnr", "name", "kind")
GIVE = "Give the table that `dugnad register export` writes."
SEPARATORS = (",", ";", "\t")
LONGEST_CELL = 4000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_table(rows: Iterable[Mapping[str, object]], columns: tuple[str, ...] = COLUMNS) -> str:
    """The rows as CSV; a cell that a spreadsheet would compute is told apart by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(row.get(name, "")) for name in columns} for row in rows)
    return out.getvalue()


def safe_cell(value: object) -> object:
    """No text in a table begins as a formula; numbers stay what they are.

    >>> safe_cell("=1+1"), safe_cell("@x"), safe_cell("Alfa"), safe_cell(-5)
    ("'=1+1", "'@x", 'Alfa', -5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def table_units(path: Path) -> Iterator[Unit | Unreadable]:
    """The units of a table, with the columns that only our own tables have."""
    text = "".join(pieces(path))
    lines = text.splitlines(keepends=True)
    header = lines[0] if lines else ""
    separator = max(SEPARATORS, key=header.count)
    rows = csv.DictReader(lines, delimiter=separator, strict=True)
    try:
        missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            problem = f"The column {missing[0]} is missing."
            raise RegisterError(path.name, "line 1", problem, GIVE, "column")
        for row in rows:
            yield row_unit(row, f"line {rows.line_num}")
    except csv.Error as error:
        place = f"line {rows.line_num}"
        raise RegisterError(
            path.name, place, f"This row cannot be read ({error}).", "Save it as CSV.", "row"
        ) from error


def row_unit(row: dict[str, str], place: str) -> Unit | Unreadable:
    """One row; a body without number is told by its slug alone."""
    if None in row or None in row.values():
        return Unreadable("bad-row", place)
    told = {name: (row.get(name) or "").strip().removeprefix("'")[:LONGEST_CELL] for name in COLUMNS}
    found = unit_of(
        {
            "organisasjonsnummer": told["orgnr"],
            "navn": told["name"],
            "organisasjonsform": told["form"],
            "institusjonellSektorkode": told["sector"],
            "overordnetEnhet": told["parent_orgnr"],
            "antallAnsatte": told["employees"],
            "slettedato": told["until"],
            "registreringsdatoEnhetsregisteret": told["since"],
            "hjemmeside": told["website"],
            "epostadresse": told["email"],
            "maalform": told["language"],
            "forretningsadresse": {"kommunenummer": told["municipality"]},
        },
        needs_number=bool(told["orgnr"] or not told["slug"]),
    )
    if isinstance(found, str):
        return Unreadable(found, place)
    kept = {name: value for name, value in told.items() if value}
    return Unit(**{name: getattr(found, name) for name in Unit.__dataclass_fields__ if name != "told"}, told=kept)
