"""How fresh the data is, and whether demonstration notices are among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dugnad.monitor.pictures.reading import Reading, reading_of

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What every page says at its foot."""

    computed_at: datetime | None
    newest_notice: date | None
    notices: int
    has_demo: bool


def freshness(store: Path) -> Freshness:
    """The store's freshness, kept as long as the store stays the same."""
    reading = reading_of(store)
    if "freshness" not in reading.kept:
        reading.kept["freshness"] = read_freshness(reading)
    kept: Freshness = reading.kept["freshness"]
    return kept


def read_freshness(reading: Reading) -> Freshness:
    """Two small queries."""
    computed = reading.rows("SELECT epoch_us(max(computed_at)) AS at FROM result")[0]["at"]
    notices = reading.rows(
        "SELECT max(announced) AS newest, count(*) AS notices, coalesce(bool_or(is_demo), false) AS has_demo"
        " FROM notice"
    )[0]
    return Freshness(
        computed_at=None if computed is None else datetime.fromtimestamp(computed / MICROSECONDS, UTC),
        newest_notice=notices["newest"],
        notices=notices["notices"],
        has_demo=notices["has_demo"],
    )
