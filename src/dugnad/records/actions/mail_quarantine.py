"""What an adviser does with a mail that waits: opens a case of it, joins it to one, or throws it away and says why."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dugnad.desk.mail_in import Mail, read_mail
from dugnad.desk.mail_kind import is_proven
from dugnad.desk.post_words import post_words
from dugnad.desk.question import MOST_TEXT
from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.case_files import keep_files
from dugnad.records.actions.case_work import reply_to_desk
from dugnad.records.actions.cases import add_entry, made_id
from dugnad.records.actions.log import write_log
from dugnad.records.actions.mail_case import Known, is_thanks, known_sender, open_case, reply_text, taken_files
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body

Fate = Arrival.Fate
THROWN_AWAY = ("spam", "not-for-us", "answered-elsewhere", "duplicate", "machine", "other")
AS = ("reply", "note")
"""What a mail becomes in the case it is joined to: the asker's own words, or a note for the desk alone."""
BY = "mail"


@transaction.atomic
def open_arrival(*, by: Person, arrival: Arrival, body: Body | None = None) -> Case:
    """A case of the mail: its sender is the asker, and gets a receipt. `body`: where the adviser knows it.

    It is an account's only by our own mail server's word; what another installation says of it is not enough.
    """
    row = waiting(by, arrival)
    mail = read_mail(bytes(row.raw))
    if not mail.sender:
        raise Refused("no-sender", "Nobody knows whom to answer: the mail names no sender.")
    guessed = known_sender(mail.sender)
    known = (
        Known(person=guessed.person, body=body, county=body.county, language=body.language or "nb") if body else guessed
    )
    case = open_case(by=BY, mail=mail, known=known, on=timezone.now(), desk=row.desk,
                     is_proven=row.is_proven and is_proven(mail, settings.MAIL_AUTHSERV))  # fmt: skip
    put_down(by, row, Fate.OPENED, case, "open_mail")
    return case


@transaction.atomic
def join_arrival(*, by: Person, arrival: Arrival, case: Case, as_what: str) -> Case:
    """Lay the mail to a case: as what its asker wrote from another address, or as a note that never leaves the desk."""
    row = waiting(by, arrival)
    if not permissions.may_work_case(by, case):
        raise NotAllowed(by.by, f"join a mail to case {case.pk}")
    if as_what not in AS:
        raise Refused("missing", "Say what the mail is.", field="as_what")
    mail = read_mail(bytes(row.raw))
    taken = taken_files(case, mail)
    if as_what == "reply":
        entry = reply_to_desk(
            by=BY, case=case, text=reply_text(mail, case.language), files=taken.files,
            message_id=mail.message_id[:200] or made_id(), reopens=not is_thanks(mail, taken, case),
        )  # fmt: skip
        case = entry.case
    else:
        entry = add_entry(case, Entry.Kind.NOTE, noted(mail, row), by=by)
        keep_files(case, entry, taken.files, is_internal=True)
    taken.note(case)
    put_down(by, row, Fate.THREADED, case, "join_mail")
    return case


def noted(mail: Mail, arrival: Arrival) -> str:
    """The mail as a note: who sent it, and what it says."""
    head = post_words().phrase("mail-from", "nb", sender=mail.sender or arrival.sender or "?")
    return f"{head}\n\n{reply_text(mail, 'nb')}"[:MOST_TEXT]


@transaction.atomic
def refuse_arrival(*, by: Person, arrival: Arrival, reason: str) -> Arrival:
    """Throw the mail away; its sender hears nothing."""
    row = waiting(by, arrival)
    if reason not in THROWN_AWAY:
        raise Refused("missing", "Say why.", field="reason")
    put_down(by, row, Fate.REFUSED, row.case, "refuse_mail", reason=reason)
    return row


def waiting(by: Person, arrival: Arrival) -> Arrival:
    """The mail's row, held; refused to others than its desk, and where somebody has settled it meanwhile."""
    row = Arrival.objects.select_for_update(of=("self",)).select_related("desk", "case").get(pk=arrival.pk)
    if not permissions.may_settle_mail(by, row):
        raise NotAllowed(by.by, f"settle mail {row.pk}")
    if row.fate not in {Fate.QUARANTINED, Fate.IGNORED}:
        raise Refused("mail-settled", "Somebody has settled this mail already.")
    return row


def put_down(by: Person, row: Arrival, fate: str, case: Case | None, action: str, *, reason: str = "") -> None:
    """Write down what became of it, and who decided."""
    before = row.fate
    row.fate, row.case, row.reason = fate, case, reason or row.reason
    row.settled_by, row.settled_at = by, timezone.now()
    row.save(update_fields=["fate", "case", "reason", "settled_by", "settled_at"])
    write_log(
        by=by, action=action, subject=row.pk, county=row.desk_id or NATIONAL, before=str(before), after=str(fate),
        reason=reason,
    )  # fmt: skip
