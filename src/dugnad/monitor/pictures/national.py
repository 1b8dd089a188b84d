"""How the country stands: the share, the path taken, kinds of bodies and counties."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dugnad.monitor.pictures import figure
from dugnad.monitor.pictures.figure import PATH, SHARE, WHOLE, Figure
from dugnad.monitor.pictures.reading import Reading, reading_of
from dugnad.monitor.results import DEMO, REAL

BESIDE = ("environment-weight-distribution.median", "price-only", "no-statement", "criteria-in-documents", "ambition")


@dataclass(frozen=True, slots=True, kw_only=True)
class National:
    """The national picture of one period."""

    code: str
    period: str
    periods: tuple[str, ...]
    share: Figure | None
    path: tuple[Figure, ...]
    quarters: tuple[Figure, ...]
    kinds: tuple[Figure, ...]
    counties: dict[str, Figure]
    beside: tuple[Figure, ...]
    distribution: tuple[Figure, ...]
    unplaced: int
    """Lots whose county is not known."""

    @property
    def is_demo(self) -> bool:
        """Only demonstration notices have been read."""
        return self.code == DEMO


def national(store: Path, period: str = "") -> National:
    """The country in a period; without one, in the newest year that has figures."""
    reading = reading_of(store)
    key = f"national {period}"
    if key in reading.kept:
        kept: National = reading.kept[key]
        return kept
    picture = read_national(reading, period)
    if period in ("", picture.period):  # what nobody offers is not worth keeping
        reading.kept[key] = picture
    return picture


def read_national(reading: Reading, period: str) -> National:
    """The national picture of one generation of the store."""
    code = nation_code(reading)
    periods = (*figure.years(reading, "nation", code), WHOLE)
    period = period if period in periods else periods[0]
    mark = "DEMO-" if code == DEMO else ""
    return National(
        code=code,
        period=period,
        periods=periods,
        share=figure.one(reading, SHARE, "nation", code, period),
        path=figure.parts(reading, PATH, "nation", code, period),
        quarters=quarters(reading, code),
        kinds=places(reading, "kind", mark, period),
        counties={row.code.removeprefix(mark): row for row in places(reading, "county", mark, period)},
        beside=beside(reading, code, period),
        distribution=distribution(reading, code, period),
        unplaced=unplaced(reading, mark, period),
    )


def nation_code(reading: Reading) -> str:
    """Real figures where there are any, else those of the demonstration notices: the two never mix."""
    sql = "SELECT 1 FROM result WHERE scope = 'nation' AND code = ? LIMIT 1"
    return REAL if reading.row(sql, [REAL]) or not reading.row(sql, [DEMO]) else DEMO


def places(reading: Reading, scope: str, mark: str, period: str) -> tuple[Figure, ...]:
    """The share in each county or kind of body, those with most lots first; what could not be placed is last."""
    where = "indicator = ? AND scope = ? AND period = ? AND starts_with(code, 'DEMO-') = ?"
    rows = figure.figures(reading, where, [SHARE, scope, period, bool(mark)])
    return tuple(sorted(rows, key=lambda row: (row.code.endswith("unknown"), -row.denominator, row.code)))


def unplaced(reading: Reading, mark: str, period: str) -> int:
    """How many lots no county could be found for."""
    parts = figure.parts(reading, PATH, "county", f"{mark}unknown", period)
    return int(parts[0].denominator) if parts else 0


def quarters(reading: Reading, code: str) -> tuple[Figure, ...]:
    """The share quarter by quarter."""
    where = "indicator = ? AND scope = 'nation' AND code = ? AND contains(period, '-Q') ORDER BY period"
    return tuple(figure.figures(reading, where, [SHARE, code]))


def beside(reading: Reading, code: str, period: str) -> tuple[Figure, ...]:
    """The other indicators' main figures, in a fixed order."""
    found = [figure.one(reading, indicator, "nation", code, period) for indicator in BESIDE]
    return tuple(row for row in found if row is not None)


def distribution(reading: Reading, code: str, period: str) -> tuple[Figure, ...]:
    """The classes of environmental weight, lightest first."""
    order = ("none", "under-10", "from-10", "from-20", "from-30", "from-40")
    rows = figure.figures(
        reading,
        "starts_with(indicator, 'environment-weight-distribution.') AND scope = 'nation' AND code = ? AND period = ?",
        [code, period],
    )
    return tuple(sorted((row for row in rows if row.part in order), key=lambda row: order.index(row.part)))
