"""What a body answers on its letter's page, without an account: the link is the key, and every answer is logged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dugnad.desk.question import Question
from dugnad.errors import Refused
from dugnad.plan.given import clean_text
from dugnad.plan.letter import one_line
from dugnad.records.actions.cases import ask_desk, context_of
from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.invitations import checked_address
from dugnad.records.actions.log import write_log
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Act, Dispatch, OptOut, Reply

What = Reply.What
MOST_ANSWERS = 30
MOST_CONTACTS = 5
MOST_QUESTION = 2000


def by_letter(letter: Dispatch) -> str:
    """How the log names whoever holds the link."""
    return f"letter:{letter.pk}"


def note_opened(*, letter: Dispatch) -> None:
    """The page was opened: by a person, or by a program that follows links. It is not said to be read."""
    if letter.opened_at is not None:
        return
    with transaction.atomic():
        if same_letter(letter).filter(pk=letter.pk, opened_at=None).update(opened_at=timezone.now()):
            write_log(by=by_letter(letter), action="open_reply_page", subject=letter.pk, body=letter.body)


@transaction.atomic
def confirm_receipt(*, letter: Dispatch, responsible: str, on: date) -> Reply:
    """The letter has arrived. A state body also says which position is responsible: that is recorded as its receipt."""
    must_have_room(letter)
    responsible = clean_text(responsible, "responsible", 120)
    if letter.body.is_state:
        record_decision(
            by=by_letter(letter), body=letter.body, about=Decision.About.CONFIRM, decided_by=responsible or " ", on=on,
            responsible=responsible,
        )  # fmt: skip
    reply = keep(letter, What.CONFIRM, responsible=responsible)
    if letter.act == Act.CONFIRM:
        note_acted(letter)
    return reply


@transaction.atomic
def join(*, letter: Dispatch, **decision: Any) -> Reply:
    """The body joins by a decision that its own organ has made."""
    must_have_room(letter)
    made = record_decision(by=by_letter(letter), body=letter.body, about=Decision.About.JOIN, **decision)
    reply = keep(letter, What.JOIN, decision=str(made.pk), on=made.on.isoformat(), decided_by=made.decided_by)
    if letter.act == Act.JOIN:
        note_acted(letter)
    return reply


@transaction.atomic
def name_contact(*, letter: Dispatch, name: str, email: str) -> Reply:
    """Somebody to work with. Nothing is sent before a person who may give the role has said yes."""
    must_have_room(letter)
    name, email = one_line(name)[:120], checked_address(email)
    if not name:
        raise Refused("missing", "Write the name.", field="name")
    named = same_body(letter).filter(what=What.CONTACT)
    if named.filter(details__email=email).exists():
        raise Refused("named-already", "This contact is named already.", field="email")
    if named.count() >= MOST_CONTACTS:
        raise Refused("too-many-contacts", f"{MOST_CONTACTS} contacts are named already.")
    return keep(letter, What.CONTACT, name=name, email=email, state="waiting")


@transaction.atomic
def ask(*, letter: Dispatch, text: str) -> Reply:
    """A question to the county's desk, as a case. The answer comes to the address that the letter went to."""
    must_have_room(letter)
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise Refused("missing", "Write your question.", field="text")
    if len(text) > MOST_QUESTION:
        raise Refused("too-long", f"The question is longer than {MOST_QUESTION} signs.", field="text")
    case = ask_desk(by=by_letter(letter), question=question_of(letter, text), body=letter.body, on=timezone.now())
    return keep(letter, What.ASK, text=text, case=str(case.pk))


def question_of(letter: Dispatch, text: str) -> Question:
    """What the body asks, with the letter that it asks from."""
    path = f"/letters/runs/{letter.run_id}/bodies/{letter.body.key}/"
    context = {"kind": "letter", "id": str(letter.run_id), "title": letter.subject, "path": path}
    return Question(
        text=text, email=letter.address or letter.body.email, language=letter.language, channel="letter",
        context=context_of(context),
    )  # fmt: skip


@transaction.atomic
def stop_reminders(*, letter: Dispatch) -> Reply | None:
    """No more reminders to the body, of this run or any other. Asked for twice, it is done once."""
    _, is_new = OptOut.objects.get_or_create(body=letter.body)
    return keep(letter, What.STOP_REMINDERS) if is_new else None


@transaction.atomic
def resume_reminders(*, letter: Dispatch) -> None:
    """The body wants reminders again after all."""
    count, _ = OptOut.objects.filter(body=letter.body).delete()
    if count:
        write_log(by=by_letter(letter), action="resume_reminders", subject=letter.pk, body=letter.body)


def keep(letter: Dispatch, what: What, **details: Any) -> Reply:
    """The answer, on the letter and in the log; the log holds neither names nor what was asked."""
    reply = Reply.objects.create(dispatch=letter, what=what, details=details)
    if what != What.STOP_REMINDERS:
        same_letter(letter).filter(replied_at=None).update(replied_at=timezone.now())
    write_log(
        by=by_letter(letter), action="reply_to_letter", subject=letter.pk, body=letter.body, run=str(letter.run_id),
        what=what.value,
    )  # fmt: skip
    return reply


def note_acted(letter: Dispatch) -> None:
    """The body has done what the letter asked, on the letter's page."""
    same_letter(letter).filter(acted_at=None).update(acted_at=timezone.now())


def same_letter(letter: Dispatch) -> Any:
    """The letter and its reminders."""
    return Dispatch.objects.filter(run=letter.run_id, body=letter.body_id)


def same_body(letter: Dispatch) -> Any:
    """The answers on all letters of the run to this body."""
    return Reply.objects.filter(dispatch__run=letter.run_id, dispatch__body=letter.body_id)


def must_have_room(letter: Dispatch) -> None:
    """A link that has leaked fills nothing."""
    if same_body(letter).count() >= MOST_ANSWERS:
        raise Refused("too-many", f"This letter has {MOST_ANSWERS} answers already.")
