"""All desks side by side, for those who answer for them: what is open, what is late, who is missing, what ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from dugnad.desk.ends import End, near_ends
from dugnad.desk.measures import hours_waited, percentile
from dugnad.records.models.cases import Case
from dugnad.records.models.people import Person, RoleName
from dugnad.records.permissions import counties_of, may_coordinate
from dugnad.records.queries.desks import Seat, seats

LATELY = timedelta(days=90)
UNANSWERED = Q(state__in=[Case.State.NEW, Case.State.TAKEN])


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One desk, counted exactly: this is for those who work with the desks and never published."""

    seat: Seat
    open: int
    waiting: int
    """For the asker."""
    late: int
    answered: int
    """In the last ninety days."""
    median_hours: float | None
    p90_hours: float | None
    ends: tuple[End, ...]

    @property
    def needs_help(self) -> bool:
        """Is something late, empty or about to end?"""
        return bool(self.late or self.ends) or not self.seat.advisers


def desks_beside(person: Person, now: datetime) -> list[DeskLine]:
    """The desks that the person answers for: all of them, or those of the own counties. Six questions in all."""
    on = timezone.localdate(now)
    own = counties_of(person, RoleName.GOVERNOR)
    shown = [seat for seat in seats(on) if may_coordinate(person) or seat.desk.county in own]
    counties = [seat.desk.county for seat in shown]
    waits = waits_by_desk(counties, now)
    counted = {row["desk"]: row for row in counts_by_desk(counties, now)}
    return [
        DeskLine(
            seat=seat,
            **{name: counted.get(seat.desk.county, {}).get(name, 0) for name in ("open", "waiting", "late")},
            answered=len(waits[seat.desk.county]),
            median_hours=share_of(waits[seat.desk.county], 0.5),
            p90_hours=share_of(waits[seat.desk.county], 0.9),
            ends=tuple(near_ends({"agreement": seat.desk.agreement_until, "funding": seat.desk.funding_until}, on)),
        )
        for seat in shown
    ]


def counts_by_desk(counties: list[str], now: datetime) -> Iterable[Mapping[str, Any]]:
    """Open cases by desk."""
    rows = Case.objects.filter(desk__in=counties, state__in=sorted(Case.OPEN)).order_by().values("desk")
    return rows.annotate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(state=Case.State.ASKED_BACK)),
        late=Count("pk", filter=UNANSWERED & Q(promised_at__lt=now)),
    )


def waits_by_desk(counties: list[str], now: datetime) -> dict[str, list[float]]:
    """Working hours to the first answer, of what was answered lately."""
    found: dict[str, list[float]] = defaultdict(list)
    rows = Case.objects.filter(desk__in=counties, answered_at__gte=now - LATELY).exclude(state=Case.State.MERGED)
    for desk, asked, answered in rows.order_by().values_list("desk", "asked_at", "answered_at"):
        if answered is not None:
            found[desk].append(hours_waited(timezone.localtime(asked), timezone.localtime(answered)))
    return found


def share_of(waits: list[float], share: float) -> float | None:
    """None where nothing was answered."""
    return round(percentile(waits, share), 1) if waits else None
