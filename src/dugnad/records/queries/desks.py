"""The desks: who sits where today, and by what a question's answer is promised."""

from __future__ import annotations

from datetime import date

from dugnad.desk.routing import load_desks
from dugnad.records.models.desk import NATIONAL, Desk
from dugnad.records.models.people import Person, Role, RoleName


def desk_of(county: str) -> Desk | None:
    """The county's desk."""
    return Desk.objects.filter(county=county).first()


def all_desks() -> list[Desk]:
    """Every desk, the national one last."""
    return sorted(Desk.objects.all(), key=lambda desk: (desk.is_national, desk.county))


def open_desks(on: date) -> frozenset[str]:
    """The counties whose desk somebody sits at on the day: it has an adviser, and is not closed for a while."""
    staffed = set(
        Role.objects.filter(role=RoleName.ADVISER, person__is_active=True).values_list("county", flat=True).distinct()
    )
    closed = set(Desk.objects.filter(closed_since__lte=on, closed_until__gte=on).values_list("county", flat=True))
    return frozenset((staffed & set(load_desks().neighbours)) - closed)


def advisers_of(county: str) -> list[Person]:
    """Who works at a desk; at the national one the coordinators too."""
    people = Person.objects.filter(is_active=True, roles__role=RoleName.ADVISER, roles__county=county)
    if county == NATIONAL:
        people = people | Person.objects.filter(is_active=True, roles__role=RoleName.COORDINATOR)
    return list(people.distinct().order_by("name", "pk"))
