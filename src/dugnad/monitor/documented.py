"""One notice read together with its documents: the rows that follow, judged by the same law."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from dugnad.content import content_files
from dugnad.criteria.library import read_library
from dugnad.criteria.recognise import Recognise, recogniser
from dugnad.documents import judging
from dugnad.documents.award import SINGLE
from dugnad.documents.document import Document
from dugnad.documents.found import FoundLot, Procurement, Quote
from dugnad.documents.pairs import LotPair, pair_lots
from dugnad.documents.procurement import read_procurement
from dugnad.documents.read import read_document
from dugnad.errors import DocumentError
from dugnad.law.facts import CriterionFacts, LotFacts, NoticeFacts
from dugnad.law.judge import judge
from dugnad.law.together import agreed, filled, readings
from dugnad.monitor.declared import declared
from dugnad.monitor.used import document_rows
from dugnad.notices.attached import Kept
from dugnad.notices.judging import finding_row, lot_facts, notice_facts
from dugnad.notices.register import Register
from dugnad.wording.read import read_text

Row = dict[str, Any]
MOST_DOCUMENTS = 100
"""Documents that are read for one notice; the rest is kept in raw and reported."""
READER_FAILED, TOO_MANY, NO_TEXT = "reader-failed", "too-many", "no-text"
OWN_CODES = {
    READER_FAILED: "document-reader-failed",
    TOO_MANY: "too-many-documents",
    NO_TEXT: "document-without-text",
}
"""What may stand in document.problem besides the reader's own codes → the code of the problem row."""
LOTS_DIFFER = "lots-differ"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+47|0047)?(?<!\d)(?:\d{2} ?){3}\d{2}(?!\d)|\b\d{3} \d{2} \d{3}\b")
"""E-mail addresses and telephone numbers; organisation numbers and amounts have other lengths."""


@dataclass(slots=True)
class Fed:
    """Rows by table for one notice."""

    finding: list[Row]
    document: list[Row] = field(default_factory=list)
    document_lot: list[Row] = field(default_factory=list)
    requirement: list[Row] = field(default_factory=list)
    clause: list[Row] = field(default_factory=list)
    criterion: list[Row] = field(default_factory=list)
    document_criterion: list[Row] = field(default_factory=list)


def read_for(
    notice: Row, lots: list[Row], criteria: list[Row], alone: list[Row], kept: Sequence[Kept], register: Register
) -> Fed:
    """Read the notice's documents; where nothing can be read the findings of the notice alone stand."""
    fed = Fed(finding=alone)
    documents = read_all(notice["notice_id"], kept, fed.document)
    if not any(one.is_readable for one in documents):
        return fed
    try:
        procurement = read_procurement(documents, on=notice["judged_on"] or notice["announced"])
        fed = fed_by(notice, lots, criteria, alone, procurement, register, fed.document)
        fed.document_criterion = own_criteria(notice, documents)
        return fed  # noqa: TRY300 - whatever stops the reading is caught, this too
    except Exception:  # noqa: BLE001 - one notice's documents must never stop an import; the trace is kept
        fed.document[0] |= {"problem": READER_FAILED, "message": traceback.format_exc(limit=-4)[:2000]}
        return fed


def own_criteria(notice: Row, documents: list[Document]) -> list[Row]:
    """Our criteria in the documents; a notice from before the first of them cannot have any."""
    announced = notice["announced"] or notice["judged_on"]
    if announced is None or announced < first_version_day():
        return []
    return document_rows(notice["notice_id"], documents, own_recogniser())


@cache
def own_recogniser() -> Recognise:
    """Knows every criterion that can be read; files with faults are for `dugnad content check`, not for an import."""
    return recogniser(read_library().library)


@cache
def first_version_day() -> date:
    """The oldest version of all, by the names of the files alone: most notices are older and need no library."""
    days = [path.stem for path in content_files("criteria", "*.yaml") if DAY.fullmatch(path.stem)]
    return date.fromisoformat(min(days)) if days else date.max


