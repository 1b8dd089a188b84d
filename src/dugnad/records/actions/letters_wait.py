"""Letters that wait for another try, runs that wait for the mail server, and what is tried again when asked for.

A server that puts a letter off (greylisting) means minutes or hours: each wait is longer than the one before, and only
when the last is used up is the letter given up. Waiting costs nothing: the run stands in the queue for the moment when
the next letter is due.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.letters import enqueue, locked, note, set_sending
from dugnad.records.actions.letters_post import Answer, Verdict
from dugnad.records.models.letters import Dispatch, Run
from dugnad.records.models.people import Person

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""Before the second try, the third …; after the sixth a letter is given up, or a run stopped."""
REFUSED_ALIKE = 5
"""So many refused with the same words, and nobody reached: then it is us that the server refuses."""
SENDING_TASK = "dugnad.records.actions.letters_send.run_letters"
State = Dispatch.State


def put_off(letter: Dispatch, now: datetime) -> bool:
    """Set the next try; False where there have been enough of them."""
    if letter.put_off >= len(WAITS):
        letter.not_before = None
        return False
    letter.not_before = now + WAITS[letter.put_off]
    letter.put_off += 1
    return True


@transaction.atomic
def pause_run(*, by: str, run: Run, problem: str) -> bool:
    """Let the mail server be for a while; False where that has been tried for hours and the run is to stop."""
    run = locked(run)
    if run.state != Run.State.SENDING:
        return True
    if run.pauses >= len(WAITS):
        return False
    run.not_before, run.problem = timezone.now() + WAITS[run.pauses], problem[:400]
    run.pauses += 1
    run.save(update_fields=["not_before", "problem", "pauses"])
    note(by, "pause_run", run, None, None, problem=problem, until=run.not_before.isoformat(timespec="seconds"))
    return True


def is_due(prefix: str = "") -> Q:
    """Not paused, or no longer."""
    return Q(**{f"{prefix}not_before": None}) | Q(**{f"{prefix}not_before__lte": timezone.now()})


def unsent(run: Run) -> Q:
    """The letters of the run that are still to go by e-mail."""
    return Q(run=run, channel=Dispatch.Channel.EMAIL, state__in=[State.WAITING, State.SENDING])


def has_due(run: Run) -> bool:
    """Is there something to do now: a letter to send, or a run to finish?"""
    at = next_try(run)
    return at is None or at <= timezone.now()


def next_try(run: Run) -> datetime | None:
    """When the next letter may go; None for at once."""
    letters = Dispatch.objects.filter(unsent(run))
    is_ready = letters.filter(not_before=None).exists()
    first = None if is_ready else letters.aggregate(first=Min("not_before"))["first"]
    moments = [moment for moment in (first, run.not_before) if moment is not None]
    return max(moments, default=None)


def queue_next(run: Run) -> None:
    """Stand in the queue for the next letter, once."""
    at = next_try(run)
    at = at if at and at > timezone.now() else None
    if not is_queued(run, at or timezone.now()):
        enqueue(run, at)


def is_queued(run: Run, by: datetime) -> bool:
    """Does the run stand in the queue already, to be sent by then?"""
    now_or_by_then = Q(run_after=get_date_max()) | Q(run_after__lte=by)
    tasks = DBTaskResult.objects.filter(now_or_by_then, task_path=SENDING_TASK, status=TaskResultStatus.READY)
    return tasks.filter(args_kwargs__args=[str(run.pk)]).exists()


def judged(letter: Dispatch, answer: Answer) -> Answer:
    """A refusal of us that meets one recipient again, while others are reached, is that recipient's own."""
    is_again = answer.verdict == Verdict.STOP and letter.attempts > 1 and "5.7." in answer.reason
    if is_again and Dispatch.objects.filter(run=letter.run_id, state=State.SENT).exists():
        return Answer(Verdict.BOUNCED, answer.reason)
    return answer


@transaction.atomic
def doubt_bounces(by: str, letter: Dispatch) -> bool:
    """The first recipients are all refused alike and nobody is reached: their letters wait again, and the run stops."""
    rows = Dispatch.objects.filter(run=letter.run_id, channel=Dispatch.Channel.EMAIL)
    if rows.filter(state=State.SENT).exists():
        return False
    refused = rows.filter(state=State.BOUNCED, attempts=1).select_related("body")[: REFUSED_ALIKE + 1]
    if len(refused) != REFUSED_ALIKE or len({without_address(one.problem) for one in refused}) != 1:
        return False
    for one in refused:
        one.state, one.bounced_at = State.WAITING, None
    Dispatch.objects.bulk_update(refused, ["state", "bounced_at"])
    note(by, "doubt_bounces", letter.run, None, None, letters=REFUSED_ALIKE)
    return True


def without_address(problem: str) -> str:
    """The server's words, alike for all."""
    return " ".join(word for word in problem.lower().split() if "@" not in word)


def retry_failed(*, by: Person, run: Run) -> int:
    """Try those once more that were given up, each with the Message-ID it had; how many."""
    if not permissions.may_send(by, run):
        raise NotAllowed(by.by, f"send the run {run.pk}")
    with transaction.atomic():
        run = locked(run)
        failed = run.dispatches.filter(channel=Dispatch.Channel.EMAIL, state=State.FAILED)
        count = failed.update(state=State.WAITING, not_before=None, put_off=0)
        if not count or run.state == Run.State.PREPARED:
            raise Refused("none-failed", "No letter was given up, so there is nothing to try again.")
        before = run.state
        set_sending(run)
        note(by, "retry_letters", run, before, run.state, letters=count)
        enqueue(run)
    return count
