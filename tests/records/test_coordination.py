"""Joint decisions, measures by owner, plans that pull apart, and the quarter told again from what was kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.paper import Grid, Lead, Paper
from dugnad.plan.quarterly import quarterly_paper
from dugnad.records.actions.coordination import record_joint_decision
from dugnad.records.actions.national_plan import create_plan, load_shipped_plans, publish_plan
from dugnad.records.actions.plan import Wanted, add_measure, report_measure, stamp
from dugnad.records.models.coordination import JointDecision
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Measure, Plan, PlanVersion, Reading
from dugnad.records.queries.coordination import conflicts, joint_decisions, owners
from dugnad.records.queries.quarter import quarter_told
from people import Cast, make_cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 23, 12, tzinfo=OSLO)
IN_JUNE = datetime(2026, 6, 10, 12, tzinfo=OSLO)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def published(cast: Cast, key: str, at: datetime = IN_JUNE, **wanted: object) -> Measure:
    """A national plan in force since June with one measure of the ministry's."""
    told = {"owner": cast.ministry.name, "deadline": date(2026, 9, 1), "audience": ("invited",),
            "indicator": "environment-weight-share", "target": 0.5} | wanted  # fmt: skip
    plan = create_plan(by=cast.coordinator, key=key, title={"nb": f"Plan {key}"}, lead={}, since=date(2026, 6, 1))
    measure = add_measure(by=cast.coordinator, plan=plan, wanted=Wanted(title={"nb": f"Tiltak {key}"}, **told))  # type: ignore[arg-type]
    publish_plan(by=cast.coordinator, plan=plan)
    PlanVersion.objects.filter(plan=plan).update(at=at)
    return Measure.objects.select_related("plan__body").get(pk=measure.pk)


def said(paper: Paper) -> str:
    """Everything the paper says."""
    return str(paper.blocks)


def decide(
    cast: Cast, title: str, on: date = date(2026, 10, 1), replaces: JointDecision | None = None
) -> JointDecision:
    return record_joint_decision(
        by=cast.coordinator, title=title, text="Slik gjør vi det.", on=on, agreed_by=["KLD", " NFD ", "KLD", ""],
        replaces=replaces,
    )  # fmt: skip


def test_a_joint_decision_is_recorded_and_replaced_once(cast: Cast) -> None:
    first = decide(cast, "Første")
    second = decide(cast, "Andre", date(2026, 11, 1), first)

    with pytest.raises(Refused) as refused:
        decide(cast, "Tredje", date(2026, 11, 2), first)

    assert (refused.value.code, first.agreed_by) == ("replaced-already", ["KLD", "NFD"])
    assert [(one.title, [later.title for later in one.replaced_by.all()]) for one in joint_decisions()] == [
        ("Andre", []), ("Første", ["Andre"])
    ]  # fmt: skip
    assert [one.action for one in LogEntry.objects.all()] == ["record_joint_decision"] * 2
    assert second.replaces == first


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"title": " "}, "missing", "title"),
        ({"text": ""}, "missing", "text"),
        ({"agreed_by": []}, "missing", "agreed_by"),
        ({"agreed_by": [str(n) for n in range(41)]}, "too-many", "agreed_by"),
        ({"agreed_by": ["ola@eksempel.no"]}, "personal", "agreed_by"),
        ({"on": date(2999, 1, 1)}, "future", "on"),
        ({"text": "Ja\0"}, "unreadable", "text"),
    ],
)
def test_a_decision_without_sense_is_refused(cast: Cast, changed: dict[str, object], code: str, field: str) -> None:
    given = {"title": "Likt", "text": "Slik", "on": TODAY - timedelta(days=30), "agreed_by": ["KLD"]} | changed

    with pytest.raises(Refused) as refused:
        record_joint_decision(by=cast.coordinator, **given)  # type: ignore[arg-type]

    assert (refused.value.code, refused.value.field, JointDecision.objects.count()) == (code, field, 0)


def test_a_decision_does_not_replace_a_later_one(cast: Cast) -> None:
    first = decide(cast, "Første")

    with pytest.raises(Refused) as refused:
        decide(cast, "Eldre", date(2026, 9, 1), first)

    assert refused.value.code == "before-latest"


@pytest.mark.parametrize("name", ["ministry_contact", "governor", "administrator", "leader"])
def test_only_the_coordinator_records_joint_decisions(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        record_joint_decision(by=getattr(cast, name), title="Min", text="Min", on=TODAY, agreed_by=["Meg"])

    assert JointDecision.objects.count() == 0


def test_measures_are_gathered_by_owner(cast: Cast) -> None:
    published(cast, "en")
    done = published(cast, "to")
    published(cast, "tre", owner="", indicator="", target=None)
    report_measure(by=cast.ministry_contact, measure=done, seen=stamp(done), state="done")

    (owner,) = owners(TODAY)

    assert (owner.name, owner.body, len(owner.measures), owner.done, owner.late, owner.silent) == (
        cast.ministry.name, cast.ministry, 2, 1, 1, 1
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"target": 0.6}, [(True, False)]),
        ({"deadline": date(2027, 1, 1)}, [(False, True)]),
        ({"target": 0.6, "deadline": date(2027, 1, 1)}, [(True, True)]),
        ({"is_ceiling": True}, [(True, False)]),
        ({}, []),
        ({"target": None, "deadline": None}, []),
        ({"target": 0.6, "audience": ("shall",)}, []),
        ({"target": 0.6, "indicator": "price-only"}, []),
    ],
)
def test_plans_pull_apart_where_both_say_something_else_of_the_same(
    cast: Cast, changed: dict[str, object], found: list[tuple[bool, bool]]
) -> None:
    published(cast, "en")
    published(cast, "to", **changed)

    assert [(one.is_target, one.is_deadline) for one in conflicts()] == found


