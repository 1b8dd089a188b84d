"""What the installation remembers across restarts: when regular work was last done, and who is locked out."""

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


class Lock(models.Model):
    """One count that may lock an account (*sperre*), in the shape of Django's cache in a database."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
