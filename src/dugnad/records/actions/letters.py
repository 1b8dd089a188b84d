"""Letters: written, prepared as a run of one letter to each body, started, stopped and taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.letter import letter_problems, one_line
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.county import check_county
from dugnad.records.letter_facts import act_for, addressees, language_of, written
from dugnad.records.models.letters import Act, Dispatch, Letter, Run
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, ObligationClass

WORKER = "worker"
SHALL_ACTS = frozenset({Act.CONFIRM, Act.ADOPT_PLAN, Act.ANSWER_STATUS})
INVITED_ACTS = frozenset({Act.CONFIRM, Act.JOIN, Act.ADOPT_PLAN, Act.ANSWER_STATUS})
MOST_REMINDERS, MOST_DAYS = 3, 180
AT_ONCE = 500
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@transaction.atomic
def save_letter(
    *,
    by: Person,
    letter: Letter | None = None,
    title: str,
    subject: Mapping[str, str],
    text: Mapping[str, str],
    act_shall: str,
    act_invited: str,
    sender: str,
    reply_by: date | None = None,
    county: str = "",
) -> Letter:
    """Write a letter, or change one. Runs that are prepared already keep the texts as they were."""
    place = letter.county if letter else county
    if not permissions.may_write_letters(by, place):
        raise NotAllowed(by.by, f"write letters of {place or 'the nation'}")
    check_county(place)
    must_be_complete(subject, text)
    must_ask_something(act_shall, act_invited)
    sender, title = one_line(sender)[:200], one_line(title)[:160]
    if not sender or not title:
        raise Refused("missing", "Write who the letter is from.", field="title" if sender else "sender")
    before = told(letter) if letter else None
    letter = letter or Letter(by=by, county=place)
    letter.title, letter.sender, letter.reply_by = title, sender, reply_by
    letter.act_shall, letter.act_invited = act_shall, act_invited
    letter.subject = {language: one_line(one) for language, one in subject.items()}
    letter.text = {language: one.replace("\r\n", "\n").strip() for language, one in text.items()}
    letter.save()
    action = "change_letter" if before else "write_letter"
    write_log(by=by, action=action, subject=letter.pk, county=place, before=before, after=told(letter))
    return letter


def told(letter: Letter) -> dict[str, Any]:
    """A letter as the log keeps it."""
    day = letter.reply_by.isoformat() if letter.reply_by else ""
    acts = {"act_shall": str(letter.act_shall), "act_invited": str(letter.act_invited)}
    return {"title": letter.title, "subject": letter.subject, "text": letter.text, "reply_by": day, **acts}


def must_be_complete(subject: Mapping[str, str], text: Mapping[str, str]) -> None:
    """Every language is there and every field is known."""
    problems = letter_problems(subject, text)
    if problems:
        first = problems[0]
        message = f"{len(problems)} faults; the first: {first.part}, {first.language}: {first.code} {first.what}"
        raise Refused("unfit-letter", message.strip() + ".", field=f"{first.part}_{first.language}")


def must_ask_something(act_shall: str, act_invited: str) -> None:
    """What can be asked of each class: the state does not join what it must follow."""
    if act_shall not in SHALL_ACTS:
        raise Refused("unknown", f"A state body cannot be asked to {act_shall!r}.", field="act_shall")
    if act_invited not in INVITED_ACTS:
        raise Refused("unknown", f"An invited body cannot be asked to {act_invited!r}.", field="act_invited")


@transaction.atomic
def prepare_run(
    *,
    by: Person,
    letter: Letter,
    bodies: Iterable[Body],
    on: date,
    chosen: Mapping[str, Any] | None = None,
    remind_days: Iterable[int] = (),
) -> Run:
    """One letter to each of the bodies, as it will be sent: kept word for word, and nothing has gone yet."""
    if not permissions.may_change_letter(by, letter):
        raise NotAllowed(by.by, f"send the letter {letter.pk}")
    each = list({body.pk: body for body in bodies}.values())
    must_be_reachable(by, letter, each, on)
    must_be_complete(letter.subject, letter.text)
    run = Run.objects.create(
        letter=letter,
        subject=letter.subject,
        text=letter.text,
        chosen=dict(chosen or {}),
        by=by,
        reply_by=letter.reply_by,
        remind_days=checked_days(remind_days),
    )
    known = addressees(each, on=on)
    rows = [made_dispatch(run, body, known[body.pk]) for body in each]
    Dispatch.objects.bulk_create(rows, batch_size=AT_ONCE)
    mails = sum(row.channel == Dispatch.Channel.EMAIL for row in rows)
    write_log(by=by, action="prepare_run", subject=run.pk, county=letter.county, letters=len(rows), mails=mails)
    return run  # fmt: skip


def must_be_reachable(by: Person, letter: Letter, bodies: list[Body], on: date) -> None:
    """Somebody is to have it; a county's letter goes to that county alone; nobody writes to what has ended."""
    if not bodies:
        raise Refused("nobody", "Nobody is chosen, so there is nothing to send.")
    if letter.county and any(body.county != letter.county for body in bodies):
        raise NotAllowed(by.by, f"write to bodies outside county {letter.county}")
    if any(body.obligation_class == ObligationClass.NONE for body in bodies):
        raise Refused("not-asked", "A body that the plan does not concern is among them.")
    if any(body.until and body.until < on for body in bodies):
        raise Refused("ended-body", "A body that has ended is among them. Write to its successor.")


