"""What was done, by whom, when: one row per action, in the action's own transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LogEntry(models.Model):
    """One deed (*logg*). `by` is a role or an account, never a person's name."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    details = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["subject", "-at"], name="log_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.action} {self.subject}"
