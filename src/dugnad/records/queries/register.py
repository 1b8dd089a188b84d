"""Bodies as pages, letters and counts need them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from dugnad.records.models.register import Body

KEY_LENGTH = 80


def body_by_key(key: str) -> Body | None:
    """The body that an address names, by number or by slug."""
    if not key or len(key) > KEY_LENGTH or "\0" in key:
        return None
    return Body.objects.select_related("parent").filter(Q(orgnr=key) | Q(slug=key)).first()


def living_bodies(on: date) -> QuerySet[Body]:
    """The bodies that exist on the day, demonstration bodies with them."""
    begun, not_ended = Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on)
    return Body.objects.filter(begun & not_ended)
