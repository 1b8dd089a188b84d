"""Apprentices (R-APP): LOA § 5h, FF § 7-14, before that FOR-2016-12-17-1708."""

from __future__ import annotations

import re

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter, of_buyer
from dugnad.law.rules.condition import (
    clause_amounts,
    clause_answer,
    clause_scope,
    is_in_act_itself,
    reaches,
    services_or_works,
)
from dugnad.law.vehicle_class import pattern


def _answer(matter: DutyMatter, version: DutyVersion) -> Answer:
    checks = [
        *clause_scope(matter, version),
        services_or_works(matter),
        reaches(matter, *_amounts(matter)),
        _lasts(matter),
        _is_skilled(matter),
    ]
    answer = clause_answer(matter, version, checks, "apprentices")
    if answer.outcome in {"DUTY_APPLIES", "POSSIBLE_BREACH", "MANUAL_REVIEW"} and _is_excepted(matter):
        return Answer("EXEMPT_CLAIMED", "exempt-apprentices", "disproportionate", answer.checks)
    return answer


def _is_excepted(matter: DutyMatter) -> bool:
    """Do the documents claim that apprentices are not to be asked for?"""
    return re.search(pattern(matter.law.exceptions["apprentices"]), matter.purchase.claimed_exception) is not None


def _amounts(matter: DutyMatter) -> tuple[str, ...]:
    if not is_in_act_itself(matter):
        return of_buyer(matter, "apprentices-state", "apprentices-others")
    if matter.regulation != "ff" and matter.service == "health":
        return ("apprentices-health-social",)
    return clause_amounts(matter)


def _lasts(matter: DutyMatter) -> Check:
    """Longer than the months that the rule names."""
    months, least = matter.purchase.duration_months, matter.law.conditions["apprentice-months"]
    if months is None or least.value is None:
        return Check(None, unknown="unknown-duration")
    return Check(months > least.value, "no-duration")


def _is_skilled(matter: DutyMatter) -> Check:
    """Works are skilled trades unless something else is said; for services the CPV list is our own reading."""
    said = matter.purchase.is_skilled_trade
    if said is not None:
        return Check(said, "no-skilled", tail="tail-shortage")
    if matter.nature == "works":
        return Check(True, tail="tail-shortage")
    if matter.cpv and matter.law.trades.holds(matter.cpv):
        return Check(True, mark=matter.law.trades.mark, tail="tail-shortage")
    return Check(None, unknown="unknown-skilled")


apprentices = duty("apprentices.clause", _answer)