def test_the_day_from_which_a_law_applies_is_no_other_deadline(cast: Cast) -> None:
    published(cast, "en")
    law = published(cast, "to", deadline=date(2026, 7, 1))
    Plan.objects.filter(pk=law.plan_id).update(source={"kind": "law"})

    assert conflicts() == ()


def test_a_past_quarter_is_told_as_it_stood(cast: Cast) -> None:
    measure = published(cast, "en")
    reported = report_measure(by=cast.ministry_contact, measure=measure, seen=stamp(measure), state="planned")
    LogEntry.objects.filter(action="report_measure").update(at=datetime(2026, 8, 1, tzinfo=OSLO))
    for day, value in ((date(2026, 9, 30), 0.4), (date(2026, 10, 1), 0.9)):
        Reading.objects.create(measure=measure, on=day, value=value, numerator=4, denominator=10, coverage=1.0)
    before = quarter_told(2026, 3, "nb", now=NOW)

    report_measure(by=cast.ministry_contact, measure=reported, seen=stamp(reported), state="done")
    Measure.objects.filter(pk=measure.pk).update(title={"nb": "Noe annet"}, deadline=date(2030, 1, 1))
    decide(cast, "I fjerde kvartal")
    after = quarter_told(2026, 3, "nb", now=NOW + timedelta(days=300))

    assert before is not None
    assert before == after
    (line,) = before.measures
    assert (line.title, line.state, line.is_late, line.read_on) == ("Tiltak en", "planned", True, date(2026, 9, 30))
    assert (before.until, before.is_open, before.decisions) == (date(2026, 9, 30), False, ())


def test_the_open_quarter_is_told_as_of_today(cast: Cast) -> None:
    measure = published(cast, "en")
    report_measure(
        by=cast.ministry_contact, measure=measure, seen=stamp(measure), state="under-way", deviation="Venter"
    )
    LogEntry.objects.update(at=NOW)
    Measure.objects.update(changed_at=NOW)

    told = quarter_told(2026, 4, "nb", now=datetime(2026, 12, 31, 23, 59, tzinfo=OSLO))

    assert told is not None
    (line,) = told.measures
    assert (told.is_open, line.state, line.deviation) == (True, "under-way", "Venter")


def test_a_quarter_before_the_first_version_says_that_it_cannot_be_told(cast: Cast) -> None:
    published(cast, "en")

    told = quarter_told(2026, 1, "nb", now=NOW)

    assert told is not None
    assert (told.plans, told.measures) == ((), ())
    assert "kan kvartalet ikke gjenskapes" in said(quarterly_paper(told, "nb"))


@pytest.mark.parametrize(("year", "quarter"), [(2027, 1), (2026, 5), (2026, 0), (1999, 1), (9999, 4)])
def test_there_is_no_report_of_what_is_no_quarter_yet(cast: Cast, year: int, quarter: int) -> None:
    assert quarter_told(year, quarter, "nb", now=NOW) is None


def test_a_plan_that_had_ended_is_left_out(cast: Cast) -> None:
    measure = published(cast, "en")
    version = PlanVersion.objects.get(plan=measure.plan)
    version.content["until"] = "2026-08-31"
    version.save()

    told = quarter_told(2026, 3, "nb", now=NOW)

    assert told is not None
    assert told.plans == ()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_report_tells_counts_late_ones_and_what_cannot_be_known(cast: Cast, language: str) -> None:
    published(cast, "en")
    published(cast, "to", target=0.7)
    decide(cast, "Felles mål")
    JointDecision.objects.update(recorded_at=NOW - timedelta(days=1))
    Plan.objects.create(body=cast.own, state="draft")

    told = quarter_told(2026, 4, language, now=NOW)

    assert told is not None
    paper = quarterly_paper(told, language)
    assert paper == quarterly_paper(told, language)
    assert (paper.language, paper.on, told.with_plan, told.bodies) == (language, TODAY, 0, 4)
    assert [part in said(paper) for part in ("Tiltak en", "Felles mål", cast.ministry.name)] == [True] * 3


def test_the_laws_duties_stand_apart_from_the_plans_without_a_deadline(cast: Cast) -> None:
    load_shipped_plans(by="worker")
    PlanVersion.objects.update(at=datetime(2026, 10, 1, tzinfo=OSLO))

    told = quarter_told(2026, 4, "nb", now=NOW)

    assert told is not None
    grids = [block for block in quarterly_paper(told, "nb").blocks if isinstance(block, Grid)]
    law = [block for block in grids if block.header == ("Tiltak", "Gjelder fra")]
    assert ([one.title for one in told.adopted], len(law[0].rows)) == (["DFØs handlingsplan 2021–2030"], 8)
    assert {row[1] for row in law[0].rows} == {"1. juli 2026"}
    (lead,) = (block.text for block in quarterly_paper(told, "nb").blocks if isinstance(block, Lead))
    assert lead.startswith("9 tiltak i nasjonale planer i kraft")
