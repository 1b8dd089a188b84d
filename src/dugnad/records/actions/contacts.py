"""The contact log of a desk: a talk is noted, a promise kept, what was agreed shared. It is the desk's own."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.letter import one_line
from dugnad.records import permissions
from dugnad.records.actions.cases import CONTROLS
from dugnad.records.actions.log import write_log
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body

MOST = {"text": 4000, "agreed": 2000, "promise": 300}


@transaction.atomic
def note_contact(
    *,
    by: Person,
    desk: Desk,
    body: Body,
    on: date,
    kind: str,
    text: str,
    agreed: str = "",
    promise: str = "",
    promised_by: date | None = None,
    follow_up_by: date | None = None,
    is_shared: bool = False,
    today: date,
) -> ContactNote:
    """Write down that the desk and the body were in touch. `today`: no contact is noted before it has been."""
    must_note(by, desk.county)
    if not permissions.may_know_body(body, desk.county, today):
        raise NotAllowed(by.by, f"note a contact with {body.key} at desk {desk.county}")
    if kind not in ContactNote.Kind.values:
        raise Refused("unknown", "This is no way of being in touch.", field="kind")
    if on > today:
        raise Refused("contact-future", "That day has not been yet.", field="on")
    said = {
        "text": written(text, "text"),
        "agreed": written(agreed, "agreed"),
        "promise": one_line(written(promise, "promise")),
    }
    must_fit(said, promised_by, follow_up_by, on, is_shared=is_shared)
    note = ContactNote.objects.create(
        desk=desk, body=body, on=on, kind=kind, **said, promised_by=promised_by, follow_up_by=follow_up_by,
        is_shared=is_shared, by=by,
    )  # fmt: skip
    write_log(
        by=by, action="note_contact", subject=note.pk, county=desk.county, kind=kind, has_promise=bool(said["promise"])
    )
    return note


def must_note(by: Person, county: str) -> None:
    """The desk's own people alone."""
    if not permissions.may_note_contact(by, county):
        raise NotAllowed(by.by, f"write in the contact log of desk {county}")


def written(text: str, field: str) -> str:
    """What was written, as it can be kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MOST[field]:
        raise Refused("too-long", "The text is too long.", field=field)
    if CONTROLS.search(text):
        raise Refused("unreadable", "The text cannot be kept.", field=field)
    return text


def must_fit(
    said: dict[str, str], promised_by: date | None, follow_up_by: date | None, on: date, *, is_shared: bool
) -> None:
    """A promise has a day and a day has a promise, neither before the talk; nothing empty is noted or shared."""
    if not said["text"]:
        raise Refused("missing", "Write what it was about.", field="text")
    if bool(said["promise"]) != bool(promised_by):
        missing = "promised_by" if said["promise"] else "promise"
        raise Refused("promise-half", "Say both what was promised and by when.", field=missing)
    for field, day in (("promised_by", promised_by), ("follow_up_by", follow_up_by)):
        if day is not None and day < on:
            raise Refused("before-contact", "That day was before the contact.", field=field)
    if is_shared and not (said["agreed"] or said["promise"]):
        raise Refused("nothing-shared", "Write what was agreed or promised: only that is shared.", field="agreed")


def held(note: ContactNote, by: Person) -> ContactNote:
    """The note's row, kept from others until the deed is done; for the desk's own people alone."""
    row = ContactNote.objects.select_for_update().get(pk=note.pk)
    must_note(by, row.desk_id)
    return row


@transaction.atomic
def settle_contact(*, by: Person, note: ContactNote, what: str) -> ContactNote:
    """The promise is kept, or the follow-up done. Done twice is done once."""
    row = held(note, by)
    field, day = {"promise": ("kept_at", row.promised_by), "follow-up": ("followed_at", row.follow_up_by)}[what]
    if day is None:
        raise Refused("nothing-promised", "Nothing of the kind was promised here.")
    if getattr(row, field) is None:
        setattr(row, field, timezone.now())
        row.save(update_fields=[field])
        write_log(by=by, action="settle_contact", subject=row.pk, county=row.desk_id, what=what)
    return row


@transaction.atomic
def share_contact(*, by: Person, note: ContactNote, is_shared: bool) -> ContactNote:
    """Let the body's own contact and leader read what was agreed and promised, or no longer."""
    row = held(note, by)
    if is_shared and not (row.agreed or row.promise):
        raise Refused("nothing-shared", "Write what was agreed or promised: only that is shared.")
    if row.is_shared != is_shared:
        row.is_shared = is_shared
        row.save(update_fields=["is_shared"])
        write_log(by=by, action="share_contact", subject=row.pk, county=row.desk_id, is_shared=is_shared)
    return row
