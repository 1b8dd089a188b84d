"""The law on one day: the rules in force, their numbers and codes, and worked cases under those rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from dugnad.law.cases import CaseResult, load_cases, run_case
from dugnad.law.overview import RuleOnDay, days_of_change, rules_on

DECISIONS = "kofa/"
"""Cases of the complaints board; the others are made to show one point each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPicture:
    """Everything on the law's page."""

    day: date
    turns: tuple[date, ...]
    """The days on which a rule changed, oldest first: shortcuts for the reader."""
    rules: tuple[RuleOnDay, ...]
    numbers: tuple[RuleOnDay, ...]
    codes: tuple[RuleOnDay, ...]
    examples: tuple[CaseResult, ...]
    decisions: tuple[CaseResult, ...]


def law_picture(day: date) -> LawPicture:
    """The law on the day."""
    found = rules_on(day)
    rules = tuple(rule for rule in found if rule.kind == "rule")
    versions = {rule.id for rule in rules}
    return LawPicture(
        day=day,
        turns=turns(),
        rules=rules,
        numbers=tuple(rule for rule in found if rule.kind == "number"),
        codes=tuple(rule for rule in found if rule.kind == "code"),
        examples=tuple(
            one for one in worked() if not is_decision(one) and one.worst and one.worst.rule_version in versions
        ),
        decisions=tuple(one for one in worked() if is_decision(one)),
    )


@cache
def worked() -> tuple[CaseResult, ...]:
    """Every case, judged."""
    return tuple(run_case(case) for case in load_cases())


def is_decision(result: CaseResult) -> bool:
    """Is it a case of the complaints board?"""
    return result.case.id.startswith(DECISIONS)


@cache
def turns() -> tuple[date, ...]:
    """The days on which a version of the rule itself began."""
    return tuple(
        day for day in days_of_change() if any(rule.kind == "rule" and rule.since == day for rule in rules_on(day))
    )
