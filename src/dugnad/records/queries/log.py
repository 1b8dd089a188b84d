"""The log for those it concerns: one's own deeds, a body's, everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, Role
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_administer, roles_of

MARK = "person:"


def log_of_person(person: Person) -> QuerySet[LogEntry]:
    """What a person did."""
    return LogEntry.objects.filter(by=person.by)


def log_of_body(body: Body) -> QuerySet[LogEntry]:
    """What was done concerning a body."""
    return LogEntry.objects.filter(body=str(body.pk))


def whole_log(*, action: str = "", body: Body | None = None, on: date | None = None) -> QuerySet[LogEntry]:
    """Everything, narrowed by deed, body and day."""
    found = LogEntry.objects.all()
    if action:
        found = found.filter(action=action)
    if body is not None:
        found = found.filter(body=str(body.pk))
    if on is not None:
        found = found.filter(at__date=on)
    return found


def actions_seen() -> list[str]:
    """The names of all deeds that the log holds."""
    return sorted(LogEntry.objects.order_by().values_list("action", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is behind an entry, as far as the reader may know: a name among colleagues, else the roles."""

    name: str
    roles: tuple[Role, ...]
    is_me: bool
    is_gone: bool


def actors(entries: Iterable[LogEntry], viewer: Person) -> dict[str, Actor]:
    """Those people who are named in entries, as doers or as whom it was done to; two questions for a whole page."""
    told = {text for one in entries for text in (one.by, one.subject) if text.startswith(MARK)}
    ids = [found for text in told if (found := id_in(text))]
    if not ids:
        return {}
    people = Person.objects.filter(pk__in=ids).prefetch_related("roles__body")
    mine = {role.body_id for role in roles_of(viewer) if role.body_id}
    return {person.by: actor(person, viewer, mine) for person in people}


def actor(person: Person, viewer: Person, mine: set[UUID]) -> Actor:
    """One person as the viewer may know them."""
    roles = tuple(person.roles.all())
    is_colleague = any(role.body_id in mine for role in roles if role.body_id)
    may_know = person.pk == viewer.pk or may_administer(viewer) or is_colleague
    name = (person.name or (person.email if person.has_address else "")) if may_know and person.is_active else ""
    return Actor(name, roles, person.pk == viewer.pk, not person.is_active)


def id_in(text: str) -> UUID | None:
    """The account that `person:<id>` names."""
    try:
        return UUID(text.removeprefix(MARK))
    except ValueError:
        return None


def bodies_of(entries: Iterable[LogEntry]) -> dict[str, Body]:
    """The bodies that entries concern, by the id that they hold."""
    ids = {one.body for one in entries if one.body}
    return {str(body.pk): body for body in Body.objects.filter(pk__in=ids)} if ids else {}
