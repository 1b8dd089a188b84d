"""Where a body stands, and the one next step: its order, its days, what is unknown, and how few questions it takes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Act, Dispatch, Letter, Run
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body, Kind
from dugnad.records.models.status import StatusReport
from dugnad.records.queries.situation import situation_of
from dugnad.records.queries.standing import Standing, standing_of
from people import make_body
from web.made import HARBOUR, country, make_store

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
About, State = Decision.About, StatusReport.State


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store"), country(6))


@pytest.fixture
def town() -> Body:
    return make_body("Eksempelvik kommune", orgnr=HARBOUR)


def decided(body: Body, about: str = About.JOIN, on: date = date(2026, 5, 5)) -> Decision:
    return Decision.objects.create(body=body, about=about, decided_by="Kommunestyret", on=on)


def planned(body: Body, **late: Any) -> Plan:
    plan = Plan.objects.create(body=body, state=Plan.State.IN_FORCE, adopted=decided(body, About.ADOPT_PLAN))
    Measure.objects.create(plan=plan, title={"nb": "Gjort"}, deadline=date(2026, 1, 1), state=Measure.State.DONE)
    Measure.objects.create(plan=plan, title={"nb": "Siden"}, deadline=date(2027, 1, 1))
    if late:
        Measure.objects.create(plan=plan, title={"nb": "Sen"}, **late)
    return plan


def answered(body: Body, year: int, state: str = State.APPROVED) -> StatusReport:
    return StatusReport.objects.create(body=body, year=year, state=state)


def lettered(body: Body, act: str, reply_by: date | None = date(2026, 12, 15), **given: Any) -> Dispatch:
    letter = Letter.objects.create(title="Brev", sender="Departementet for eksempler")
    run = Run.objects.create(letter=letter, state=Run.State.SENT, reply_by=reply_by)
    given = {"state": Dispatch.State.SENT, "sent_at": datetime(2026, 11, 1, 8, tzinfo=UTC), **given}
    return Dispatch.objects.create(
        run=run, body=body, channel=Dispatch.Channel.EMAIL, subject="s", text="t", act=act,
        message_id=f"<{run.pk}@eksempel.invalid>", **given,
    )  # fmt: skip


def step_of(body: Body, store: Path, on: date = DAY) -> tuple[str, int, date | None]:
    step = standing_of(body, store, on).step
    return step.name, step.count, step.by


def test_step_goes_from_joining_to_plan_to_deadlines_to_status_to_purchases(town: Body, store: Path) -> None:
    steps = [step_of(town, store)]
    decided(town)
    steps.append(step_of(town, store))
    plan = planned(town, deadline=date(2026, 7, 1))
    steps.append(step_of(town, store))
    plan.measures.filter(deadline=date(2026, 7, 1)).update(state=Measure.State.DONE)
    steps.append(step_of(town, store))
    answered(town, 2026)
    steps.append(step_of(town, store))

    assert steps == [
        ("join", 0, None),
        ("adopt-plan", 0, None),
        ("measures", 1, date(2026, 7, 1)),
        ("answer-status", 0, date(2027, 3, 31)),
        ("possible-breach", 1, None),
    ]


def test_state_body_is_asked_to_confirm_and_never_to_join(store: Path) -> None:
    agency = make_body("Direktoratet for prøver", Kind.STATE_AGENCY, "03")

    before = step_of(agency, store)
    decided(agency, About.CONFIRM)
    assert (before, step_of(agency, store)) == (("confirm", 0, None), ("adopt-plan", 0, None))


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ({"obligation_class": "supporter", "kind": Kind.ASSOCIATION}, ("join", 0, None)),
        ({"obligation_class": "none", "kind": Kind.OTHER}, ("announce", 0, None)),
        ({"until": date(2019, 12, 31)}, ("ended", 0, date(2019, 12, 31))),
    ],
)
def test_supporters_others_and_ended_bodies_have_their_own_step(
    given: dict[str, Any], step: tuple[str, int, date | None], store: Path
) -> None:
    assert step_of(make_body("En annen", **given), store) == step


def test_withdrawn_body_is_invited_again(town: Body, store: Path) -> None:
    decided(town)
    decided(town, About.WITHDRAW, date(2026, 6, 6))

    standing = standing_of(town, store, DAY)

    assert (standing.adhesion.state, standing.step.name) == ("withdrawn", "join")


def test_letter_gives_its_step_the_day_it_asks_for(town: Body, store: Path) -> None:
    lettered(town, Act.JOIN)

    step = standing_of(town, store, DAY).step

    assert (step.name, step.by, step.is_asked) == ("join", date(2026, 12, 15), True)


def test_letter_about_something_else_changes_no_step(town: Body, store: Path) -> None:
    lettered(town, Act.ANSWER_STATUS)

    standing = standing_of(town, store, DAY)

    assert (standing.step.name, standing.step.by, standing.step.is_asked) == ("join", None, False)
    assert standing.asked is not None


@pytest.mark.parametrize(
    "given",
    [
        {"acted_at": timezone.now()},
        {"state": Dispatch.State.WAITING},
        {"state": Dispatch.State.BOUNCED},
        {"reminder": 1},
    ],
    ids=["acted", "not sent", "bounced", "reminder"],
)
def test_letter_that_is_done_or_never_came_is_not_open(given: dict[str, Any], town: Body, store: Path) -> None:
    lettered(town, Act.JOIN, **given)

    assert standing_of(town, store, DAY).asked is None


def test_joining_by_signing_in_closes_the_letter_too(town: Body, store: Path) -> None:
    lettered(town, Act.JOIN)
    decided(town)

    assert standing_of(town, store, DAY).asked is None


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_status_that_is_not_approved_is_still_to_answer(state: str, town: Body, store: Path) -> None:
    decided(town)
    planned(town)
    answered(town, 2026, state)

    standing = standing_of(town, store, DAY)

    assert (standing.step.name, standing.status, standing.current is not None) == ("answer-status", None, True)


def test_status_of_a_closed_year_is_late(town: Body, store: Path) -> None:
    decided(town)
    planned(town).measures.update(deadline=None)

    step = standing_of(town, store, date(2027, 5, 1)).step

    assert (step.name, step.year, step.by, step.is_late) == ("answer-status", 2026, date(2027, 3, 31), True)


def test_approved_year_stays_public_while_it_is_open_again(town: Body, store: Path) -> None:
    report = answered(town, 2026, State.DRAFT)
    report.published_at = timezone.now()
    report.save()

    standing = standing_of(town, store, DAY)

    assert standing.status == report


def test_measured_picture_is_the_bodys_own(town: Body, store: Path) -> None:
    situation = situation_of(standing_of(town, store, DAY), store)

    assert (situation.share and (situation.share.numerator, situation.share.denominator), situation.counts) == (
        (3, 4), {"weight": 3, "possible-breach": 1, "unknown": 1},
    )  # fmt: skip
    assert (situation.purchases, [one.title for one in situation.largest]) == (
        3, ["Kjøp av måltider", "Kjøp av møbler"],
    )  # fmt: skip


@pytest.mark.parametrize("orgnr", [None, "310000426"], ids=["no number", "no notices"])
def test_without_number_or_notices_the_figures_are_unknown(orgnr: str | None, store: Path) -> None:
    standing = standing_of(make_body("Liten kommune", orgnr=orgnr), store, DAY)

    situation = situation_of(standing, store)

    assert (standing.measured, situation.share, situation.counts, situation.largest) == (None, None, {}, ())


def test_draft_plan_and_draft_status_are_not_in_the_public_facts(town: Body, store: Path) -> None:
    Plan.objects.create(body=town, state=Plan.State.DRAFT, title={"nb": "Hemmelig"})
    answered(town, 2026, State.DRAFT)

    situation = situation_of(standing_of(town, store, DAY), store)

    assert (situation.has_plan, situation.measures, situation.status_year) == (False, 0, None)


def everything(body: Body, count: int) -> None:
    for number in range(count):
        decided(body, on=date(2026, 1, 1 + number))
        answered(body, 2026 + number)
        lettered(body, Act.JOIN)
    plan = planned(body)
    for number in range(count):
        Measure.objects.create(plan=plan, title={"nb": str(number)}, indicator="price-only", target=1.0)


@pytest.mark.parametrize("count", [1, 3])
def test_standing_takes_the_same_few_questions(
    count: int, town: Body, store: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everything(town, count)

    with django_assert_num_queries(7):
        standing: Standing = standing_of(town, store, DAY)
        situation_of(standing, store)
