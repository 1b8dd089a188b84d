"""A desk that has asked back waits, reminds once, and closes; a reply opens the case again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dugnad.desk.question import Question
from dugnad.desk.waiting import WAITING, check_waiting, load_waiting, working_days_after, working_days_before
from dugnad.records.actions import case_work
from dugnad.records.actions.case_wait import close_silent, remind_askers
from dugnad.records.actions.case_work import ask_back, reply_to_desk
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case
from dugnad.records.models.log import LogEntry
from people import Cast, make_cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
ASKED_BACK = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
REMINDED_ON = date(2026, 11, 30)
CLOSED_ON = date(2026, 12, 14)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    case = ask_desk(by=cast.buyer, question=Question(text="Må vi vekte miljø?"), body=cast.own, on=MONDAY)
    case = ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")
    Case.objects.update(asked_back_at=ASKED_BACK)
    return case


def told() -> list[str]:
    return list(Departure.objects.order_by("at", "what").values_list("what", flat=True))


def test_days_are_those_of_content() -> None:
    assert (load_waiting().remind_after, load_waiting().close_after) == (10, 10)


def test_working_days_pass_over_christmas() -> None:
    found = working_days_after(date(2026, 12, 23), 2), working_days_before(date(2026, 12, 28), 2)

    assert found == (date(2026, 12, 28), date(2026, 12, 23))


def test_fault_in_content_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / WAITING).write_text("name: {nb: a, nn: b, en: c}\nremind_after: soon\nclose_after: 10\nother: 1\n")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert {one.line for one in check_waiting()} >= {2, 4}


def test_asker_is_reminded_once_on_the_tenth_working_day(case: Case) -> None:
    counts = [remind_askers(by="worker", on=day) for day in (date(2026, 11, 27), REMINDED_ON, date(2026, 12, 1))]

    assert (counts, told().count("reminder")) == ([0, 1, 0], 1)
    assert LogEntry.objects.filter(action="remind_asker", subject=str(case.pk)).count() == 1


def test_case_is_closed_ten_working_days_after_the_reminder_and_opened_by_a_reply(cast: Cast, case: Case) -> None:
    remind_askers(by="worker", on=REMINDED_ON)
    counts = [close_silent(by="worker", on=day) for day in (date(2026, 12, 11), CLOSED_ON)]
    case.refresh_from_db()
    closed = (case.state, case.closed_because, case.asked_back_at)

    reply_to_desk(by=cast.buyer, case=case, text="To millioner.")
    case.refresh_from_db()

    assert (counts, closed) == ([0, 1], ("closed", "no-reply", None))
    assert (case.state, case.closed_because, case.reopened) == ("taken", "", 1)


def test_who_has_replied_is_neither_reminded_nor_closed(cast: Cast, case: Case) -> None:
    reply_to_desk(by=cast.buyer, case=case, text="To millioner.")

    assert (remind_askers(by="worker", on=REMINDED_ON), close_silent(by="worker", on=CLOSED_ON)) == (0, 0)


def test_what_is_asked_back_again_waits_anew(cast: Cast, case: Case) -> None:
    remind_askers(by="worker", on=REMINDED_ON)
    case.refresh_from_db()

    case_work.ask_back(by=cast.adviser, case=case, seen=case.version, text="Og når?")

    assert close_silent(by="worker", on=CLOSED_ON) == 0
