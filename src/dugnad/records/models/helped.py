"""How often published answers helped, as it stood at the end of each quarter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class HelpedCount(models.Model):
    """What the answers of one desk had been counted to when a quarter was last seen; the counters themselves only grow.

    A quarter's own use is its count less that of the quarter before. No person, case or answer stands here.
    """

    quarter = models.DateField()
    """The quarter's first day."""
    county = models.CharField(max_length=2)
    """The desk that answers for them; NATIONAL for the back-up desk."""
    uses = models.PositiveIntegerField(default=0)
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["quarter", "county"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["quarter", "county"], name="helped_once_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.quarter}"
