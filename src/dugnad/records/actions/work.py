"""The worker's regular work: each kind in its own guarded call, remembered so that a restart neither skips nor repeats.

One list, `REGULAR`. A kind that fails is written down and tried again an hour later; the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from dugnad.records.models.work import Lock, RegularWork

WORKER = "worker"
TRIED_AGAIN_AFTER = timedelta(hours=1)
"""Also how long one that was cut off may still be going on elsewhere."""
DAY_BEGINS = time(6)
"""Daily work is done from this hour on: reminders do not go out at night."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of regular work; `every` is None for what is done once a day."""

    name: str
    do: Callable[[date], object]
    every: timedelta | None = None


def forget_checks(on: date) -> None:
    """Reports of checks are kept for a day."""
    from dugnad.records.actions import checks  # noqa: PLC0415 - each kind loads only what it needs

    checks.forget_checks(by=WORKER)


def forget_sessions(on: date) -> None:
    """Sessions that have ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def forget_invitations(on: date) -> None:
    """Addresses of invitations that were settled long ago."""
    from dugnad.records.actions import invitations  # noqa: PLC0415

    invitations.forget_invitations(by=WORKER)


def send_kept_notes(on: date) -> None:
    """Letters about accounts that the mail server did not take."""
    from dugnad.records.actions import notes  # noqa: PLC0415

    notes.send_kept_notes()


def forget_locks(on: date) -> None:
    """Lock-outs that are over."""
    Lock.objects.filter(expires__lt=timezone.now()).delete()


def forget_tasks(on: date) -> None:
    """What stands in the queue about work that was done two weeks ago."""
    call_command("prune_db_task_results", verbosity=0)


def send_reminders(on: date) -> None:
    """Those who have not answered a letter, on the days that its sender chose."""
    from dugnad.records.actions import letters_remind  # noqa: PLC0415

    letters_remind.send_reminders(by=WORKER, on=on)


def remind_of_events(on: date) -> None:
    """Those with a seat at a course or meeting, some working days before."""
    from dugnad.records.actions import sign_ups  # noqa: PLC0415

    sign_ups.send_event_reminders(by=WORKER, on=on)


def lapse_sign_ups(on: date) -> None:
    """Seats at courses and meetings that nobody has confirmed in time."""
    from dugnad.records.actions import sign_ups  # noqa: PLC0415

    sign_ups.lapse_sign_ups(by=WORKER, on=timezone.now())


def warn_of_agreements(on: date) -> None:
    """Those who are in a framework agreement that ends soon."""
    from dugnad.records.actions import agreements  # noqa: PLC0415

    agreements.warn_of_ends(by=WORKER, on=on)


def resume_letters(on: date) -> None:
    """Letters whose sending was cut off in another process, e.g. on the command line."""
    from dugnad.records.actions import letters_send  # noqa: PLC0415

    letters_send.resume_runs(by=WORKER)


def read_measures(on: date) -> None:
    """What the indicators of measures show today; plans whose last day has passed."""
    from dugnad.records.actions.national_plan import end_shipped_plans  # noqa: PLC0415
    from dugnad.records.actions.plan_reading import read_measures as read  # noqa: PLC0415

    end_shipped_plans(on)
    read(by=WORKER, on=on)


def wait_for_askers(on: date) -> None:
    """Askers whom a desk asked back and who do not answer: reminded, later closed. Only on working days."""
    from dugnad.desk.working_time import is_working_day  # noqa: PLC0415
    from dugnad.records.actions import case_wait  # noqa: PLC0415

    if is_working_day(on):
        case_wait.close_silent(by=WORKER, on=on)
        case_wait.remind_askers(by=WORKER, on=on)


def settle_mail(on: date) -> None:
    """Mail that came and was not read, because its task was lost."""
    from dugnad.records.actions import mail_settle  # noqa: PLC0415

    mail_settle.settle_waiting()


def send_case_mail(on: date) -> None:
    """Mail of the desks that the mail server did not take."""
    from dugnad.records.actions import case_send  # noqa: PLC0415

    case_send.send_departures(by=WORKER)


def send_digests(on: date) -> None:
    """What waits at the desks, for those who want one mail a day."""
    from dugnad.records.actions import case_digest  # noqa: PLC0415

    case_digest.send_digests(by=WORKER, on=on)


def refresh_search(on: date) -> None:
    """What search finds, in step with what is published today; what was looked for long ago is forgotten."""
    from dugnad.records.actions import search  # noqa: PLC0415

    search.refresh_search(by=WORKER, on=on)
    search.forget_sought(by=WORKER, on=on)


def keep_helped(on: date) -> None:
    """How often published answers have helped, by quarter."""
    from dugnad.records.actions import desk_figures  # noqa: PLC0415

    desk_figures.keep_helped(by=WORKER, on=on)


def watch_answers(on: date) -> None:
    """Public answers whose law or criterion has changed, or that nobody has read in time."""
    from dugnad.records.actions import knowledge_load, knowledge_watch  # noqa: PLC0415

    knowledge_load.load_shipped_answers(by=WORKER)
    knowledge_watch.watch_answers(by=WORKER, on=on)


def forget_desk(on: date) -> None:
    """What the support service keeps no longer: cases, mails, sign-ups, contacts, files."""
    from dugnad.records.actions import forget  # noqa: PLC0415

    forget.forget_desk(by=WORKER, on=on)


def warn_of_ends(on: date) -> None:
    """Desks whose agreement or money ends soon."""
    from dugnad.records.actions import desks  # noqa: PLC0415

    desks.warn_of_ends(by=WORKER, on=on)


REGULAR: tuple[Work, ...] = (
    Work("forget-checks", forget_checks, timedelta(minutes=15)),
    Work("send-kept-notes", send_kept_notes, timedelta(minutes=5)),
    Work("forget-locks", forget_locks, timedelta(minutes=15)),
    Work("resume-letters", resume_letters, timedelta(minutes=15)),
    Work("send-reminders", send_reminders),
    Work("remind-of-events", remind_of_events),
    Work("lapse-sign-ups", lapse_sign_ups, timedelta(minutes=15)),
    Work("warn-of-agreements", warn_of_agreements),
    Work("forget-sessions", forget_sessions),
    Work("forget-invitations", forget_invitations),
    Work("forget-tasks", forget_tasks),
    Work("read-measures", read_measures),
    Work("keep-helped", keep_helped),
    Work("watch-answers", watch_answers),
    Work("refresh-search", refresh_search),
    Work("wait-for-askers", wait_for_askers),
    Work("settle-mail", settle_mail, timedelta(minutes=5)),
    Work("send-case-mail", send_case_mail, timedelta(minutes=5)),
    Work("send-digests", send_digests),
    Work("warn-of-ends", warn_of_ends),
    Work("forget-desk", forget_desk),
)


def do_due_work(*, by: str, now: datetime, regular: Sequence[Work] = REGULAR) -> list[str]:
    """Do what is due now, and tell what was done; a fault in one stops no other."""
    kept = {row.name: row for row in RegularWork.objects.all()}
    due = [work for work in regular if is_due(work, kept.get(work.name), now)]
    return [work.name for work in due if claimed(work, kept.get(work.name), now) and ended_well(work, now)]


def make_due(name: str) -> None:
    """Have it done at once, whenever it was done last."""
    RegularWork.objects.filter(name=name).update(begun_at=None)


def is_due(work: Work, kept: RegularWork | None, now: datetime) -> bool:
    """Was it not done in its period, and neither failed nor began just now?"""
    if kept is None or kept.begun_at is None:
        return True
    if kept.done_at is not None and kept.done_at >= kept.begun_at:
        return is_over(work, kept.done_at, now)
    return kept.begun_at + min(work.every or TRIED_AGAIN_AFTER, TRIED_AGAIN_AFTER) <= now


def is_over(work: Work, done_at: datetime, now: datetime) -> bool:
    """Has a new period begun since it was done?"""
    return done_at + work.every <= now if work.every else working_day(done_at) < working_day(now)


def working_day(moment: datetime) -> date:
    """The day that a moment belongs to; it begins in the morning."""
    local = timezone.localtime(moment)
    return local.date() if local.time() >= DAY_BEGINS else local.date() - timedelta(days=1)


def claimed(work: Work, kept: RegularWork | None, now: datetime) -> bool:
    """Is it ours to do? Of two workers on one database, one gets it."""
    RegularWork.objects.get_or_create(name=work.name)
    was = kept.begun_at if kept else None
    same = {"begun_at": was} if was else {"begun_at__isnull": True}
    return RegularWork.objects.filter(name=work.name, **same).update(begun_at=now) == 1


def ended_well(work: Work, now: datetime) -> bool:
    """Do it, and write down how it ended."""
    row = RegularWork.objects.filter(name=work.name)
    try:
        work.do(timezone.localdate(now))
    except Exception as error:
        logger.exception("regular work failed: %s", work.name)
        row.update(problem=type(error).__name__)
        return False
    row.update(done_at=now, problem="")
    return True
