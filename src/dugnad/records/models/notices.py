"""Imports of notices that somebody asked for on the site. The notices themselves live in the store, not here."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class ImportJob(models.Model):
    """An uploaded file on its way into the store (*innlesing*)."""

    class State(models.TextChoices):
        """Where the job is. Failed jobs left the store as it was."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=1000)
    size_bytes = models.BigIntegerField()
    by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    traceback = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def is_finished(self) -> bool:
        """Will nothing more happen to it?"""
        return self.state in {self.State.DONE, self.State.FAILED}
