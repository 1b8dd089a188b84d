"""Work on a case at the desk: taken, handed over, asked about among colleagues, asked back, noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from dugnad.desk.question import Upload
from dugnad.desk.thanks import is_only_thanks
from dugnad.desk.working_time import promised
from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.case_files import keep_files
from dugnad.records.actions.case_post import post_to_asker, post_to_desk
from dugnad.records.actions.cases import add_entry, done, end_consults, held, held_living, must_be_open, must_work, said
from dugnad.records.actions.log import write_log
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Consult, Entry
from dugnad.records.models.desk import Desk, open_desks
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person

Kind, State = Entry.Kind, Case.State


@transaction.atomic
def take_case(*, by: Person, case: Case, seen: int) -> Case:
    """Say that one answers it. A colleague's case may be taken over: nothing is tied to a person."""
    case = held(case, seen)
    must_work(by, case, "take")
    must_be_open(case)
    if case.taken_by_id == by.pk:
        return case
    case.taken_by, case.taken_at = by, timezone.now()
    case.state = State.TAKEN if case.state == State.NEW else case.state
    return done(case, by, "take_case")


@transaction.atomic
def release_case(*, by: Person, case: Case, seen: int) -> Case:
    """Give it back to the queue."""
    case = held(case, seen)
    must_work(by, case, "release")
    must_be_open(case)
    if case.taken_by_id is None:
        return case
    case.taken_by, case.taken_at = None, None
    case.state = State.NEW if case.state == State.TAKEN else case.state
    return done(case, by, "release_case")


@transaction.atomic
def hand_over_case(*, by: Person, case: Case, seen: int, desk: Desk, note: str = "") -> Case:
    """To another desk, with all that is noted; from now on it is theirs. The promise to the asker stays."""
    case = held(case, seen)
    must_work(by, case, "hand over")
    must_be_open(case)
    if desk.county == case.desk_id:
        raise Refused("same-desk", "The case lies at this desk already.", field="desk")
    must_be_staffed(desk)
    if note.strip():
        add_entry(case, Kind.NOTE, said(note, "note"), by=by)
    before = case.desk_id
    case.desk, case.routed = desk, "handed-over"
    case.taken_by, case.taken_at = None, None
    case.state = State.NEW if case.state == State.TAKEN else case.state
    case.consults.filter(desk=desk).delete()  # it is theirs now
    end_consults(case)
    Knowledge.objects.filter(case=case, state=Knowledge.State.DRAFT).update(county=desk.county)
    case.arrivals.filter(fate=Arrival.Fate.QUARANTINED).update(desk=desk)
    done(case, by, "hand_over_case", before=before, after=desk.county)
    post_to_desk(case=case, what="handed-over")
    return case


def must_be_staffed(desk: Desk) -> None:
    """Nothing is handed to an empty seat. The back-up desk takes everything."""
    if not desk.is_national and desk.county not in open_desks(timezone.localdate()):
        raise Refused("desk-empty", "Nobody sits at this desk now. Choose another.", field="desk")


@transaction.atomic
def consult_desk(*, by: Person, case: Case, seen: int, desk: Desk, text: str) -> Case:
    """Ask colleagues at the own desk or another: those elsewhere may read and note in the case while it is open."""
    case = held(case, seen)
    must_work(by, case, "ask about")
    must_be_open(case)
    must_be_staffed(desk)
    add_entry(case, Kind.CONSULT, said(text), by=by)
    if desk.county != case.desk_id:
        Consult.objects.update_or_create(case=case, desk=desk, defaults=asked_anew(by))
    done(case, by, "consult_desk", desk=desk.county)
    post_to_desk(case=case, what="consult")
    return case


def asked_anew(by: Person) -> dict[str, Any]:
    """A desk that is asked, now or once more."""
    return {"by": by, "replied_at": None, "ended_at": None}


@transaction.atomic
def reply_consult(*, by: Person, case: Case, text: str) -> Case:
    """What the colleague who was asked thinks: of a desk that was asked, or of the case's own."""
    case = held(case, None)
    if not (permissions.is_consulted(by, case) or (case.is_open and permissions.may_work_case(by, case))):
        raise NotAllowed(by.by, f"answer about case {case.pk}")
    add_entry(case, Kind.CONSULT, said(text), by=by)
    case.consults.filter(desk__in=permissions.desks_of(by), ended_at=None).update(replied_at=timezone.now())
    done(case, by, "reply_consult")
    post_to_desk(case=case, what="consult")
    return case


@transaction.atomic
def note_case(*, by: Person, case: Case, text: str) -> Entry:
    """A note for the desk alone. It changes nothing that others look at, so it collides with nothing."""
    case = held_living(case)
    if not permissions.may_read_internal(by, case):
        raise NotAllowed(by.by, f"note in case {case.pk}")
    entry = add_entry(case, Kind.NOTE, said(text), by=by)
    write_log(by=by, action="note_case", subject=case.pk, county=case.desk_id)
    return entry


@transaction.atomic
def ask_back(*, by: Person, case: Case, seen: int, text: str) -> Case:
    """Ask whoever asked for what is missing. The promised time stands still until the reply comes."""
    case = held(case, seen)
    must_work(by, case, "ask back in")
    must_be_open(case)
    entry = add_entry(case, Kind.ASK_BACK, said(text), by=by)
    case.state, case.asked_back_at, case.reminded_at = State.ASKED_BACK, entry.at, None
    case.taken_by, case.taken_at = case.taken_by or by, case.taken_at or timezone.now()
    done(case, by, "ask_back")
    post_to_asker(case=case, entry=entry, what="ask-back")
    return case


def says_thanks_alone(case: Case, text: str, name: str = "") -> bool:
    """Does the asker thank, and nothing more? `name`: as the mail's sender calls themselves."""
    return is_only_thanks(text, f"{name} {case.asker_name} {case.asker.name if case.asker else ''}")


@transaction.atomic
def reply_to_desk(
    *, by: Person | str, case: Case, text: str, files: Iterable[Upload] = (), message_id: str = "",
    said_in: int | None = None, reopens: bool = True,
) -> Entry:  # fmt: skip
    """What the asker writes later, on the page or by mail; a case that was answered or closed is open again.

    `reopens`: False for thanks alone, which are kept and leave an ended case as it is.
    `said_in`: the number of the joined case that it is written in by a link which shows that one alone.
    """
    case = held_living(case)
    if isinstance(by, Person) and not permissions.is_asker(by, case):
        raise NotAllowed(by.by, f"reply in case {case.pk}")
    if case.forgotten_at:
        raise Refused("case-forgotten", "This case is forgotten by now. Ask anew.")
    person = by if isinstance(by, Person) else None
    entry = add_entry(case, Kind.REPLY, said(text), by=person, is_by_asker=True, message_id=message_id, said_in=said_in)
    keep_files(case, entry, files)
    if not case.is_open and not reopens:
        done(case, by, "reply_to_desk")
        return entry
    if case.state == State.ASKED_BACK or not case.is_open:
        case.reopened += 0 if case.is_open else 1
        case.state, case.closed_at = (State.TAKEN if case.taken_by_id else State.NEW), None
        case.closed_because, case.asked_back_at = "", None
        case.promised_at = promised(timezone.localtime(entry.at), case.desk.answer_days, case.desk.hours)
    done(case, by, "reply_to_desk")
    post_to_desk(case=case, what="reply")
    return entry
