"""One public body: its status, its figures, its purchases and the notices it takes part in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dugnad.monitor.pictures import figure
from dugnad.monitor.pictures.figure import PATH, SHARE, WHOLE, Figure
from dugnad.monitor.pictures.reading import Reading, reading_of

Status = Literal["unknown", "little", "all", "most", "some", "none"]
Step = Literal["announce", "possible-breach", "reasons-missing", "invalid-code", "manual-review", "show", "raise"]
LARGEST = 5
NOTICES = 50
MOST = 50.0
MOSTLY_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A row of the register of bodies."""

    orgnr: str
    name: str
    kind: str | None
    obligation_class: str | None
    parent_orgnr: str | None
    parent_name: str | None
    municipality: str | None
    county: str | None
    since: date | None
    until: date | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A notice as a line in a list: its worst outcome stands for its lots."""

    notice_id: str
    title: str
    announced: date | None
    form_type: str
    value: float | None
    currency: str | None
    lots: int
    outcome: str | None
    share_role: str
    lead_orgnr: str | None
    lead_name: str | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What this body should do next, with the notice to begin with."""

    step: Step
    count: int
    notice_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPicture:
    """Everything on a body's page."""

    body: Body
    status: Status
    share: Figure | None
    path: tuple[Figure, ...]
    beside: tuple[Figure, ...]
    periods: tuple[str, ...]
    period: str
    next_step: NextStep
    largest: tuple[Purchase, ...]
    own: tuple[Purchase, ...]
    shared: tuple[Purchase, ...]
    own_count: int
    shared_count: int


WORST_FIRST = (
    "POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "SHOULD_NOT_MET", "MANUAL_REVIEW", "UNKNOWN",
    "NOT_COLLECTABLE", "EXEMPT_CLAIMED", "DUTY_APPLIES", "DUTY_DECLARED", "MET_COMBINATION", "MET_SPEC", "MET_RANK",
    "MET_WEIGHT", "OUTSIDE_ACT", "NOT_APPLICABLE",
)  # fmt: skip
"""A notice with several lots has the outcome of its worst lot."""

BESIDE = ("environment-weight-distribution.median", "price-only", "criteria-in-documents")
BODY = """
SELECT b.orgnr, b.name, b.kind, b.obligation_class, b.parent_orgnr, p.name AS parent_name, b.municipality, b.county,
       b.since, b.until, coalesce(b.is_demo, false) AS is_demo
FROM body AS b LEFT JOIN body AS p ON p.orgnr = b.parent_orgnr
WHERE b.orgnr = ?
"""
PURCHASES = """
WITH mine AS (
    SELECT notice_id, min(position) AS position, any_value(share_role) AS share_role FROM buyer
    WHERE orgnr = ? GROUP BY notice_id
), judged AS (
    SELECT notice_id, list(outcome) AS outcomes, count(*) AS lots FROM finding
    WHERE rule = 'environment.weight' AND notice_id IN (SELECT notice_id FROM mine) GROUP BY notice_id
)
SELECT n.notice_id, coalesce(n.title, '') AS title, n.announced, coalesce(n.form_type, '') AS form_type,
       coalesce(
           n.value, (SELECT sum(l.value) FROM lot AS l WHERE l.notice_id = n.notice_id AND l.kind = 'lot')
       ) AS value,
       n.currency, coalesce(j.lots, 0) AS lots, j.outcomes, coalesce(m.share_role, 'own') AS share_role,
       lead.orgnr AS lead_orgnr, coalesce(lead.name, n.buyer_name) AS lead_name, coalesce(n.is_demo, false) AS is_demo,
       m.position
FROM mine AS m
JOIN notice AS n ON n.notice_id = m.notice_id AND n.is_latest
LEFT JOIN judged AS j ON j.notice_id = n.notice_id
LEFT JOIN buyer AS lead ON lead.notice_id = n.notice_id AND lead.position = 0
ORDER BY n.announced DESC NULLS LAST, n.notice_id
"""


