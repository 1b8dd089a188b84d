"""What the notices show of many bodies at once: lots read and unread, possible breaches, purchases that lie ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dugnad.errors import StoreError
from dugnad.monitor.pictures.figure import PATH
from dugnad.monitor.pictures.reading import Reading, reading_of

PARTS = ("possible-breach", "reasons-missing", "unknown")
LOTS = """
SELECT code, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator FROM result
WHERE scope = 'body' AND code IN (SELECT unnest(?::VARCHAR[])) AND list_contains(?, period)
  AND list_contains(?, indicator)
GROUP BY code, indicator
"""
AHEAD = """
WITH coming AS (
    SELECT n.notice_id, u.orgnr, n.form_type, n.procedure_id, n.announced, coalesce(n.title, '') AS title, n.cpv,
           n.currency, n.value
    FROM notice AS n JOIN buyer AS u ON u.notice_id = n.notice_id AND u.position = 0
    WHERE n.is_latest AND u.orgnr IN (SELECT unnest(?::VARCHAR[])) AND n.announced <= ?
      AND ((n.form_type = 'planning' AND n.announced >= ?) OR (n.form_type = 'competition' AND n.announced >= ?))
), later AS (
    SELECT procedure_id, bool_or(form_type = 'competition') AS is_open,
           bool_or(form_type NOT IN ('planning', 'consultation', 'competition')) AS is_over
    FROM notice WHERE procedure_id IN (SELECT procedure_id FROM coming) GROUP BY procedure_id
), lots AS (
    SELECT notice_id, sum(value) AS value FROM lot
    WHERE kind = 'lot' AND notice_id IN (SELECT notice_id FROM coming) GROUP BY notice_id
)
SELECT c.orgnr, c.notice_id, c.title, c.cpv, c.announced,
       CASE WHEN coalesce(c.currency, '') IN ('', 'NOK') THEN coalesce(c.value, lots.value) END AS value
FROM coming AS c
LEFT JOIN later ON later.procedure_id = c.procedure_id
LEFT JOIN lots ON lots.notice_id = c.notice_id
WHERE NOT coalesce(later.is_over, false) AND NOT (c.form_type = 'planning' AND coalesce(later.is_open, false))
ORDER BY value DESC NULLS LAST, c.announced DESC, c.notice_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One purchase that is planned, or announced and not decided. `value` is none where the notice states none."""

    notice_id: str
    title: str
    cpv: str
    announced: date
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the notices of some years show of one body."""

    lots: int = 0
    """That the rule binds."""
    unread: int = 0
    possible: int = 0
    reasons_missing: int = 0
    coming: tuple[Coming, ...] = ()
    """The largest first, those without a value last."""


def shown_of(
    store: Path, bodies: Collection[str], on: date, *, years_before: int, planned_days: int, open_days: int
) -> dict[str, Shown]:
    """By number, the bodies of which something is shown; two questions to the store, however many bodies."""
    try:
        reading = reading_of(store)
    except StoreError:
        return {}
    counts = lots_of(reading, bodies, [str(on.year - before) for before in range(years_before + 1)])
    coming: dict[str, list[Coming]] = defaultdict(list)
    since = [on, on - timedelta(days=planned_days), on - timedelta(days=open_days)]
    for row in reading.rows(AHEAD, [list(bodies), *since]):
        row["cpv"] = row["cpv"] or ""
        coming[row.pop("orgnr")].append(Coming(**row))
    return {code: Shown(**counts.get(code, {}), coming=tuple(coming.get(code, ()))) for code in {*counts, *coming}}


def lots_of(reading: Reading, bodies: Collection[str], years: list[str]) -> dict[str, dict[str, int]]:
    """By number: the lots of the years together. The parts of the path add up, over years as well."""
    found: dict[str, dict[str, int]] = {}
    names = {"possible-breach": "possible", "reasons-missing": "reasons_missing", "unknown": "unread"}
    for row in reading.rows(LOTS, [list(bodies), years, [f"{PATH}.{part}" for part in PARTS]]):
        body = found.setdefault(row["code"], {})
        body["lots"] = round(row["denominator"])
        body[names[row["indicator"].partition(".")[2]]] = round(row["numerator"])
    return found
