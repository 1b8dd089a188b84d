"""One notice: its lots, their criteria with the words that decided, and the findings; a page of lots at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dugnad.monitor.pictures.body import WORST_FIRST
from dugnad.monitor.pictures.reading import Reading, reading_of

Row = dict[str, Any]
LOTS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text; the marked ones are what the reading rests on."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of the criterion table, its texts cut where the evidence stands."""

    row: Row
    name: tuple[Segment, ...]
    description: tuple[Segment, ...]

    @property
    def is_found(self) -> bool:
        """Was it read in the documents?"""
        return self.row.get("source") == "document"

    @property
    def is_marked(self) -> bool:
        """Do any of its words decide?"""
        return any(segment.is_marked for segment in (*self.name, *self.description))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One lot with its criteria and findings."""

    row: Row
    criteria: tuple[Criterion, ...]
    findings: tuple[Row, ...]
    read: Row | None = None
    """What the lot's documents say, where they were read."""

    @property
    def outcome(self) -> str | None:
        """What the lot's finding says; lot groups have none."""
        return self.findings[0]["outcome"] if self.findings else None

    @property
    def awarding(self) -> tuple[Criterion, ...]:
        """The criteria that tenders are compared by, as the notice states them."""
        return tuple(one for one in self.criteria if not one.row["is_statement"] and not one.is_found)

    @property
    def found(self) -> tuple[Criterion, ...]:
        """The criteria that stand in the documents only."""
        return tuple(one for one in self.criteria if one.is_found)

    @property
    def statements(self) -> tuple[Criterion, ...]:
        """What stands in a criterion's place and says why there is none."""
        return tuple(one for one in self.criteria if one.row["is_statement"])

    @property
    def declared(self) -> bool:
        """Does a code of the notice say environment?"""
        codes = {one.row["type_code"] for one in self.criteria}
        return "env-imp" in (self.row["strategic"] or ()) or "quality-nor-env-criteria" in codes

    @property
    def said(self) -> str:
        """What the criteria's words say of the environment: certain, doubtful, none, or unread where there are none."""
        read = {
            one.row["environment"] for one in self.awarding if one.row["topic"] or one.row["environment"] != "certain"
        }
        if not self.awarding:
            return "unread"
        return next((word for word in ("certain", "doubtful") if word in read), "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePicture:
    """Everything on a notice's page."""

    notice: Row
    buyers: tuple[Row, ...]
    outcomes: dict[str, int]
    """How many of the notice's lots have each outcome, the worst first."""
    lots: tuple[Lot, ...]
    lot_count: int
    outcome: str
    page: int
    pages: int
    problems: dict[str, list[Row]]
    """The problem rows by code."""
    related: tuple[Row, ...]
    rule_versions: tuple[str, ...]
    documents: tuple[Row, ...] = ()
    """The documents that belong to the notice, whether they could be read or not."""

    @property
    def documents_read(self) -> int:
        """How many of them could be read."""
        return sum(row["is_readable"] for row in self.documents)

    @property
    def is_long(self) -> bool:
        """So many lots that they are shown folded."""
        return self.lot_count > FOLD_FROM

    @property
    def has_marks(self) -> bool:
        """Is any word on this page marked?"""
        return any(one.is_marked for lot in self.lots for one in lot.criteria)


FOLD_FROM = 3


def notice_picture(store: Path, notice_id: str, outcome: str = "", page: int = 1) -> NoticePicture | None:
    """The notice's page, or None where no such notice has been read."""
    reading = reading_of(store)
    notice = reading.row(NOTICE, [notice_id])
    if notice is None:
        return None
    counted = reading.rows(OUTCOMES, [notice_id])
    outcomes = outcomes_of(counted)
    outcome = outcome if outcome in outcomes else ""
    chosen = outcomes[outcome] if outcome else sum(row["lots"] for row in counted)
    pages = max(1, -(-chosen // LOTS_PER_PAGE))
    page = min(page, pages)
    return NoticePicture(
        notice=notice,
        buyers=tuple(reading.rows(BUYERS, [notice_id])),
        outcomes=outcomes,
        lots=lots_on_page(reading, notice_id, outcome, page),
        lot_count=sum(row["lots"] for row in counted),
        outcome=outcome,
        page=page,
        pages=pages,
        problems=by_code(reading.rows(PROBLEMS, [notice_id])),
        related=related_to(reading, notice),
        rule_versions=tuple(sorted({row["rule_version"] for row in counted if row["rule_version"]})),
        documents=tuple(reading.rows(DOCUMENTS, [notice_id])),
    )


NOTICE = """
SELECT notice_id, format_version, form_type, publication_number, procedure_id, is_change, announced, language, title,
       buyer_name, cpv, value, currency, is_latest, is_demo
FROM notice WHERE notice_id = ?
"""
OUTCOMES = """
SELECT f.outcome, f.rule_version, count(*) AS lots FROM lot AS l
LEFT JOIN finding AS f ON f.notice_id = l.notice_id AND f.lot_id = l.lot_id
WHERE l.notice_id = ? GROUP BY f.outcome, f.rule_version
"""
LOTS = """
SELECT lot_id, kind, title, cpv, value, currency, strategic, criteria_in_documents FROM lot
WHERE notice_id = ? {chosen} ORDER BY kind = 'group', length(lot_id), lot_id LIMIT ? OFFSET ?
"""
CHOSEN = "AND lot_id IN (SELECT lot_id FROM finding WHERE notice_id = ? AND outcome = ?)"
BUYERS = """
SELECT u.*, b.name AS body_name, b.kind, b.county FROM buyer AS u LEFT JOIN body AS b ON b.orgnr = u.orgnr
WHERE u.notice_id = ? ORDER BY u.position
"""
RELATED = """
SELECT notice_id, title, announced, form_type, is_change, is_latest FROM notice
WHERE procedure_id = ? AND notice_id <> ? ORDER BY announced, notice_id LIMIT 50
"""
DOCUMENTS = "SELECT file, pages, is_readable FROM document WHERE notice_id = ? ORDER BY position"
PROBLEMS = "SELECT * FROM problem WHERE notice_id = ? ORDER BY sha256, position"


def related_to(reading: Reading, notice: Row) -> tuple[Row, ...]:
    """Other notices of the same procedure; a notice that names none has none."""
    if not notice["procedure_id"]:
        return ()
    return tuple(reading.rows(RELATED, [notice["procedure_id"], notice["notice_id"]]))


def by_code(problems: list[Row]) -> dict[str, list[Row]]:
    """Problem rows that say the same together."""
    found: dict[str, list[Row]] = {}
    for row in problems:
        found.setdefault(row["code"], []).append(row)
    return found


def outcomes_of(counted: list[Row]) -> dict[str, int]:
    """Lots by outcome, the worst first."""
    lots: dict[str, int] = defaultdict(int)
    for row in counted:
        if row["outcome"]:
            lots[row["outcome"]] += row["lots"]
    return {outcome: lots[outcome] for outcome in sorted(lots, key=WORST_FIRST.index)}


def lots_on_page(reading: Reading, notice_id: str, outcome: str, page: int) -> tuple[Lot, ...]:
    """The page's lots with their criteria and findings, read for all of them at once."""
    offset = (page - 1) * LOTS_PER_PAGE
    chosen = [notice_id, outcome] if outcome else []
    sql = LOTS.format(chosen=CHOSEN if outcome else "")
    lots = reading.rows(sql, [notice_id, *chosen, LOTS_PER_PAGE, offset])
    ids = [lot["lot_id"] for lot in lots]

    def rows(table: str, order: str = "lot_id, position") -> list[Row]:
        marks = ", ".join("?" for _ in ids) or "NULL"
        where = f"notice_id = ? AND lot_id IN ({marks}) ORDER BY {order}"
        return reading.rows(f"SELECT * FROM {table} WHERE {where}", [notice_id, *ids])  # noqa: S608 - names of ours

    return lots_of(lots, rows("criterion"), rows("finding"), rows("document_lot", "lot_id"))


def lots_of(lots: list[Row], criteria: list[Row], findings: list[Row], read: list[Row]) -> tuple[Lot, ...]:
    """Lots with what belongs to each."""
    by_lot: dict[str, list[Criterion]] = defaultdict(list)
    for row in criteria:
        by_lot[row["lot_id"]].append(criterion_of(row))
    found: dict[str, list[Row]] = defaultdict(list)
    for row in findings:
        found[row["lot_id"]].append({**row, "facts": json.loads(row["facts"] or "{}")})
    documents = {row["lot_id"]: row for row in read}
    return tuple(
        Lot(
            row=lot,
            criteria=tuple(by_lot[lot["lot_id"]]),
            findings=tuple(found[lot["lot_id"]]),
            read=documents.get(lot["lot_id"]),
        )
        for lot in lots
    )


def criterion_of(row: Row) -> Criterion:
    """A criterion's texts with the deciding words marked."""
    evidence = row["evidence"] or []
    name, description = row["name"] or "", row["description"] or ""
    return Criterion(
        row=row,
        name=segments(name, (mark for mark in evidence if mark["field"] == "name")),
        description=segments(description, (mark for mark in evidence if mark["field"] == "description")),
    )


def segments(text: str, marks: Iterable[Row]) -> tuple[Segment, ...]:
    """The text cut at the marks, which may touch or overlap; joined, the segments are the text."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((mark["start"], mark["end"]) for mark in marks):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    cut, at = [], 0
    for start, end in spans:
        cut += [Segment(text[at:start], is_marked=False), Segment(text[start:end], is_marked=True)]
        at = end
    return tuple(segment for segment in (*cut, Segment(text[at:], is_marked=False)) if segment.text)