def body_picture(store: Path, orgnr: str, period: str = "") -> BodyPicture | None:
    """The body's page, or None where the register knows no such body."""
    reading = reading_of(store)
    kept: BodyPicture | None = reading.bodies.get((orgnr, period))
    if kept is not None:
        return kept
    picture = read_body(reading, orgnr, period)
    if picture is not None and period in ("", picture.period):  # what nobody offers is not worth keeping
        reading.keep_body(orgnr, period, picture)
    return picture


def read_body(reading: Reading, orgnr: str, period: str) -> BodyPicture | None:
    """The picture of the body in one generation of the store."""
    row = reading.row(BODY, [orgnr])
    if row is None:
        return None
    periods = (WHOLE, *figure.years(reading, "body", orgnr))
    period = period if period in periods else WHOLE
    purchases = [purchase_of(found) for found in reading.rows(PURCHASES, [orgnr])]
    own = [purchase for purchase in purchases if purchase.share_role == "own" or purchase.lead_orgnr == orgnr]
    shared = [purchase for purchase in purchases if purchase not in own]
    share = figure.one(reading, SHARE, "body", orgnr, period)
    path = figure.parts(reading, PATH, "body", orgnr, period)
    return BodyPicture(
        body=Body(**row),
        status=status_of(share, path, purchases),
        share=share,
        path=path,
        beside=beside(reading, orgnr, period),
        periods=periods,
        period=period,
        next_step=next_step(path, own, share),
        largest=largest(own),
        own=tuple(own[:NOTICES]),
        shared=tuple(shared[:NOTICES]),
        own_count=len(own),
        shared_count=len(shared),
    )


def purchase_of(row: dict[str, Any]) -> Purchase:
    """One notice with its worst outcome."""
    outcomes = row.pop("outcomes") or []
    row.pop("position")
    return Purchase(**row, outcome=worst(outcomes))


def worst(outcomes: list[str]) -> str | None:
    """The outcome that stands for all."""
    return min(outcomes, key=WORST_FIRST.index, default=None)


def status_of(share: Figure | None, path: tuple[Figure, ...], purchases: list[Purchase]) -> Status:
    """The one-sentence status; nothing seen is unknown, never no."""
    if not purchases or not (share or path):
        return "unknown"
    if share is None or share.percent is None or share.is_too_little:
        return "little"
    if share.numerator == share.denominator:
        return "all"
    if not share.numerator:
        return "none"
    return "most" if share.percent >= MOST else "some"


def next_step(path: tuple[Figure, ...], own: list[Purchase], share: Figure | None) -> NextStep:
    """What helps most now: look into what may be wrong, then show what cannot be seen, then aim higher."""
    if not own:
        return NextStep(step="announce", count=0, notice_id=None)
    counts = {part.part: int(part.numerator) for part in path}
    steps: tuple[tuple[Step, str], ...] = (
        ("possible-breach", "POSSIBLE_BREACH"),
        ("reasons-missing", "REASONS_MISSING"),
        ("invalid-code", "INVALID_CODE_FOR_DATE"),
        ("manual-review", "MANUAL_REVIEW"),
    )
    for step, outcome in steps:
        first = next((purchase.notice_id for purchase in own if purchase.outcome == outcome), None)
        if counts.get(step) and first:
            return NextStep(step=step, count=counts[step], notice_id=first)
    if share is None or share.coverage < MOSTLY_UNKNOWN:
        return NextStep(step="show", count=counts.get("unknown", 0), notice_id=None)
    return NextStep(step="raise", count=0, notice_id=None)


def largest(own: list[Purchase]) -> tuple[Purchase, ...]:
    """The purchases with the highest stated value, one currency; those without a value cannot be ranked."""
    priced = [buy for buy in own if buy.value and buy.currency in (None, "", "NOK") and buy.form_type == "competition"]
    return tuple(sorted(priced, key=lambda buy: -(buy.value or 0))[:LARGEST])


def beside(reading: Reading, orgnr: str, period: str) -> tuple[Figure, ...]:
    """The body's other figures."""
    found = [figure.one(reading, indicator, "body", orgnr, period) for indicator in BESIDE]
    return tuple(row for row in found if row is not None)
