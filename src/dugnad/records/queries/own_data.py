"""All that the support service has about one person, for that person: what they wrote and were answered.

What is internal to a desk is left out, as everywhere; that it exists is said.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet

from dugnad.desk.retention import load_retention
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, CaseFile, Entry
from dugnad.records.models.desk import Preference
from dugnad.records.models.events import SignUp
from dugnad.records.models.people import Person
from dugnad.records.queries.cases import asker_entries, asker_files
from dugnad.records.queries.people import stored_about

Read = Callable[[CaseFile], bytes]


def cases_of(person: Person | None, email: str) -> QuerySet[Case]:
    """What somebody has asked, by account or by address, that is not forgotten."""
    own = Q(asker=person) if person else Q(pk__in=[])
    by_address = Q(asker=None, asker_email__iexact=email) if email else Q(pk__in=[])
    return Case.objects.filter(own | by_address, forgotten_at=None).select_related("body").order_by("asked_at")


def sign_ups_of(person: Person | None, email: str) -> QuerySet[SignUp]:
    """What somebody has signed up for, that is not forgotten."""
    own = Q(person=person) if person else Q(pk__in=[])
    by_address = Q(person=None, email__iexact=email) if email else Q(pk__in=[])
    return SignUp.objects.filter(own | by_address, forgotten_at=None).select_related("event", "body").order_by("at")


def mails_from(email: str) -> QuerySet[Arrival]:
    """Mails that came from an address and are still kept as they came."""
    found = Arrival.objects.filter(sender__iexact=email, size__gt=0) if email else Arrival.objects.none()
    return found.order_by("at")


def address_of(person: Person) -> str:
    """The account's address, where it has one."""
    return person.email if person.has_address else ""


def data_of(person: Person | None, email: str) -> dict[str, Any]:
    """Everything, as it is given out; `person` is None for somebody who never had an account."""
    told: dict[str, Any] = dict(stored_about(person)) if person else {"email": email}
    told["cases"] = [told_case(case) for case in cases_of(person, email)]
    told["sign_ups"] = [told_sign_up(one) for one in sign_ups_of(person, email)]
    told["mails"] = [
        {"at": one.at, "subject": one.subject, "fate": one.fate, "bytes": one.size} for one in mails_from(email)
    ]
    if person:
        preference = Preference.objects.filter(person=person).first()
        told["told_of_cases"] = preference.told if preference else None
        told["written_at_desks"] = Entry.objects.filter(by=person, is_by_asker=False).count()
    told["left_out"] = {
        "notes": "What the desk's people noted for each other in a case is not given out here. Ask the desk for it.",
        **load_retention().notices["stays"],
    }
    return told


def told_case(case: Case) -> dict[str, Any]:
    """One case as its asker may read it."""
    return {
        "number": case.number, "title": case.title, "asked_at": case.asked_at, "state": case.state,
        "body": case.body.name if case.body else case.body_told, "name": case.asker_name, "email": case.asker_email,
        "role": case.asker_role, "language": case.language, "channel": case.channel, "cpv": case.cpv,
        "group": case.group, "deadline": case.deadline, "context": case.context, "promised_at": case.promised_at,
        "answered_at": case.answered_at, "closed_at": case.closed_at, "helped": case.helped,
        "said": [
            {"at": entry.at, "what": entry.kind, "by": "you" if entry.is_by_asker else "desk", "text": entry.text}
            for entry in asker_entries(case)
        ],
        "files": [{"name": file.name, "bytes": file.size, "at": file.at} for file in asker_files(case)],
    }  # fmt: skip


def told_sign_up(one: SignUp) -> dict[str, Any]:
    """One sign-up as its owner may read it."""
    return {
        "event": one.event.title, "starts_at": one.event.starts_at, "name": one.name, "email": one.email,
        "body": one.body.name if one.body else one.body_told, "role": one.role, "needs": one.needs,
        "state": one.state, "has_attended": one.has_attended, "at": one.at,
    }  # fmt: skip


def data_file(person: Person | None, email: str, read: Read) -> bytes:
    """Everything as one zip: data.json, and the files that were sent in. `read`: how a file's bytes are fetched."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        told = json.dumps(data_of(person, email), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", told)
        for name, raw in files_of(cases_of(person, email), read):
            archive.writestr(name, raw)
        for number, mail in enumerate(mails_from(email), 1):
            archive.writestr(f"mails/{number}.eml", bytes(mail.raw))
    return made.getvalue()


def files_of(cases: Iterable[Case], read: Read) -> Iterable[tuple[str, bytes]]:
    """The files that the person sent in or was sent, below the case's number."""
    for case in cases:
        for number, file in enumerate(asker_files(case), 1):
            try:
                yield f"files/{case.number}/{number}-{file.name}", read(file)
            except FileNotFoundError:  # let go meanwhile
                continue
