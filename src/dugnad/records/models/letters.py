"""Letters to bodies (*mobilisering*): written once, sent as a run, one letter to each, every reply tracked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


class Act(models.TextChoices):
    """The one thing that a letter asks for."""

    CONFIRM = "confirm"
    JOIN = "join"
    ADOPT_PLAN = "adopt-plan"
    ANSWER_STATUS = "answer-status"
    NOTHING = "nothing"
    """All is done: the letter thanks. No letter is written to ask for it."""


class Letter(models.Model):
    """A letter as the coordinator (or a Statsforvalter) wrote it: texts with fields, in up to three languages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160)
    """What its writers call it."""
    subject = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    """Per language; {fields} are filled for each body."""
    act_shall = models.CharField(max_length=13, choices=Act.choices, default=Act.CONFIRM)
    """What it asks of state bodies."""
    act_invited = models.CharField(max_length=13, choices=Act.choices, default=Act.JOIN)
    """What it asks of invited bodies."""
    reply_by = models.DateField(null=True, blank=True)
    sender = models.CharField(max_length=200)
    """Who stands under it: an office or ministry."""
    county = models.CharField(max_length=2, blank=True)
    """The county whose Statsforvalter owns the letter; empty: the nation's."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="letters")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Run(models.Model):
    """One sending of a letter (*utsending*) to chosen bodies. The letter's texts are kept as they were then."""

    class State(models.TextChoices):
        """Where it is. STOPPED by a person can be taken up again."""

        PREPARED = "prepared"
        SENDING = "sending"
        STOPPED = "stopped"
        SENT = "sent"

    class Bundle(models.TextChoices):
        """Whether the PDF bundle is asked for, made or given up."""

        NONE = "none"
        WAITING = "waiting"
        MADE = "made"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="runs")
    subject = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    """Which bodies were chosen: classes, kinds, counties, status."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREPARED)
    reply_by = models.DateField(null=True, blank=True)
    remind_days = models.JSONField(default=list)
    """Days after sending on which those who have not replied are reminded, each once: [14, 28]."""
    problem = models.CharField(max_length=400, blank=True)
    """Why the machine stopped or paused it, e.g. a mail server that does not answer."""
    not_before = models.DateTimeField(null=True, blank=True)
    """Paused by the mail server until then."""
    pauses = models.PositiveSmallIntegerField(default=0)
    """How often it was paused since a letter last went."""
    bundle = models.CharField(max_length=8, choices=Bundle.choices, default=Bundle.NONE)
    """The letters as PDF in one file, with manifest."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.state}"


class Dispatch(models.Model):
    """One body's letter in a run (*brev*), or a reminder of it. Its Message-ID never changes, however often tried."""

    class Channel(models.TextChoices):
        """How it goes: by e-mail, or as PDF in the bundle for post, journal and eFormidling."""

        EMAIL = "email"
        PDF = "pdf"

    class State(models.TextChoices):
        """SENDING is set before the mail server is asked: whatever stands so after a fall may have gone, or not."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        BOUNCED = "bounced"
        FAILED = "failed"
        LEFT_OUT = "left-out"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="dispatches")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="dispatches")
    reminder = models.PositiveSmallIntegerField(default=0)
    """0: the letter itself; 1, 2 …: the reminder of that number."""
    reminded_on = models.DateField(null=True, blank=True)
    """The day for which a reminder was prepared."""
    language = models.CharField(max_length=2, default="nb")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    """Word for word what was sent, save the personal link, which is made anew from the row's id and a secret key."""
    act = models.CharField(max_length=13, choices=Act.choices)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    """The next try, where the recipient's server put it off."""
    put_off = models.PositiveSmallIntegerField(default=0)
    """How often it was put off; each time for longer."""
    problem = models.CharField(max_length=400, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    """When the body did what the letter asked."""

    class Meta:
        ordering: ClassVar[list[str]] = ["run", "body", "reminder"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "body", "reminder"], name="one_letter_a_body")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["run", "state"], name="dispatch_by_state")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.body_id} {self.reminder}: {self.state}"


class Reply(models.Model):
    """What a body answered on its letter's page, without an account. Names and addresses go to those who follow up."""

    class What(models.TextChoices):
        """What was done on the page."""

        CONFIRM = "confirm"
        CONTACT = "contact"
        JOIN = "join"
        ASK = "ask"
        STOP_REMINDERS = "stop-reminders"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="replies")
    what = models.CharField(max_length=14, choices=What.choices)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.what}"


class OptOut(models.Model):
    """A body that wants no more reminders. The letters themselves, which are official, still come."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, primary_key=True, related_name="opt_out")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return str(self.body_id)
