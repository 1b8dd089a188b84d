"""Which county a notice's NUTS code stands for, as a table that the shared queries can join."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from dugnad.notices.county import areas

COLUMNS: dict[str, pa.DataType] = {
    "region": pa.string(),
    "since": pa.date32(),
    "until": pa.date32(),
    "county": pa.string(),
}
REGIONS = pa.schema(COLUMNS)


def regions() -> pa.Table:
    """Codes that mean one of today's counties; days only where a code changed its meaning."""
    rows = [row for code in areas() for row in meanings(code)]
    return pa.Table.from_pylist(rows, schema=REGIONS)


def meanings(code: str) -> list[dict[str, Any]]:
    """What one code stands for: nothing where it spans several counties."""
    vintages = areas()[code]
    counties = {area.counties for area in vintages}
    if len(counties) == 1:
        return [{"region": code, "county": county} for county in only(counties.pop())]
    return [
        {"region": code, "since": area.since, "until": area.until, "county": county}
        for area in vintages
        for county in only(area.counties)
    ]


def only(counties: tuple[str, ...]) -> tuple[str, ...]:
    """The county where there is one, else none."""
    return counties if len(counties) == 1 else ()
