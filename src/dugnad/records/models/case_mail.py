"""Mail to and from the desks: nothing that arrives is lost, nothing that leaves goes twice."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person


class Arrival(models.Model):
    """One mail as it came (*innkommet e-post*). Its bytes are kept until the rules let them go."""

    class Fate(models.TextChoices):
        """What became of it. QUARANTINED waits for a person; IGNORED are machines' own replies, kept to be seen."""

        WAITING = "waiting"
        THREADED = "threaded"
        OPENED = "opened"
        """It began a case."""
        QUARANTINED = "quarantined"
        IGNORED = "ignored"
        REFUSED = "refused"
        """A person has looked at it and thrown it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    """Of its bytes: a mail that is delivered twice is one."""
    size = models.PositiveIntegerField()
    raw = models.BinaryField()
    is_cut = models.BooleanField(default=False)
    """It was larger than may be read; only its beginning is kept."""
    recipient = models.CharField(max_length=320, blank=True)
    """To whom the server delivered it."""
    is_returned = models.BooleanField(default=False)
    """It came with an empty return path, as reports of mail servers do: such a mail is never answered."""
    sender = models.CharField(max_length=320, blank=True)
    is_proven = models.BooleanField(default=False)
    """Did our mail server find that the sender's domain sent it? Anybody may write any sender."""
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=300, blank=True)
    fate = models.CharField(max_length=11, choices=Fate.choices, default=Fate.WAITING)
    reason = models.CharField(max_length=60, blank=True)
    """Why: unknown-sender, unproven, wrong-sender, bad-token, auto-reply, bounce, loop, too-large, unreadable …"""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it was begun on: one that ends its reader time and again is put aside unread."""
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals")
    at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["fate", "-at"], name="arrival_by_fate")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.fate}"


class Departure(models.Model):
    """One mail that leaves a desk (*utgående e-post*): to an asker, or to an adviser. Its Message-ID never changes."""

    class State(models.TextChoices):
        """SENDING is set before the mail server is asked."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="departures")
    what = models.CharField(max_length=20)
    """receipt, ask-back, answer, told (to an adviser), digest, event …"""
    sealed = models.TextField()
    """Recipient, subject and text, sealed; emptied once it is sent."""
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "at"], name="departure_by_state")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"