def checked_days(days: Iterable[int]) -> list[int]:
    """When to remind: at most three times, each later than the one before."""
    found = sorted(set(days))
    if len(found) > MOST_REMINDERS or any(not 1 <= day <= MOST_DAYS for day in found):
        problem = f"Remind at most {MOST_REMINDERS} times, each within {MOST_DAYS} days."
        raise Refused("bad-days", problem, field="remind_days")
    return found


def made_dispatch(run: Run, body: Body, known: Any, reminder: int = 0, **given: Any) -> Dispatch:
    """One body's letter, with its texts and the Message-ID that it keeps however often it is tried."""
    act = given.pop("act", "") or act_for(run.letter, known)
    subject, text = given.pop("subject", run.subject), given.pop("text", run.text)
    subject, text = written(subject, text, body=body, told=known, act=act, letter=run.letter, reply_by=run.reply_by)
    return Dispatch(
        run=run, body=body, reminder=reminder, language=language_of(body), address=body.email,
        channel=Dispatch.Channel.EMAIL if body.email else Dispatch.Channel.PDF,
        subject=subject, text=text, act=act, message_id=message_id(run.pk, body.pk, reminder),
    )  # fmt: skip


def message_id(run: UUID, body: UUID, reminder: int = 0) -> str:
    """The same for the same recipient of the same run, whoever computes it and when."""
    host = urlsplit(settings.BASE_URL).hostname or "dugnad.invalid"
    return f"<{uuid5(run, f'{body}/{reminder}')}@{host}>"


def can_send() -> bool:
    """Is there a mail server?"""
    return settings.EMAIL_BACKEND != SMTP or bool(settings.EMAIL_HOST)


def start_run(*, by: Person | str, run: Run) -> Run:
    """Begin to send, or go on after a stop."""
    if isinstance(by, Person) and not permissions.may_send(by, run):
        raise NotAllowed(by.by, f"send the run {run.pk}")
    with transaction.atomic():
        run = locked(run)
        if run.state not in {Run.State.PREPARED, Run.State.STOPPED}:
            raise Refused("started-already", "This run is being sent, or is sent.")
        if not can_send() and run.dispatches.filter(channel=Dispatch.Channel.EMAIL).exists():
            raise Refused("no-mail-server", "There is no mail server. Set DUGNAD_SMTP_URL.")
        before = run.state
        set_sending(run)
        action = "start_run" if before == Run.State.PREPARED else "resume_run"
        note(by, action, run, before, run.state)
        enqueue(run)
    return run


