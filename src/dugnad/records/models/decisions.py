"""Decisions that a body has made and recorded: joining, withdrawing, confirming, adopting a plan."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


class Decision(models.Model):
    """One recorded decision (*vedtak*). Its words never change and it is never deleted: a later one stands over it."""

    class About(models.TextChoices):
        """What was decided. CONFIRM is a state body's receipt; JOIN and WITHDRAW belong to invited bodies."""

        CONFIRM = "confirm"
        JOIN = "join"
        WITHDRAW = "withdraw"
        ADOPT_PLAN = "adopt-plan"

    class CameBy(models.TextChoices):
        """How it was recorded: by an account with a role in the body, or on a letter's page, without signing in."""

        ACCOUNT = "account"
        LETTER = "letter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    about = models.CharField(max_length=12, choices=About.choices)
    decided_by = models.CharField(max_length=120)
    """The organ, e.g. kommunestyret; never a person's name."""
    on = models.DateField()
    case_number = models.CharField(max_length=60, blank=True)
    document_url = models.URLField(max_length=500, blank=True)
    responsible = models.CharField(max_length=120, blank=True)
    """The position that is responsible (stilling), for CONFIRM and JOIN; never a person's name."""
    note = models.TextField(max_length=2000, blank=True)
    came_by = models.CharField(max_length=7, choices=CameBy.choices, default=CameBy.ACCOUNT)
    letter = models.CharField(max_length=80, blank=True)
    """The letter whose page it came from: "letter:" and the id of its dispatch."""
    settled_at = models.DateTimeField(null=True, blank=True)
    """When the body's own people said whether a decision that came without an account is theirs."""
    is_rejected = models.BooleanField(default=False)
    """The body's own people have said that it is not theirs or was wrongly recorded: it stays in the history and
    counts for nothing."""
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    """The decision that was recorded wrongly, and that this one stands in for: it stays and counts for nothing."""
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="recorded")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-recorded_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["body", "about", "-on"], name="decision_by_body")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.about} {self.on}"

    @property
    def is_verified(self) -> bool:
        """Has somebody with a role in the body recorded or confirmed it?"""
        return self.came_by == self.CameBy.ACCOUNT or (self.settled_at is not None and not self.is_rejected)
