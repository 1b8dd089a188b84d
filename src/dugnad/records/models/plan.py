"""Plans: the nation's and each body's own, with measures, their owners, deadlines, indicators and evidence."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models

from dugnad.records.models.decisions import Decision
from dugnad.records.models.register import Body


class Plan(models.Model):
    """An action plan (*handlingsplan*): national where it has no body, else the body's local plan."""

    class State(models.TextChoices):
        """A draft is seen only by those who work on it."""

        DRAFT = "draft"
        IN_FORCE = "in-force"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    """The address of a national plan, e.g. 2021-2030."""
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    title = models.JSONField(default=dict)
    """Text in nb, nn and en, as far as written."""
    lead = models.JSONField(default=dict)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    adopted = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    owner = models.CharField(max_length=120, blank=True)
    """The position that is responsible for the whole plan."""
    source = models.JSONField(default=dict)
    """Title, href, date and mark of what a shipped plan restates; empty for plans written here."""
    is_shipped = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-since", "key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["body"], condition=models.Q(state="draft"), name="one_draft_a_body"),
            models.UniqueConstraint(fields=["body"], condition=models.Q(state="in-force"), name="one_plan_a_body"),
        ]

    def __str__(self) -> str:
        return str(self.title.get("nb") or self.key or self.pk)

    @property
    def is_national(self) -> bool:
        """Is it the nation's?"""
        return self.body_id is None

    @property
    def is_law(self) -> bool:
        """Does it restate the law's duties? Then nobody has adopted it, and its days are no deadlines."""
        return bool(self.source.get("kind") == "law")


class PlanVersion(models.Model):
    """A plan as it was published or adopted, word for word: it never changes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=400, blank=True)
    content = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Goal(models.Model):
    """A goal of a plan (*mål*)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveIntegerField(default=0)
    text = models.JSONField(default=dict)
    source = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.text.get("nb", ""))


class Measure(models.Model):
    """A measure (*tiltak*): who does what, by when, seen by which indicator."""

    class State(models.TextChoices):
        """How far it has come. NOT_REPORTED: nobody has said; it is not the same as not begun."""

        NOT_REPORTED = "not-reported"
        PLANNED = "planned"
        UNDER_WAY = "under-way"
        DONE = "done"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="measures")
    key = models.SlugField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    owner = models.CharField(max_length=160, blank=True)
    """Who answers for it: a ministry or agency by name, or a position in the body."""
    owner_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_measures")
    audience = models.JSONField(default=list)
    """The kinds or classes of bodies that it is meant for: `shall`, `invited`, or kinds such as municipality."""
    deadline = models.DateField(null=True, blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    """An indicator of the monitor whose figures fill it."""
    target = models.FloatField(null=True, blank=True)
    """The value of the indicator to reach by the deadline, in the indicator's unit."""
    is_ceiling = models.BooleanField(default=False)
    """The target is the highest value wished for, not the lowest: fewer silent notices, not more."""
    state = models.CharField(max_length=13, choices=State.choices, default=State.NOT_REPORTED)
    evidence_url = models.URLField(max_length=500, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)
    deviation = models.TextField(max_length=2000, blank=True)
    """Why it is late or off its target, in the owner's words."""
    taken_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_over")
    """The national measure that a body has taken over."""
    source = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["deadline", "state"], name="measure_by_deadline")]

    def __str__(self) -> str:
        return str(self.title.get("nb") or next(iter(self.title.values()), ""))

    @property
    def duty_since(self) -> date | None:
        """The day from which the law has asked for it, where it is one of the law's duties or was taken from one."""
        origin = self if self.taken_from is None else self.taken_from
        return origin.deadline if origin.plan.is_law else None

    def is_late(self, on: date) -> bool:
        """Is its deadline over without it being done or dropped? Without a deadline nothing is late."""
        is_open = self.state not in {self.State.DONE, self.State.DROPPED}
        return is_open and self.deadline is not None and self.deadline < on


class Reading(models.Model):
    """What an indicator showed for a measure on a day (*måling*): written by the worker, never by hand."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.FloatField(null=True)
    numerator = models.FloatField()
    denominator = models.FloatField()
    coverage = models.FloatField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "on"], name="one_reading_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.on}: {self.value}"
