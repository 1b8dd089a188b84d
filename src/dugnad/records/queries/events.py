"""Courses, meetings and networks as pages, calendars and programs read them: figures of seats, never who has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from dugnad.desk.events import load_events
from dugnad.desk.small_numbers import FEWEST
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import desks_of, may_hold_event

State = Event.State
PUBLIC = (State.PUBLISHED, State.CALLED_OFF)
SEATED, WAITING = Q(sign_ups__state=SignUp.State.SEATED), Q(sign_ups__state=SignUp.State.WAITING)
PROVEN = Q(sign_ups__confirmed_at__isnull=False) | Q(sign_ups__person__isnull=False)
"""Who has the address wants to come. Of others no public figure tells: else who writes somebody's address would see
whether it was signed up before."""
Rows = QuerySet[Event, Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedEvents:
    """What a list or calendar is narrowed by; empty: not at all."""

    county: str = ""
    """A county's own and the nation's, which are for every county; NATIONAL: the nation's alone."""
    role: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """How an event stands for somebody who wants to come."""

    event: Event
    taken: int
    waiting: int
    state: str
    """open, full (there is a waiting list), closed, past, called-off or draft."""

    @property
    def left(self) -> int | None:
        """Free seats; None: no bound."""
        return None if self.event.seats is None else max(self.event.seats - self.taken, 0)

    @property
    def is_told(self) -> bool:
        """May everybody know how many have signed up? Only who may still come, and never that they are very few.

        Afterwards the figures of the support service tell it, where it is not too small.
        """
        return self.state in {"open", "full", "closed"} and self.taken >= FEWEST

    @property
    def is_waiting_told(self) -> bool:
        """And how many wait? Never that they are very few."""
        return self.is_told and self.waiting >= FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCount:
    """How many of one role."""

    role: str
    came: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How many of a body came to what the support service held; numbers and roles, never names."""

    since: int
    events: int
    signed_up: int
    """With a seat, at events that have been."""
    marked: int
    """Of those, about whom somebody has said whether they came."""
    came: int
    roles: tuple[RoleCount, ...]


def with_seats(found: Rows) -> Rows:
    """With how many seats are taken and waited for: in all, and of those who have confirmed."""
    return found.select_related("desk").annotate(
        taken=Count("sign_ups", filter=SEATED), waiting=Count("sign_ups", filter=WAITING),
        proven_taken=Count("sign_ups", filter=SEATED & PROVEN),
        proven_waiting=Count("sign_ups", filter=WAITING & PROVEN),
    )  # fmt: skip


def public_events(asked: AskedEvents) -> Rows:
    """Published and called off events that fit."""
    found = Event.objects.filter(state__in=PUBLIC)
    if asked.county:
        found = found.filter(desk__in={asked.county, NATIONAL})
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.role:  # a list in JSON is asked in the one way that both databases know
        found = found.annotate(roles=Cast("audience", TextField())).filter(roles__contains=f'"{asked.role}"')
    return found


def coming(asked: AskedEvents, now: datetime) -> Rows:
    """What is not over, the next first."""
    return with_seats(public_events(asked).filter(ends_at__gte=now)).order_by("starts_at", "pk")


def past(asked: AskedEvents, now: datetime) -> Rows:
    """What has been, the latest first."""
    return with_seats(public_events(asked).filter(ends_at__lt=now)).order_by("-starts_at", "pk")


def in_calendar(asked: AskedEvents, since: datetime) -> Rows:
    """What a calendar shows."""
    return public_events(asked).select_related("desk").filter(ends_at__gte=since).order_by("starts_at", "pk")


def own_drafts(person: Person | None) -> list[Event]:
    """Drafts of the person's desks."""
    desks = desks_of(person)
    if not desks:
        return []
    rows = Event.objects.filter(desk__in=desks, state=State.DRAFT).select_related("desk")
    return list(rows.order_by("starts_at", "pk"))


def event_for(person: Person | None, event_id: UUID) -> Event | None:
    """The event, if this person may see it: others see no drafts."""
    event = with_seats(Event.objects.filter(pk=event_id)).first()
    if event is None or (event.state not in PUBLIC and not may_hold_event(person, event)):
        return None
    return event


def seats_of(event: Event, now: datetime, *, for_desk: bool = False) -> Seats:
    """How it stands, by those who have confirmed, or for its desk by all; the event was read `with_seats`."""
    prefix = "" if for_desk else "proven_"
    taken, waiting = getattr(event, f"{prefix}taken", 0), getattr(event, f"{prefix}waiting", 0)
    return Seats(event=event, taken=taken, waiting=waiting, state=state_of(event, taken, waiting, now))


