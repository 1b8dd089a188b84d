"""Courses, meetings and networks: planned by a desk, published, changed, repeated, called off.

`seen` is the event's sequence that the person had on screen: who saw an older one is told so, and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dugnad.desk.events import Interval, repeated
from dugnad.desk.file_kind import MOST_FILES, kept_name, kind_of, safe_name
from dugnad.desk.question import Upload
from dugnad.errors import NotAllowed, Refused
from dugnad.plan.given import CONTROLS, clean_url
from dugnad.plan.letter import one_line
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.actions.event_post import post_to_participant
from dugnad.records.actions.log import write_log
from dugnad.records.actions.search import index_one
from dugnad.records.actions.sign_ups import held_event, move_up
from dugnad.records.models.desk import Desk
from dugnad.records.models.events import Event, EventFile, SignUp
from dugnad.records.models.people import Person
from dugnad.records.permissions import may_hold_event, may_work_desk

State, Kind = Event.State, Event.Kind
LANGUAGES = ("nb", "nn", "en")
MOST_TEXT, MOST_SEATS, MOST_COPIES = 8_000, 10_000, 24
FIRST_YEAR, LAST_YEAR = 2000, 2200
TOLD_OF = ("starts_at", "ends_at", "place", "url")
"""What participants are told of when it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What an event says of itself."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    audience: tuple[str, ...] = ()
    text: str = ""
    language: str = "nb"
    place: str = ""
    url: str = ""
    seats: int | None = None
    sign_up_until: datetime | None = None


@transaction.atomic
def create_event(*, by: Person, desk: Desk, planned: Planned) -> Event:
    """A draft, seen by its desk alone."""
    if not may_work_desk(by, desk.county):
        raise NotAllowed(by.by, f"hold events of desk {desk.county}")
    event = Event.objects.create(desk=desk, by=by, **asdict(cleaned(planned)))
    write_log(by=by, action="create_event", subject=event.pk, county=desk.county, kind=event.kind)
    return event


def desk_at(county: str) -> Desk:
    """The county's desk; all of them are made where none has been needed yet."""
    if not Desk.objects.filter(county=county).exists():
        load_shipped_desks(by="content")
    return Desk.objects.get(county=county)


@transaction.atomic
def change_event(*, by: Person, event: Event, seen: int, planned: Planned) -> Event:
    """Other words, another day, more seats. Participants are told of another time or place, and get new seats."""
    event = held(by, event, seen)
    must_not_be_called_off(event)
    wanted = asdict(cleaned(planned))
    changed = sorted(name for name, value in wanted.items() if as_kept(getattr(event, name)) != as_kept(value))
    if not changed:
        return event
    now = timezone.now()
    is_to_come = event.starts_at > now or wanted["starts_at"] > now
    day_before = timezone.localdate(event.starts_at)
    for name in changed:
        setattr(event, name, wanted[name])
    counted(by, event, "change_event", changed=changed)
    if timezone.localdate(event.starts_at) != day_before:
        event.sign_ups.update(reminded_at=None)
    if event.state == State.PUBLISHED and is_to_come:
        if set(changed) & set(TOLD_OF):
            tell_all(event, "changed")
        move_up(event, now)
    return event


def as_kept(value: object) -> object:
    """A value as the database gives it back."""
    return list(value) if isinstance(value, tuple) else value


@transaction.atomic
def publish_event(*, by: Person, event: Event, is_whole_series: bool = False) -> int:
    """Open for all to see and sign up; with the other drafts of its series, if asked. How many were opened."""
    event = held(by, event, None)
    drafts = Event.objects.select_for_update().filter(state=State.DRAFT, desk=event.desk_id)
    chosen = drafts.filter(series=event.series) if is_whole_series and event.series else drafts.filter(pk=event.pk)
    rows = list(chosen)
    if not rows:
        raise Refused("not-as-seen", "This is published already.")
    for row in rows:
        if row.starts_at <= timezone.now():
            raise Refused("event-past", "An event that has begun cannot be published.", field="starts_at")
        row.state = State.PUBLISHED
        counted(by, row, "publish_event")
    return len(rows)


