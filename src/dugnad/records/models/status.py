"""The yearly status: a few fixed questions, answered by the body, approved by its leader; comments on own figures."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


class StatusReport(models.Model):
    """A body's status for one year (*årsstatus*). Public once approved; a draft is seen only in the body."""

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="status_reports")
    year = models.PositiveSmallIntegerField()
    question_set = models.PositiveSmallIntegerField(null=True, blank=True)
    """The first year of the set of questions that it answers: they stay the same, whatever is asked later."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    returned_note = models.TextField(max_length=1000, blank=True)
    """Why the leader sent it back; seen in the body alone."""
    submitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="submitted")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="approved")
    approved_at = models.DateTimeField(null=True, blank=True)
    published = models.JSONField(default=dict)
    """The answers as they were last approved, by question: value, evidence and note. Public, also while it is open."""
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=0)
    """Goes up by each saving: two who write at once are told, and nothing is overwritten unseen."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["body", "year"], name="one_status_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.year}: {self.state}"

    @property
    def is_public(self) -> bool:
        """Has it been approved once? Then its answers stand in public, also while it is open again."""
        return self.published_at is not None or self.state == self.State.APPROVED


class StatusAnswer(models.Model):
    """One answer. An empty value is "not answered", which is a value of its own and never a no."""

    class From(models.TextChoices):
        """Where a value that the body has not touched came from."""

        PERSON = "person"
        LAST_YEAR = "last-year"
        MEASURED = "measured"

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=40)
    value = models.CharField(max_length=20, blank=True)
    evidence_url = models.URLField(max_length=500, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    came_from = models.CharField(max_length=9, choices=From.choices, default=From.PERSON)
    is_confirmed = models.BooleanField(default=True)
    """False while a pre-filled value has not been looked at by a person."""
    measured = models.JSONField(default=list)
    """What was measured when the year was begun: source, value, numerator, denominator and coverage of each."""

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "question"], name="one_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value or '–'}"


class Comment(models.Model):
    """What a body says about its own figures (*uttalelse*): public, shown beside them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="comments")
    about = models.CharField(max_length=80, blank=True)
    """The indicator or question that it is about; empty for all of it."""
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.body_id} {self.about}"


class SdgAnswer(models.Model):
    """The nation's answer on one part (B–E) of SDG indicator 12.7.1 in one year, with its evidence."""

    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=1)
    value = models.FloatField(null=True, blank=True)
    """0 to 1; none: not answered."""
    text = models.TextField(max_length=2000, blank=True)
    points = models.JSONField(default=list)
    """The sub-points answered with yes, where content knows them."""
    evidence_url = models.URLField(max_length=500, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "part"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "part"], name="one_sdg_answer_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.part}"
