"""The contact log as a desk reads it, and the part of it that a body may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dugnad.records.models.desk import ContactNote
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import desks_of, may_see_shared_contacts
from dugnad.records.queries.needs import is_due
from dugnad.records.queries.register import named

SHOWS = ("all", "due", "promised", "shared")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNote:
    """What a body may read of one contact: never the desk's own note, nor who wrote it."""

    on: date
    kind: str
    agreed: str
    promise: str
    promised_by: date | None
    is_kept: bool


def contacts_of(county: str, show: str, on: date, text: str = "") -> QuerySet[ContactNote]:
    """The desk's contacts, the newest first; what is due, the longest overdue first."""
    rows = ContactNote.objects.filter(desk=county).select_related("body", "by")
    if text:
        rows = rows.filter(body__in=named(Body.objects.all(), text).values("pk"))
    if show == "due":
        return rows.filter(is_due(on)).order_by("promised_by", "follow_up_by", "pk")
    if show == "promised":
        return rows.filter(promised_by__isnull=False, kept_at__isnull=True).order_by("promised_by", "pk")
    return rows.filter(is_shared=True) if show == "shared" else rows


def contacts_with(county: str, body: Body) -> QuerySet[ContactNote]:
    """What one desk has noted of one body, the newest first."""
    return ContactNote.objects.filter(desk=county, body=body).select_related("body", "by")


def shared_with(person: Person | None, body: Body, county: str = "") -> list[SharedNote]:
    """What desks have shared with the body, for its own contact and leader; nothing for others."""
    if not may_see_shared_contacts(person, body):
        return []
    rows = ContactNote.objects.filter(body=body, is_shared=True)
    return [
        SharedNote(
            on=note.on, kind=note.kind, agreed=note.agreed, promise=note.promise, promised_by=note.promised_by,
            is_kept=note.kept_at is not None,
        )
        for note in (rows.filter(desk=county) if county else rows)
    ]  # fmt: skip


def contact_of(county: str, number: int) -> ContactNote | None:
    """One contact of the desk."""
    return ContactNote.objects.filter(desk=county, pk=number).select_related("desk", "body").first()


def due_contacts(desks: Collection[str], on: date) -> QuerySet[ContactNote]:
    """What the desks should have done by now."""
    return ContactNote.objects.filter(is_due(on), desk__in=list(desks)).select_related("body")


def my_due_count(person: Person, on: date) -> dict[str, int]:
    """By desk of the person: how many promises and follow-ups are due."""
    desks = desks_of(person)
    found: dict[str, int] = {}
    if desks:
        for county in due_contacts(desks, on).order_by().values_list("desk", flat=True):
            found[county] = found.get(county, 0) + 1
    return found


def open_promises(county: str) -> QuerySet[ContactNote]:
    """Every promise of the desk that is not kept, due or not."""
    open_ones = Q(promised_by__isnull=False, kept_at__isnull=True) | Q(follow_up_by__isnull=False, followed_at=None)
    return ContactNote.objects.filter(open_ones, desk=county).select_related("body").order_by("promised_by", "pk")
