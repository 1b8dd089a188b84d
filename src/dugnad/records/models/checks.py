"""Checks before publishing that somebody asked for on the site. The files are gone when the check is done."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models


class CheckJob(models.Model):
    """One check (*kontroll*). `result` holds the report and the documents' text for a day, or until it is deleted."""

    class State(models.TextChoices):
        """Where the check is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    KEPT: ClassVar[timedelta] = timedelta(hours=24)
    """How long a report can be opened again; the files themselves are gone when the check ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    names = models.JSONField(default=list)
    """The files' names in the order they were given."""
    by = models.CharField(max_length=120)
    on = models.DateField(null=True)
    """The day to judge by, where the visitor gave one."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "created_at"], name="checks_by_state")]

    def __str__(self) -> str:
        return f"{len(self.names)} files: {self.state}"

    @classmethod
    def waiting(cls, by: str | None = None) -> models.QuerySet[CheckJob]:
        """Checks that are not done yet: all, or one visitor's."""
        jobs = cls.objects.filter(state__in=[cls.State.WAITING, cls.State.RUNNING])
        return jobs.filter(by=by) if by else jobs

    @property
    def is_finished(self) -> bool:
        """Will nothing more happen to it?"""
        return self.state in {self.State.DONE, self.State.FAILED}
