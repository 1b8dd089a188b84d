"""The desks: one a county and one for the nation."""

from __future__ import annotations

from dugnad.records.models.desk import Desk


def desk_of(county: str) -> Desk | None:
    """The county's desk."""
    return Desk.objects.filter(county=county).first()


def all_desks() -> list[Desk]:
    """Every desk, the national one last."""
    return sorted(Desk.objects.all(), key=lambda desk: (desk.is_national, desk.county))
