"""One notice: its lots, their criteria with the words that decided, and the findings."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dugnad.monitor.pictures.reading import reading_of

Row = dict[str, Any]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One lot with its criteria and findings."""

    row: Row
    criteria: tuple[Criterion, ...]
    findings: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePicture:
    """Everything on a notice's page."""

    notice: Row
    buyers: tuple[Row, ...]
    lots: tuple[Lot, ...]
    problems: tuple[Row, ...]
    related: tuple[Row, ...]


def notice_picture(store: Path, notice_id: str) -> NoticePicture | None:
    """The notice's page, or None where no such notice has been read."""
    reading = reading_of(store)
    notice = reading.row("SELECT * FROM notice WHERE notice_id = ?", [notice_id])
    if notice is None:
        return None

    def rows(table: str, order: str) -> list[Row]:
        return reading.rows(f"SELECT * FROM {table} WHERE notice_id = ? ORDER BY {order}", [notice_id])  # noqa: S608 - names of ours

    return NoticePicture(
        notice=notice,
        buyers=tuple(reading.rows(BUYERS, [notice_id])),
        lots=lots_of(rows("lot", "lot_id"), rows("criterion", "lot_id, position"), rows("finding", "lot_id, position")),
        problems=tuple(rows("problem", "position")),
        related=tuple(reading.rows(RELATED, [notice["procedure_id"], notice_id])) if notice["procedure_id"] else (),
    )


BUYERS = """
SELECT u.*, b.name AS body_name, b.kind, b.county FROM buyer AS u LEFT JOIN body AS b ON b.orgnr = u.orgnr
WHERE u.notice_id = ? ORDER BY u.position
"""
RELATED = """
SELECT notice_id, title, announced, form_type, is_change, is_latest FROM notice
WHERE procedure_id = ? AND notice_id <> ? ORDER BY announced, notice_id
"""


def lots_of(lots: list[Row], criteria: list[Row], findings: list[Row]) -> tuple[Lot, ...]:
    """Lots with what belongs to each."""
    by_lot: dict[str, list[Criterion]] = defaultdict(list)
    for row in criteria:
        by_lot[row["lot_id"]].append(criterion_of(row))
    found: dict[str, list[Row]] = defaultdict(list)
    for row in findings:
        found[row["lot_id"]].append({**row, "facts": json.loads(row["facts"] or "{}")})
    return tuple(
        Lot(row=lot, criteria=tuple(by_lot[lot["lot_id"]]), findings=tuple(found[lot["lot_id"]])) for lot in lots
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
