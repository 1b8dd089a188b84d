"""The law on one day: the rules and duties in force, their numbers and codes, and worked cases under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from dugnad.law.cases import CaseResult, load_cases, run_case
from dugnad.law.duty_cases import DutyResult, load_duty_cases, run_duty_case
from dugnad.law.finding import Finding
from dugnad.law.hard_content import load_hard
from dugnad.law.overview import days_of_change, rules_on
from dugnad.law.rule_on_day import RuleOnDay

THE_ACT = date(2017, 1, 1)
"""The Act of today took effect; what is older shows under the days that follow."""
DECISIONS = "kofa/"
"""Cases of the complaints board; the others are made to show one point each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUnderRule:
    """A worked case, and what one rule says of it."""

    case: DutyResult
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPicture:
    """A duty as it stood, with the worked cases that were judged by it."""

    rule: RuleOnDay
    cases: tuple[CaseUnderRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPicture:
    """The duties of one subject."""

    id: str
    names: dict[str, str]
    duties: tuple[DutyPicture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPicture:
    """Everything on the law's page."""

    day: date
    turns: tuple[date, ...]
    """The days on which a rule changed, oldest first: shortcuts for the reader."""
    rules: tuple[RuleOnDay, ...]
    """The versions of the climate and environment rule."""
    subjects: tuple[SubjectPicture, ...]
    """Every other duty, subject by subject."""
    numbers: tuple[RuleOnDay, ...]
    codes: tuple[RuleOnDay, ...]
    examples: tuple[CaseResult, ...]
    decisions: tuple[CaseResult | DutyResult, ...]


def law_picture(day: date) -> LawPicture:
    """The law on the day."""
    found = rules_on(day)
    rules = tuple(rule for rule in found if rule.kind == "rule")
    versions = {rule.id for rule in rules}
    return LawPicture(
        day=day,
        turns=turns(),
        rules=rules,
        subjects=_subjects(tuple(rule for rule in found if rule.kind == "duty")),
        numbers=tuple(rule for rule in found if rule.kind == "number"),
        codes=tuple(rule for rule in found if rule.kind == "code"),
        examples=tuple(
            one for one in worked() if not is_decision(one) and one.worst and one.worst.rule_version in versions
        ),
        decisions=decisions(),
    )


def _subjects(duties: tuple[RuleOnDay, ...]) -> tuple[SubjectPicture, ...]:
    """The subjects that have a duty on the day."""
    return tuple(
        SubjectPicture(
            id=subject.id,
            names=subject.names,
            duties=tuple(
                DutyPicture(rule=rule, cases=cases_under().get((rule.rule, rule.id), ()))
                for rule in duties
                if rule.subject == subject.id
            ),
        )
        for subject in load_hard().subjects
        if any(rule.subject == subject.id for rule in duties)
    )


@cache
def worked() -> tuple[CaseResult, ...]:
    """Every case, judged."""
    return tuple(run_case(case) for case in load_cases())


@cache
def worked_duties() -> tuple[DutyResult, ...]:
    """Every case of the duties, judged."""
    return tuple(run_duty_case(case) for case in load_duty_cases())


@cache
def cases_under() -> dict[tuple[str, str], tuple[CaseUnderRule, ...]]:
    """The worked cases by rule and version: those that name the rule and were judged by that version of it."""
    under: dict[tuple[str, str], list[CaseUnderRule]] = {}
    for result in worked_duties():
        for rule in result.case.expect:
            finding = result.of(rule)
            if finding is not None and finding.rule_version:
                key = (rule, finding.rule_version)
                under.setdefault(key, []).append(CaseUnderRule(case=result, finding=finding))
    return {key: tuple(cases) for key, cases in under.items()}


@cache
def decisions() -> tuple[CaseResult | DutyResult, ...]:
    """The cases of the complaints board, under whichever rule, by number."""
    found: list[CaseResult | DutyResult] = [one for one in worked() if is_decision(one)]
    found += [one for one in worked_duties() if is_decision(one)]
    return tuple(sorted(found, key=lambda one: one.case.id))


def is_decision(result: CaseResult | DutyResult) -> bool:
    """Is it a case of the complaints board?"""
    return result.case.id.startswith(DECISIONS)


@cache
def turns() -> tuple[date, ...]:
    """The days on which a version of the climate rule, or of a duty since the Act of 2017, began."""
    return tuple(
        day
        for day in days_of_change()
        if day >= THE_ACT
        and any(rule.kind in {"rule", "duty"} and rule.is_judged and rule.since == day for rule in rules_on(day))
    )
