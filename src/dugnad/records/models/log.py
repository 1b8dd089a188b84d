"""What was done, by whom, when: one row per action, in the action's own transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LogEntry(models.Model):
    """One deed (*logg*). `by` is a role or an account's id, never a person's name."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    details = models.JSONField(default=dict)
    body = models.CharField(max_length=36, blank=True)
    """The id of the body that it concerns: its people may read it."""
    county = models.CharField(max_length=2, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "-at"], name="log_by_subject"),
            models.Index(fields=["body", "-at"], name="log_by_body"),
            models.Index(fields=["by", "-at"], name="log_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.action} {self.subject}"