def read_all(notice_id: str, kept: Sequence[Kept], rows: list[Row]) -> list[Document]:
    """Every document that can be opened; each gets its row."""
    documents = []
    for position, one in enumerate(kept):
        row = {"notice_id": notice_id, "position": position, "file": one.file, "sha256": one.sha256,
               "is_readable": False, "contradictions": []}  # fmt: skip
        rows.append(row)
        if position >= MOST_DOCUMENTS:
            row |= {"problem": TOO_MANY, "message": f"Only the first {MOST_DOCUMENTS} documents are read."}
            continue
        try:
            document = read_document(one.read(), file=one.file)
        except DocumentError as error:
            row |= {"problem": error.code, "message": f"{error.problem} {error.remedy}".strip()}
        except Exception:  # noqa: BLE001 - one document must never stop an import; the trace is kept
            row |= {"problem": READER_FAILED, "message": traceback.format_exc(limit=-4)[:2000]}
        else:
            documents.append(document)
            row |= about(document)
    return documents


def about(document: Document) -> Row:
    """What the document table tells of a document that was opened."""
    row = {"media": document.media, "pages": document.pages, "language": document.language or None,
           "is_readable": document.is_readable}  # fmt: skip
    if not document.is_readable:
        row |= {"problem": NO_TEXT, "message": " ".join(one.message for one in document.remarks)[:2000]}
    return row


def fed_by(
    notice: Row,
    lots: list[Row],
    criteria: list[Row],
    alone: list[Row],
    procurement: Procurement,
    register: Register,
    documents: list[Row],
) -> Fed:
    """All rows that follow from what was read."""
    fed = Fed(finding=[], document=documents)
    facts = filled(notice_facts(notice, criteria, register), judging.notice_facts(procurement.head))
    read_facts = judging.lot_facts(procurement)
    pairs = paired(lots, procurement.lots)
    found = {told["lot_id"]: lot for told, lot in pairs if told is not None and lot is not None}
    note_contradictions(procurement, pairs, documents)
    by_lot = {row["lot_id"]: row for row in lots}
    on = notice["judged_on"] or notice["announced"] or date.min
    for finding in alone:
        lot_id = finding["lot_id"]
        lot, own = by_lot[lot_id], [row for row in criteria if row["lot_id"] == lot_id]
        read = found.get(lot_id)
        if read is None:
            fed.finding.append(finding)
            continue
        as_read = read_facts[procurement.lots.index(read)]
        fed.finding.append(judged(facts, lot, own, as_read, notice["notice_id"], on))
        row = lot_row(procurement, read) | declared(lot, own, finding, read, procurement)
        fed.document_lot.append(row | {"notice_id": notice["notice_id"], "lot_id": lot_id})
        if lot["criteria_in_documents"] or not lot["criteria_stated"]:
            first = len(own)
            fed.criterion += [
                criterion_row(one, told, procurement, position) | {"notice_id": notice["notice_id"], "lot_id": lot_id}
                for position, (one, told) in enumerate(zip(judging.leaves(read), as_read.criteria, strict=True), first)
            ]
    fed.requirement = requirement_rows(notice["notice_id"], procurement, found)
    fed.clause = clause_rows(notice["notice_id"], procurement)
    return fed


def paired(lots: list[Row], documents: Sequence[FoundLot]) -> list[LotPair]:
    """Lots of the notice with lots of the documents; documents that name no lots speak of all."""
    told = [row for row in lots if row["kind"] != "group"]
    if len(documents) == 1 and documents[0].id == SINGLE and not documents[0].number:
        return [(row, documents[0]) for row in told]
    return pair_lots(told, documents)


def note_contradictions(procurement: Procurement, pairs: list[LotPair], documents: list[Row]) -> None:
    """Where the documents contradict themselves, or divide the purchase otherwise than the notice."""
    by_file = {row["file"]: row for row in documents}
    first = next(row for row in documents if row["is_readable"])
    for one in procurement.contradictions:
        row = by_file.get(one.quotes[0].place.file, first) if one.quotes else first
        row["contradictions"].append(f"{one.code}: {one.message_en}")
    odd = [told["lot_id"] for told, lot in pairs if told is not None and lot is None]
    odd += [lot.title or lot.id for told, lot in pairs if lot is not None and told is None]
    if odd:
        first["contradictions"].append(f"{LOTS_DIFFER}: no match for {', '.join(odd[:20])}.")


