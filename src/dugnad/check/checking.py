"""The check before publishing: a notice, its documents, or both together, judged by the same law as the statistics."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from dugnad.check.differences import Difference, find_differences
from dugnad.check.kind import File, is_notice
from dugnad.check.notice import ATTENTION, CheckedLot, CheckedNotice, check_notice
from dugnad.check.pairs import LotPair, pair_lots
from dugnad.documents import judging
from dugnad.documents.document import Document
from dugnad.documents.evidence import find_evidence, missing_contract
from dugnad.documents.found import FoundLot, Procurement
from dugnad.documents.procurement import read_procurement
from dugnad.documents.read import read_document
from dugnad.errors import CheckError
from dugnad.law.duties import judge_duties
from dugnad.law.facts import LotFacts, NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.judge import judge, worst
from dugnad.law.purchase import ClauseFacts, Purchase
from dugnad.law.together import agreed, filled, readings
from dugnad.notices.judging import lot_facts, notice_facts
from dugnad.notices.register import load_register

MOST_FILES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCheck:
    """One lot as both sides tell it, and the finding of the climate and environment rule."""

    lot_id: str
    title: str
    told: CheckedLot | None
    found: FoundLot | None
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Everything the check says of one procurement."""

    files: tuple[tuple[str, str], ...]
    """(name, SHA-256) of every file given."""
    on: date | None
    """The day whose law was used; None where no day is known."""
    notice: CheckedNotice | None
    documents: tuple[Document, ...]
    procurement: Procurement | None
    lots: tuple[LotCheck, ...]
    duties: tuple[Finding, ...]
    differences: tuple[Difference, ...]

    @property
    def outcome(self) -> str:
        """That of the worst lot."""
        return worst([lot.finding.outcome for lot in self.lots]) or "UNKNOWN"

    @property
    def is_undecided(self) -> bool:
        """Were documents given, and yet too little to judge a lot by?"""
        return self.procurement is not None and (self.on is None or self.outcome == "UNKNOWN")

    @property
    def needs_attention(self) -> bool:
        """Should somebody act before publishing? A duty that a person must judge is told, and does not count here."""
        contradictions = self.procurement.contradictions if self.procurement else ()
        is_missing = any(one.outcome in {"POSSIBLE_BREACH", "REASONS_MISSING"} for one in self.duties)
        is_open = any(lot.finding.outcome in ATTENTION for lot in self.lots) or self.is_undecided
        return bool(self.differences or contradictions) or is_missing or is_open


def check_files(
    files: Sequence[File], *, on: date | None = None, progress: Callable[[int, int], None] | None = None
) -> Checked:
    """Check the files as one procurement: at most one notice, any number of documents."""
    if not files:
        problem = "No file was given. Give a notice (XML), tender documents (DOCX, PDF, text), or both."
        raise CheckError(problem, "no-file")
    if len(files) > MOST_FILES:
        raise CheckError(f"{len(files)} files were given. Give at most {MOST_FILES} at a time.", "too-many")
    notices = [(name, raw) for name, raw in files if is_notice(raw)]
    if len(notices) > 1:
        names = ", ".join(name for name, _ in notices)
        problem = f"{names}: these are {len(notices)} notices. Check one procurement at a time."
        raise CheckError(problem, "several-notices")
    documents = []
    for position, (name, raw) in enumerate(files, 1):
        if not is_notice(raw):
            documents.append(read_document(raw, file=name))
        if progress:
            progress(position, len(files))
    notice = check_notice(notices[0][1], file=notices[0][0], on=on) if notices else None
    procurement = read_procurement(documents, on=on or _notice_day(notice)) if documents else None
    sums = tuple((name, hashlib.sha256(raw).hexdigest()) for name, raw in files)
    return _judged(sums, tuple(documents), notice, procurement, on)


def _notice_day(notice: CheckedNotice | None) -> date | None:
    return (notice.notice["judged_on"] or notice.notice["announced"]) if notice else None


