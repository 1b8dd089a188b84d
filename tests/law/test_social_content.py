"""The duties' content files: read strictly; and the duties in force on a day, as the law page lists them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from dugnad.content import content_path
from dugnad.law.duty_law import check_duties, load_duties
from dugnad.law.duty_overview import duty_days_of_change, duty_rules_on

WAGES = "law/duties/amounts/wages-others.yaml"
VERSION = "law/duties/versions/wages-loa-5e-2026.yaml"
ENDED = "law/duties/versions/wages-for-2008-112-2020.yaml"
SENTENCES = "law/duties/sentences.yaml"
CONDITIONS = "law/duties/conditions.yaml"
Lay = Callable[[str, str, str], None]


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Lay an own copy of a content file, with one text changed, over the shipped one."""

    def laid(relative: str, old: str, new: str) -> None:
        shipped = content_path(relative).read_text(encoding="utf-8")
        assert old in shipped
        own = tmp_path / relative
        own.parent.mkdir(parents=True)
        own.write_text(shipped.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    return laid


def test_shipped_duties_have_no_faults() -> None:
    assert check_duties() == []


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        (WAGES, ("2020-02-12:", "2020-2-12:"), '"2020-2-12" is not a date.'),
        (WAGES, ("value: 2050000", "value: -5"), "`values.2020-02-12.value` is -5."),
        (WAGES, ("until: 2026-06-30", "until: soon"), '"soon" is not a date.'),
        (VERSION, ("norm: shall", "norm: ought"), "`norm` is 'ought'."),
        (VERSION, ("rule: wages.clause", "rule: wage.clause"), "`rule` is 'wage.clause'."),
        (VERSION, ("column: foa", "column: loa"), "`column` is 'loa'."),
        (VERSION, ('mark: "A*"', "mark: D"), "`mark` is 'D'."),
        (VERSION, ("since: 2026-07-01", "since: 2026-7-1"), '"2026-7-1" is not a date.'),
        (
            SENTENCES,
            ("gjelder{because}", "gjelder{reason}"),
            "A placeholder is not known or not closed: {'reason'}.",
        ),
        (SENTENCES, ("applies:", "applys:"), '"applys" is not a known name here.'),
        (CONDITIONS, ("value: 3,", "value: three,"), "`apprentice-months.value` is 'three'."),
    ],
)
def test_fault_names_file_line_and_remedy(lay: Lay, file: str, change: tuple[str, str], problem: str | None) -> None:
    lay(file, *change)

    faults = check_duties()

    assert faults
    assert {fault.file for fault in faults} <= {f"content/{file}", "content/law/duties"}
    assert all(fault.remedy for fault in faults)
    if problem is not None:
        assert problem in [fault.problem for fault in faults]


def test_two_versions_may_not_hold_on_one_day(lay: Lay) -> None:
    earlier = "law/duties/versions/wages-for-2008-112-2008.yaml"
    lay(earlier, "until: 2020-02-11", "until: 2020-02-12")

    assert [fault.problem for fault in check_duties()] == [
        "wages.clause: for-2008-112@2008 still holds when for-2008-112@2020 starts."
    ]


def test_rule_versions_are_named_once() -> None:
    ids = [version.id for versions in load_duties().versions.values() for version in versions]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("day", "wages", "amount"),
    [
        (date(2019, 1, 1), {"for-2008-112@2008"}, None),
        (date(2026, 6, 30), {"for-2008-112@2020"}, 2_050_000),
        (date(2026, 7, 1), {"loa-5e@2026", "ff-7-11@2026"}, 1_300_000),
    ],
)
def test_law_page_lists_the_duties_of_the_day(day: date, wages: set[str], amount: float | None) -> None:
    rules = {rule.id: rule for rule in duty_rules_on(day)}

    listed = {version.id for version in load_duties().versions["wages.clause"]} & set(rules)
    assert listed == wages
    name = "clauses-act" if day >= date(2026, 7, 1) else "wages-others"
    assert rules[name].value == amount
    assert bool(rules[name].missing) is (amount is None)


def test_amount_that_ended_is_not_listed_after() -> None:
    before = {rule.id for rule in duty_rules_on(date(2026, 6, 30))}
    after = {rule.id for rule in duty_rules_on(date(2026, 7, 1))}

    assert "bank-ff" in before - after


def test_unchecked_rule_says_so() -> None:
    rules = {rule.id: rule for rule in duty_rules_on(date(2026, 8, 3))}

    assert rules["clauses-act"].mark_words["nb"] == "ikke kontrollert"
    assert rules["loa-5e@2026"].mark_words["nb"].startswith("lest i kopi")


def test_list_changes_on_every_day_of_change_and_on_no_other() -> None:
    for day in duty_days_of_change():
        assert duty_rules_on(day) != duty_rules_on(day - timedelta(days=1))
    assert duty_rules_on(date(2021, 5, 5)) == duty_rules_on(date(2022, 5, 5))
