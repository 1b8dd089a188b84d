"""Norwegian buyers that no public body in the register could be found for: listed, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dugnad.monitor.pictures.reading import reading_of

PER_PAGE = 50
UNMATCHED = """
FROM buyer AS u JOIN notice AS n ON n.notice_id = u.notice_id
WHERE u.orgnr IS NULL AND n.country IN ('NOR', 'SJM') AND n.is_latest
"""
NAMED = """
coalesce(u.name, '') AS name, count(DISTINCT n.notice_id) AS notices, max(n.announced) AS newest,
max_by(n.notice_id, coalesce(n.announced, DATE '1900-01-01')) AS notice_id
"""
ORDER = "ORDER BY notices DESC, lower(name), name LIMIT ? OFFSET ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """One name that stands as buyer."""

    name: str
    notices: int
    newest: date | None
    notice_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedList:
    """A page of the names, those with most notices first."""

    lines: tuple[Unmatched, ...]
    count: int
    page: int
    pages: int


def unmatched_count(store: Path) -> int:
    """How many names there are."""
    sql = f"SELECT count(DISTINCT coalesce(u.name, '')) AS names {UNMATCHED}"
    return int(reading_of(store).rows(sql)[0]["names"])


def unmatched(store: Path, page: int = 1) -> UnmatchedList:
    """The page asked for; a page past the end is the last."""
    count = unmatched_count(store)
    pages = max(1, -(-count // PER_PAGE))
    page = min(page, pages)
    sql = f"SELECT * FROM (SELECT {NAMED} {UNMATCHED} GROUP BY u.name) {ORDER}"  # noqa: S608 - texts of ours
    rows = reading_of(store).rows(sql, [PER_PAGE, (page - 1) * PER_PAGE])
    return UnmatchedList(lines=tuple(Unmatched(**row) for row in rows), count=count, page=page, pages=pages)


SEEN = """
FROM buyer AS u JOIN notice AS n ON n.notice_id = u.notice_id
LEFT JOIN party AS p ON p.notice_id = u.notice_id AND p.role = 'buyer' AND p.position = u.position
WHERE u.name = ? AND n.country IN ('NOR', 'SJM') AND n.is_latest
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A buyer's name as it stands in notices, with every number seen beside it ("" where there is none)."""

    name: str
    numbers: tuple[str, ...]
    notices: int
    newest: str


def seen_buyer(store: Path, name: str) -> Seen | None:
    """The buyer of this very name, or None where no notice has it."""
    sql = f"""SELECT coalesce(p.orgnr_raw, '') AS number, count(DISTINCT n.notice_id) AS notices,
        max_by(n.notice_id, coalesce(n.announced, DATE '1900-01-01')) AS newest {SEEN} GROUP BY 1 ORDER BY 1"""
    rows = reading_of(store).rows(sql, [name])
    if not rows:
        return None
    return Seen(
        name=name,
        numbers=tuple(row["number"] for row in rows),
        notices=sum(row["notices"] for row in rows),
        newest=rows[-1]["newest"],
    )
