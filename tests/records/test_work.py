"""The worker's regular work: due once in its period, guarded, and remembered over restarts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from dugnad.records.actions.work import REGULAR, WORKER, Work, do_due_work, make_due
from dugnad.records.models.work import RegularWork

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Noted:
    """Work that notes the days on which it was done, and fails as long as it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.days: list[date] = []
        self.fails = fails

    def __call__(self, on: date) -> None:
        self.days.append(on)
        if self.fails:
            raise OSError("no mail server")


def test_daily_work_is_done_once_a_day_however_often_it_is_looked_for() -> None:
    noted = Noted()

    for hours in (0, 1, 12, 20, 21, 24, 47, 48):
        do_due_work(by=WORKER, now=MORNING + hours * HOUR, regular=[Work("remind", noted)])

    assert noted.days == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]


def test_daily_work_waits_for_the_morning() -> None:
    noted = Noted()
    do_due_work(by=WORKER, now=MORNING, regular=[Work("remind", noted)])

    do_due_work(by=WORKER, now=MORNING + 20 * HOUR, regular=[Work("remind", noted)])

    assert len(noted.days) == 1


def test_work_by_the_hour_is_done_when_its_time_has_passed() -> None:
    noted = Noted()

    done = [
        do_due_work(by=WORKER, now=MORNING + minutes * HOUR / 60, regular=[Work("look", noted, HOUR)])
        for minutes in (0, 59, 60, 61, 120)
    ]

    assert done == [["look"], [], ["look"], [], ["look"]]


def test_daily_work_may_be_asked_for_before_its_time() -> None:
    noted = Noted()
    do_due_work(by=WORKER, now=MORNING, regular=[Work("look", noted)])

    make_due("look")
    done = [do_due_work(by=WORKER, now=MORNING + hours * HOUR, regular=[Work("look", noted)]) for hours in (1, 2)]

    assert done == [["look"], []]


def test_failing_work_is_written_down_stops_no_other_and_is_tried_again_after_an_hour() -> None:
    failing, sound = Noted(fails=True), Noted()
    regular = [Work("remind", failing), Work("measure", sound)]

    first = do_due_work(by=WORKER, now=MORNING, regular=regular)
    told = RegularWork.objects.get(name="remind").problem
    failing.fails = False
    too_soon = do_due_work(by=WORKER, now=MORNING + HOUR / 2, regular=regular)
    again = do_due_work(by=WORKER, now=MORNING + HOUR, regular=regular)

    assert (first, told, too_soon, again) == (["measure"], "OSError", [], ["remind"])
    assert RegularWork.objects.get(name="remind").problem == ""


def test_work_that_was_cut_off_is_taken_up_again_and_not_begun_twice_at_once() -> None:
    noted = Noted()
    RegularWork.objects.create(name="remind", begun_at=MORNING, done_at=MORNING - 24 * HOUR)

    at_once = do_due_work(by=WORKER, now=MORNING + HOUR / 60, regular=[Work("remind", noted)])
    later = do_due_work(by=WORKER, now=MORNING + HOUR, regular=[Work("remind", noted)])

    assert (at_once, later) == ([], ["remind"])


def test_everything_on_the_list_can_be_done_and_has_a_name_of_its_own() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=MORNING - 24000 * HOUR)

    done = do_due_work(by=WORKER, now=MORNING)

    assert done == [work.name for work in REGULAR]
    assert len(set(done)) == len(done)
    assert not Session.objects.exists()
    assert not RegularWork.objects.exclude(problem="").exists()
