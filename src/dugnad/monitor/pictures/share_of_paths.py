"""The share of lots that took certain paths, summed over several codes of one scope, with what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dugnad.errors import StoreError
from dugnad.monitor.results import LOW_COVERAGE, Row, open_results


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A share with what it is counted of. `value` is none where nothing could be read."""

    numerator: float
    denominator: float
    """The lots that could be read."""
    lots: float
    """All lots, those that could not be read with them."""
    is_demo: bool

    @property
    def value(self) -> float | None:
        """The share of those read."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def coverage(self) -> float:
        """How many of all could be read."""
        return self.denominator / self.lots if self.lots else 0.0

    @property
    def is_too_little(self) -> bool:
        """Was too little read to say anything?"""
        return self.value is None or self.coverage < LOW_COVERAGE


def share_of_paths(
    store: Path,
    scope: str,
    codes: Sequence[str],
    period: str,
    *,
    indicator: str,
    paths: Sequence[str],
    unread: Sequence[str],
) -> Counted:
    """Count the lots of these codes in the period; nothing where there is no store."""
    try:
        results = open_results(store)
    except StoreError:
        return Counted(numerator=0, denominator=0, lots=0, is_demo=False)
    rows = [results.rows(scope, results.code(code), period=period) for code in codes]
    numerator = sum(number(row, f"{indicator}.{path}") for row in rows for path in paths)
    not_read = sum(number(row, f"{indicator}.{path}") for row in rows for path in unread)
    lots = sum(whole(row, indicator) for row in rows)
    return Counted(numerator=numerator, denominator=lots - not_read, lots=lots, is_demo=results.is_demo_only)


def number(row: dict[str, Row], name: str) -> float:
    """How many lots took the path."""
    return row[name].numerator if name in row else 0.0


def whole(row: dict[str, Row], indicator: str) -> float:
    """All lots that the indicator counts: the same denominator stands beside each of its paths."""
    return max((found.denominator for name, found in row.items() if name.startswith(f"{indicator}.")), default=0.0)


def years_counted(store: Path) -> tuple[int, ...]:
    """The years of which the nation has figures, the newest first."""
    try:
        results = open_results(store)
    except StoreError:
        return ()
    return tuple(sorted({int(period) for period in results.periods() if period.isdigit()}, reverse=True))
