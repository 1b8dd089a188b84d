"""What the law page shows for a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dugnad.law.duties import judge_duties
from dugnad.law.duty_cases import load_duty_cases
from dugnad.law.hard_content import load_hard
from dugnad.law.judge import RULE
from dugnad.law.overview import days_of_change, every_rule, rules_on
from dugnad.law.rule_on_day import RuleOnDay


def by_id(day: date) -> dict[str, RuleOnDay]:
    return {rule.id: rule for rule in rules_on(day)}


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2016, 12, 31), []),
        (date(2017, 5, 1), ["foa-7-9@2017"]),
        (date(2024, 1, 1), ["foa-7-9@2024", "ff-7-9@2024", "kkf-7-6@2024"]),
        (date(2026, 6, 30), ["foa-7-9@2024", "ff-7-9@2024", "kkf-7-6@2024"]),
        (date(2026, 7, 1), ["loa-5b@2026", "ff-7-9@2026", "kkf-7-6@2026"]),
    ],
)
def test_rules_in_force(day: date, rules: list[str]) -> None:
    assert [rule.id for rule in rules_on(day) if rule.kind == "rule"] == rules


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("entry", date(2026, 6, 30), 100_000),
        ("entry", date(2026, 7, 1), 500_000),
        ("national", date(2017, 1, 1), 1_100_000),
        ("national", date(2018, 4, 6), 1_300_000),
        ("eea-state", date(2022, 3, 18), 1_400_000),
        ("eea-state", date(2024, 3, 14), 1_490_000),
        ("eea-state", date(2026, 4, 21), 1_630_000),
        ("eea-others", date(2017, 1, 1), 1_750_000),
        ("eea-others", date(2026, 4, 20), 2_300_000),
        ("eea-others", date(2026, 4, 21), 2_500_000),
        ("eea-works", date(2020, 2, 12), 51_500_000),
        ("eea-utilities", date(2018, 4, 6), 4_100_000),
        ("eea-utilities", date(2024, 3, 14), 4_600_000),
        ("eea-special-foa", date(2022, 3, 18), 7_200_000),
        ("eea-special-ff", date(2022, 3, 18), None),
        ("eea-special-ff", date(2024, 3, 14), 10_400_000),
        ("concessions", date(2017, 1, 1), None),
        ("concessions", date(2024, 3, 14), 57_800_000),
        ("announce-ff-works", date(2026, 7, 1), 62_900_000),
        ("minimum-weight", date(2024, 1, 1), 30),
        ("highest-ranks-kkf", date(2026, 7, 1), 3),
    ],
)
def test_number_on_its_day(name: str, day: date, value: float | None) -> None:
    assert by_id(day)[name].value == value


def test_number_tells_how_long_it_holds() -> None:
    entry = by_id(date(2025, 1, 1))["entry"]

    assert (entry.since, entry.until) == (date(2017, 1, 1), date(2026, 6, 30))
    assert by_id(date(2026, 7, 1))["entry"].until is None


def test_missing_number_says_why() -> None:
    assert by_id(date(2018, 4, 6))["concessions"].missing == "the amount was not found"


@pytest.mark.parametrize(
    ("name", "day", "words"),
    [
        ("entry", date(2026, 7, 1), "lest i kopi av Lovdatas åpne data, 2026-07-28"),
        ("eea-others", date(2024, 3, 14), ""),
        ("eea-others", date(2018, 4, 6), "ikke kontrollert"),
        ("eea-special-foa", date(2022, 3, 18), "ikke kontrollert"),
        ("eea-utilities", date(2018, 4, 6), "ikke kontrollert"),
        ("foa-7-9@2017", date(2018, 4, 6), "ikke kontrollert"),
    ],
)
def test_mark_in_screen_words(name: str, day: date, words: str) -> None:
    assert by_id(day)[name].mark_words["nb"] == words


def test_codes_on_their_days() -> None:
    before, after = by_id(date(2026, 6, 30)), by_id(date(2026, 7, 1))

    assert ("quality-nor-env-none" in before, "quality-nor-env-none" in after) == (True, False)
    assert ("quality-nor-env-exempt-insignificant" in before, "quality-nor-env-exempt-insignificant" in after) == (
        False,
        True,
    )


def test_something_changes_on_every_day_of_change() -> None:
    day_before = timedelta(days=1)

    still = [day for day in days_of_change() if rules_on(day) == rules_on(day - day_before)]

    assert still == []


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2022, 5, 1), date(2026, 6, 30), date(2026, 7, 1)])
def test_duties_stand_together_by_subject_in_its_order(day: date) -> None:
    order = [subject.id for subject in load_hard().subjects]

    subjects = [rule.subject for rule in rules_on(day) if rule.kind == "duty"]

    assert subjects == sorted(subjects, key=order.index)


def test_every_rule_that_judges_is_told_on_the_law_page() -> None:
    judging = {finding.rule for case in load_duty_cases() for finding in judge_duties(case.purchase, on=case.announced)}

    told = {rule.rule for rule in every_rule() if rule.is_judged}

    assert told == judging | {RULE}


def test_every_version_has_words_in_three_languages_a_citation_and_a_mark() -> None:
    lacking = [
        rule.id
        for rule in every_rule()
        if not (all(rule.names[one] and rule.text[one] for one in ("nb", "nn", "en")) and rule.citation and rule.mark)
    ]

    assert lacking == []