def judged(facts: NoticeFacts, lot: Row, own: list[Row], as_read: LotFacts, notice_id: str, on: date) -> Row:
    """The lot's one finding, by the law that the check uses."""
    coded = lot_facts(facts, lot, own)
    finding = agreed([judge(one, on=on) for one in readings(coded, replace(as_read, notice=facts))])
    basis = "both" if coded.criteria else "documents"
    return finding_row(replace(finding, basis=basis), notice_id, lot["lot_id"])


def lot_row(procurement: Procurement, lot: FoundLot) -> Row:
    """What the documents say of the lot."""
    own = [one for one in procurement.requirements if one.lot in {None, lot.id} and one.environment == "certain"]
    reasons = lot.departure.reasons_quote
    return {
        "environment_certain": lot.environment_certain,
        "environment_max": lot.environment_max,
        "best_environment_rank": lot.best_environment_rank,
        "path": lot.departure.path,
        "reasons": lot.departure.reasons,
        **quoted(reasons, "reasons_"),
        "criteria": len(judging.leaves(lot)),
        "requirements_binding": sum(one.is_binding for one in own),
        "requirements_non_binding": sum(not one.is_binding for one in own),
    }


def quoted(quote: Quote | None, prefix: str = "") -> Row:
    """The words and where they stand, without addresses and telephone numbers."""
    if quote is None:
        return {f"{prefix}quote": None, f"{prefix}place": None, f"{prefix}file": None}
    return {
        f"{prefix}quote": CONTACT.sub("[…]", quote.text),
        f"{prefix}place": str(quote.place),
        f"{prefix}file": quote.place.file,
    }


def requirement_rows(notice_id: str, procurement: Procurement, found: dict[str, FoundLot]) -> list[Row]:
    """Requirements with environmental content, with the notice's lot where the documents name one."""
    lot_ids = {lot.id: lot_id for lot_id, lot in found.items()}
    return [
        {
            "notice_id": notice_id,
            "position": position,
            "lot_id": lot_ids.get(one.lot) if one.lot else None,
            "environment": one.environment,
            "is_binding": one.is_binding,
            **quoted(one.quote),
        }
        for position, one in enumerate(procurement.requirements)
    ]


def clause_rows(notice_id: str, procurement: Procurement) -> list[Row]:
    """Contract clauses with social content."""
    return [
        {"notice_id": notice_id, "position": position, "type": one.type, "tiers": one.tiers, **quoted(one.quote)}
        for position, one in enumerate(procurement.clauses)
    ]


def criterion_row(one: Any, told: CriterionFacts, procurement: Procurement, position: int) -> Row:
    """A criterion that stands in the documents only, as the criterion table tells it."""
    description = CONTACT.sub("[…]", one.text.removeprefix(one.name).strip())
    language = (procurement.head.language or "nob").upper()
    verdict = read_text(language, one.name, description)
    return {
        "position": position,
        "type_code": told.type_code,
        "name": one.name,
        "description": description,
        "language": language,
        "weight_raw": one.weight_quote.text if one.weight_quote else None,
        "weight_kind": told.weight_kind,
        "weight_percent": told.weight_percent,
        "weight_low": told.weight_low,
        "weight_high": told.weight_high,
        "rank": told.rank,
        "is_statement": False,
        "is_withheld": False,
        "environment": one.environment,
        "environment_scope": one.environment_scope if one.environment != "none" else None,
        "topic": verdict.topic if one.environment != "none" else None,
        "social": "certain" if one.is_social else verdict.social,
        "stated_percent": told.stated_percent,
        "is_plainly_other": False,
        "evidence": [
            {"field": mark.field, "start": mark.start, "end": mark.end, "term": mark.term} for mark in verdict.evidence
        ],
        "source": "document",
    }
