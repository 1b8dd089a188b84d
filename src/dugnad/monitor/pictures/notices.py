"""The list of notices: searched, filtered by outcome, paged; the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dugnad.monitor.pictures.body import Purchase, purchase_of
from dugnad.monitor.pictures.reading import reading_of

PER_PAGE = 25
FOUND = """
FROM notice AS n
WHERE (? = '' OR contains(lower(n.title), lower(?)) OR contains(lower(n.buyer_name), lower(?))
       OR n.publication_number = ? OR starts_with(n.notice_id, ?) OR n.buyer_orgnr = ?)
  AND (? = '' OR n.notice_id IN (SELECT f.notice_id FROM finding AS f WHERE f.outcome = ?))
"""
LINES = """
WITH chosen AS (
    SELECT n.notice_id, n.title, n.announced, n.form_type, n.value, n.currency, n.buyer_name, n.is_demo {found}
    ORDER BY n.announced DESC NULLS LAST, n.notice_id LIMIT ? OFFSET ?
), judged AS (
    SELECT notice_id, list(outcome) AS outcomes, count(*) AS lots FROM finding
    WHERE notice_id IN (SELECT notice_id FROM chosen) GROUP BY notice_id
), lead AS (
    SELECT u.notice_id, u.orgnr, coalesce(b.name, u.name) AS name
    FROM buyer AS u LEFT JOIN body AS b ON b.orgnr = u.orgnr
    WHERE u.position = 0 AND u.notice_id IN (SELECT notice_id FROM chosen)
)
SELECT c.notice_id, coalesce(c.title, '') AS title, c.announced, coalesce(c.form_type, '') AS form_type, c.value,
       c.currency, coalesce(j.lots, 0) AS lots, j.outcomes, 'joint' AS share_role, lead.orgnr AS lead_orgnr,
       coalesce(lead.name, c.buyer_name) AS lead_name, coalesce(c.is_demo, false) AS is_demo, 0 AS position
FROM chosen AS c
LEFT JOIN judged AS j ON j.notice_id = c.notice_id
LEFT JOIN lead ON lead.notice_id = c.notice_id
ORDER BY c.announced DESC NULLS LAST, c.notice_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """One page of the list."""

    text: str
    outcome: str
    lines: tuple[Purchase, ...]
    count: int
    page: int
    pages: int


def notices(store: Path, *, text: str = "", outcome: str = "", page: int = 1) -> Notices:
    """The page of the list that was asked for; a page past the end is the last."""
    reading = reading_of(store)
    text = text.strip()
    digits = text.replace(" ", "")
    chosen = [text, text, text, digits, text, digits, outcome, outcome]
    count = reading.rows(f"SELECT count(*) AS found {FOUND}", chosen)[0]["found"]
    pages = max(1, -(-count // PER_PAGE))
    page = min(page, pages)
    rows = reading.rows(LINES.format(found=FOUND), [*chosen, PER_PAGE, (page - 1) * PER_PAGE])
    return Notices(
        text=text,
        outcome=outcome,
        lines=tuple(purchase_of(row) for row in rows),
        count=count,
        page=page,
        pages=pages,
    )
