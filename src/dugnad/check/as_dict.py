"""A check as programs read it: for documents the keys of a procurement, for a notice its lots and findings."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from dugnad.check.checking import Checked, LotCheck
from dugnad.check.differences import Difference
from dugnad.check.notice import as_dict as notice_as_dict
from dugnad.check.steps import next_step
from dugnad.check.writing import change_for, clause_for
from dugnad.documents.as_dict import as_dict as documents_as_dict
from dugnad.documents.found import Quote
from dugnad.law.finding import Finding

TO_DO = {"POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "MANUAL_REVIEW", "SHOULD_NOT_MET"}


def as_dict(checked: Checked) -> dict[str, Any]:
    """The whole check, ready for JSON."""
    told: dict[str, Any] = {"kind": _kind(checked)}
    if checked.procurement is not None:
        findings = {id(lot.found): lot.finding for lot in checked.lots if lot.found}
        told |= documents_as_dict(
            checked.procurement, on=checked.on, findings=[findings[id(lot)] for lot in checked.procurement.lots]
        )
    if checked.notice is not None and checked.procurement is None:
        told |= notice_as_dict(checked.notice)
    elif checked.notice is not None:
        told["notice"] = notice_as_dict(checked.notice)
    return told | {
        "outcome": checked.outcome,
        "judged_on": checked.on.isoformat() if checked.on else None,
        "files": [{"name": name, "sha256": digest} for name, digest in checked.files],
        "findings": [_lot_finding(lot, checked) for lot in checked.lots],
        "duties": [_duty(one, checked) for one in checked.duties],
        "differences": [_difference(one) for one in checked.differences],
        "needs_attention": checked.needs_attention,
    }


def _kind(checked: Checked) -> str:
    if checked.notice is not None and checked.procurement is not None:
        return "both"
    return "notice" if checked.notice is not None else "documents"


def _lot_finding(lot: LotCheck, checked: Checked) -> dict[str, Any]:
    is_read = checked.procurement is not None
    finding = lot.finding
    steps = {
        f"todo_{language}": next_step(finding.outcome, finding.ground, language, is_read=is_read)
        for language in ("nb", "nn", "en")
    }
    notice_id = checked.notice.notice["notice_id"] if checked.notice else None
    return {"notice_id": notice_id, "lot_id": lot.lot_id, "position": 0, **finding_as_dict(finding), **steps}


def _duty(duty: Finding, checked: Checked) -> dict[str, Any]:
    told = finding_as_dict(duty)
    if duty.outcome in TO_DO | {"DUTY_APPLIES"}:
        for language in ("nb", "nn", "en"):
            told[f"todo_{language}"] = change_for(duty.rule, language)
            told[f"text_{language}"] = clause_for(duty.rule, language, checked.on)
    return told


def finding_as_dict(finding: Finding) -> dict[str, Any]:
    """One finding; its facts as JSON."""
    told = {one.name: getattr(finding, one.name) for one in fields(finding) if one.name != "problems"}
    shown: dict[str, Any] = json.loads(json.dumps(told, ensure_ascii=False, default=str))
    return shown


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "code": one.code,
        "lot": one.lot or None,
        "field": one.field,
        "notice": one.notice or None,
        "documents": one.documents or None,
        **quote_as_dict(one.quote),
        **{f"sentence_{language}": text for language, text in one.sentences.items()},
        **{f"todo_{language}": text for language, text in one.todo.items()},
    }


def quote_as_dict(quote: Quote | None) -> dict[str, Any]:
    """A quote and its place, or nulls."""
    if quote is None:
        return {"quote": None, "page_or_paragraph": None}
    return {"quote": quote.text, "page_or_paragraph": str(quote.place), "file": quote.place.file or None}
