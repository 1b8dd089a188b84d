"""Plans as pages, letters and counts need them: what is in force, what is asked of whom, what is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dugnad.plan.reached import is_reached
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Measure, Plan, PlanVersion, Reading
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_coordinate
from dugnad.records.queries.decisions import counted_bodies

State = Plan.State
KEY_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A measure as a page tells of it on a day."""

    measure: Measure
    is_late: bool
    reading: Reading | None
    """The latest measurement, where an indicator is bound to it."""
    is_reached: bool
    """The measurement shows the target reached: nobody needs to report it."""

    @property
    def is_silent(self) -> bool:
        """Has nobody said how far it has come, and does no measurement show it?"""
        return self.measure.state == Measure.State.NOT_REPORTED and not self.is_reached


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCount:
    """How many bodies of one county and class have a plan in force; `bodies` is what it counts of."""

    county: str
    obligation_class: str
    bodies: int
    with_plan: int


def plan_in_force(body: Body) -> Plan | None:
    """The body's adopted plan."""
    return Plan.objects.filter(body=body, state=State.IN_FORCE).select_related("adopted").first()


def draft_of(body: Body) -> Plan | None:
    """What the body's own people are working on."""
    return Plan.objects.filter(body=body, state=State.DRAFT).first()


def former_plans(body: Body) -> list[Plan]:
    """Plans that were in force once, the newest first."""
    return list(
        Plan.objects.filter(body=body, state=State.ENDED).select_related("adopted").order_by("-since", "-until")
    )


def national_plans(person: Person | None = None) -> list[Plan]:
    """The nation's plans, those in force first; drafts only for the coordinator."""
    plans = list(Plan.objects.filter(body=None))
    shown = [plan for plan in plans if plan.state != State.DRAFT or may_coordinate(person)]
    order = [State.IN_FORCE, State.DRAFT, State.ENDED]
    return sorted(shown, key=lambda plan: order.index(State(plan.state)))


def national_plan(key: str, person: Person | None = None) -> Plan | None:
    """The nation's plan at an address; a draft is there only for the coordinator."""
    if not key or len(key) > KEY_LENGTH:
        return None
    plan = Plan.objects.filter(body=None, key=key).first()
    return plan if plan and (plan.state != State.DRAFT or may_coordinate(person)) else None


def version_of(plan: Plan, number: int) -> PlanVersion | None:
    """The plan as it was published at that number."""
    return plan.versions.filter(number=number).first()


def national_measures() -> QuerySet[Measure]:
    """The measures of every national plan in force."""
    found = Measure.objects.filter(plan__body=None, plan__state=State.IN_FORCE)
    return found.select_related("plan", "owner_body", "goal").order_by("-plan__since", "plan__key", "position", "pk")


def local_measures() -> QuerySet[Measure]:
    """The measures of every body's plan in force, of bodies that exist."""
    return Measure.objects.filter(plan__body__isnull=False, plan__state=State.IN_FORCE).select_related("plan__body")


def is_for(measure: Measure, obligation_class: str, kind: str) -> bool:
    """Is the measure meant for bodies of this class and kind?"""
    return bool({obligation_class, kind} & set(measure.audience))


def measures_meant_for(body: Body) -> list[Measure]:
    """The national measures in force that are meant for such a body."""
    return [measure for measure in national_measures() if is_for(measure, body.obligation_class, body.kind)]


def latest_readings(measures: Iterable[Measure], on: date | None = None) -> dict[UUID, Reading]:
    """The newest measurement of each, by the measure's id; those up to a day where one is given."""
    until = Q(on__lte=on) if on else Q()
    newest = Reading.objects.filter(until, measure=OuterRef("measure")).order_by("-on").values("on")[:1]
    bound = [measure.pk for measure in measures if measure.indicator]
    found = Reading.objects.filter(measure__in=bound, on=Subquery(newest)) if bound else ()
    return {reading.measure_id: reading for reading in found}


def shown_measures(measures: Iterable[Measure], on: date) -> list[Shown]:
    """Each measure with its latest measurement, and whether it is late on the day; one question more."""
    listed = list(measures)
    readings = latest_readings(listed)
    return [shown(measure, readings.get(measure.pk), on) for measure in listed]


def shown(measure: Measure, reading: Reading | None, on: date) -> Shown:
    """One measure on the day."""
    reached = reading is not None and is_reached(
        value=reading.value, coverage=reading.coverage, target=measure.target, is_ceiling=measure.is_ceiling
    )
    is_owned = measure.plan.body_id is not None or bool(measure.owner)
    is_late = is_owned and measure.plan.state == State.IN_FORCE and measure.is_late(on) and not reached
    return Shown(measure=measure, is_late=is_late, reading=reading, is_reached=reached)


def late_measures(on: date, county: str = "") -> list[Measure]:
    """The measures that are late on the day: of a county's bodies, or of every plan in force, the nation's first.

    What each body does for itself in a national plan (a measure without an owner) is late in the bodies' plans only.
    """
    open_ones = Q(deadline__lt=on) & ~Q(state__in=[Measure.State.DONE, Measure.State.DROPPED])
    local = local_measures().filter(open_ones, plan__body__in=counted_bodies(on, county))
    found = [] if county else list(national_measures().filter(open_ones))
    found += local.order_by("deadline", "plan__body__name", "position")
    return [one.measure for one in shown_measures(found, on) if one.is_late]


def plan_counts(on: date, county: str = "") -> tuple[PlanCount, ...]:
    """Bodies with a plan in force by county and class, with how many there are; in two questions."""
    bodies = counted_bodies(on, county).exclude(obligation_class="none").order_by()
    all_of = Counter(bodies.values_list("county", "obligation_class"))
    with_plan = Counter(bodies.filter(plans__state=State.IN_FORCE).values_list("county", "obligation_class"))
    return tuple(
        PlanCount(county=place, obligation_class=of_class, bodies=count, with_plan=with_plan[place, of_class])
        for (place, of_class), count in sorted(all_of.items())
    )


def owned_measures(bodies: Sequence[Body], on: date) -> list[Shown]:
    """National measures in force that these bodies answer for."""
    return shown_measures(national_measures().filter(owner_body__in=[body.pk for body in bodies]), on)
