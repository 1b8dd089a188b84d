"""Sending a run: one letter after the other, safe to cut off at any moment.

Before the mail server is asked, the letter stands as SENDING with one attempt more, and the log says so; that is
committed. After the server has taken it, it stands as SENT; that is committed too. What still stands as SENDING when
sending begins again may have gone or not: it goes again with the same Message-ID, and the log says that it may be a
second copy. So nobody is left out, and the log accounts for every attempt.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from dugnad.errors import Refused
from dugnad.records.acted import still_silent
from dugnad.records.actions.letters import WORKER, enqueue, locked, note, stop_run
from dugnad.records.actions.letters_post import Answer, Post, Verdict, mail_of
from dugnad.records.actions.letters_wait import (
    doubt_bounces,
    has_due,
    is_due,
    is_queued,
    judged,
    pause_run,
    put_off,
    queue_next,
)  # fmt: skip
from dugnad.records.actions.log import write_log
from dugnad.records.models.letters import Dispatch, OptOut, Run

SLICE_SECONDS = 20
"""So long at a time: then what others wait for gets its turn."""
PATIENCE_SECONDS = 5
SECONDS_A_MINUTE = 60
State = Dispatch.State
BACK = {
    Verdict.LATER: State.WAITING, Verdict.PAUSE: State.WAITING, Verdict.STOP: State.WAITING,
    Verdict.UNCERTAIN: State.SENDING, Verdict.BOUNCED: State.BOUNCED, Verdict.FAILED: State.FAILED,
}  # fmt: skip


@task()
def run_letters(run_id: str) -> None:
    """What the worker does: send for a while, then stand in the queue again."""
    if send_run(by=WORKER, run_id=UUID(run_id), seconds=SLICE_SECONDS) == Run.State.SENDING:
        queue_next(Run.objects.get(pk=run_id))


def send_run(*, by: str, run_id: UUID, seconds: float | None = None, wait: Callable[[float], None] = time.sleep) -> str:
    """Send what waits, at most for so many seconds; the run's state afterwards ("" where another process sends it)."""
    with held(run_id) as is_ours, surely_written():
        if not is_ours:
            return ""
        with Post(wait) as post:
            send_waiting(by, run_id, post, until=time.monotonic() + seconds if seconds else None)
    return Run.objects.values_list("state", flat=True).get(pk=run_id)


def send_waiting(by: str, run_id: UUID, post: Post, until: float | None) -> None:
    """One letter after the other; the run is over when none waits, also not for another try."""
    while (letter := next_letter(run_id)) is not None:
        begun = time.monotonic()
        if until is not None and begun >= until:
            return
        if is_no_longer_wanted(letter):
            leave_out(by, letter)
            continue
        if problem := post.open():
            hold_back(by, letter.run, problem)
            return
        send_letter(by, letter, post)
        pause(begun, post.wait)
    finish(by, run_id)


def next_letter(run_id: UUID) -> Dispatch | None:
    """The letter to try next: those tried least come first, so that one that waits holds up nobody."""
    waiting = Dispatch.objects.filter(run=run_id, run__state=Run.State.SENDING, channel=Dispatch.Channel.EMAIL)
    waiting = waiting.filter(is_due(), is_due("run__"), state__in=[State.WAITING, State.SENDING])
    return waiting.order_by("attempts", "pk").select_related("run__letter", "body").first()


def send_letter(by: str, letter: Dispatch, post: Post) -> None:
    """Write down that it is tried, try, write down how it went."""
    if not claim(by, letter):
        return
    answer = judged(letter, post.send(mail_of(letter)))
    settle(by, letter, answer)
    if answer.verdict in {Verdict.STOP, Verdict.PAUSE}:
        hold_back(by, letter.run, answer)
    elif answer.verdict == Verdict.SENT and letter.run.pauses:
        Run.objects.filter(pk=letter.run_id).update(pauses=0, problem="")
    elif answer.verdict == Verdict.BOUNCED and doubt_bounces(by, letter):
        hold_back(by, letter.run, Answer(Verdict.STOP, answer.reason))


@transaction.atomic
def claim(by: str, letter: Dispatch) -> bool:
    """Committed before the mail server is asked; False where somebody else has taken the letter meanwhile."""
    is_second = letter.state == State.SENDING
    row = Dispatch.objects.filter(pk=letter.pk, state=letter.state, attempts=letter.attempts)
    if not row.update(state=State.SENDING, attempts=letter.attempts + 1):
        return False
    letter.state, letter.attempts = State.SENDING, letter.attempts + 1
    write_log(
        by=by, action="try_letter", subject=letter.pk, body=letter.body, run=str(letter.run_id),
        message_id=letter.message_id, attempt=letter.attempts, reminder=letter.reminder,
        may_be_a_second_copy=is_second,
    )  # fmt: skip
    return True


