"""The indicators: what each asks and how it is counted, with its stored figures for the country and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from dugnad.monitor.indicators import Figure as Asked
from dugnad.monitor.indicators import Indicator, load_indicators
from dugnad.monitor.pictures import figure
from dugnad.monitor.pictures.figure import WHOLE, Figure
from dugnad.monitor.pictures.national import nation_code
from dugnad.monitor.pictures.reading import Reading, reading_of
from dugnad.monitor.results import DEMO, Row

PLACES = ("county", "kind", "cpv")
DOWNLOADED = ("nation", *PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One of an indicator's figures: what it is called, and the stored row, if there is one."""

    asked: Asked
    row_name: str
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPicture:
    """Everything on an indicator's page."""

    indicator: Indicator
    period: str
    periods: tuple[str, ...]
    is_demo: bool
    every: tuple[Told, ...]
    """All figures of the indicator, for the country."""
    chosen: Told
    """The figure that the chart and the tables of places show."""
    places: dict[str, tuple[Figure, ...]]


@cache
def every_indicator() -> tuple[Indicator, ...]:
    """The indicators as content describes them."""
    return load_indicators()


def indicator_named(name: str) -> Indicator | None:
    """The indicator, or None where there is none of that name."""
    return next((one for one in every_indicator() if one.name == name), None)


@cache
def units() -> dict[str, str]:
    """The unit of every figure, by its name in the results."""
    return {one.row_name(asked.part): asked.unit for one in every_indicator() for asked in one.figures}


def unit_of(row_name: str) -> str:
    """The unit in which a figure is told; a figure that content does not describe is a share."""
    return units().get(row_name, "share")


def overview(store: Path, period: str = "") -> tuple[str, tuple[str, ...], list[IndicatorPicture]]:
    """(period, the periods to choose among, every indicator with its figures for the country)."""
    reading = reading_of(store)
    code = nation_code(reading)
    period, periods = period_of(reading, code, period)
    names = [name for one in every_indicator() for name in one.row_names]
    stored = nation_figures(reading, names, code)
    return (
        period,
        periods,
        [picture_of(one, stored, code=code, period=period, periods=periods) for one in every_indicator()],
    )


def indicator_picture(store: Path, name: str, part: str = "", period: str = "") -> IndicatorPicture | None:
    """One indicator's page, or None where there is no such indicator."""
    indicator = indicator_named(name)
    if indicator is None:
        return None
    reading = reading_of(store)
    code = nation_code(reading)
    period, periods = period_of(reading, code, period)
    stored = nation_figures(reading, indicator.row_names, code)
    row_name = indicator.row_name(chosen_part(indicator, part))
    places = place_figures(reading, row_name, period, is_demo=code == DEMO)
    return picture_of(indicator, stored, code=code, period=period, periods=periods, part=part, places=places)


def period_of(reading: Reading, code: str, period: str) -> tuple[str, tuple[str, ...]]:
    """The period asked for if the results know it, else the newest year."""
    periods = (*figure.years(reading, "nation", code), WHOLE)
    return (period if period in periods else periods[0]), periods


def chosen_part(indicator: Indicator, part: str) -> str:
    """The figure asked for, else the first."""
    parts = [one.part for one in indicator.figures]
    return part if part in parts else parts[0]


def picture_of(
    indicator: Indicator,
    stored: dict[str, list[Figure]],
    *,
    code: str,
    period: str,
    periods: tuple[str, ...],
    part: str = "",
    places: dict[str, tuple[Figure, ...]] | None = None,
) -> IndicatorPicture:
    """The indicator's description beside its stored rows."""
    every = tuple(told(indicator, one, stored, period) for one in indicator.figures)
    chosen = next(one for one in every if one.asked.part == chosen_part(indicator, part))
    return IndicatorPicture(
        indicator=indicator,
        period=period,
        periods=periods,
        is_demo=code == DEMO,
        every=every,
        chosen=chosen,
        places=places or {},
    )


def told(indicator: Indicator, asked: Asked, stored: dict[str, list[Figure]], period: str) -> Told:
    """One figure with its years."""
    row_name = indicator.row_name(asked.part)
    rows = stored.get(row_name, [])
    years = tuple(row for row in rows if figure.is_year(row.period))
    found = next((replace(row, trend=years) for row in rows if row.period == period), None)
    return Told(asked=asked, row_name=row_name, figure=found)


def nation_figures(reading: Reading, names: Sequence[str], code: str) -> dict[str, list[Figure]]:
    """The country's rows by indicator, oldest first."""
    marks = ", ".join("?" for _ in names)
    where = f"scope = 'nation' AND code = ? AND indicator IN ({marks}) ORDER BY period"
    stored: dict[str, list[Figure]] = {}
    for row in figure.figures(reading, where, [code, *names]):
        stored.setdefault(row.indicator, []).append(row)
    return stored


def place_figures(reading: Reading, row_name: str, period: str, *, is_demo: bool) -> dict[str, tuple[Figure, ...]]:
    """The figure in each county, kind of body and CPV division; what could not be placed is last."""
    where = (
        "indicator = ? AND period = ? AND scope IN ('county', 'kind', 'cpv') AND starts_with(code, 'DEMO-') = ?"
        " ORDER BY ends_with(code, 'unknown'), denominator DESC, code"
    )
    rows = figure.figures(reading, where, [row_name, period, is_demo])
    return {scope: tuple(row for row in rows if row.scope == scope) for scope in PLACES}


ROWS = """
SELECT indicator, scope, code, period, numerator, denominator, coverage, value,
       strftime(computed_at, '%Y-%m-%dT%H:%M:%S.%f+00:00') AS computed_at
FROM result WHERE indicator IN ({names}) AND {places} ORDER BY scope, code, period, indicator
"""


def stored_rows(store: Path, indicator: Indicator, *, bodies: bool = False) -> list[Row]:
    """The indicator's rows for download: country, counties, kinds and CPV divisions in every period, or all bodies."""
    names = ", ".join("?" for _ in indicator.row_names)
    places = "scope = 'body' AND period = 'all'" if bodies else "scope IN ('nation', 'county', 'kind', 'cpv')"
    sql = ROWS.format(names=names, places=places)
    rows = reading_of(store).rows(sql, list(indicator.row_names))
    return [Row(**{**row, "computed_at": datetime.fromisoformat(row["computed_at"])}) for row in rows]
