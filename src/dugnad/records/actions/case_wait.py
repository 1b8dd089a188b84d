"""Cases that wait for their asker: reminded once, then closed. A reply opens them again, however late it comes."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dugnad.desk.waiting import load_waiting, working_days_before
from dugnad.records.actions.case_post import post_to_asker
from dugnad.records.actions.cases import State, close_case, done, held
from dugnad.records.models.cases import Case, Entry

BY = "worker"


def remind_askers(*, by: str, on: date) -> int:
    """Remind everybody who was asked back so many working days ago and has not answered; how many were."""
    asked = asked_before(working_days_before(on, load_waiting().remind_after)).filter(reminded_at=None)
    return sum(remind_asker(by, case, on) for case in asked)


@transaction.atomic
def remind_asker(by: str, case: Case, on: date) -> bool:
    """One reminder. Whoever answered meanwhile is left alone."""
    case = held(case, None)
    if case.state != State.ASKED_BACK or case.reminded_at:
        return False
    case.reminded_at = datetime.combine(on, time(8), tzinfo=timezone.get_current_timezone())
    entry = case.entries.filter(kind=Entry.Kind.ASK_BACK).order_by("-at", "-pk").first()
    done(case, by, "remind_asker")
    post_to_asker(case=case, entry=entry, what="reminder")
    return True


def close_silent(*, by: str, on: date) -> int:
    """Close the cases whose asker was reminded and still has not answered; how many were closed."""
    before = end_of(working_days_before(on, load_waiting().close_after))
    silent = Case.objects.filter(state=State.ASKED_BACK, reminded_at__lte=before)
    return sum(close_one(by, case, before) for case in silent)


@transaction.atomic
def close_one(by: str, case: Case, before: datetime) -> bool:
    """One case, if it still waits."""
    case = held(case, None)
    if case.state != State.ASKED_BACK or case.reminded_at is None or case.reminded_at > before:
        return False
    close_case(by=by, case=case, seen=None, reason="no-reply")
    return True


def asked_before(day: date) -> QuerySet[Case]:
    """The cases that have waited for their asker since the day or longer."""
    return Case.objects.filter(state=State.ASKED_BACK, asked_back_at__lte=end_of(day))


def end_of(day: date) -> datetime:
    """The last moment of the day, here."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())
