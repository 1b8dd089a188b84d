"""Universal design (R-UU), the documentation of decisions (FOA § 7-1) and the reasons for one lot (FOA § 19-4)."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty, failed, first_failing, first_unknown, not_known
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter
from dugnad.law.rules.condition import (
    applies,
    authority,
    buyer_in_act,
    in_part,
    inside_act,
    known_day,
    known_regulation,
    outside,
    plain_answer,
)

ALL_CONTRACTS = frozenset({"concession", "utility"})
PART_3 = frozenset({"3"})


def _universal_design(matter: DutyMatter, _: DutyVersion) -> Answer:
    """Asked where persons use what is bought, which no form tells for sure: never a possible breach."""
    checks = [*outside(matter, but=ALL_CONTRACTS), buyer_in_act(matter), inside_act(matter)]
    no = first_failing(checks)
    if no is not None:
        return failed(no)
    found, declared, rests = tuple(matter.clauses("accessibility")), matter.purchase.declared, tuple(checks)
    if found or "inc" in declared:
        return Answer(
            "DUTY_DECLARED",
            "declared" if any(one.quote for one in found) else "declared-notice",
            "declared",
            rests,
            found,
        )
    if declared & {"n-inc", "n-inc-just"}:
        return Answer("EXEMPT_CLAIMED", "exempt-accessibility", "declared", rests)
    unknown = first_unknown(checks)
    if unknown is not None:
        return not_known(unknown, checks)
    if matter.purchase.documents == "not-read":
        return applies(matter, checks, is_clause=True)
    return Answer("MANUAL_REVIEW", "review-judgement", "clause-absent", rests)


def _under_others(matter: DutyMatter) -> Answer | None:
    """FOA's paragraph does not reach utilities and concessions, and the paragraphs of FF and KKF were not read."""
    name = {"ff": "utility", "kkf": "concession"}.get(matter.regulation)
    if name is None or outside(matter, but=ALL_CONTRACTS):
        return None
    return Answer("NOT_APPLICABLE", "no-own-rules", name, (Check(False, mark="C"),))


def _documentation(matter: DutyMatter, _: DutyVersion) -> Answer:
    others = _under_others(matter)
    if others is not None:
        return others
    return plain_answer(matter, [*outside(matter), authority(matter), known_regulation(matter), inside_act(matter)])


def _one_lot(matter: DutyMatter, _: DutyVersion) -> Answer:
    """Reasons for not dividing. They may stand outside what was read, so their absence is for a person."""
    others = _under_others(matter)
    if others is not None:
        return others
    lots, reasons = matter.purchase.lots, matter.purchase.reasons_for_one_lot
    divided = Check(None if lots is None else lots < 2, "no-lots", "unknown-lots")  # noqa: PLR2004 - one or several
    checks = [*outside(matter), authority(matter), known_regulation(matter), known_day(matter)]
    checks += [in_part(matter, PART_3), divided]
    no, unknown = first_failing(checks), first_unknown(checks)
    if no is not None:
        return failed(no)
    if unknown is not None:
        return not_known(unknown, checks)
    if reasons:
        return Answer("DUTY_DECLARED", "declared-notice", "declared", tuple(checks))
    if matter.purchase.documents == "read" and reasons is False:
        return Answer("MANUAL_REVIEW", "review-lots", "reasons-absent", tuple(checks))
    return applies(matter, checks, is_clause=True)


universal_design = duty("universal.design", _universal_design)
documentation = duty("documentation.duty", _documentation)
one_lot = duty("lots.reasons", _one_lot)