@transaction.atomic
def settle(by: str, letter: Dispatch, answer: Answer) -> None:
    """Committed after the mail server has answered, or has not."""
    now, state, problem = timezone.now(), State.SENT, answer.reason
    if answer.verdict != Verdict.SENT:
        state = BACK[answer.verdict]
        if answer.verdict in {Verdict.LATER, Verdict.UNCERTAIN} and not put_off(letter, now):
            problem, state = f"{letter.put_off + 1} tries: {problem}", State.FAILED
    letter.state, letter.problem = state, problem[:400]
    letter.sent_at = now if state == State.SENT else None
    letter.bounced_at = now if state == State.BOUNCED else None
    letter.save(update_fields=["state", "problem", "sent_at", "bounced_at", "not_before", "put_off"])
    write_log(
        by=by, action="answer_letter", subject=letter.pk, body=letter.body, run=str(letter.run_id),
        message_id=letter.message_id, attempt=letter.attempts, after=str(state), verdict=answer.verdict.value,
        problem=without_addresses(problem, letter),
    )  # fmt: skip


def without_addresses(problem: str, letter: Dispatch) -> str:
    """What the server said, as the log may hold it."""
    return " ".join("…" if "@" in word else word for word in problem.split())[:300]


def is_no_longer_wanted(letter: Dispatch) -> bool:
    """A reminder to somebody who has answered, or wants none, since it was prepared."""
    if not letter.reminder or letter.state == State.SENDING:
        return False
    is_answered = not still_silent(Dispatch.objects.filter(run=letter.run_id, body=letter.body_id, reminder=0)).exists()
    return is_answered or OptOut.objects.filter(pk=letter.body_id).exists()


@transaction.atomic
def leave_out(by: str, letter: Dispatch) -> None:
    """The reminder is no longer needed."""
    letter.state = State.LEFT_OUT
    letter.save(update_fields=["state"])
    write_log(by=by, action="leave_out_letter", subject=letter.pk, body=letter.body, run=str(letter.run_id))


@transaction.atomic
def finish(by: str, run_id: UUID) -> None:
    """All letters by e-mail have been answered for."""
    run = locked(Run(pk=run_id))
    waiting = run.dispatches.filter(channel=Dispatch.Channel.EMAIL, state__in=[State.WAITING, State.SENDING])
    if run.state != Run.State.SENDING or waiting.exists():
        return
    run.state, run.finished_at = Run.State.SENT, run.finished_at or timezone.now()
    run.save(update_fields=["state", "finished_at"])
    note(by, "finish_run", run, Run.State.SENDING, Run.State.SENT)


def hold_back(by: str, run: Run, answer: Answer) -> None:
    """Nobody can be reached: wait a while, or stop where waiting does not help; and say why."""
    if answer.verdict == Verdict.PAUSE and pause_run(by=by, run=run, problem=answer.reason):
        return
    try:
        stop_run(by=by, run=run, problem=answer.reason)
    except Refused:  # a person stopped it just now
        return


def pause(begun: float, wait: Callable[[float], None]) -> None:
    """No faster than the rate that other mail servers are content with; 0 is no limit."""
    if settings.LETTERS_A_MINUTE:
        left = SECONDS_A_MINUTE / settings.LETTERS_A_MINUTE - (time.monotonic() - begun)
        if left > 0:
            wait(left)


def resume_runs(*, by: str) -> list[Run]:
    """Queue again what was being sent when the worker was last stopped, and what has waited long enough."""
    runs = [run for run in Run.objects.filter(state=Run.State.SENDING).select_related("letter") if has_due(run)]
    for run in runs:
        with held(run.pk, patience=0) as is_ours:
            if not is_ours:
                continue
        if is_queued(run, timezone.now()):
            continue
        with transaction.atomic():
            note(by, "resume_run", run, Run.State.SENDING, Run.State.SENDING)
            enqueue(run)
    return runs


@contextmanager
def held(run_id: UUID, patience: float = PATIENCE_SECONDS) -> Iterator[bool]:
    """Whether this process alone sends the run. The hold ends with the process, however it ends."""
    path = Path(settings.VAR) / "letters" / f"{run_id}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with path.open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    yield False
                    return
                time.sleep(0.1)
            else:
                yield True
                return


@contextmanager
def surely_written() -> Iterator[None]:
    """On SQLite: what is committed here outlives a power cut too, not only the end of the process."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
