"""The list of public bodies: searched, filtered and sorted, with each one's share and coverage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dugnad.monitor.pictures.figure import SHARE, WHOLE, Figure, figures, is_year
from dugnad.monitor.pictures.reading import Reading, reading_of
from dugnad.monitor.results import LOW_COVERAGE
from dugnad.notices.governors import governor_of

PER_PAGE = 25
SIZES = {"none": (0, 0), "few": (1, 4), "some": (5, 19), "many": (20, 10**9)}
"""How many lots of the body have been seen: an installation knows no other size of every body."""
FIRST_SORT = "lots"
ALPHABET = "translate(lower(name), 'æøå', '{|}'), orgnr"
"""Norwegian order: æ, ø and å after z."""
SORTS = {
    "lots": f"lots DESC, {ALPHABET}",
    "name": ALPHABET,
    "share": f"CASE WHEN coverage >= {LOW_COVERAGE} THEN value END DESC NULLS LAST, denominator DESC, {ALPHABET}",
    "coverage": f"coverage DESC NULLS LAST, lots DESC, {ALPHABET}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked for; empty means all."""

    text: str = ""
    known_as: tuple[str, ...] = ()
    """Numbers of bodies that go by the text in another way: an abbreviation, an earlier name."""
    kind: str = ""
    county: str = ""
    size: str = ""
    sort: str = FIRST_SORT
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One body in the list."""

    orgnr: str
    name: str
    kind: str | None
    county: str | None
    obligation_class: str | None
    is_demo: bool
    lots: int
    """The largest number of lots that any of the body's stored figures counts."""
    share: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """One page of the list, and what it was chosen from."""

    search: Search
    lines: tuple[Line, ...]
    count: int
    pages: int
    kinds: tuple[str, ...]
    counties: tuple[str, ...]


LIST = """
WITH seen AS (
    SELECT code, max(denominator) AS lots FROM result
    WHERE scope = 'body' AND period = ? GROUP BY code
), share AS (
    SELECT code, numerator, denominator, coverage, value FROM result
    WHERE indicator = ? AND scope = 'body' AND period = ?
), listed AS (
    SELECT b.orgnr, b.name, b.kind, b.county, b.obligation_class, coalesce(b.is_demo, false) AS is_demo,
           coalesce(seen.lots, 0)::INTEGER AS lots, share.numerator, share.denominator, share.coverage, share.value
    FROM body AS b
    LEFT JOIN seen ON seen.code = b.orgnr
    LEFT JOIN share ON share.code = b.orgnr
    WHERE b.until IS NULL OR seen.lots > 0
)
SELECT *, count(*) OVER () AS found FROM listed
WHERE (? = '' OR contains(strip_accents(lower(name)), strip_accents(lower(?))) OR starts_with(orgnr, ?)
       OR list_contains(?, orgnr))
  AND (? = '' OR kind = ?) AND (? = '' OR county = ? OR (kind = 'governor' AND name = ?)) AND lots BETWEEN ? AND ?
ORDER BY {order} LIMIT ? OFFSET ?
"""


def bodies(store: Path, search: Search) -> Lines:
    """The page of the list that was asked for."""
    reading = reading_of(store)
    low, high = SIZES.get(search.size, (0, 10**9))
    text = search.text.strip()
    digits = text.replace(" ", "") if text.replace(" ", "").isdigit() else text
    office = governor_of(search.county)
    known_as = list(search.known_as)
    chosen = [text, text, digits, known_as, search.kind, search.kind, search.county, search.county, office, low, high]
    sql = LIST.replace("{order}", SORTS[search.sort])
    offset = (search.page - 1) * PER_PAGE
    rows = reading.rows(sql, [WHOLE, SHARE, WHOLE, *chosen, PER_PAGE, offset])
    count = rows[0]["found"] if rows else 0
    return Lines(
        search=search,
        lines=with_trends(reading, [line_of(row) for row in rows]),
        count=count,
        pages=max(1, -(-count // PER_PAGE)),
        kinds=distinct(reading, "kind"),
        counties=distinct(reading, "county"),
    )


def line_of(row: dict[str, Any]) -> Line:
    """One body with its figure, where it has one."""
    names = ("orgnr", "name", "kind", "county", "obligation_class", "is_demo", "lots")
    return Line(**{name: row[name] for name in names}, share=share_of(row))


def share_of(row: dict[str, Any]) -> Figure | None:
    """The body's share over all periods."""
    if row["denominator"] is None:
        return None
    numbers = {name: row[name] for name in ("numerator", "denominator", "coverage", "value")}
    return Figure(indicator=SHARE, scope="body", code=row["orgnr"], period=WHOLE, **numbers)


def with_trends(reading: Reading, lines: list[Line]) -> tuple[Line, ...]:
    """The lines with each share's years, read for all of them at once."""
    marks = ", ".join("?" for _ in lines)
    where = f"indicator = ? AND scope = 'body' AND code IN ({marks}) ORDER BY period"
    years = figures(reading, where, [SHARE, *(line.orgnr for line in lines)]) if lines else []
    by_code: dict[str, list[Figure]] = defaultdict(list)
    for year in years:
        if is_year(year.period):
            by_code[year.code].append(year)
    return tuple(
        replace(line, share=replace(line.share, trend=tuple(by_code[line.orgnr]))) if line.share else line
        for line in lines
    )


def distinct(reading: Reading, column: str) -> tuple[str, ...]:
    """The values to choose among."""
    sql = f"SELECT DISTINCT {column} AS it FROM body WHERE {column} IS NOT NULL ORDER BY it"  # noqa: S608 - our own names
    return tuple(row["it"] for row in reading.rows(sql))
