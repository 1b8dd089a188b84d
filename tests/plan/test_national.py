"""The national plans of the content: what they say, and that every fault in one is told with line and remedy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from dugnad.content import content_path
from dugnad.monitor.indicators import load_indicators
from dugnad.plan.national import check_plans, definitions, load_national_plans
from dugnad.plan.national_check import CLASSES, KINDS, STATES
from dugnad.plan.quarterly import check_quarterly
from dugnad.plan.reached import is_reached
from dugnad.records.models.plan import Measure
from dugnad.records.models.register import Kind, ObligationClass


def test_the_shipped_plans_have_no_fault() -> None:
    assert (check_plans(), check_quarterly()) == ([], [])


def test_the_plan_of_2007_restates_what_is_documented_without_deadlines() -> None:
    plan = next(one for one in load_national_plans() if one.key == "2007-2010")

    done = [one.key for one in plan.measures if one.state == "done"]

    assert done == ["state-policy", "guiding-criteria", "regional-support", "environmental-management", "ethical-guide",
                    "legal-guide", "letter"]  # fmt: skip
    assert {one.deadline for one in plan.measures} == {None}
    assert plan.is_years_only


def test_the_plan_of_2021_has_its_seven_areas_and_seven_actions() -> None:
    plan = next(one for one in load_national_plans() if one.key == "2021-2030")

    actions = [one.key for one in plan.measures if not one.key.startswith("revision")]

    assert len(plan.goals) == 7
    assert actions == [
        "priority-categories", "competence", "statistics", "targets", "circular-cooperation", "research", "follow-up",
    ]  # fmt: skip
    assert {one.target for one in plan.measures} == {None}


def test_the_laws_duties_are_for_everybody_it_binds_from_its_day() -> None:
    plan = next(one for one in load_national_plans() if one.key == "law-2026")

    assert {(one.owner, one.audience, one.deadline) for one in plan.measures} == {
        ("", ("shall", "invited"), date(2026, 7, 1))
    }
    assert {one.source["mark"] for one in plan.measures} == {"A*"}


def test_the_laws_duties_are_nobodys_plan_and_say_which_purchases_they_concern() -> None:
    law = next(one for one in load_national_plans() if one.key == "law-2026")
    others = [one for one in load_national_plans() if one.key != "law-2026"]

    assert (law.kind, law.owner, {one.kind for one in others}) == ("law", "", {"plan"})
    assert [
        one.key for one in law.measures if "anskaffelsesloven og anskaffelsesforskriften" not in one.text["nb"]
    ] == []
    assert [one.key for one in law.measures if "anskaffingslova og anskaffingsforskrifta" not in one.text["nn"]] == []


def test_owner_of_today_stands_only_where_the_succession_is_documented() -> None:
    plan = next(one for one in load_national_plans() if one.key == "2007-2010")

    guide = next(one for one in plan.measures if one.key == "ethical-guide")
    assert (guide.owner, guide.owner_then) == ("Barne- og likestillingsdepartementet", "")


def test_every_indicator_that_a_plan_names_is_measured() -> None:
    known = {name for indicator in load_indicators() for name in indicator.row_names}

    named = {one.indicator for plan in load_national_plans() for one in plan.measures if one.indicator}

    assert named - known == set()


def test_the_check_knows_the_words_of_the_records() -> None:
    assert set(STATES) == set(Measure.State.values)
    assert set(KINDS) == set(Kind.values)
    assert set(CLASSES) == set(ObligationClass.values) - {"none"}


def test_the_definitions_cover_what_is_counted() -> None:
    assert [one.key for one in definitions()] == [
        "environmental-weight", "coverage", "follow-up", "joined", "answered", "late", "reached-by-measurement",
        "no-report", "taken-over", "possible-breach",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("key: strategy", "key: Strategi!", 'the key "Strategi!" is no name'),
        ("goal: steering", "goal: finnes-ikke", 'belongs to a goal "finnes-ikke"'),
        ("deadline: 2026-07-01", "deadline: 2026-7-1", '"2026-7-1" is not a day'),
        ("audience: [shall, invited]", "audience: [alle]", "['alle'] is no class or kind"),
        ("indicator: no-statement", "indicator: Ja og nei", "is no indicator"),
        ("key: routines", "key: strategy", 'The measure "strategy" stands there twice'),
        ("since: 2026-07-01", "since: i sommer", '"i sommer" is not a day'),
        ('"https://lovdata.no/lov/2016-06-17-73",', '"lovdata",', "the source's address is no web address"),
        ("\nkind: law\n", "\nkind: rumour\n", '"rumour" is no kind of plan.'),
        ("\nkind: law\n", "\nkind: law\nowner: NFD\n", "have no owner"),
        ("key: law-2026", "key: new", '"new" is an address of the site'),
        ("key: law-2026", "key: 2021-2030", 'The key "2021-2030" is also that of'),
        ("measures:\n", "tiltak:\n", '"tiltak" is not a known key'),
    ],
)
def test_a_fault_is_told_with_place_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, told: str
) -> None:
    folder = tmp_path / "plan" / "national"
    folder.mkdir(parents=True)
    shutil.copy(content_path("plan/national/law-2026.yaml"), folder)
    path = folder / "law-2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    faults = check_plans()

    assert [fault.file for fault in faults if told in fault.problem] == ["content/plan/national/law-2026.yaml"]
    assert all(fault.line and fault.remedy for fault in faults)


@pytest.mark.parametrize("text", ["", "[]", "key: x", "goals: [1, 2]\nmeasures: 3", "definitions"])
def test_any_file_is_told_of_and_none_crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    folder = tmp_path / "plan" / "national"
    folder.mkdir(parents=True)
    (folder / "odd.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "plan" / "definitions.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert {fault.file for fault in check_plans()} == {
        "content/plan/national/odd.yaml",
        "content/plan/definitions.yaml",
    }


@pytest.mark.parametrize(
    ("value", "coverage", "target", "is_ceiling", "reached"),
    [(0.5, 0.5, 0.5, False, True), (0.5, 0.49, 0.5, False, False), (0.5, 1.0, 0.5, True, True),
     (0.51, 1.0, 0.5, True, False), (None, 1.0, 0.5, False, False), (0.5, 1.0, None, False, False)],
)  # fmt: skip
def test_a_target_is_reached_where_enough_was_seen(
    value: float | None, coverage: float, target: float | None, is_ceiling: bool, reached: bool
) -> None:
    assert is_reached(value=value, coverage=coverage, target=target, is_ceiling=is_ceiling) == reached
