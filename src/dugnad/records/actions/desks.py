"""Desks: the seats that content ships, and what each desk says of itself."""

from __future__ import annotations

from django.db import transaction

from dugnad.desk.routing import NATIONAL, load_desks
from dugnad.records.actions.log import write_log
from dugnad.records.models.desk import Desk


@transaction.atomic
def load_shipped_desks(*, by: str) -> int:
    """Make the desks that are not there yet, as empty seats; how many were made. What a desk has changed stays."""
    shipped = load_desks()
    known = set(Desk.objects.values_list("county", flat=True))
    new = [
        Desk(county=county, hours={day: list(hours) for day, hours in shipped.hours.items()},
             answer_days=shipped.answer_days)
        for county in (*shipped.neighbours, NATIONAL)
        if county not in known
    ]  # fmt: skip
    Desk.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        write_log(by=by, action="load_desks", subject="desks", count=len(new))
    return len(new)
