"""Reminders: on the chosen days after a letter was sent, once each, to those who have neither answered nor acted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dugnad.plan.letter_words import reminder
from dugnad.records.acted import still_silent
from dugnad.records.actions.letters import AT_ONCE, can_send, enqueue, locked, made_dispatch, note
from dugnad.records.letter_facts import addressees
from dugnad.records.models.letters import Act, Dispatch, OptOut, Run
from dugnad.records.models.register import Body

DAYS_BETWEEN = 7
"""A body has one reminder a week at most, however many runs wait for it."""


def send_reminders(*, by: str, on: date) -> int:
    """Prepare what is due on the day and put it in the queue; how many. Done again the same day, it does nothing."""
    if not can_send():
        return 0
    runs = Run.objects.filter(state=Run.State.SENT).exclude(remind_days=[])
    return sum(remind(by, run, on) for run in runs)


@transaction.atomic
def remind(by: str, run: Run, on: date) -> int:
    """The reminders of one run. Whoever should have had two by now gets one, the later."""
    run = locked(run)
    if run.state != Run.State.SENT:
        return 0
    last = last_reminders(run)
    due = [(letter, due_number(run, letter, on)) for letter in silent(run, on)]
    rows = made(run, on, [(letter, number) for letter, number in due if number > last.get(letter.body_id, 0)])
    Dispatch.objects.bulk_create(rows, batch_size=AT_ONCE)
    if rows:
        run.state = Run.State.SENDING
        run.save(update_fields=["state"])
        note(by, "send_reminders", run, Run.State.SENT, Run.State.SENDING, letters=len(rows), on=on.isoformat())
        enqueue(run)
    return len(rows)


def silent(run: Run, on: date) -> list[Dispatch]:
    """Letters that arrived, as far as we know, and got no answer; bodies that have ended or want none left out."""
    sent = run.dispatches.filter(reminder=0, channel=Dispatch.Channel.EMAIL, state=Dispatch.State.SENT)
    sent = sent.exclude(act=Act.NOTHING)
    waiting = still_silent(sent).select_related("body")
    bounced = run.dispatches.filter(state=Dispatch.State.BOUNCED).values("body")
    waiting = waiting.exclude(body__in=OptOut.objects.values("body")).exclude(body__in=bounced)
    waiting = waiting.exclude(body__in=reminded_lately(on))
    return [letter for letter in waiting if letter.body.email and not has_ended(letter.body, on)]


def reminded_lately(on: date) -> QuerySet[Any, Any]:
    """Bodies that have a reminder of any run from the week before."""
    rows = Dispatch.objects.filter(reminder__gt=0, reminded_on__gt=on - timedelta(days=DAYS_BETWEEN))
    return rows.exclude(state=Dispatch.State.LEFT_OUT).values("body")


def has_ended(body: Body, on: date) -> bool:
    """Is there nobody left to remind?"""
    return body.until is not None and body.until < on


def due_number(run: Run, letter: Dispatch, on: date) -> int:
    """The number of the latest reminder that is due; 0 for none yet."""
    if letter.sent_at is None:
        return 0
    gone = (on - timezone.localdate(letter.sent_at)).days
    return sum(days <= gone for days in run.remind_days)


def last_reminders(run: Run) -> dict[UUID, int]:
    """The highest number of reminder that each body has had."""
    found: dict[UUID, int] = {}
    for body, number in run.dispatches.filter(reminder__gt=0).values_list("body", "reminder"):
        found[body] = max(number, found.get(body, 0))
    return found


def made(run: Run, on: date, due: Iterable[tuple[Dispatch, int]]) -> list[Dispatch]:
    """The reminders, filled as the bodies stand today; each asks what the letter itself asked."""
    each = list(due)
    known = addressees([letter.body for letter, _ in each], on=on) if each else {}
    words = reminder()
    rows = [
        made_dispatch(
            run,
            letter.body,
            known[letter.body_id],
            number,
            act=letter.act,
            subject=words["subject"],
            text=words["text"],
        )
        for letter, number in each
    ]
    for row in rows:
        row.reminded_on = on
    return rows
