"""From the store's tables to the result table: every indicator, for every place and period.

A *cell* is one place (scope and code) in one period. Each lot stands in all cells that it counts in, so that an
indicator's SQL is one `group by cell`. Cells are numbered, because counting numbers is many times faster than texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from dugnad.content import content_path
from dugnad.monitor.engine import DuckEngine, Engine
from dugnad.monitor.indicators import Indicator, load_indicators
from dugnad.monitor.regions import regions
from dugnad.notices.tables import RESULT

KEPT = ("regions", "lots", "places", "numbered_places", "lots_in_cells", "cells")

NUMBERED_PLACES = """
select row_number() over (order by scope, code) as place, scope, code
from (select distinct scope, code from places) as distinct_places
"""

# The period's number: 0 all, 20250 a year, 20251-20254 its quarters. A lot without a day counts in `all` only.
LOTS_IN_CELLS = """
with

placed as (
    select p.lot, n.place, extract(year from l.day) as year, extract(quarter from l.day) as quarter
    from places as p
    inner join numbered_places as n on n.scope = p.scope and n.code = p.code
    inner join lots as l on l.lot = p.lot
),

dated as (
    select place * 100000 as cell, lot from placed
    union all
    select place * 100000 + year * 10 as cell, lot from placed where year is not null
    union all
    select place * 100000 + year * 10 + quarter as cell, lot from placed where year is not null
)

select d.cell, l.*
from dated as d
inner join lots as l on l.lot = d.lot
"""

LOTS_IN_ALL = """
select n.place * 100000 as cell, l.*
from places as p
inner join numbered_places as n on n.scope = p.scope and n.code = p.code
inner join lots as l on l.lot = p.lot
"""

CELLS = """
with

parted as (
    select cell, place, cell - place * 100000 as period
    from (select distinct cell, cast(floor(cell / 100000e0) as bigint) as place from lots_in_cells) as distinct_cells
)

select
    p.cell,
    n.scope,
    n.code,
    case
        when p.period = 0 then 'all'
        when p.period % 10 = 0 then substr(cast(p.period as string), 1, 4)
        else substr(cast(p.period as string), 1, 4) || '-Q' || substr(cast(p.period as string), 5, 1)
    end as period
from parted as p
inner join numbered_places as n on n.place = p.place
"""

NAMED = """
select
    '{name}' || case when q.part = '' then '' else '.' || q.part end as indicator,
    c.scope,
    c.code,
    c.period,
    cast(q.numerator as double) as numerator,
    cast(q.denominator as double) as denominator,
    cast(q.coverage as double) as coverage,
    cast(q.value as double) as value
from (
{query}
) as q
inner join cells as c on c.cell = q.cell
"""


def compute_results(
    connection: duckdb.DuckDBPyConnection,
    *,
    computed_at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> pa.Table:
    """All indicators over the connection's tables, as rows of the result table.

    With `since` or `until` only lots of those days (both included) count, and the one period is named after them.
    """
    return compute_on(DuckEngine(connection), load_indicators(), computed_at=computed_at, since=since, until=until)


def compute_on(
    engine: Engine,
    indicators: Iterable[Indicator],
    *,
    computed_at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> pa.Table:
    """The same on any engine."""
    try:
        lay_cells(engine, since=since, until=until)
        found = [engine.rows(NAMED.format(name=one.name, query=one.query)) for one in indicators]
    finally:
        for name in KEPT:
            engine.drop(name)
    rows = pa.concat_tables(found) if found else RESULT.remove(RESULT.get_field_index("computed_at")).empty_table()
    if since or until:
        rows = with_period(rows, window_name(since, until))
    return dated_rows(rows, computed_at)


def lay_cells(engine: Engine, *, since: date | None = None, until: date | None = None) -> None:
    """Make `lots`, `places` and `lots_in_cells`, which the indicators read, and `cells`, which names them."""
    engine.lay("regions", regions())
    engine.keep("lots", within(shared_query("lots.sql"), since, until))
    engine.keep("places", shared_query("places.sql"))
    engine.keep("numbered_places", NUMBERED_PLACES)
    engine.keep("lots_in_cells", LOTS_IN_ALL if since or until else LOTS_IN_CELLS)
    engine.keep("cells", CELLS)


def shared_query(name: str) -> str:
    """A query that all indicators stand on."""
    return content_path(f"indicators/{name}").read_text(encoding="utf-8")


def within(query: str, since: date | None, until: date | None) -> str:
    """The query's rows of these days only."""
    days = [f"day >= date '{since}'"] if since else []
    days += [f"day <= date '{until}'"] if until else []
    return f"select * from (\n{query}\n) as every_lot where {' and '.join(days)}" if days else query  # noqa: S608 - dates and our own file


def window_name(since: date | None, until: date | None) -> str:
    """A window of days as ISO 8601 writes it; an open end is `..`."""
    return f"{since or '..'}/{until or '..'}"


def with_period(rows: pa.Table, period: str) -> pa.Table:
    """The rows under another period's name."""
    return rows.set_column(rows.column_names.index("period"), "period", pa.array([period] * rows.num_rows, pa.string()))


def dated_rows(rows: pa.Table, computed_at: datetime) -> pa.Table:
    """The rows stamped, in the result table's form, sorted by place so that one place's rows lie together."""
    stamp = pa.scalar(computed_at, RESULT.field("computed_at").type)
    stamped = rows.append_column("computed_at", pa.repeat(stamp, rows.num_rows))
    order: Any = [("scope", "ascending"), ("code", "ascending"), ("indicator", "ascending"), ("period", "ascending")]
    return stamped.select(RESULT.names).cast(RESULT).sort_by(order)
