"""What somebody asks a desk, and everything that is said about it (*henvendelse*)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


class Case(models.Model):
    """One question and its life. It belongs to a desk, never to a person: who has taken it may change."""

    class State(models.TextChoices):
        """Where it is. ASKED_BACK waits for the asker; MERGED lives on in another case."""

        NEW = "new"
        TAKEN = "taken"
        ASKED_BACK = "asked-back"
        ANSWERED = "answered"
        CLOSED = "closed"
        MERGED = "merged"

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web"
        MAIL = "mail"
        LETTER = "letter"
        DESK = "desk"
        """Written down by an adviser after a call."""

    OPEN: ClassVar[frozenset[str]] = frozenset({"new", "taken", "asked-back"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    """What people call it by. Numbers follow each other; knowing one opens nothing."""
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="cases")
    routed = models.CharField(max_length=20, default="own")
    """Why this desk: own, neighbour, national, handed-over, no-county."""
    county = models.CharField(max_length=2, blank=True)
    """The asker's county, wherever the case is worked on."""
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    body_told = models.CharField(max_length=200, blank=True)
    """The body as the asker wrote it, where it is not (yet) one of the register."""
    asker = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases_asked")
    asker_name = models.CharField(max_length=120, blank=True)
    asker_email = models.EmailField(max_length=254, blank=True)
    asker_role = models.CharField(max_length=12, blank=True)
    """buyer, leader, politician, supplier or other, as told; for the figures of reach."""
    language = models.CharField(max_length=2, default="nb")
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.WEB)
    title = models.CharField(max_length=160)
    cpv = models.CharField(max_length=8, blank=True)
    group = models.CharField(max_length=60, blank=True)
    """Product group of the criteria library."""
    deadline = models.DateField(null=True, blank=True)
    """The asker's own day."""
    context = models.JSONField(default=dict)
    """Where it was asked from: kind (criterion, finding, notice, body, letter, check), id, title, path."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    is_legal = models.BooleanField(default=False)
    """An answer about the law: a second person reads it before it goes."""
    taken_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases_taken")
    taken_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    """When the desk has promised an answer by."""
    answered_at = models.DateTimeField(null=True, blank=True)
    """The first answer; asking back is none."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=14, blank=True)
    """Why it was closed without a new answer: known-answer, withdrawn, elsewhere, no-reply, not-a-question."""
    asked_back_at = models.DateTimeField(null=True, blank=True)
    """Since when it waits for the asker; empty where it does not."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    """When the asker was reminded of what the desk asked back."""
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    answered_by_known = models.ForeignKey(
        "records.Knowledge", on_delete=models.SET_NULL, null=True, blank=True, related_name="solved"
    )
    """The published answer that solved it."""
    helped = models.BooleanField(null=True, blank=True)
    """Did the answer help? As the asker says; empty: not said."""
    version = models.PositiveIntegerField(default=1)
    """Counted up at every change: two advisers cannot both change what they saw."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When names, addresses, texts and files were forgotten by the retention rules; the row stays for the figures."""

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["desk", "state", "promised_at"], name="case_by_desk"),
            models.Index(fields=["asker", "-asked_at"], name="case_by_asker"),
            models.Index(fields=["body", "-asked_at"], name="case_by_body"),
            models.Index(fields=["asked_at"], name="case_by_day"),
            models.Index(fields=["state", "asked_back_at"], name="case_by_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_open(self) -> bool:
        """Is there something left to do?"""
        return self.state in self.OPEN


class Entry(models.Model):
    """One thing said or done in a case. NOTE and CONSULT never leave the desk."""

    class Kind(models.TextChoices):
        """What it is, and so who may read it."""

        QUESTION = "question"
        REPLY = "reply"
        """What the asker wrote later."""
        ASK_BACK = "ask-back"
        ANSWER = "answer"
        NOTE = "note"
        CONSULT = "consult"
        """A question to a colleague, or the colleague's reply."""

    INTERNAL: ClassVar[frozenset[str]] = frozenset({"note", "consult"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    """Plain text with live references, [[criterion:ID@DAY]] and the like (dugnad.desk.reference)."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who at the desk, or the asker; nobody for what came by mail or from somebody without an account."""
    is_by_asker = models.BooleanField(default=False)
    at = models.DateTimeField()
    message_id = models.CharField(max_length=200, blank=True)
    """Of the mail that brought it, or that took it out. A reply with one is from whoever has the asker's address; it is
    of our own making where it was written by a mailed link, or the mail had none."""
    said_in = models.PositiveIntegerField(null=True, blank=True)
    """The number of the case it was said in, before that was joined with another; empty for what was said since."""

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "at"], name="entry_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def is_internal(self) -> bool:
        """Is it for the desk alone?"""
        return self.kind in self.INTERNAL


class Draft(models.Model):
    """The answer that is being written. What somebody else saved meanwhile is never written over (see DraftVersion)."""

    class State(models.TextChoices):
        """WRITING, waiting for a second reader, or read and found good."""

        WRITING = "writing"
        TO_READ = "to-read"
        READ = "read"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="draft")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WRITING)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who wrote the newest text."""
    reader = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="to_read")
    """Who is asked to read it; empty: anybody at the desk but the writer."""
    read_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    remark = models.TextField(blank=True)
    """What the second reader said."""
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"


class DraftVersion(models.Model):
    """Every text of a draft that was ever sent in, also one that came too late to be the newest."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    based_on = models.PositiveIntegerField()
    """The version that its writer had seen."""
    is_beside = models.BooleanField(default=False)
    """It collided: kept beside the newest until somebody has joined the two."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"


class Consult(models.Model):
    """A case shown to somebody outside its desk: a colleague who was asked. It ends when the case is closed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consults")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="consulted")
    """The desk whose advisers may read and note."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the case was answered, closed or handed over: since then the desk reads it no longer, whatever comes."""

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "desk"], name="consulted_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.desk_id}"


class CaseFile(models.Model):
    """A file that came with a case. Its bytes lie under the installation's folder by checksum, never by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="files", null=True, blank=True)
    name = models.CharField(max_length=200)
    """As given, made harmless; for showing and for saving only."""
    kind = models.CharField(max_length=10)
    """What the bytes are, told by themselves: pdf, docx, xlsx, odt, txt, png, jpeg …"""
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "name"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
