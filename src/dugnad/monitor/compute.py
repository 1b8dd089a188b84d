"""From the store's tables to the result table: every indicator, for every place and period.

A *cell* is one place (scope and code) in one period. Each lot stands in all cells that it counts in, so that an
indicator's SQL is one `group by cell`. Cells are numbered, because counting numbers is many times faster than texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import duckdb
import pyarrow as pa

from dugnad.content import content_path
from dugnad.monitor.engine import DuckEngine, Engine
from dugnad.monitor.indicators import load_queries
from dugnad.monitor.regions import regions
from dugnad.notices.tables import RESULT

KEPT = ("regions", "lots", "places", "numbered_places", "placed", "cells_of_lots", "cells")

NUMBERED_PLACES = """
select row_number() over (order by scope, code) as place, scope, code
from (select distinct scope, code from places) as distinct_places
"""

PLACED = """
select p.lot, n.place, extract(year from l.day) as year, extract(quarter from l.day) as quarter
from places as p
inner join numbered_places as n on n.scope = p.scope and n.code = p.code
inner join lots as l on l.lot = p.lot
"""

# The period's number: 0 all, 20250 a year, 20251-20254 its quarters. A lot without a day counts in `all` only.
CELLS_OF_LOTS = """
select place * 100000 as cell, lot from placed
union all
select place * 100000 + year * 10 as cell, lot from placed where year is not null
union all
select place * 100000 + year * 10 + quarter as cell, lot from placed where year is not null
"""

CELLS_OF_LOTS_IN_WINDOW = "select place * 100000 as cell, lot from placed"

LOTS_IN_CELLS = "select c.cell, l.* from cells_of_lots as c inner join lots as l on l.lot = c.lot"

CELLS = """
with

parted as (
    select cell, place, cell - place * 100000 as period
    from (select distinct cell, cast(floor(cell / 100000e0) as bigint) as place from cells_of_lots) as distinct_cells
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

ONE_INDICATOR = """
select
    q.cell,
    '{name}' || case when q.part = '' then '' else '.' || q.part end as indicator,
    cast(q.numerator as double) as numerator,
    cast(q.denominator as double) as denominator,
    cast(q.coverage as double) as coverage,
    cast(q.value as double) as value
from (
{query}
) as q
"""

# Places are numbered in order, so that sorting by cell leaves one place's rows together.
NAMED = """
select f.indicator, c.scope, c.code, {period} as period, f.numerator, f.denominator, f.coverage, f.value
from ({figures}) as f
inner join cells as c on c.cell = f.cell
order by f.cell, f.indicator
"""


def compute_results(
    connection: duckdb.DuckDBPyConnection,
    *,
    computed_at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> pa.Table:
    """All indicators over the connection's tables, as rows of the result table, sorted by place.

    With `since` or `until` only lots of those days (both included) count, and the one period is named after them.
    """
    return compute_on(DuckEngine(connection), load_queries(), computed_at=computed_at, since=since, until=until)


def compute_on(
    engine: Engine,
    queries: Mapping[str, str],
    *,
    computed_at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> pa.Table:
    """The same on any engine, for these indicators' queries by name."""
    figures = " union all ".join(ONE_INDICATOR.format(name=name, query=query) for name, query in queries.items())
    period = f"'{window_name(since, until)}'" if since or until else "c.period"
    try:
        lay_cells(engine, since=since, until=until)
        rows = engine.rows(NAMED.format(period=period, figures=figures))
    finally:
        engine.forget("lots_in_cells")
        for name in KEPT:
            engine.drop(name)
    stamp = pa.scalar(computed_at, RESULT.field("computed_at").type)
    return rows.append_column("computed_at", pa.repeat(stamp, rows.num_rows)).select(RESULT.names).cast(RESULT)


def lay_cells(engine: Engine, *, since: date | None = None, until: date | None = None) -> None:
    """Make `lots`, `places` and `lots_in_cells`, which the indicators read, and `cells`, which names them."""
    engine.lay("regions", regions())
    engine.keep("lots", within(shared_query("lots.sql"), since, until))
    engine.keep("places", shared_query("places.sql"))
    engine.keep("numbered_places", NUMBERED_PLACES)
    engine.keep("placed", PLACED)
    engine.keep("cells_of_lots", CELLS_OF_LOTS_IN_WINDOW if since or until else CELLS_OF_LOTS)
    engine.keep("cells", CELLS)
    engine.name("lots_in_cells", LOTS_IN_CELLS)


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
