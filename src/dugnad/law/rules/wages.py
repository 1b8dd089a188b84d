"""Wages and working conditions as a contract clause (R-WAGE): LOA § 5e, FF § 7-11, before that FOR-2008-02-08-112."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter, of_buyer
from dugnad.law.rules.condition import (
    clause_amounts,
    clause_answer,
    clause_scope,
    is_in_act_itself,
    reaches,
    read_as,
    services_or_works,
)


def wage_checks(matter: DutyMatter, version: DutyVersion) -> list[Check]:
    """Services and works, from the amount of the day; the same for the stricter clauses of works and cleaning."""
    names = clause_amounts(matter) if is_in_act_itself(matter) else of_buyer(matter, "wages-state", "wages-others")
    checks = [*clause_scope(matter, version), services_or_works(matter), reaches(matter, *names)]
    if is_in_act_itself(matter) and matter.service == "health" and matter.regulation == "foa":
        # Whether "duty to announce" means the higher amount of health and social services here was not found.
        checks.append(read_as("I", tail="tail-health"))
    return checks


def _answer(matter: DutyMatter, version: DutyVersion) -> Answer:
    return clause_answer(matter, version, wage_checks(matter, version), "wage")


wages = duty("wages.clause", _answer)
