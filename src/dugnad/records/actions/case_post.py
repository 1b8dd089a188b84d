"""Mail that a desk sends: queued in the deed's own transaction, sent by the worker, sealed until it is gone.

Nothing is worded here but what `post_to` is given: a mail says what holds when it is sent (actions/case_send.py).
"""

from __future__ import annotations

import json
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches

from dugnad.records import permissions
from dugnad.records.case_link import living
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case, Consult, Draft, Entry
from dugnad.records.models.desk import Desk, Preference, advisers_of
from dugnad.records.models.people import Person
from dugnad.records.seal import seal

POST = "case-post"
TOLD = "told"
HOUR_SECONDS = 3600
Told = Preference.Told


def post_to_asker(*, case: Case, entry: Entry | None, what: str) -> None:
    """Tell whoever asked: `receipt`, `ask-back`, `reminder`, `answer`, `closed`, `link`.

    Nobody is told who left no address.
    """
    to = address_of(case)
    if not to:
        return
    mail = queue(case=case, what=what, told={"to": to, "entry": str(entry.pk) if entry else ""})
    if entry is not None and not entry.is_by_asker and not entry.message_id:
        entry.message_id = mail.message_id
        entry.save(update_fields=["message_id"])


def mail_link(*, case: Case) -> None:
    """Mail the asker a link to the case as it lives on: who reads mail at the address has shown that it is theirs."""
    if (lives := living(case)) is not None and lives.forgotten_at is None:
        post_to_asker(case=lives, entry=None, what="link")


def address_of(case: Case) -> str:
    """Where the asker reads mail; "" where nobody knows, or where it is forgotten."""
    if case.asker is not None:
        return case.asker.email if case.asker.is_active and case.asker.has_address else ""
    return case.asker_email


def post_to_desk(*, case: Case, what: str) -> None:
    """Tell those it concerns at the desk: `new`, `reply`, `handed-over`, `to-read`, `read`, `consult`, `undelivered`.

    Who chose a mail for each thing gets it now; what the others wait for stands on their pages and in the digest.
    """
    if what == "consult" and is_advice(case):
        what = "advice"
    for person in told_at_once(concerned(case, what)):
        queue(case=case, what=TOLD, told={"to": person.email, "person": str(person.pk), "of": what})


def post_to_quarantine(*, desk: Desk) -> None:
    """Tell a desk that a mail waits to be looked at: at most once an hour, however many come."""
    if caches["locks"].add(f"told-mail-{desk.county}", 1, HOUR_SECONDS):
        for person in told_at_once(advisers_of(desk.county)):
            queue(case=None, what=TOLD, told={"to": person.email, "person": str(person.pk), "of": "mail",
                                              "desk": desk.county})  # fmt: skip


def post_to(*, to: str, language: str, subject: str, text: str, what: str) -> None:
    """One mail that its caller has worded."""
    queue(case=None, what=what, told={"to": to, "language": language, "subject": subject, "text": text})


def is_advice(case: Case) -> bool:
    """Was the last thing that colleagues said an answer to the desk, and not its question?"""
    last = case.entries.filter(kind=Entry.Kind.CONSULT).order_by("-at", "-pk").first()
    return last is not None and last.by is not None and not permissions.may_work_case(last.by, case)


def concerned(case: Case, what: str) -> list[Person]:
    """Whom it concerns: whoever has the case, reads or wrote the answer, was asked for advice; else all at the desk."""
    everybody = advisers_of(case.desk_id)
    if what in {"to-read", "read"}:
        draft = Draft.objects.filter(case=case).select_related("reader", "by").first()
        if draft is not None and what == "read":
            return [draft.by] if draft.by else everybody
        if draft is not None:
            asked = [draft.reader] if draft.reader else [*everybody, *of_consulted(case)]
            return [one for one in dict.fromkeys(asked) if one.pk != draft.by_id]
    if what == "consult":
        last = case.entries.filter(kind=Entry.Kind.CONSULT).order_by("-at", "-pk").first()
        asked = of_consulted(case) or everybody  # nobody elsewhere: the colleagues at the own desk
        return [one for one in asked if last is None or one.pk != last.by_id]
    taken = case.taken_by
    has_it = taken is not None and what in {"reply", "advice", "undelivered"} and permissions.may_work_case(taken, case)
    return [taken] if taken is not None and has_it else everybody


def of_consulted(case: Case) -> list[Person]:
    """Who works at the desks that were asked and have not replied."""
    desks = Consult.objects.filter(case=case, replied_at=None, ended_at=None).values_list("desk", flat=True)
    return list(dict.fromkeys(person for desk in desks for person in advisers_of(desk)))


def told_at_once(people: list[Person]) -> list[Person]:
    """Those who want a mail for each thing, which is everybody who has chosen nothing else."""
    others = set(
        Preference.objects.filter(person__in=people).exclude(told=Told.AT_ONCE).values_list("person", flat=True)
    )
    return [one for one in people if one.pk not in others and one.is_active and one.has_address]


def queue(*, case: Case | None, what: str, told: dict[str, str]) -> Departure:
    """One mail that waits; the worker is told of it in the same transaction."""
    from dugnad.records.actions.case_send import send_departure  # noqa: PLC0415 - which queues mails itself

    number = uuid4()
    host = settings.MAIL_DESK.partition("@")[2] or settings.BASE_URL.partition("//")[2].split("/")[0].partition(":")[0]
    mail = Departure.objects.create(
        id=number, case=case, what=what, sealed=seal(json.dumps(told), purpose=POST),
        message_id=f"<{number}@{host or 'localhost'}>",
    )  # fmt: skip
    send_departure.enqueue(str(number))
    return mail
