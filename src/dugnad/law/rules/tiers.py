"""At most two tiers below the supplier (R-TIER): LOA § 5k, FF § 7-17, before that FOA §§ 8-13 and 19-3 and FF § 7-8."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter, of_buyer
from dugnad.law.rules.condition import (
    clause_amounts,
    clause_answer,
    clause_scope,
    in_part,
    is_in_act_itself,
    reaches,
    read_as,
    works_or_cleaning,
)
from dugnad.law.rules.works_and_cleaning import foa_part, utility_scope

PART_3 = frozenset({"3"})


def _answer(matter: DutyMatter, version: DutyVersion) -> Answer:
    answer = clause_answer(matter, version, _checks(matter, version), "tiers")
    most, allowed = matter.law.conditions["most-tiers"].value, matter.purchase.tiers_allowed
    if answer.outcome == "DUTY_DECLARED" and allowed is not None and most is not None and allowed > most:
        return Answer("MANUAL_REVIEW", "review-tiers", "more-tiers", answer.checks, answer.clauses)
    return answer


def _checks(matter: DutyMatter, version: DutyVersion) -> list[Check]:
    trade = works_or_cleaning(matter)
    if is_in_act_itself(matter):
        names = ("tiers-ff",) if matter.regulation == "ff" else clause_amounts(matter)
        return [*clause_scope(matter, version), *trade, reaches(matter, *names)]
    if matter.regulation == "ff":
        cleaning = [read_as("I")] if matter.trade == "cleaning" else []
        return [*utility_scope(matter), *trade, *cleaning, reaches(matter, "tiers-ff")]
    scope = [*clause_scope(matter, version), *trade]
    if matter.place.part == "3":
        read = matter.law.conditions["tiers-part-3"]
        return [*scope, in_part(matter, PART_3), *([read_as(read.mark)] if matter.on < read.since else [])]
    if matter.trade == "works":
        return [*scope, reaches(matter, *of_buyer(matter, "tiers-foa-state", "tiers-foa-others"))]
    return [*scope, in_part(matter, PART_3, no="no-works")]


tiers = duty("tiers.limit", _answer, column=foa_part)
