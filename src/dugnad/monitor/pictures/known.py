"""What the notices show of a body before it answers its yearly status: how often criteria are seen in its purchases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dugnad.errors import StoreError
from dugnad.monitor.pictures.figure import SHARE, WHOLE, one
from dugnad.monitor.pictures.reading import Reading, reading_of

FEWEST_LOTS = 5
"""A year with fewer says little by itself."""
USED = """
WITH mine AS (
    SELECT DISTINCT b.notice_id, coalesce(n.procedure_id, n.notice_id) AS purchase
    FROM buyer AS b JOIN notice AS n ON n.notice_id = b.notice_id AND n.is_latest AND n.form_type = 'competition'
    WHERE b.orgnr = ?
)
SELECT count(DISTINCT mine.purchase) AS purchases,
       count(DISTINCT mine.purchase) FILTER (WHERE c.notice_id IS NOT NULL) AS used,
       count(DISTINCT mine.purchase) FILTER (WHERE d.notice_id IS NOT NULL) AS documented
FROM mine
LEFT JOIN (SELECT DISTINCT notice_id FROM document_criterion) AS c ON c.notice_id = mine.notice_id
LEFT JOIN (SELECT DISTINCT notice_id FROM document WHERE is_readable) AS d ON d.notice_id = mine.notice_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One measurement of a body. `value` is none where too little was seen to say anything."""

    source: str
    value: float | None
    numerator: float
    denominator: float
    coverage: float


def known_of(store: Path, orgnr: str | None, year: int) -> tuple[Known, ...]:
    """The measurements of a body; none for a body without a number, and where there is no store."""
    if not orgnr:
        return ()
    try:
        reading = reading_of(store)
    except StoreError:
        return ()
    return tuple(known for known in (share_of(reading, orgnr, year), used_of(reading, orgnr)) if known is not None)


def share_of(reading: Reading, orgnr: str, year: int) -> Known | None:
    """How often climate and environment weigh at least 30 percent that year; in all years where those lots are few."""
    this = one(reading, SHARE, "body", orgnr, str(year))
    figure = this if this and this.denominator >= FEWEST_LOTS else one(reading, SHARE, "body", orgnr, WHOLE)
    if figure is None or figure.is_too_little:
        return None
    return Known(
        source="environment-share",
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        coverage=figure.coverage,
    )


def used_of(reading: Reading, orgnr: str) -> Known | None:
    """In how many purchases a criterion of the library was recognised, of those whose documents were read."""
    row = reading.row(USED, [orgnr])
    if row is None or not row["purchases"] or not row["documented"]:
        return None
    return Known(
        source="library-criteria",
        value=float(row["used"]),
        numerator=row["used"],
        denominator=row["documented"],
        coverage=row["documented"] / row["purchases"],
    )
