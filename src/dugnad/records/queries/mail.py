"""Mail that came to the desks, as their advisers look at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from dugnad.records import permissions
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import NATIONAL, Preference
from dugnad.records.models.people import Person

PER_PAGE = 50
Fate = Arrival.Fate
SHOWS = {
    "quarantined": [Fate.QUARANTINED, Fate.WAITING],
    "ignored": [Fate.IGNORED],
    "settled": [Fate.THREADED, Fate.OPENED, Fate.REFUSED],
}
"""What the list can be narrowed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """A page of the list, and how many there are of each sort."""

    mails: tuple[Arrival, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


def mails_for(person: Person, show: str, page: int = 1) -> Mails:
    """The mails of the person's desks of one sort, the newest first; never their bytes."""
    own = of_desks(person)
    counts = {name: own.filter(fate__in=fates).count() for name, fates in SHOWS.items()}
    pages = max(1, -(-counts[show] // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = own.filter(fate__in=SHOWS[show]).defer("raw").select_related("desk", "case").order_by("-at", "pk")
    mails = tuple(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Mails(mails=mails, counts=counts, total=counts[show], page=page, pages=pages)


def of_desks(person: Person) -> QuerySet[Arrival]:
    """The mails of the person's desks: by the case, which may have moved, else by where they came; as for one mail."""
    desks = permissions.mail_desks_of(person)
    own = Q(case=None, desk__in=desks) | Q(case__desk__in=permissions.desks_of(person))
    own |= Q(fate=Fate.QUARANTINED, case__desk__in=desks)
    return Arrival.objects.filter(own | Q(case=None, desk=None) if NATIONAL in desks else own)


def mail_for(person: Person, mail_id: UUID) -> Arrival | None:
    """One mail, if the person may see it at all."""
    found = Arrival.objects.select_related("desk", "case__desk", "settled_by").filter(pk=mail_id).first()
    return found if found is not None and permissions.may_settle_mail(person, found) else None


def waiting_mails(person: Person) -> int:
    """How many wait for somebody to look at them."""
    may_wait = bool(permissions.desks_of(person)) or permissions.may_administer(person)
    return of_desks(person).filter(fate=Fate.QUARANTINED).count() if may_wait else 0


def own_case(person: Person, number: int) -> Case | None:
    """A case by its number, at one of the person's desks."""
    return Case.objects.filter(number=number, desk__in=permissions.desks_of(person)).select_related("desk").first()


def told_of(person: Person) -> str:
    """How the person hears of what happens."""
    chosen = Preference.objects.filter(person=person).values_list("told", flat=True).first()
    return chosen or str(Preference.Told.AT_ONCE)
