"""One person's own data at the support service: taken out and erased, by that person or by the operator."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.case_post import POST
from dugnad.records.actions.cases import close_case
from dugnad.records.actions.forget import forget_case, sweep_files
from dugnad.records.actions.log import write_log
from dugnad.records.actions.people import OPERATOR, close_account
from dugnad.records.actions.sign_ups import cancel_sign_up
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Preference
from dugnad.records.models.events import SignUp
from dugnad.records.models.people import Person
from dugnad.records.seal import unseal

Fate = Arrival.Fate
ERASED = "erased"
"""Why nobody has to look at a mail any longer: its sender has erased it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    cases: int
    sign_ups: int
    mails: int
    account: bool


def note_export(*, by: Person | str, person: Person | None) -> None:
    """Note that somebody's data was taken out. Whose, is told by account alone; never by address."""
    if by not in (OPERATOR, person):
        raise NotAllowed(by if isinstance(by, str) else by.by, "take out another's data")
    write_log(by=by, action="export_person", subject=person.by if person else "asker")


@transaction.atomic
def erase_person(*, by: Person | str, person: Person | None, email: str = "", with_account: bool = False) -> Erased:
    """Erase what somebody wrote to the support service; open cases are withdrawn, seats given up. Then the account.

    The log's lines stay with a number, and so do decisions of bodies: others must be able to see what was decided.
    """
    if by != OPERATOR and (not isinstance(by, Person) or by != person):
        raise NotAllowed(by if isinstance(by, str) else by.by, "erase another's data")
    address = (person.email if person and person.has_address else "") or email.strip()
    if person is None and not address:
        raise Refused("missing", "Say whose data: write the e-mail address.", field="email")
    if isinstance(by, Person) and email.strip().casefold() not in {"", address.casefold()}:
        raise NotAllowed(by.by, "erase another's data")
    mails = erase_mails(person, address)
    cases = erase_cases(by, person, address)
    drop_posts(address)
    sign_ups = erase_sign_ups(person, address)
    if person:
        Preference.objects.filter(person=person).delete()
    counts = {"cases": cases, "sign_ups": sign_ups, "mails": mails}
    write_log(by=by, action="erase_person", subject=person.by if person else "asker", counts=counts)
    if with_account and person:
        close_account(by=by, person=person)
    transaction.on_commit(sweep_files)
    return Erased(cases, sign_ups, mails, with_account and person is not None)


def erase_mails(person: Person | None, address: str) -> int:
    """Every mail of theirs as it came, in a case or waiting for somebody to look at it; none waits any longer."""
    from_address = Q(sender__iexact=address) if address else Q(pk__in=[])
    found = Arrival.objects.filter(from_address | Q(case__in=cases_asked(person, address)), size__gt=0)
    keys = list(found.values_list("pk", flat=True))
    Arrival.objects.filter(pk__in=keys, fate__in=[Fate.QUARANTINED, Fate.WAITING]).update(
        fate=Fate.REFUSED, reason=ERASED, settled_at=timezone.now()
    )
    return Arrival.objects.filter(pk__in=keys).update(
        raw=b"", size=0, sender="", recipient="", subject="", message_id=""
    )


def drop_posts(address: str) -> None:
    """Mails to the address that wait to be sent and belong to no case: they say what it was signed up for.

    To whom they go is sealed, so each of the few is opened.
    """
    left = Departure.objects.filter(case=None, state=Departure.State.WAITING)
    gone = [one.pk for one in left if address and is_to(one, address)]
    Departure.objects.filter(pk__in=gone).delete()


def is_to(post: Departure, address: str) -> bool:
    """Does the mail go to the address?"""
    told = json.loads(unseal(post.sealed, purpose=POST) or "{}")
    return str(told.get("to", "")).casefold() == address.casefold()


def cases_asked(person: Person | None, address: str) -> QuerySet[Case]:
    """Every case that the person asked and that is not forgotten."""
    own = Q(asker=person) if person else Q(pk__in=[])
    by_address = Q(asker=None, asker_email__iexact=address) if address else Q(pk__in=[])
    return Case.objects.filter(own | by_address, forgotten_at=None)


def erase_cases(by: Person | str, person: Person | None, address: str) -> int:
    """Every case that the person asked."""
    found = list(cases_asked(person, address).order_by("pk"))
    for case in found:
        if case.is_open:
            close_case(by=by if isinstance(by, Person) else OPERATOR, case=case, seen=None, reason="withdrawn")
        forget_case(by=by, case=case)
    return len(found)


def erase_sign_ups(person: Person | None, address: str) -> int:
    """Every sign-up; a seat at what is to come goes to whoever waits."""
    own = Q(person=person) if person else Q(pk__in=[])
    by_address = Q(person=None, email__iexact=address) if address else Q(pk__in=[])
    found = list(SignUp.objects.filter(own | by_address, forgotten_at=None).select_related("event"))
    now = timezone.now()
    for one in found:
        if one.event.starts_at > now:
            cancel_sign_up(by=OPERATOR, sign_up=one, on=now)
    SignUp.objects.filter(pk__in=[one.pk for one in found]).update(
        name="", email="", body_told="", needs="", person=None, forgotten_at=now
    )
    return len(found)
