"""Courses, meetings and networks (*kurs, møter, nettverk*): whom they are for, who comes, who came."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


class Event(models.Model):
    """One gathering of a desk. Drafts are the desk's own."""

    class Kind(models.TextChoices):
        """What it is."""

        COURSE = "course"
        MEETING = "meeting"
        NETWORK = "network"
        MARKET = "market"
        """Dialogue with suppliers."""

    class State(models.TextChoices):
        """Only PUBLISHED and CALLED_OFF are seen by others."""

        DRAFT = "draft"
        PUBLISHED = "published"
        CALLED_OFF = "called-off"

    AUDIENCES: ClassVar[tuple[str, ...]] = ("politician", "leader", "buyer", "supplier", "other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    audience = models.JSONField(default=list)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="nb")
    place = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    """Where it is held online; told to those who are signed up."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveIntegerField(null=True, blank=True)
    """Empty: no bound."""
    sign_up_until = models.DateTimeField(null=True, blank=True)
    materials = models.JSONField(default=list)
    """[{"title": …, "url": …}]: open to all once it has begun, and before that to those who have a seat."""
    series = models.UUIDField(null=True, blank=True)
    """What the gatherings of one network share."""
    called_off_because = models.CharField(max_length=300, blank=True)
    """Told to everybody who looks."""
    sequence = models.PositiveIntegerField(default=0)
    """Counted up at every change, as calendars expect; who changes an older one is told so."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "starts_at"], name="event_by_day")]

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """One seat that somebody wants (*påmelding*). Who it is, the desk alone sees; figures count bodies and roles."""

    class State(models.TextChoices):
        """WAITING is in line for a seat."""

        SEATED = "seated"
        WAITING = "waiting"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="sign_ups")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_ups")
    body_told = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12)
    needs = models.TextField(max_length=500, blank=True)
    """What the host must know to make room for everybody; forgotten soon after the day."""
    language = models.CharField(max_length=2, default="nb")
    state = models.CharField(max_length=9, choices=State.choices)
    has_attended = models.BooleanField(null=True, blank=True)
    """Empty: nobody has said."""
    at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the address was shown to be theirs: by the mailed link, an account, or the desk. Until then the seat is held
    for some hours alone, and the public figures know nothing of it."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["event", "state"], name="sign_up_by_event")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"


class EventFile(models.Model):
    """A file of an event's materials (*kursmateriell*). Its bytes lie by checksum, never by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "name"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind}"
