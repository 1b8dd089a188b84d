"""What only works and cleaning contracts ask: pension and HSE card (R-WAGE-2), wages through a bank (R-BANK)."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter, of_buyer
from dugnad.law.rules.condition import (
    buyer_in_act,
    clause_amounts,
    clause_answer,
    clause_scope,
    in_part,
    is_in_act_itself,
    known_day,
    known_regulation,
    outside,
    reaches,
    read_as,
    works_or_cleaning,
)

PARTS = frozenset({"2", "3"})


def _conditions(matter: DutyMatter, version: DutyVersion) -> Answer:
    """Pension and HSE card are looked for. What works ask besides, information and language, is said to be unread."""
    names = clause_amounts(matter) if is_in_act_itself(matter) else of_buyer(matter, "wages-state", "wages-others")
    checks = [*clause_scope(matter, version), *works_or_cleaning(matter), reaches(matter, *names)]
    answer = clause_answer(matter, version, checks, "hms-card", "pension")
    if answer.sentence in {"declared", "declared-notice"} and len({clause.type for clause in answer.clauses}) == 1:
        return Answer("MANUAL_REVIEW", "review-one-of-two", "one-of-two", answer.checks, answer.clauses)
    if answer.outcome == "DUTY_DECLARED" and matter.trade == "works":
        told = (*answer.checks, Check(True, tail="tail-language"))
        return answer._replace(checks=told, missing="Informasjon og språk på arbeidsplassen er ikke kontrollert.")
    return answer


def _bank(matter: DutyMatter, version: DutyVersion) -> Answer:
    if is_in_act_itself(matter):
        checks = [*clause_scope(matter, version), *works_or_cleaning(matter), reaches(matter, *clause_amounts(matter))]
    elif matter.regulation == "ff":
        checks = [*utility_scope(matter), *works_or_cleaning(matter), reaches(matter, "bank-ff")]
    else:
        checks = [*clause_scope(matter, version), *works_or_cleaning(matter), in_part(matter, PARTS)]
    return clause_answer(matter, version, checks, "bank-payment")


def utility_scope(matter: DutyMatter) -> list[Check]:
    """FF until June 2026: every buyer under it; that companies and special rights are meant is our reading."""
    checks = [*outside(matter, but=frozenset({"utility"})), buyer_in_act(matter), known_regulation(matter)]
    if matter.is_authority is not True:
        checks.append(read_as("I"))
    return [*checks, known_day(matter)]


def foa_part(matter: DutyMatter) -> str:
    """The column of a paragraph that stood in Part II or Part III of FOA; FF from its own."""
    if is_in_act_itself(matter) or matter.regulation == "ff":
        return matter.column
    return "foa-3" if matter.place.part == "3" else "foa-2"


works_conditions = duty("works.conditions", _conditions)
bank_payment = duty("payment.bank", _bank, column=foa_part)
