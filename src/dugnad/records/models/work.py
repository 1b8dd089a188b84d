"""When the worker last did its regular work, so that a restart neither skips nor repeats any of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RegularWork(models.Model):
    """One kind of work that is done by the hour or by the day (*fast arbeid*): when it was last done, and how."""

    name = models.CharField(max_length=60, primary_key=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    """When it last ended well."""
    problem = models.CharField(max_length=400, blank=True)
    """Why it failed the last time; empty when it ended well. A kind of fault, never what it was about."""

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.done_at}"
