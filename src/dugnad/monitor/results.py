"""The stored results, read for pages, letters and exports: one place's figures, a trend, a comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dugnad.errors import StoreError
from dugnad.monitor.engine import generation
from dugnad.notices.tables import RESULT

REAL, DEMO = "NO", "DEMO"
LOW_COVERAGE = 0.5
"""Under this share seen, a figure says too little to be read (pages grey it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of one place in one period. `value` is null where nothing could be seen."""

    indicator: str
    scope: str
    code: str
    period: str
    numerator: float
    denominator: float
    coverage: float
    value: float | None
    computed_at: datetime

    @property
    def is_too_little_seen(self) -> bool:
        return self.value is None or self.coverage < LOW_COVERAGE


@dataclass(frozen=True, slots=True)
class Results:
    """The result table in memory, with where each place's rows lie."""

    table: pa.Table
    places: dict[tuple[str, str], slice] = field(default_factory=dict)

    def row(self, indicator: str, scope: str, code: str, period: str = "all") -> Row | None:
        """One figure, or None where the indicator does not concern the place in that period."""
        return self.rows(scope, code, period=period).get(indicator)

    def rows(self, scope: str, code: str, *, period: str = "all") -> dict[str, Row]:
        """All figures of one place in one period, by indicator."""
        place = self.place(scope, code)
        return {row.indicator: row for row in as_rows(place.filter(is_equal(place["period"], period)))}

    def of_place(self, scope: str, code: str) -> list[Row]:
        """All figures of one place."""
        return as_rows(self.place(scope, code))

    def place(self, scope: str, code: str) -> pa.Table:
        """The part of the table that is about one place."""
        where = self.places.get((scope, code), slice(0, 0))
        return self.table.slice(where.start, where.stop - where.start)

    def trend(self, indicator: str, scope: str, code: str, *, by: str = "quarter") -> list[Row]:
        """One figure over time, oldest first; quarters or years in which nothing was announced are absent."""
        width = len("2026-Q1") if by == "quarter" else len("2026")
        of_length = [row for row in self.of_place(scope, code) if row.indicator == indicator]
        return sorted((row for row in of_length if row.period[:1] == "2" and len(row.period) == width), key=by_period)

    def compare(self, indicator: str, scope: str, *, period: str = "all", demo: bool = False) -> list[Row]:
        """One figure for every code of a scope, by code; for bodies `demo` makes no difference."""
        wanted = pc.and_(is_equal(self.table["indicator"], indicator), is_equal(self.table["scope"], scope))
        rows = as_rows(self.table.filter(pc.and_(wanted, is_equal(self.table["period"], period))))
        return [row for row in rows if scope == "body" or row.code.startswith(DEMO) == demo]

    def codes(self, scope: str) -> list[str]:
        """The codes of a scope that have figures."""
        return [code for found, code in self.places if found == scope]

    def periods(self, scope: str = "nation", code: str | None = None) -> list[str]:
        """The periods a place has figures for, `all` last."""
        return sorted({row.period for row in self.of_place(scope, code or self.nation)})

    @property
    def is_demo_only(self) -> bool:
        """Are there demonstration notices and no real ones?"""
        return ("nation", REAL) not in self.places and ("nation", DEMO) in self.places

    @property
    def nation(self) -> str:
        """The nation's code: DEMO while the store holds demonstration notices only."""
        return DEMO if self.is_demo_only else REAL

    def code(self, code: str) -> str:
        """A county's, kind's or CPV division's code, that of the demonstration while there is nothing else."""
        return f"{DEMO}-{code}" if self.is_demo_only else code

    @property
    def computed_at(self) -> datetime | None:
        """When the newest figure was computed."""
        return pc.max(self.table["computed_at"]).as_py() if self.table.num_rows else None


def by_period(row: Row) -> str:
    return row.period


def as_rows(table: pa.Table) -> list[Row]:
    return [Row(**values) for values in table.to_pylist()]


def results_of(table: pa.Table) -> Results:
    """Results over a computed table, sorted by place as compute_results leaves it."""
    sorted_table = table.cast(RESULT).sort_by([("scope", "ascending"), ("code", "ascending")])
    return Results(sorted_table.combine_chunks(), dict(place_slices(sorted_table)))


def place_slices(table: pa.Table) -> Iterable[tuple[tuple[str, str], slice]]:
    """Where each place's rows begin and end."""
    if not table.num_rows:
        return
    scopes, codes = table["scope"].combine_chunks(), table["code"].combine_chunks()
    changed: Any = pc.or_(differs(scopes), differs(codes))
    starts = [0, *(index + 1 for index in pc.indices_nonzero(changed).to_pylist())]
    for start, stop in zip(starts, [*starts[1:], table.num_rows], strict=True):
        yield (scopes[start].as_py(), codes[start].as_py()), slice(start, stop)


def is_equal(values: Any, wanted: str) -> Any:
    """For each value: is it this one?"""
    return pc.equal(values, pa.scalar(wanted))


def differs(values: Any) -> Any:
    """For each value but the first: is it another than the one before?"""
    return pc.not_equal(values.slice(1), values.slice(0, len(values) - 1))


KEPT: dict[Path, tuple[tuple[tuple[str, int, int], ...], Results]] = {}


def open_results(store: Path) -> Results:
    """The store's results; read again only when an import has replaced them."""
    files = sorted((generation(store) / "results").glob("*.parquet"))
    if not files:
        raise StoreError(f"{store} holds no results. Run dugnad import PATH… --store {store} first.")
    mark = tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    kept = KEPT.get(store)
    if kept is None or kept[0] != mark:
        table = pa.concat_tables([pq.read_table(file).select(RESULT.names).cast(RESULT) for file in files])
        kept = KEPT[store] = (mark, results_of(table))
    return kept[1]
