"""Imports asked for on the site, as pages show them."""

from __future__ import annotations

from uuid import UUID

from dugnad.records.models.notices import ImportJob


def import_job(job_id: UUID | str) -> ImportJob | None:
    """The import with this id, or None (also where the id is no id at all)."""
    try:
        key = UUID(str(job_id))
    except ValueError:
        return None
    return ImportJob.objects.filter(pk=key).first()


def latest_imports(count: int = 10) -> list[ImportJob]:
    """The newest imports first."""
    return list(ImportJob.objects.all()[:count])
