"""Counties from NUTS codes of three vintages (2013/16, 2021, 2024)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from dugnad.content import content_path, read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A NUTS area in one vintage, and the counties of today that lie in it."""

    code: str
    name: str
    since: date
    until: date | None
    counties: tuple[str, ...]


@cache
def areas() -> dict[str, tuple[Area, ...]]:
    """Areas by code; a code that two vintages share has two."""
    found: dict[str, list[Area]] = {}
    for row in read_csv(content_path("codelists/nuts/nuts.csv")):
        area = Area(
            code=row["code"],
            name=row["name"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            counties=tuple(row["counties"].split()),
        )
        found.setdefault(area.code, []).append(area)
    return {code: tuple(areas) for code, areas in found.items()}


@cache
def counties_of(nuts: str, on: date | None) -> frozenset[str]:
    """Numbers of today's counties in the area: one, several (a merged county, a whole region), or none if unknown.

    A code of one vintage means that vintage whenever it is written (notices lag behind); a code of two is decided by
    the day.
    """
    candidates = areas().get(nuts.strip().upper(), ())
    if len(candidates) > 1 and on is not None:
        candidates = tuple(a for a in candidates if a.since <= on and (a.until is None or on <= a.until)) or candidates
    return frozenset(county for area in candidates[-1:] for county in area.counties)


def county_of(nuts: str | None, on: date | None) -> str | None:
    """The one county that the area lies in, or None where it is unknown or several."""
    found = counties_of(nuts, on) if nuts else frozenset()
    return next(iter(found)) if len(found) == 1 else None
