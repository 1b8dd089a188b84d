"""A figure as people meet it: the number, of how many, how much could be seen, the period and the trend.

Every figure is one stored row of `results/`; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dugnad.monitor.pictures.reading import Reading
from dugnad.monitor.results import LOW_COVERAGE

SHARE = "environment-weight-share"
PATH = "path-taken"
WHOLE = "all"
YEAR_LENGTH = 4
PATH_PARTS = (
    "weight", "rank", "spec", "combination", "exempt", "duty-applies", "manual-review", "invalid-code",
    "should-not-met", "reasons-missing", "possible-breach", "unknown",
)  # fmt: skip
"""The parts of the path, in the order of one bar: met, claimed, to be judged, not met, unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the results, with the same figure in the years around it where asked for."""

    indicator: str
    scope: str
    code: str
    period: str
    numerator: float
    denominator: float
    coverage: float
    value: float | None
    trend: tuple[Figure, ...] = field(default=())

    @property
    def part(self) -> str:
        """What the indicator's name says after the dot."""
        return self.indicator.partition(".")[2]

    @property
    def is_too_little(self) -> bool:
        """Too little was seen to say anything."""
        return self.value is None or not self.denominator or self.coverage < LOW_COVERAGE

    @property
    def percent(self) -> float | None:
        """The share, 0-100."""
        return None if self.value is None else 100 * self.value

    @property
    def coverage_percent(self) -> float:
        """How much of what should be counted could be seen, 0-100."""
        return 100 * self.coverage


COLUMNS = "indicator, scope, code, period, numerator, denominator, coverage, value"


def figures(reading: Reading, where: str, values: Sequence[object]) -> list[Figure]:
    """The stored rows that fit, as figures."""
    return [figure_of(row) for row in reading.rows(f"SELECT {COLUMNS} FROM result WHERE {where}", values)]  # noqa: S608 - conditions of ours


def figure_of(row: dict[str, Any]) -> Figure:
    """One stored row; a missing number of lots is none."""
    numbers = {name: row[name] or 0.0 for name in ("numerator", "denominator", "coverage")}
    return Figure(**{**{name: row[name] for name in ("indicator", "scope", "code", "period", "value")}, **numbers})


def one(reading: Reading, indicator: str, scope: str, code: str, period: str) -> Figure | None:
    """One figure, with its yearly trend."""
    where = "indicator = ? AND scope = ? AND code = ? ORDER BY period"
    rows = figures(reading, where, [indicator, scope, code])
    chosen = [row for row in rows if row.period == period]
    return replace(chosen[0], trend=tuple(row for row in rows if is_year(row.period))) if chosen else None


def parts(reading: Reading, indicator: str, scope: str, code: str, period: str) -> tuple[Figure, ...]:
    """The parts of an indicator, those of the path in the order of its bar; parts of nothing are left out."""
    where = "starts_with(indicator, ?) AND scope = ? AND code = ? AND period = ? AND numerator > 0"
    rows = figures(reading, where, [f"{indicator}.", scope, code, period])
    return tuple(sorted(rows, key=lambda row: (place(row.part), row.part)))


def place(part: str) -> int:
    """Where a part stands in the bar; unlisted ones last."""
    return PATH_PARTS.index(part) if part in PATH_PARTS else len(PATH_PARTS)


def is_year(period: str) -> bool:
    """True for 2025, not for 2025-Q1 and all."""
    return len(period) == YEAR_LENGTH and period.isascii() and period.isdigit()


def years(reading: Reading, scope: str, code: str) -> tuple[str, ...]:
    """The years that the results know for this place, newest first."""
    sql = "SELECT DISTINCT period FROM result WHERE indicator = ? AND scope = ? AND code = ? ORDER BY period DESC"
    return tuple(row["period"] for row in reading.rows(sql, [SHARE, scope, code]) if is_year(row["period"]))
