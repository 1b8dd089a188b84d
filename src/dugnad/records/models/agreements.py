"""Joint framework agreements (*rammeavtaler*): who is in them, which criteria they hold, when they end."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


class Agreement(models.Model):
    """One framework agreement that several bodies buy through. Everything of it is public but its draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="agreements")
    """The desk that keeps the row."""
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="agreements_owned")
    """The body or purchasing centre that runs it."""
    cooperative = models.CharField(max_length=200, blank=True)
    """The purchasing cooperative that it is made in, where that has a name of its own."""
    members = models.ManyToManyField(Body, related_name="agreements", blank=True)
    cpv = models.JSONField(default=list)
    group = models.CharField(max_length=60, blank=True)
    criteria = models.JSONField(default=list)
    """Criteria of the library that are in it: ["ID@DAY"]."""
    since = models.DateField()
    until = models.DateField()
    longest_until = models.DateField(null=True, blank=True)
    """The last day if every option is used."""
    options = models.CharField(max_length=200, blank=True)
    """How it can be prolonged, in words: 1 + 1 year."""
    suppliers = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many there are; who they are stands in the notice."""
    value_nok = models.BigIntegerField(null=True, blank=True)
    notice = models.CharField(max_length=60, blank=True)
    """The notice that announced it."""
    url = models.URLField(max_length=500, blank=True)
    remark = models.CharField(max_length=400, blank=True)
    is_draft = models.BooleanField(default=True)
    warned_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last threshold that was written about; none again when its end is moved."""
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["until", "title"]

    def __str__(self) -> str:
        return self.title