def _judged(
    files: tuple[tuple[str, str], ...],
    documents: tuple[Document, ...],
    notice: CheckedNotice | None,
    procurement: Procurement | None,
    on: date | None,
) -> Checked:
    day = on or _notice_day(notice) or (procurement.head.announced if procurement else None)
    facts = _facts(notice, procurement)
    told = [one for one in notice.lots if one.lot["kind"] != "group"] if notice else []
    pairs: list[LotPair] = pair_lots(told, procurement.lots if procurement else ())
    lots = tuple(_lot(pair, facts, notice, procurement, day or date.min) for pair in pairs)
    duties = judge_duties(_purchase(facts, notice, procurement, documents), on=day) if day else []
    differences = find_differences(notice, procurement, pairs) if notice and procurement else []
    return Checked(
        files=files,
        on=day,
        notice=notice,
        documents=documents,
        procurement=procurement,
        lots=lots,
        duties=tuple(duties),
        differences=tuple(differences),
    )


def _facts(notice: CheckedNotice | None, procurement: Procurement | None) -> NoticeFacts:
    """The notice's facts where there is one: codes are surer than words. The documents fill what it leaves open."""
    read = judging.notice_facts(procurement.head) if procurement else NoticeFacts()
    register = load_register()
    body = register.by_number.get(procurement.head.orgnr or "") if procurement else None
    read = replace(read, buyer_kind=body.kind if body else read.buyer_kind)
    if notice is None:
        return read
    return filled(notice_facts(notice.notice, _criteria(notice), register), read)


def _criteria(notice: CheckedNotice) -> list[dict[str, Any]]:
    return [row for one in notice.lots for row in one.criteria]


def _lot(
    pair: LotPair, facts: NoticeFacts, notice: CheckedNotice | None, procurement: Procurement | None, day: date
) -> LotCheck:
    told, found = pair
    lot_id = found.id if told is None and found else told.lot["lot_id"] if told else ""
    title = (told.lot["title"] if told else "") or (found.title if found else "")
    candidates = _readings(told, found, facts, procurement)
    finding = agreed([judge(one, on=day) for one in candidates])
    return LotCheck(lot_id=lot_id, title=title or "", told=told, found=found, finding=finding)


def _readings(
    told: CheckedLot | None, found: FoundLot | None, facts: NoticeFacts, procurement: Procurement | None
) -> list[LotFacts]:
    """The lot as the documents state it, and as the notice does where it states criteria of its own."""
    coded = lot_facts(facts, told.lot, told.criteria) if told else None
    read = _read(procurement, found, facts) if procurement and found else None
    if coded and read:
        return readings(coded, read)
    return [one for one in (coded, read) if one]


def _read(procurement: Procurement, found: FoundLot, facts: NoticeFacts) -> LotFacts:
    """The lot as the documents state it, with the notice's own codes for buyer, form and value where there are any."""
    position = procurement.lots.index(found)
    return replace(judging.lot_facts(procurement)[position], notice=judging.presumed(facts))


def _purchase(
    facts: NoticeFacts, notice: CheckedNotice | None, procurement: Procurement | None, documents: Sequence[Document]
) -> Purchase:
    """What the other duties are judged on."""
    purchase = judging.purchase_of(procurement) if procurement else Purchase(notice=facts)
    if procurement and procurement.is_readable:
        purchase = _with_evidence(purchase, documents)
    told = notice.lots if notice else []
    declared = {
        code for one in told for code in [*(one.lot["social_objective"] or []), *(one.lot["accessibility"] or [])]
    }
    codes = dict.fromkeys(code for one in told for code in (one.lot["cpv"], *(one.lot["cpv_additional"] or [])) if code)
    if notice and notice.notice["cpv"]:
        codes = {notice.notice["cpv"]: None, **codes}
    words = " ".join(filter(None, [notice.notice["title"] if notice else "", *(one.lot["title"] for one in told)]))
    return replace(
        purchase,
        notice=facts,
        cpvs=tuple(dict.fromkeys([*codes, *purchase.cpvs])),
        declared=frozenset(declared | set(purchase.declared)),
        words=f"{words} {purchase.words}".strip(),
        lots=purchase.lots or (len(told) if told else None),
    )


def _with_evidence(purchase: Purchase, documents: Sequence[Document]) -> Purchase:
    """What stands outside the social clauses, and that a contract draft named in the text may hold the rest."""
    known = {clause.type for clause in purchase.clauses}
    more = tuple(
        ClauseFacts(type=one.type, quote=one.quote.text, place=str(one.quote.place))
        for one in find_evidence(documents)
        if one.type not in known
    )
    is_partly = missing_contract(documents) is not None or not all(document.is_readable for document in documents)
    read: Literal["read", "partly"] = "partly" if is_partly else "read"
    return replace(purchase, clauses=(*purchase.clauses, *more), documents=read)
