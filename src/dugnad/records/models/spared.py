"""Questions that somebody did not have to ask (*spart spørsmål*): what stood there already was enough."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Spared(models.Model):
    """How often one answer, criterion or rule was enough for somebody who was about to ask: by day and county.

    Never who, and nothing of what they had written. An answer that was reused without a case is counted here and
    nowhere else; a case that an answer solved has Case.answered_by_known.
    """

    on = models.DateField()
    kind = models.CharField(max_length=10)
    """answer, criterion, group, law, case, event: as in SearchText."""
    key = models.CharField(max_length=120)
    county = models.CharField(max_length=2, blank=True)
    """Of the body that was told; "" where none was."""
    role = models.CharField(max_length=12, blank=True)
    """As told: buyer, leader, politician, supplier, other."""
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "kind", "key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["on", "kind", "key", "county", "role"], name="spared_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.key}"
