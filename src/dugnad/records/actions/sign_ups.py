"""Seats at events: taken, waited for, given up, and who came. The event's row is held, so that no seat is given twice.

How many seats there are, and in which order people wait, is decided by the rows alone. Names never stand in the log.
Anybody may write anybody's address: a seat without an account is held for some hours, and is theirs once the mailed
link has confirmed it. Who confirms later gets a seat if there is one, else a place in the line.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dugnad.desk.events import load_events, working_days_before
from dugnad.errors import NotAllowed, Refused
from dugnad.plan.given import CONTROLS
from dugnad.plan.letter import one_line
from dugnad.records.actions.event_post import post_to_participant
from dugnad.records.actions.log import write_log
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_hold_event

State = SignUp.State
MOST_NEEDS = 500
VISITOR = "visitor"
FURTHEST_AHEAD = 30
"""Days within which a reminder can be due, whatever holidays lie between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody tells when signing up. Name and address are left out by those with an account."""

    role: str
    name: str = ""
    email: str = ""
    body: Body | None = None
    body_told: str = ""
    needs: str = ""
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class Signed:
    """The sign-up, and whether it was made now: an address that is signed up already stays as it is."""

    sign_up: SignUp
    is_new: bool


@transaction.atomic
def sign_up(*, by: Person | str, event: Event, given: Given, on: datetime) -> Signed:
    """Take a seat, or a place in the line. `by`: a person with an account, or "visitor"."""
    event = held_event(event)
    must_be_open(event, on)
    person = by if isinstance(by, Person) else None
    row = as_row(event, person, given)
    lapse(event, on)
    known = standing_of(event, person, row.email)
    if known is not None:
        tell_standing(known)
        return Signed(known, is_new=False)
    row.confirmed_at = on if person else None
    row.state = State.SEATED if has_room(event) else State.WAITING
    row.save(force_insert=True)
    write_log(by=by, action="sign_up", subject=event.pk, county=event.desk_id, after=row.state)
    tell_place(row)
    return Signed(row, is_new=True)


def tell_place(row: SignUp) -> None:
    """That there is a seat or a place in the line; or how to confirm it, where it is not known whose address it is."""
    if is_proven(row):
        post_to_participant(sign_up=row, what=row.state, number=place_in_line(row))
    else:
        post_to_participant(sign_up=row, what=f"confirm-{row.state}", number=load_events().confirm_hours)


def tell_standing(row: SignUp) -> None:
    """To an address that is signed up already, or waits to be confirmed."""
    if is_proven(row):
        post_to_participant(sign_up=row, what="already")
    else:
        tell_place(row)


def is_proven(row: SignUp) -> bool:
    """Is it known that who has the address wants to come?"""
    return row.confirmed_at is not None or row.person_id is not None


@transaction.atomic
def confirm_sign_up(*, by: str, sign_up: SignUp, on: datetime) -> SignUp:
    """By whoever has the mailed link. Where the seat is held no longer, a free one is taken, or a place in the line."""
    event = held_event(sign_up.event)
    row = SignUp.objects.select_related("person").get(pk=sign_up.pk)
    row.event = event
    if is_proven(row):
        return row
    if row.state == State.CANCELLED:
        must_be_open(event, on)
        known = standing_of(event, None, row.email)
        if known is not None:  # signed up anew meanwhile: that one is confirmed
            return confirm_sign_up(by=by, sign_up=known, on=on)
        row.state, row.at = State.SEATED if has_room(event) else State.WAITING, on
    elif event.state != Event.State.PUBLISHED or event.ends_at <= on:
        raise Refused("event-past", "The event is over.")
    row.confirmed_at = on
    row.save(update_fields=["state", "at", "confirmed_at"])
    write_log(by=by, action="confirm_sign_up", subject=event.pk, county=event.desk_id, after=row.state)
    tell_place(row)
    return row


def held_until(row: SignUp) -> datetime:
    """Until when a seat is held that nobody has confirmed."""
    return row.at + timedelta(hours=load_events().confirm_hours)


def lapse(event: Event, on: datetime) -> int:
    """Seats that nobody confirmed in time go to those who wait; how many. The caller holds the event."""
    if event.state != Event.State.PUBLISHED or event.starts_at <= on:
        return 0
    old = on - timedelta(hours=load_events().confirm_hours)
    unproven = event.sign_ups.filter(confirmed_at=None, person=None, forgotten_at=None, at__lt=old)
    gone = unproven.exclude(state=State.CANCELLED).update(state=State.CANCELLED)
    if gone:
        write_log(by="worker", action="lapse_sign_ups", subject=event.pk, county=event.desk_id, count=gone)
        move_up(event, on)
    return gone


def lapse_sign_ups(*, by: str, on: datetime) -> int:
    """Seats that nobody confirmed in time, at everything to come; how many."""
    old = on - timedelta(hours=load_events().confirm_hours)
    waits = SignUp.objects.filter(confirmed_at=None, person=None, forgotten_at=None, at__lt=old)
    events = waits.exclude(state=State.CANCELLED).filter(event__starts_at__gt=on).values("event")
    return sum(lapse_one(event, on) for event in Event.objects.filter(pk__in=events, state=Event.State.PUBLISHED))


@transaction.atomic
def lapse_one(event: Event, on: datetime) -> int:
    """Those of one event."""
    return lapse(held_event(event), on)


@transaction.atomic
def add_participant(*, by: Person, event: Event, given: Given) -> SignUp:
    """Somebody whom the desk itself writes down, before or after: there is always a chair for one more."""
    event = held_event(event)
    if not may_hold_event(by, event):
        raise NotAllowed(by.by, f"add participants to event {event.pk}")
    if event.state != Event.State.PUBLISHED:
        raise Refused("not-as-seen", "The event is not published.")
    row = as_row(event, None, given, needs_email=False)
    known = standing_of(event, None, row.email) if row.email else None
    if known is not None:
        raise Refused("signed-up", "This address is signed up already.", field="email")
    row.state, row.confirmed_at = State.SEATED, timezone.now()
    row.save(force_insert=True)
    write_log(by=by, action="sign_up", subject=event.pk, county=event.desk_id, after=row.state)
    return row


def held_event(event: Event) -> Event:
    """The event as it stands, kept from others until the deed is done."""
    return Event.objects.select_for_update(of=("self",)).select_related("desk").get(pk=event.pk)


def must_be_open(event: Event, on: datetime) -> None:
    """Can anybody sign up at the moment? Each no has its own words."""
    if event.state == Event.State.CALLED_OFF:
        raise Refused("event-called-off", "The event is called off.")
    if event.state != Event.State.PUBLISHED:
        raise Refused("not-as-seen", "The event is not published.")
    if event.starts_at <= on:
        raise Refused("event-past", "The event has begun.")
    if event.sign_up_until is not None and event.sign_up_until <= on:
        raise Refused("sign-up-over", "Sign-up has closed.")


def as_row(event: Event, person: Person | None, given: Given, *, needs_email: bool = True) -> SignUp:
    """What was told, made clean."""
    name, told = one_line(given.name)[:120], one_line(given.body_told)[:200]
    needs = given.needs.replace("\r\n", "\n").strip()
    email = given.email.strip()[:254]
    if person is None and not name:
        raise Refused("missing", "Write your name.", field="name")
    if person is None and needs_email and not email:
        raise Refused("missing", "Write your e-mail address.", field="email")
    if given.body is None and not told:
        raise Refused("missing", "Say where you come from.", field="body")
    if given.role not in Event.AUDIENCES:
        raise Refused("missing", "Say in which role you come.", field="role")
    if len(needs) > MOST_NEEDS:
        raise Refused("too-long", f"The text is longer than {MOST_NEEDS} signs.", field="needs")
    if CONTROLS.search(needs):
        raise Refused("unreadable", "The text holds signs that cannot be shown.", field="needs")
    return SignUp(
        event=event, person=person, name="" if person else name, email="" if person else email, body=given.body,
        body_told="" if given.body else told, role=given.role, needs=needs, language=given.language,
    )  # fmt: skip


def standing_of(event: Event, person: Person | None, email: str) -> SignUp | None:
    """The sign-up that the person or address has already, if any."""
    mine = Q()
    if person is not None:
        mine |= Q(person=person)
    address = person.email if person else email
    if address:
        mine |= Q(email__iexact=address) | Q(person__email__iexact=address)
    standing = event.sign_ups.exclude(state=State.CANCELLED).select_related("event__desk", "person")
    return standing.filter(mine).first() if mine else None


def has_room(event: Event) -> bool:
    """Is there a seat, and nobody before who waits for it?"""
    if event.seats is None:
        return True
    states = list(event.sign_ups.exclude(state=State.CANCELLED).values_list("state", flat=True))
    return State.WAITING not in states and len(states) < event.seats


def place_in_line(row: SignUp) -> int:
    """1 for the next who gets a seat; 0 for those who have one."""
    if row.state != State.WAITING:
        return 0
    waiting = row.event.sign_ups.filter(state=State.WAITING).values_list("pk", flat=True)
    return list(waiting).index(row.pk) + 1


@transaction.atomic
def cancel_sign_up(*, by: Person | str, sign_up: SignUp, on: datetime) -> SignUp:
    """Give the seat up: whoever waits longest gets it. By the participant, or by the desk."""
    event = held_event(sign_up.event)
    row = SignUp.objects.select_related("person").get(pk=sign_up.pk)
    row.event = event
    is_own = isinstance(by, str) or row.person_id == by.pk
    if isinstance(by, Person) and not is_own and not may_hold_event(by, event):
        raise NotAllowed(by.by, f"cancel sign-up {row.pk}")
    if row.state == State.CANCELLED:
        return row
    if event.starts_at <= on:
        raise Refused("event-past", "The event has begun.")
    before, row.state = row.state, State.CANCELLED
    row.confirmed_at = row.confirmed_at or on
    row.save(update_fields=["state", "confirmed_at"])
    write_log(by=by, action="cancel_sign_up", subject=event.pk, county=event.desk_id, before=before, after=row.state)
    post_to_participant(sign_up=row, what="cancelled")
    move_up(event, on)
    return row


def move_up(event: Event, on: datetime) -> list[SignUp]:
    """Those who wait get the free seats in their order, and are told. The caller holds the event."""
    if event.state != Event.State.PUBLISHED or event.starts_at <= on:
        return []
    standing = event.sign_ups.exclude(state=State.CANCELLED)
    seated = standing.filter(state=State.SEATED).count()
    waiting = standing.filter(state=State.WAITING).select_related("person")
    free = None if event.seats is None else max(event.seats - seated, 0)
    moved = list(waiting if free is None else waiting[:free])
    is_soon = reminded_from(event) <= timezone.localdate(on)
    for row in moved:
        row.event, row.state = event, State.SEATED
        row.reminded_at = on if is_soon else None  # this mail says all that a reminder would
        row.save(update_fields=["state", "reminded_at"])
        if is_proven(row):
            post_to_participant(sign_up=row, what="moved-up")
        else:
            tell_place(row)
    if moved:
        write_log(by="worker", action="move_up", subject=event.pk, county=event.desk_id, count=len(moved))
    return moved


@transaction.atomic
def mark_attendance(*, by: Person, event: Event, came: Collection[UUID], stayed_away: Collection[UUID]) -> int:
    """Who came and who did not; those in neither list are not known. How many are known to have come."""
    event = held_event(event)
    if not may_hold_event(by, event):
        raise NotAllowed(by.by, f"mark who came to event {event.pk}")
    if event.state != Event.State.PUBLISHED or event.starts_at > timezone.now():
        raise Refused("event-not-begun", "Who came is marked when the event has begun.")
    seated = event.sign_ups.filter(state=State.SEATED)
    seated.update(has_attended=None)
    seated.filter(pk__in=list(stayed_away)).update(has_attended=False)
    count = seated.filter(pk__in=list(came)).update(has_attended=True)
    write_log(by=by, action="mark_attendance", subject=event.pk, county=event.desk_id, count=count)
    return count


def reminded_from(event: Event) -> date:
    """The day on which participants are reminded."""
    return working_days_before(timezone.localdate(event.starts_at), load_events().remind_working_days)


def send_event_reminders(*, by: str, on: date) -> int:
    """Remind those with a seat, once, some working days before; how many. Done again, it does nothing."""
    last = on + timedelta(days=FURTHEST_AHEAD)
    soon = Event.objects.filter(state=Event.State.PUBLISHED, starts_at__gt=start_of(on), starts_at__lt=start_of(last))
    return sum(remind(by, event, on) for event in soon if reminded_from(event) <= on)


@transaction.atomic
def remind(by: str, event: Event, on: date) -> int:
    """The reminders of one event. Who signed up within the last days has just had a mail with the same in it."""
    event = held_event(event)
    day = timezone.localdate(event.starts_at)
    if event.state != Event.State.PUBLISHED or not reminded_from(event) <= on < day:
        return 0
    rows = event.sign_ups.filter(state=State.SEATED, reminded_at__isnull=True, at__lt=start_of(reminded_from(event)))
    reminded = list(rows.select_related("person"))
    for row in reminded:
        row.event = event
        post_to_participant(sign_up=row, what="reminder")
    event.sign_ups.filter(pk__in=[row.pk for row in reminded]).update(reminded_at=timezone.now())
    if reminded:
        write_log(by=by, action="remind_event", subject=event.pk, county=event.desk_id, count=len(reminded))
    return len(reminded)


def start_of(day: date) -> datetime:
    """Midnight at the day's beginning, by the clock in Norway."""
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def forget_sign_ups(*, by: str, on: date) -> int:
    """Forget own needs soon after the day, and names and addresses when the rules say so; how many rows.

    Who gave the seat up is forgotten with the needs. Role, body and whether somebody came stay, for the figures;
    what somebody wrote in place of a body of the register does not.
    """
    rules = load_events()
    needs_day = start_of(on - timedelta(days=rules.forget_needs_days))
    people_day = start_of(on - timedelta(days=rules.forget_people_days))
    emptied = SignUp.objects.filter(event__ends_at__lt=needs_day).exclude(needs="").update(needs="")
    over = Q(event__ends_at__lt=people_day) | Q(event__ends_at__lt=needs_day, state=State.CANCELLED)
    rows = SignUp.objects.filter(over, forgotten_at__isnull=True)
    told = {"name": "", "email": "", "body_told": "", "needs": "", "person": None}
    gone = SignUp.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        **told, forgotten_at=timezone.now()
    )
    gone_told = gone + emptied
    if gone_told:
        write_log(by=by, action="forget_sign_ups", subject="sign-ups", people=gone, needs=emptied)
    return gone_told