def set_sending(run: Run) -> None:
    """Letters may go at once, whatever paused them."""
    run.state, run.problem, run.not_before, run.pauses = Run.State.SENDING, "", None, 0
    run.started_at = run.started_at or timezone.now()
    run.save(update_fields=["state", "problem", "not_before", "pauses", "started_at"])


def stop_run(*, by: Person | str, run: Run, problem: str = "") -> Run:
    """Stop sending: the letter on its way goes, the others wait until somebody goes on."""
    if isinstance(by, Person) and not permissions.may_send(by, run):
        raise NotAllowed(by.by, f"stop the run {run.pk}")
    with transaction.atomic():
        run = locked(run)
        if run.state != Run.State.SENDING:
            raise Refused("not-sending", "This run is not being sent.")
        run.state, run.problem = Run.State.STOPPED, problem[:400]
        run.save(update_fields=["state", "problem"])
        note(by, "stop_run", run, Run.State.SENDING, Run.State.STOPPED, problem=problem)
    return run


def mark_posted(*, by: Person, run: Run) -> int:
    """The letters on paper have been posted, journalled or handed to eFormidling: they count as sent; how many."""
    if not permissions.may_send(by, run):
        raise NotAllowed(by.by, f"send the run {run.pk}")
    with transaction.atomic():
        run = locked(run)
        if run.bundle != Run.Bundle.MADE:
            raise Refused("no-bundle", "The letters on paper have not been made. Make the bundle first.")
        waiting = run.dispatches.filter(channel=Dispatch.Channel.PDF, state=Dispatch.State.WAITING)
        count = waiting.update(state=Dispatch.State.SENT, sent_at=timezone.now())
        if not count:
            raise Refused("none-waiting", "No letter on paper is waiting.")
        run.started_at = run.started_at or timezone.now()
        mails = run.dispatches.filter(channel=Dispatch.Channel.EMAIL)
        if run.state == Run.State.PREPARED and not mails.exists():
            run.state, run.finished_at = Run.State.SENT, timezone.now()
        run.save(update_fields=["started_at", "state", "finished_at"])
        note(by, "mark_posted", run, None, None, letters=count)
    return count


def unmark_posted(*, by: Person, run: Run) -> int:
    """They had not been posted after all: they wait again; how many. Too late when somebody has answered one."""
    if not permissions.may_send(by, run):
        raise NotAllowed(by.by, f"send the run {run.pk}")
    with transaction.atomic():
        run = locked(run)
        posted = run.dispatches.filter(channel=Dispatch.Channel.PDF, state=Dispatch.State.SENT)
        if posted.exclude(replied_at=None, acted_at=None).exists():
            raise Refused("answered-already", "A body has answered its letter on paper, so it was posted.")
        count = posted.update(state=Dispatch.State.WAITING, sent_at=None)
        if not count:
            raise Refused("none-posted", "No letter on paper is marked as posted.")
        if not run.dispatches.filter(channel=Dispatch.Channel.EMAIL).exists():
            run.state, run.started_at, run.finished_at = Run.State.PREPARED, None, None
            run.save(update_fields=["started_at", "state", "finished_at"])
        note(by, "unmark_posted", run, None, None, letters=count)
    return count


def locked(run: Run) -> Run:
    """The run as it is now, and as nobody else changes it meanwhile."""
    return Run.objects.select_for_update(of=("self",)).select_related("letter").get(pk=run.pk)


def note(by: Person | str, action: str, run: Run, before: str | None, after: str | None, **details: Any) -> None:
    """One line in the log about a run."""
    write_log(
        by=by, action=action, subject=run.pk, county=run.letter.county, before=before, after=after, **details
    )  # fmt: skip


def enqueue(run: Run, at: datetime | None = None) -> None:
    """Put the sending in the worker's queue, now or for a later moment."""
    from dugnad.records.actions.letters_send import run_letters  # noqa: PLC0415 - it reads this module

    run_letters.using(run_after=at).enqueue(str(run.pk))
