"""Checks asked for on the site, as pages show them."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from dugnad.records.models.checks import CheckJob


def check_job(job_id: UUID | str, *, by: str) -> CheckJob | None:
    """The visitor's own check with this id, or None: another's, and one older than a day, is as if it did not exist."""
    if not by:
        return None
    return CheckJob.objects.filter(pk=job_id, by=by, created_at__gte=timezone.now() - CheckJob.KEPT).first()