@transaction.atomic
def call_off_event(*, by: Person, event: Event, seen: int, because: str = "") -> Event:
    """It is not held: everybody who is signed up or waits is told, and calendars show it as cancelled."""
    event = held(by, event, seen)
    if event.state != State.PUBLISHED:
        raise Refused("not-as-seen", "Only a published event is called off.")
    if event.ends_at <= timezone.now():
        raise Refused("event-past", "The event is over.")
    event.state, event.called_off_because = State.CALLED_OFF, one_line(because)[:300]
    counted(by, event, "call_off_event")
    tell_all(event, "called-off", reason=event.called_off_because)
    return event


@transaction.atomic
def drop_event(*, by: Person, event: Event) -> None:
    """Throw a draft away; nobody but the desk has seen it."""
    event = held(by, event, None)
    if event.state != State.DRAFT:
        raise Refused("not-as-seen", "A published event is called off, not thrown away.")
    write_log(by=by, action="drop_event", subject=event.pk, county=event.desk_id)
    event.files.all().delete()
    event.delete()


@transaction.atomic
def copy_event(*, by: Person, event: Event, interval: Interval, times: int) -> list[Event]:
    """The same again, so many times: drafts of one series, at the same hour by the clock on the wall."""
    event = held(by, event, None)
    if not 1 <= times <= MOST_COPIES:
        raise Refused("too-many-copies", f"Write a number from 1 to {MOST_COPIES}.", field="times")
    event.series = event.series or uuid4()
    event.save(update_fields=["series"])
    length = event.ends_at - event.starts_at
    before = event.starts_at - event.sign_up_until if event.sign_up_until else None
    start = timezone.localtime(event.starts_at)
    rows = []
    for wall in repeated(start, interval, times):
        starts = timezone.make_aware(wall)
        rows.append(
            Event(
                desk=event.desk, kind=event.kind, audience=event.audience, title=event.title, text=event.text,
                language=event.language, place=event.place, url=event.url, seats=event.seats, series=event.series,
                starts_at=starts, ends_at=starts + length, sign_up_until=starts - before if before else None, by=by,
            )
        )  # fmt: skip
    Event.objects.bulk_create(rows)
    write_log(by=by, action="copy_event", subject=event.pk, county=event.desk_id, count=times, interval=interval)
    return rows


@transaction.atomic
def add_material(*, by: Person, event: Event, title: str, url: str = "", upload: Upload | None = None) -> Event:
    """A link or a file to read before or after."""
    event = held(by, event, None)
    title = one_line(title)[:160]
    if upload is not None:
        keep_file(event, title, upload)
    elif not (address := clean_url(url, "link")):
        raise Refused("missing", "Give a link or a file.", field="link")
    elif len(event.materials) >= MOST_FILES:
        raise Refused("too-many-materials", f"An event holds {MOST_FILES} links at most.", field="link")
    else:
        event.materials = [*event.materials, {"title": title or address, "url": address}]
    return counted(by, event, "add_material")


@transaction.atomic
def remove_material(*, by: Person, event: Event, url: str = "", file: UUID | None = None) -> Event:
    """A link or file that is wrong is taken away."""
    event = held(by, event, None)
    left = [one for one in event.materials if one.get("url") != url]
    gone = event.files.filter(pk=file).delete()[0] if file else 0
    if len(left) == len(event.materials) and not gone:
        return event
    event.materials = left
    return counted(by, event, "remove_material")


def keep_file(event: Event, title: str, upload: Upload) -> EventFile:
    """One file: its bytes first, below the installation's folder by checksum, then its row."""
    if event.files.count() >= MOST_FILES:
        raise Refused("too-many-materials", f"An event holds {MOST_FILES} files at most.", field="file")
    kind = kind_of(upload.name, upload.raw)
    if kind is None:
        raise Refused("file-kind", f"{safe_name(upload.name)} is of a kind that is not taken.", field="file")
    digest = hashlib.sha256(upload.raw).hexdigest()
    path = path_of(digest)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{uuid4().hex}")
        beside.write_bytes(upload.raw)
        beside.replace(path)
    name = kept_name(upload.name, kind, upload.raw)
    return EventFile.objects.create(
        event=event, title=title or name, name=name, kind=kind, size=len(upload.raw), sha256=digest
    )


