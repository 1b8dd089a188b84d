"""The rules, duties, numbers and codes in force on a day, in plain words, for the law page and `dugnad law show`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dugnad.law.duty_law import load_duties
from dugnad.law.duty_overview import duty_days_of_change, duty_rules_on
from dugnad.law.hard_content import HardVersion, load_hard
from dugnad.law.judge import RULE
from dugnad.law.parameters import Law, NationalCode, Series, Version, load_law
from dugnad.law.rule_on_day import RuleOnDay

REGULATION_NAMES = {
    "foa": {
        "nb": "anskaffelsesforskriften",
        "nn": "anskaffingsforskrifta",
        "en": "the Procurement Regulation",
    },
    "ff": {"nb": "forsyningsforskriften", "nn": "forsyningsforskrifta", "en": "the Utilities Regulation"},
    "kkf": {
        "nb": "konsesjonskontraktforskriften",
        "nn": "konsesjonskontraktforskrifta",
        "en": "the Concession Contracts Regulation",
    },
}


def rules_on(day: date) -> list[RuleOnDay]:
    """Everything in force on the day: the climate rule, the duties by subject, then the numbers, then the codes."""
    law = load_law()
    versions = [dated.at(day) for dated in law.versions.values()]
    rules = [_rule(law, version) for version in versions if version and (not version.until or day <= version.until)]
    numbers = [found for series in law.numbers.values() if (found := _number(law, series, day))]
    codes = [
        _code(law, code) for code in law.codes.values() if code.since <= day and (not code.until or day <= code.until)
    ]
    social = duty_rules_on(day)
    amounts = [found for found in social if found.kind == "number"]
    return [*rules, *_duties(law, [found for found in social if found.kind == "rule"], day), *numbers, *amounts, *codes]


def days_of_change() -> list[date]:
    """Every day on which a rule, duty, number or code changed, oldest first."""
    law = load_law()
    days = {day for series in law.numbers.values() for day in series.values.days}
    days |= {day for dated in law.versions.values() for day in dated.days}
    days |= {code.since for code in law.codes.values()}
    days |= set(duty_days_of_change())
    for rule in load_hard().rules.values():
        days |= {version.since for version in rule.versions}
        days |= {version.until + timedelta(days=1) for version in rule.versions if version.until}
    return sorted(days)


def every_rule() -> list[RuleOnDay]:
    """Every version of the climate rule and of every duty through the years, by rule and first day."""
    found = {
        (rule.rule, rule.since, rule.id): rule
        for day in days_of_change()
        for rule in rules_on(day)
        if rule.kind in {"rule", "duty"}
    }
    return [found[key] for key in sorted(found)]


def _duties(law: Law, social: list[RuleOnDay], day: date) -> list[RuleOnDay]:
    """The scope, the hard requirements and the social duties, subject by subject."""
    hard = load_hard()
    rule_of = {version.id: version.rule for versions in load_duties().versions.values() for version in versions}
    found = [_hard(law, version, is_judged=rule.is_judged) for rule in hard.rules.values() if (version := rule.at(day))]
    found += [
        replace(one, kind="duty", rule=rule_of[one.id], missing_words={"nb": one.missing} if one.missing else {})
        for one in social
    ]
    subject_of = {rule: subject.id for subject in hard.subjects for rule in subject.rules}
    order = {rule: position for position, rule in enumerate(subject_of)}
    last = hard.subjects[-1].id
    placed = [replace(one, subject=subject_of.get(one.rule, last)) for one in found]
    return sorted(placed, key=lambda one: order.get(one.rule, len(order)))


def _hard(law: Law, version: HardVersion, *, is_judged: bool) -> RuleOnDay:
    return RuleOnDay(
        id=version.id,
        kind="duty",
        names=version.names,
        text=version.text,
        value=None,
        unit="",
        norm=version.norm,
        citation=version.cite["rule"],
        href=version.href,
        mark=version.mark,
        mark_words=law.marks[version.mark],
        since=version.since,
        until=version.until,
        missing=version.missing.get("nb", ""),
        rule=version.rule,
        missing_words=version.missing,
        is_judged=is_judged,
    )


def _rule(law: Law, version: Version) -> RuleOnDay:
    return RuleOnDay(
        id=version.id,
        kind="rule",
        names=version.names,
        text=version.text,
        value=None,
        unit="",
        norm=version.norm,
        citation=version.cite["rule"],
        href=version.href,
        mark=version.mark,
        mark_words=law.marks[version.mark],
        since=version.since,
        until=version.until,
        missing="",
        rule=RULE,
    )


def _number(law: Law, series: Series, day: date) -> RuleOnDay | None:
    amount = series.values.at(day)
    if amount is None:
        return None
    later = [change for change in series.values.days if change > day]
    return RuleOnDay(
        id=series.id,
        kind="number",
        names=series.names,
        text=series.text,
        value=amount.value,
        unit=series.unit,
        norm=amount.norm,
        citation=amount.cite,
        href=amount.href,
        mark=amount.mark,
        mark_words=law.marks[amount.mark],
        since=amount.since,
        until=date.fromordinal(later[0].toordinal() - 1) if later else None,
        missing=amount.missing,
    )


def _code(law: Law, code: NationalCode) -> RuleOnDay:
    return RuleOnDay(
        id=code.code,
        kind="code",
        names=code.names,
        text=code.names,
        value=None,
        unit="",
        norm="",
        citation=code.cite,
        href=code.href,
        mark=code.mark,
        mark_words=law.marks[code.mark],
        since=code.since,
        until=code.until,
        missing="",
    )
