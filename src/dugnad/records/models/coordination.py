"""What the ministries agree on together: decisions, with the day and those who agreed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class JointDecision(models.Model):
    """A decision of the coordination (*samordningsbeslutning*): public, never changed, a later one may replace it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    on = models.DateField()
    agreed_by = models.JSONField(default=list)
    """The ministries and agencies that agreed, by name."""
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-recorded_at"]

    def __str__(self) -> str:
        return self.title