def path_of(digest: str) -> Path:
    """Where the bytes with this checksum lie."""
    return Path(settings.VAR) / "events" / digest[:2] / digest


def held(by: Person, event: Event, seen: int | None) -> Event:
    """The event's row, kept from others until the deed is done; for its desk's people alone."""
    row = held_event(event)
    if not may_hold_event(by, row):
        raise NotAllowed(by.by, f"hold event {event.pk}")
    if seen is not None and row.sequence != seen:
        raise Refused("changed-meanwhile", "Somebody has changed this event since you opened it.")
    return row


def counted(by: Person, event: Event, action: str, /, changed: Iterable[str] = ()) -> Event:
    """Count the change, as calendars expect, log it, and let search find it so; the caller has changed the row."""
    event.sequence += 1
    event.save()
    write_log(by=by, action=action, subject=event.pk, county=event.desk_id, changed=list(changed))
    index_one("event", str(event.pk))
    return event


def tell_all(event: Event, what: str, *, reason: str = "") -> None:
    """A mail to everybody who has a seat or waits for one."""
    standing = event.sign_ups.exclude(state=SignUp.State.CANCELLED).select_related("person")
    for sign_up in standing:
        sign_up.event = event
        post_to_participant(sign_up=sign_up, what=what, reason=reason)


def must_not_be_called_off(event: Event) -> None:
    """What is called off stays as people were told."""
    if event.state == State.CALLED_OFF:
        raise Refused("not-as-seen", "An event that is called off is not changed any more.")


def cleaned(planned: Planned) -> Planned:
    """What was planned, made clean; refused where it cannot be held so."""
    title, text = one_line(planned.title)[:160], planned.text.replace("\r\n", "\n").strip()
    if not title:
        raise Refused("missing", "Give the event a title.", field="title")
    if len(text) > MOST_TEXT:
        raise Refused("too-long", f"The text is longer than {MOST_TEXT} signs.", field="text")
    if CONTROLS.search(text):
        raise Refused("unreadable", "The text holds signs that cannot be shown.", field="text")
    check_choices(planned)
    check_times(planned)
    if planned.seats is not None and not 1 <= planned.seats <= MOST_SEATS:
        raise Refused("bad-seats", f"Write a number of seats from 1 to {MOST_SEATS}, or none.", field="seats")
    return Planned(
        kind=planned.kind, title=title, starts_at=planned.starts_at, ends_at=planned.ends_at,
        audience=tuple(one for one in Event.AUDIENCES if one in planned.audience), text=text,
        language=planned.language, place=one_line(planned.place)[:200], url=clean_url(planned.url, "url"),
        seats=planned.seats, sign_up_until=planned.sign_up_until,
    )  # fmt: skip


def check_choices(planned: Planned) -> None:
    """Only what can be chosen."""
    if planned.kind not in Kind.values:
        raise Refused("unknown", "There is no such kind of event.", field="kind")
    if planned.language not in LANGUAGES:
        raise Refused("unknown", "There is no such language here.", field="language")
    if not planned.audience or set(planned.audience) - set(Event.AUDIENCES):
        raise Refused("missing", "Say whom it is for.", field="audience")


def check_times(planned: Planned) -> None:
    """It ends after it begins, and one signs up before."""
    if not FIRST_YEAR <= planned.starts_at.year <= LAST_YEAR or not FIRST_YEAR <= planned.ends_at.year <= LAST_YEAR:
        raise Refused("bad-day", "Write a day of our time.", field="starts_at")
    if planned.ends_at <= planned.starts_at:
        raise Refused("ends-before-start", "It must end after it begins.", field="ends_at")
    if planned.sign_up_until is not None and planned.sign_up_until > planned.starts_at:
        raise Refused("sign-up-late", "Sign-up must close before it begins.", field="sign_up_until")