def state_of(event: Event, taken: int, waiting: int, now: datetime) -> str:
    """The one word that says whether one can sign up."""
    if event.state != State.PUBLISHED:
        return str(event.state)
    if event.starts_at <= now:
        return "past" if event.ends_at < now else "begun"
    if event.sign_up_until is not None and event.sign_up_until <= now:
        return "closed"
    return "full" if event.seats is not None and (taken >= event.seats or waiting) else "open"


def sign_up_of(person: Person | None, event: Event) -> SignUp | None:
    """The person's own sign-up, if it stands."""
    if person is None:
        return None
    standing = event.sign_ups.exclude(state=SignUp.State.CANCELLED).select_related("event__desk", "body")
    return standing.filter(Q(person=person) | Q(email__iexact=person.email)).first()


def my_sign_ups(person: Person, now: datetime) -> list[SignUp]:
    """What the person is signed up for and that is to come."""
    rows = SignUp.objects.filter(person=person, event__ends_at__gte=now).exclude(state=SignUp.State.CANCELLED)
    return list(rows.select_related("event__desk").order_by("event__starts_at", "pk"))


def line_number(sign_up: SignUp) -> int:
    """1 for the next who gets a seat; 0 for those who have one."""
    if sign_up.state != SignUp.State.WAITING:
        return 0
    line = SignUp.objects.filter(event=sign_up.event_id, state=SignUp.State.WAITING).values_list("pk", flat=True)
    return list(line).index(sign_up.pk) + 1


def participants(event: Event) -> list[SignUp]:
    """Everybody who is signed up, those with a seat first, in the order they came; for the event's desk alone."""
    rows = event.sign_ups.exclude(state=SignUp.State.CANCELLED).select_related("person", "body")
    return sorted(rows, key=lambda row: row.state != SignUp.State.SEATED)


def attendance_of(body: Body, on: date) -> Attendance | None:
    """The body's attendance in the last years, the running one with them; None where nobody has been signed up."""
    since = on.year - load_events().attendance_years + 1
    return attendance_between(body, since, on)


def attendance_in(body: Body, year: int, on: date) -> Attendance | None:
    """The body's attendance in one year."""
    return attendance_between(body, year, on, until=year)


def attendance_between(body: Body, since: int, on: date, until: int | None = None) -> Attendance | None:
    """Counted from the rows, whose names may be long forgotten."""
    rows = SignUp.objects.filter(
        body=body, state=SignUp.State.SEATED, event__state=State.PUBLISHED, event__starts_at__lte=timezone.now(),
        event__starts_at__year__gte=since, event__starts_at__year__lte=until or on.year,
    )  # fmt: skip
    found = list(rows.order_by().values_list("event", "role", "has_attended"))
    if not found:
        return None
    came = [(event, role) for event, role, has_attended in found if has_attended]
    counts = {role: sum(one == role for _, one in came) for role in Event.AUDIENCES}
    return Attendance(
        since=since,
        events=len({event for event, _ in came}),
        signed_up=len(found),
        marked=sum(has_attended is not None for _, _, has_attended in found),
        came=len(came),
        roles=tuple(RoleCount(role=role, came=count) for role, count in counts.items() if count),
    )


def event_rows(events: Iterable[Event], now: datetime) -> list[dict[str, Any]]:
    """What is public of events, for programs; never a participant, and never the address of the online room."""
    return [event_row(seats_of(event, now), now) for event in events]


def event_row(seats: Seats, now: datetime) -> dict[str, Any]:
    """One event."""
    event = seats.event
    return {
        "id": str(event.pk),
        "kind": event.kind,
        "title": event.title,
        "text": event.text,
        "language": event.language,
        "county": event.desk_id,
        "audience": list(event.audience),
        "place": event.place,
        "is_online": bool(event.url),
        "starts_at": timezone.localtime(event.starts_at),
        "ends_at": timezone.localtime(event.ends_at),
        "sign_up_until": timezone.localtime(event.sign_up_until) if event.sign_up_until else None,
        "state": seats.state,
        "called_off_because": event.called_off_because,
        "seats": event.seats,
        "taken": seats.taken if seats.is_told else None,
        "waiting": seats.waiting if seats.is_waiting_told else None,
        "series": str(event.series) if event.series else None,
        "materials": event.materials if is_material_open(event, now) else [],
    }


def is_material_open(event: Event, now: datetime) -> bool:
    """May everybody read the materials? Before it has begun, only those who have a seat (and the desk)."""
    return event.state == State.PUBLISHED and event.starts_at <= now


def may_see_materials(event: Event, row: SignUp | None, now: datetime) -> bool:
    """May somebody with this sign-up read the materials? Who waits in line for a seat has none yet."""
    has_seat = row is not None and row.state == SignUp.State.SEATED
    return is_material_open(event, now) or (has_seat and event.state == State.PUBLISHED)
