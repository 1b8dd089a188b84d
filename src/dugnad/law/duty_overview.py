"""The duties and their amounts in force on a day, in plain words, as the law page and `dugnad law show` tell them."""

from __future__ import annotations

from datetime import date, timedelta

from dugnad.law.duty_law import DutyVersion, load_duties
from dugnad.law.parameters import Series, load_law
from dugnad.law.rule_on_day import RuleOnDay

ONE_DAY = timedelta(days=1)


def duty_rules_on(day: date) -> list[RuleOnDay]:
    """Every social and general duty in force on the day, in the order of the law, then the amounts they start at."""
    law = load_duties()
    versions = [version for found in law.versions.values() for version in found if _holds(version, day)]
    amounts = [
        found for series in law.amounts.values() if (found := _amount(series, law.ends.get(series.id), day)) is not None
    ]
    return [*(_rule(version) for version in versions), *amounts]


def duty_days_of_change() -> list[date]:
    """Every day on which a duty or one of its amounts began, changed or ended, oldest first."""
    law = load_duties()
    days = {day for series in law.amounts.values() for day in series.values.days}
    days |= {until + ONE_DAY for until in law.ends.values()}
    for found in law.versions.values():
        days |= {version.since for version in found}
        days |= {version.until + ONE_DAY for version in found if version.until}
    return sorted(days)


def _holds(version: DutyVersion, day: date) -> bool:
    return version.since <= day and (version.until is None or day <= version.until)


def _rule(version: DutyVersion) -> RuleOnDay:
    return RuleOnDay(
        id=version.id,
        kind="rule",
        names=version.names,
        text=version.text,
        value=None,
        unit="",
        norm=version.norm,
        citation=version.cite,
        href=version.href,
        mark=version.mark,
        mark_words=load_law().marks[version.mark],
        since=version.since,
        until=version.until,
        missing=version.missing,
    )


def _amount(series: Series, ends: date | None, day: date) -> RuleOnDay | None:
    amount = series.values.at(day)
    if amount is None or (ends is not None and day > ends):
        return None
    later = [change - ONE_DAY for change in series.values.days if change > day]
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
        mark_words=load_law().marks[amount.mark],
        since=amount.since,
        until=later[0] if later else ends,
        missing=amount.missing,
    )
