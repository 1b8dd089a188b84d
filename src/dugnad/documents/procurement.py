"""The documents of one procurement, read into one: head, lots with criteria, departure, requirements, clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dugnad.documents.award import SINGLE, find_award, says
from dugnad.documents.bounds import bounded
from dugnad.documents.clauses import find_clauses
from dugnad.documents.criteria import lot_of
from dugnad.documents.criteria_prose import segments
from dugnad.documents.departure import find_departures
from dugnad.documents.document import Document
from dugnad.documents.exceptions import claimed_exception, reasons_for_one_lot
from dugnad.documents.found import Contradiction, Departure, FoundLot, Head, Procurement
from dugnad.documents.head import find_head
from dugnad.documents.lots import LotHead, find_lots
from dugnad.documents.phrases import folded
from dugnad.documents.requirements import find_requirements
from dugnad.documents.sentences import sentences
from dugnad.documents.weights import measures

REMEMBERED = (sentences, folded, measures, segments, says)
"""What is worked out once for a text while its document is read, and forgotten with it."""


def read_procurement(documents: Sequence[Document], *, on: date | None = None) -> Procurement:
    """Everything that is found in the files of one procurement. `on`: the day of announcement where it is known."""
    try:
        return _read(documents, on)
    finally:
        for one in REMEMBERED:
            one.cache_clear()


def _read(documents: Sequence[Document], on: date | None) -> Procurement:
    documents = bounded(documents)
    readable = [document for document in documents if document.is_readable]
    remarks = tuple(remark for document in documents for remark in document.remarks)
    files = tuple(document.file for document in documents)
    if not readable:
        return _unread(files, on, remarks)
    head, faults = find_head(readable)
    head = replace(head, announced=on or head.announced)
    head, lots, more = _lots(readable, head)
    requirements = find_requirements(readable, lots)
    departure, by_lot = find_departures(readable, lots, requirements, announced=head.announced, cpv=head.cpv)
    return Procurement(
        files=files,
        is_readable=True,
        head=head,
        lots=tuple(replace(lot, departure=by_lot.get(lot.id, departure)) for lot in lots),
        departure=departure,
        requirements=requirements,
        clauses=find_clauses(readable),
        contradictions=(*faults, *more),
        remarks=remarks,
        claimed_exception=claimed_exception(readable),
        reasons_for_one_lot=reasons_for_one_lot(readable),
    )


def _unread(files: tuple[str, ...], on: date | None, remarks: tuple) -> Procurement:  # type: ignore[type-arg]
    return Procurement(
        files=files,
        is_readable=False,
        head=Head(announced=on),
        lots=(FoundLot(id=SINGLE),),
        departure=Departure(),
        requirements=(),
        clauses=(),
        contradictions=(),
        remarks=remarks,
    )


def _lots(documents: Sequence[Document], head: Head) -> tuple[Head, tuple[FoundLot, ...], list[Contradiction]]:
    """The lots with their criteria; the head's CPV and value from them where the documents give no others."""
    heads = find_lots(documents)
    by_id: dict[str, LotHead] = {lot.id: lot for lot in heads}
    lots, faults = [], []
    for award in find_award(documents, heads):
        lot, found = lot_of(award, by_id.get(award.id), head.language or "nob")
        lots.append(lot)
        faults += [fault for fault in found if fault.code != "two-tables" or len(heads) < 2]  # noqa: PLR2004
    values = [lot.value_nok for lot in heads]
    total = sum(value for value in values if value is not None) if values and None not in values else None
    codes = tuple(dict.fromkeys(code for lot in heads for code in lot.cpv))
    head = replace(head, value_nok=head.value_nok or total, cpv=head.cpv or codes)
    return head, tuple(lots), faults
