"""The desks: one a county and one for the nation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from dugnad.desk.routing import Route, route
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import NATIONAL, Desk, open_desks
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Role, RoleName
from dugnad.records.models.register import Body, DeskHost


def desk_of(county: str) -> Desk | None:
    """The county's desk."""
    return Desk.objects.filter(county=county).first()


def all_desks() -> list[Desk]:
    """Every desk, the national one last."""
    return sorted(Desk.objects.all(), key=lambda desk: (desk.is_national, desk.county))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A desk as everybody may see it. Who sits there is a number, never a name."""

    desk: Desk
    host: Body | None
    advisers: int
    is_away: bool
    """On leave on this day."""
    route: Route
    """Where a question from the county goes on this day."""

    @property
    def is_manned(self) -> bool:
        """Does somebody sit there on this day?"""
        return self.advisers > 0 and not self.is_away


def seats(on: date) -> list[Seat]:
    """Every desk on a day, the national one last; in the same few questions however many there are."""
    hosts = {row.county: row.body for row in hosts_on(on)}
    counted = adviser_counts()
    manned = open_desks(on)
    return [seat_of(desk, hosts, counted, manned, on) for desk in all_desks()]


def seat(county: str, on: date) -> Seat | None:
    """One desk on a day."""
    desk = desk_of(county)
    if desk is None:
        return None
    return seat_of(desk, {row.county: row.body for row in hosts_on(on)}, adviser_counts(), open_desks(on), on)


def seat_of(desk: Desk, hosts: dict[str, Body], counted: dict[str, int], manned: frozenset[str], on: date) -> Seat:
    """One desk of those."""
    is_away = bool(desk.closed_since and desk.closed_until and desk.closed_since <= on <= desk.closed_until)
    return Seat(
        desk=desk, host=hosts.get(desk.county), advisers=counted.get(desk.county, 0), is_away=is_away,
        route=route(desk.county, manned),
    )  # fmt: skip


def hosts_on(on: date) -> QuerySet[DeskHost]:
    """The bodies that host desks on the day, the latest to begin last."""
    begun = DeskHost.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    return begun.select_related("body").order_by("since")


def adviser_counts() -> dict[str, int]:
    """How many people work at each desk; the coordinators count at the national one."""
    of_desks = Q(role=RoleName.ADVISER) | Q(role=RoleName.COORDINATOR)
    rows = Role.objects.filter(of_desks, person__is_active=True).values_list("county", "person")
    found: dict[str, set[object]] = defaultdict(set)
    for county, person in rows:
        found[county or NATIONAL].add(person)
    return {county: len(people) for county, people in found.items()}


def handover_counts(desk: Desk, now: datetime) -> dict[str, int]:
    """How much a desk would hand over."""
    return {
        "cases": desk.cases.filter(state__in=sorted(Case.OPEN)).count(),
        "promises": desk.contacts.exclude(promise="").filter(kept_at=None).count(),
        "contacts": desk.contacts.count(),
        "agreements": desk.agreements.count(),
        "events": desk.events.filter(ends_at__gte=now).count(),
        "knowledge": Knowledge.objects.filter(county=desk.county).count(),
        "mails": desk.arrivals.filter(fate=Arrival.Fate.QUARANTINED).count(),
    }
