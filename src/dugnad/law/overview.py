"""The rules, numbers and codes in force on a day, in plain words, as the law page and `dugnad law show` tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dugnad.law.finding import Mark
from dugnad.law.parameters import Law, NationalCode, Series, Version, load_law

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnDay:
    """One rule, number or code as it stood on the day."""

    id: str
    kind: Literal["rule", "number", "code"]
    names: dict[str, str]
    text: dict[str, str]
    value: float | None
    unit: str
    norm: str
    citation: str
    href: str
    mark: Mark
    mark_words: dict[str, str]
    """What the screen says of the mark; empty texts where the fact was read in an official text."""
    since: date
    until: date | None
    missing: str
    """Why the value is not known; empty where it is."""


def rules_on(day: date) -> list[RuleOnDay]:
    """Everything in force on the day: rules first, then the numbers they use, then the codes."""
    law = load_law()
    versions = [dated.at(day) for dated in law.versions.values()]
    rules = [_rule(law, version) for version in versions if version and (not version.until or day <= version.until)]
    numbers = [found for series in law.numbers.values() if (found := _number(law, series, day))]
    codes = [
        _code(law, code) for code in law.codes.values() if code.since <= day and (not code.until or day <= code.until)
    ]
    return [*rules, *numbers, *codes]


def days_of_change() -> list[date]:
    """Every day on which a rule, number or code changed, oldest first."""
    law = load_law()
    days = {day for series in law.numbers.values() for day in series.values.days}
    days |= {day for dated in law.versions.values() for day in dated.days}
    days |= {code.since for code in law.codes.values()}
    return sorted(days)


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
