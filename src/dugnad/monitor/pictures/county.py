"""The counties: all of them side by side, and one with its bodies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dugnad.monitor.pictures import figure
from dugnad.monitor.pictures.bodies import Line, line_of, with_trends
from dugnad.monitor.pictures.figure import PATH, SHARE, WHOLE, Figure
from dugnad.monitor.pictures.national import nation_code
from dugnad.monitor.pictures.reading import reading_of
from dugnad.monitor.results import DEMO
from dugnad.notices.governors import governor_of

NUMBERS = ("03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56")
"""The counties since 2024-01-01, as in the notices' county codes."""

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyPicture:
    """One county."""

    number: str
    period: str
    periods: tuple[str, ...]
    share: Figure | None
    nation: Figure | None
    path: tuple[Figure, ...]
    lines: tuple[Line, ...]
    heard: int
    """Bodies with notices; those with most lots are in the lines."""
    silent: int
    """Bodies without."""


LINES = """
SELECT b.orgnr, b.name, b.kind, b.county, b.obligation_class, coalesce(b.is_demo, false) AS is_demo,
       coalesce(seen.lots, 0)::INTEGER AS lots, share.numerator, share.denominator, share.coverage, share.value
FROM body AS b
LEFT JOIN (
    SELECT code, max(denominator) AS lots FROM result
    WHERE scope = 'body' AND period = ? GROUP BY code
) AS seen ON seen.code = b.orgnr
LEFT JOIN (
    SELECT code, numerator, denominator, coverage, value FROM result
    WHERE indicator = ? AND scope = 'body' AND period = ?
) AS share ON share.code = b.orgnr
WHERE (b.county = ? OR (b.kind = 'governor' AND b.name = ?)) AND (b.until IS NULL OR seen.lots > 0)
ORDER BY lots DESC, lower(b.name), b.orgnr
"""


def county(store: Path, number: str, period: str = "") -> CountyPicture | None:
    """One county, or None where there is no county of that number."""
    if number not in NUMBERS:
        return None
    reading = reading_of(store)
    nation = nation_code(reading)
    code = f"DEMO-{number}" if nation == DEMO else number
    periods = (WHOLE, *figure.years(reading, "county", code))
    period = period if period in periods else WHOLE
    lines = [line_of(row) for row in reading.rows(LINES, [period, SHARE, period, number, governor_of(number)])]
    return CountyPicture(
        number=number,
        period=period,
        periods=periods,
        share=figure.one(reading, SHARE, "county", code, period),
        nation=figure.one(reading, SHARE, "nation", nation, period),
        path=figure.parts(reading, PATH, "county", code, period),
        lines=with_trends(reading, [line for line in lines if line.lots][:SHOWN]),
        heard=sum(1 for line in lines if line.lots),
        silent=sum(1 for line in lines if not line.lots),
    )
