"""An indicator's example: ten lots in, the expected figures out, on any engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dugnad.content import place, read_yaml
from dugnad.errors import ContentError
from dugnad.monitor.engine import Engine
from dugnad.monitor.indicators import Indicator, key_lines, neighbour

LOT_COLUMNS: dict[str, pa.DataType] = {
    "lot": pa.int64(),
    "notice_id": pa.string(),
    "lot_id": pa.string(),
    "is_demo": pa.bool_(),
    "day": pa.date32(),
    "region_county": pa.string(),
    "division": pa.string(),
    "outcome": pa.string(),
    "ground": pa.string(),
    "rule_version": pa.string(),
    "weight_certain": pa.float64(),
    "weight_max": pa.float64(),
    "criteria": pa.int64(),
    "notice_criteria": pa.int64(),
    "statements": pa.int64(),
    "price_criteria": pa.int64(),
    "unclear_criteria": pa.int64(),
    "in_documents": pa.bool_(),
    "is_hidden": pa.bool_(),
    "has_documents": pa.bool_(),
    "documents_read": pa.bool_(),
    "agrees": pa.bool_(),
    "gives_reasons": pa.bool_(),
    "declares": pa.bool_(),
    "says": pa.bool_(),
    "may_say": pa.bool_(),
    "has_lost_codes": pa.bool_(),
    "level": pa.int32(),
    "is_bound": pa.bool_(),
    "is_within": pa.bool_(),
}
LOTS = pa.schema(LOT_COLUMNS)
"""What lots.sql gives: the columns that an indicator's query may read, besides `cell`."""

DEFAULTS: dict[str, Any] = {
    "is_demo": False,
    "day": date(2026, 8, 3),
    "region_county": None,
    "division": "45",
    "outcome": "UNKNOWN",
    "ground": "",
    "rule_version": "loa-5b@2026",
    "weight_certain": None,
    "weight_max": None,
    "criteria": 0,
    "statements": 0,
    "price_criteria": 0,
    "unclear_criteria": 0,
    "in_documents": False,
    "documents_read": False,
    "agrees": None,
    "gives_reasons": False,
    "declares": False,
    "says": False,
    "may_say": False,
    "has_lost_codes": False,
    "level": 0,
}
QUERY_COLUMNS = {"cell", "part", "numerator", "denominator", "coverage", "value"}
FIGURES = ("numerator", "denominator", "coverage", "value")
CELL = pa.schema([pa.field("cell", pa.int64()), *LOTS])


def example_rows(indicator: Indicator, engine: Engine) -> dict[str, dict[str, float | None]]:
    """What the query makes of the example's lots: the figures by part."""
    engine.lay("lots_in_cells", example_lots(read_example(indicator)["lots"]))
    try:
        rows = engine.rows(indicator.query).to_pylist()
    finally:
        engine.drop("lots_in_cells")
    return {row["part"]: {name: as_number(row[name]) for name in FIGURES} for row in rows}


def as_number(value: Any) -> float | None:
    """Counts come as whole numbers or decimals, depending on the engine."""
    return None if value is None else float(value)


def read_example(indicator: Indicator) -> Any:
    return read_yaml(example_path(indicator))


def example_path(indicator: Indicator) -> Path:
    return neighbour(indicator.folder / "about.yaml", "example.yaml")


def example_lots(lots: list[dict[str, Any]]) -> pa.Table:
    """The example's lots with everything they do not mention filled in, all in one cell."""
    rows = [example_lot(number, lot) for number, lot in enumerate(lots, 1)]
    return pa.Table.from_pylist(rows, schema=CELL)


def example_lot(number: int, lot: dict[str, Any]) -> dict[str, Any]:
    """One lot of the example, bound and within as lots.sql decides it."""
    row = {"cell": 1, "lot": number, "notice_id": f"n{number}", "lot_id": "LOT-0001", **DEFAULTS, **lot}
    is_bound = row["outcome"] not in ("NOT_APPLICABLE", "OUTSIDE_ACT")
    is_within = row["outcome"] != "OUTSIDE_ACT" and (is_bound or row["rule_version"] != "")
    derived = {
        "is_bound": is_bound,
        "is_within": is_within,
        "notice_criteria": row["criteria"],
        "is_hidden": row["in_documents"] and not row["documents_read"],
        "has_documents": row["documents_read"],
    }
    return {**row, **derived, **lot}


def example_faults(indicator: Indicator, engine: Engine) -> list[ContentError]:
    """What is wrong with an indicator's example or query, found by running it."""
    path = example_path(indicator)
    example = read_yaml(path)
    lines = key_lines(path)

    def fault(key: str, problem: str, remedy: str) -> ContentError:
        return ContentError(place(path), lines.get(key, 1), problem, remedy)

    if not isinstance(example, dict) or set(example) != {"lots", "expect"}:
        return [fault("lots", "An example holds two keys.", "Write lots: (ten) and expect: (by part).")]
    if len(example["lots"]) != 10:  # noqa: PLR2004 - enough to show every case, few enough to count by hand
        return [fault("lots", f"The example has {len(example['lots'])} lots.", "Write ten.")]
    for number, lot in enumerate(example["lots"], 1):
        unknown = sorted(set(lot) - set(LOTS.names))
        if unknown:
            known = ", ".join(DEFAULTS)
            return [fault(f"lots.{number}", f"A lot has no column {', '.join(unknown)}.", f"Known: {known}.")]
    return run_faults(indicator, example["expect"], fault, engine)


def run_faults(indicator: Indicator, expect: dict[str, Any], fault: Any, engine: Engine) -> list[ContentError]:
    """Run the query and compare."""
    query = f"{place(example_path(indicator)).rpartition('/')[0]}/query.sql"
    try:
        engine.lay("lots_in_cells", CELL.empty_table())
        columns = set(engine.rows(indicator.query).column_names)
        if columns != QUERY_COLUMNS:
            remedy = f"Write select {', '.join(sorted(QUERY_COLUMNS))}."
            return [ContentError(query, None, f"The query gives {', '.join(sorted(columns))}.", remedy)]
        found = example_rows(indicator, engine)
    except duckdb.Error as error:
        return [ContentError(query, None, f"DuckDB refuses the query: {error}", "Run dugnad content check again.")]
    parts = {figure.part for figure in indicator.figures}
    if set(found) != parts:
        remedy = "List each part of the query under figures: in about.yaml, and no other."
        return [ContentError(query, None, f"The query gives the parts {sorted(found)}.", remedy)]
    return [
        fault("expect", f'Part "{part}": the query gives {told(found.get(part))}.', "Count by hand, then correct.")
        for part in sorted(parts | set(expect))
        if not agree(found.get(part), expect.get(part))
    ]


def told(figures: dict[str, float | None] | None) -> str:
    """The figures as one line; null as the example writes it."""
    pairs = (figures or {}).items()
    return ", ".join(f"{name} {'null' if number is None else f'{number:.5g}'}" for name, number in pairs) or "nothing"


def agree(found: dict[str, float | None] | None, expected: dict[str, Any] | None) -> bool:
    """The same figures, to the fourth decimal?"""
    if found is None or expected is None or set(expected) != set(FIGURES):
        return False
    pairs = [(found[name], expected[name]) for name in FIGURES]
    return all(a == b if a is None or b is None else abs(a - b) < 1e-4 for a, b in pairs)  # noqa: PLR2004 - fourth decimal
