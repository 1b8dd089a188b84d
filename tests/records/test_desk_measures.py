"""The service's figures: what counts, where and when; what is small stays hidden whatever is subtracted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dugnad.desk.measures import Quarter
from dugnad.desk.small_numbers import FEWEST
from dugnad.records.actions.desk_figures import keep_helped
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.helped import HelpedCount
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import RoleName
from dugnad.records.models.register import Body
from dugnad.records.models.spared import Spared
from dugnad.records.queries.desk_measures import county_measures, desk_measures
from dugnad.records.queries.desk_overview import desks_beside
from people import make_body, make_cast, make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)
NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _desks() -> None:
    load_shipped_desks(by="content")


def asked(county: str = "46", hours: float | None = 4, **given: Any) -> Case:
    """A case asked on a Monday; answered after so many hours, or not at all."""
    at = given.pop("at", MONDAY)
    answered = None if hours is None else at + timedelta(hours=hours)
    told = {
        "number": next(NUMBERS), "desk_id": given.pop("desk", county), "county": county, "title": "Et spørsmål",
        "asked_at": at, "promised_at": at + timedelta(days=1), "answered_at": answered, "closed_at": answered,
        "state": "new" if answered is None else "answered",
    }  # fmt: skip
    return Case.objects.create(**(told | given))


def several(county: str, hours: Iterable[float | None], **given: Any) -> None:
    for wait in hours:
        asked(county, wait, **given)


def now() -> Quarter:
    return desk_measures(NOW).quarters[-1]


def test_wait_and_promise_are_counted_from_the_question_to_the_first_answer() -> None:
    several("46", [2, 4, 6, 30, 40, 50, None])

    cell = now().cells["46"]

    assert (cell.asked, cell.due, cell.in_time, cell.solved) == (7, 7, 3, 6)
    assert (cell.median_hours, cell.p90_hours) == (18, 45)


def test_case_counts_where_its_asker_is_and_in_the_quarter_it_came() -> None:
    several("11", [4, 4, 4], desk="46")
    several("46", [4, 4, 4, 4], at=datetime(2026, 9, 30, 21, 30, tzinfo=UTC))  # before midnight in Norway
    several("", [4, 4, 4], desk="00")

    before, running = desk_measures(NOW).quarters[-2:]

    assert [(place, cell.asked) for place, cell in running.cells.items() if cell.asked] == [("11", 3), ("00", 3)]
    assert [(place, cell.asked) for place, cell in before.cells.items() if cell.asked] == [("46", 4)]


def test_what_lives_on_elsewhere_and_what_was_no_question_does_not_count() -> None:
    several("46", [4, 4, 4])
    asked(state="merged")
    asked(hours=None, state="closed", closed_because="not-a-question", closed_at=MONDAY)

    assert now().cells["46"].asked == 3


def test_promise_not_yet_past_is_not_counted_against_the_desk() -> None:
    several("46", [4, 4, 4])
    asked(hours=None, promised_at=NOW + timedelta(hours=1), taken_at=MONDAY)

    cell = now().cells["46"]

    assert (cell.asked, cell.due, cell.in_time) == (4, 3, 3)


def test_question_without_account_counts_once_a_desk_has_seen_to_it_or_should_have() -> None:
    several("46", [4, 4, 4])
    told = {"hours": None, "promised_at": NOW + timedelta(hours=1)}
    case = asked(**told)
    asked(hours=None, state="closed", closed_because="withdrawn", closed_at=MONDAY)
    counts = [now().cells["46"].asked]

    for change in ({"taken_at": MONDAY}, {"asker": make_person("konto")}, {"promised_at": NOW - timedelta(hours=1)}):
        Case.objects.filter(pk=case.pk).update(**({"taken_at": None, "asker": None} | change))
        counts.append(now().cells["46"].asked)

    assert counts == [3, 4, 4, 4]


def test_case_taken_up_again_is_held_to_its_first_promise() -> None:
    several("46", [4, 4, 4])
    several("46", [40, 40, 40], reopened=1, promised_at=MONDAY + timedelta(days=14))

    cell = now().cells["46"]

    assert (cell.due, cell.in_time, cell.reopened) == (6, 3, 3)


def test_question_that_a_known_answer_was_enough_for_is_solved_and_reused() -> None:
    known = Knowledge.objects.create(number=1, question="Hva?", answer="Dette.", state="published", county="46")
    closed = {"state": "closed", "closed_at": MONDAY + timedelta(hours=3), "answered_by_known": known}
    several("46", [None] * 5, **closed)
    Spared.objects.create(on=date(2026, 11, 10), kind="answer", key="1", county="46", count=2)
    Spared.objects.create(on=date(2026, 11, 10), kind="criterion", key="x", county="46", count=50)
    Spared.objects.create(on=date(2026, 8, 10), kind="answer", key="1", county="46", count=7)

    before, running = desk_measures(NOW).quarters[-2:]

    assert (running.cells["46"].reused, running.cells["46"].solved, running.cells["46"].median_hours) == (7, 5, 3)
    assert before.cells["46"].reused == 7


def test_helped_is_what_a_quarter_grew_by() -> None:
    answer = Knowledge.objects.create(number=1, question="Hva?", answer="Dette.", county="46", helped=10)
    keep_helped(by="worker", on=date(2026, 9, 29))
    keep_helped(by="worker", on=date(2026, 9, 30))
    answer.helped = 14
    answer.save()

    before, running = desk_measures(NOW).quarters[-2:]

    assert HelpedCount.objects.count() == 1
    assert (before.cells["46"].helped, running.cells["46"].helped) == (10, 4)


def test_bodies_that_asked_or_came_are_counted_once_of_all_there_are() -> None:
    bodies = [make_body(f"Eksempel {number} kommune") for number in range(6)]
    for body in [*bodies[:3], *bodies[:3]]:
        asked(body=body)
    held = event(Desk.objects.get(county="46"))
    SignUp.objects.create(event=held, role="buyer", state="seated", has_attended=True, body=bodies[3])
    SignUp.objects.create(event=held, role="buyer", state="seated", has_attended=None, body=bodies[4])

    cell = now().cells["46"]

    assert (cell.bodies, cell.of_bodies, cell.events, cell.attended) == (4, 6, 1, None)


def test_body_is_reached_when_somebody_of_it_asks_or_an_adviser_answers() -> None:
    bodies = [make_body(f"Eksempel {number} kommune") for number in range(5)]
    people = [make_person(f"innkjoper-{number}", RoleName.BUYER, body=body) for number, body in enumerate(bodies)]
    for body, person in zip(bodies[:3], people[:3], strict=True):
        asked(hours=None, body=body, asker=person)
    asked(hours=None, body=bodies[3])  # anybody may have written that
    asked(hours=None, body=bodies[4], asker=people[0])  # of another body
    before = now().cells["46"].bodies
    asked(hours=4, body=bodies[3])

    assert (before, now().cells["46"].bodies) == (3, 4)


def event(desk: Desk, **given: Any) -> Event:
    told = {"kind": "course", "title": "Kurs", "state": "published", "starts_at": MONDAY, "ends_at": MONDAY}
    return Event.objects.create(desk=desk, **(told | given))


def test_events_to_come_and_called_off_are_not_held() -> None:
    desk = Desk.objects.get(county="46")
    event(desk, starts_at=NOW + timedelta(days=3), ends_at=NOW + timedelta(days=3))
    event(desk, state="called-off")
    event(desk, state="draft")

    assert now().cells["46"].events == 0


def test_demonstration_and_real_bodies_are_never_counted_together() -> None:
    made_up = make_body("Eksempelvik kommune")
    several("46", [4, 4, 4], body=made_up)
    alone = desk_measures(NOW)
    real = Body.objects.create(name="Ekte kommune", slug="ekte", kind="municipality", county="46",
                               obligation_class="invited")  # fmt: skip
    several("46", [4, 4, 4, 4], body=real)

    together = desk_measures(NOW)

    assert (alone.is_demo, alone.quarters[-1].cells["46"].asked) == (True, 3)
    assert (together.is_demo, together.quarters[-1].cells["46"].asked) == (False, 4)


def test_county_alone_gives_the_same_cells_as_all_of_them() -> None:
    several("46", [1, 2, 3, 4])
    several("11", [1, 2])

    newest = county_measures("46", NOW)

    assert newest == [(one.name, one.cells["46"]) for one in reversed(desk_measures(NOW).quarters[-2:])]
    assert county_measures("11", NOW)[0][1].asked is None


@pytest.mark.parametrize("hidden", [("11", 1), ("11", 2)])
def test_county_that_is_small_cannot_be_had_by_subtracting(hidden: tuple[str, int]) -> None:
    several("46", [1, 2, 3, 4])
    several("50", [1, 2, 3])
    several("03", [1])
    several(hidden[0], [5.0] * hidden[1])

    quarter = now()

    known = [cell.asked for cell in quarter.cells.values() if cell.asked is not None]
    total, is_exact = quarter.total.asked
    rest = total - sum(known)
    small = sum(cell.asked is None for cell in quarter.cells.values())
    assert quarter.cells["11"].asked is None
    assert not is_exact or (small > 1 and 0 < rest < (FEWEST - 1) * small)
    assert all(value is None or value >= FEWEST for cell in quarter.cells.values() for value in counts(cell))


def counts(cell: Any) -> list[int | None]:
    """Everything in the cell that counts people's doings."""
    names = ("asked", "due", "in_time", "solved", "reopened", "reused", "helped", "bodies", "signed_up", "attended")
    return [getattr(cell, name) for name in names]


def test_questions_to_the_database_are_as_few_for_many_cases() -> None:
    asked()
    with CaptureQueriesContext(connection) as one:
        desk_measures(NOW)
    several("46", [1, 2, 3])
    several("11", [1, 2, 3])
    with CaptureQueriesContext(connection) as many:
        desk_measures(NOW)

    assert len(many) == len(one)


def test_all_desks_side_by_side_for_the_coordinator_and_the_own_ones_for_a_governor() -> None:
    cast = make_cast()
    asked(hours=None)
    asked(hours=None, promised_at=NOW + timedelta(hours=1))
    asked(hours=None, state="asked-back")
    several("46", [2, 4])
    Desk.objects.filter(county="46").update(agreement_until=date(2026, 12, 31))

    every = desks_beside(cast.coordinator, NOW)
    own = desks_beside(cast.governor, NOW)
    line = own[0]

    assert ([one.seat.desk.county for one in own], len(every)) == (["46"], 16)
    assert (line.open, line.waiting, line.late, line.answered, line.median_hours) == (3, 1, 1, 2, 3.0)
    assert [(end.what, end.on) for end in line.ends] == [("agreement", date(2026, 12, 31))]
    assert [one.seat.desk.county for one in every if one.seat.advisers] == ["46", "00"]
