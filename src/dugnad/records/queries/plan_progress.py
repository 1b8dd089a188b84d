"""How far the plans have come out in the country: who took national measures over, and how a county's bodies stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dugnad.records.models.plan import Measure
from dugnad.records.models.register import Body
from dugnad.records.queries.decisions import counted_bodies
from dugnad.records.queries.plan import (
    PlanCount,
    is_for,
    late_measures,
    local_measures,
    national_measures,
    plan_counts,
)

NAMED = "shall"
"""The class whose late bodies are named to everybody; the others are invited, and counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many of the bodies that a national measure is meant for have it in a plan in force."""

    measure: Measure
    meant: int
    taken: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateBody:
    """A body with measures past their deadline."""

    body: Body
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCount:
    """Bodies of one class with late measures, of those with a plan in force, of all."""

    obligation_class: str
    late: int
    with_plan: int
    bodies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyPlans:
    """What a county's page tells. `named` holds only those whom the reader may see by name."""

    counts: tuple[LateCount, ...]
    named: tuple[LateBody, ...]
    is_all_named: bool
    spread: tuple[Spread, ...]


def spread(on: date, county: str = "", measures: list[Measure] | None = None) -> tuple[Spread, ...]:
    """Each national measure in force that is meant for bodies, with how many took it over; two or three questions."""
    asked = [one for one in (national_measures() if measures is None else measures) if one.audience]
    bodies = {pk: group for pk, *group in counted_bodies(on, county).values_list("pk", "obligation_class", "kind")}
    groups = Counter((of_class, kind) for of_class, kind in bodies.values())
    taken, done = taken_over(asked, bodies)
    return tuple(
        Spread(
            measure=one,
            meant=sum(count for (of_class, kind), count in groups.items() if is_for(one, of_class, kind)),
            taken=len(taken[one.pk]),
            done=len(done[one.pk]),
        )
        for one in asked
    )


def taken_over(
    measures: list[Measure], bodies: dict[UUID, list[str]]
) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
    """The bodies that have each measure in a plan in force, and those that say it is done."""
    taken: dict[UUID, set[UUID]] = defaultdict(set)
    done: dict[UUID, set[UUID]] = defaultdict(set)
    rows = local_measures().filter(taken_from__in=[one.pk for one in measures])
    for origin, body, state in rows.values_list("taken_from", "plan__body", "state"):
        if origin and body in bodies:
            taken[origin].add(body)
            if state == Measure.State.DONE:
                done[origin].add(body)
    return taken, done


def county_plans(county: str, on: date, *, may_see_names: bool) -> CountyPlans:
    """A county's plans on the day. Invited bodies that are late are counted; named only to those who follow them."""
    late = late_bodies(on, county)
    return CountyPlans(
        counts=late_counts(plan_counts(on, county), late),
        named=tuple(one for one in late if may_see_names or one.body.obligation_class == NAMED),
        is_all_named=may_see_names,
        spread=spread(on, county),
    )


def late_bodies(on: date, county: str = "") -> list[LateBody]:
    """Bodies whose own plans have late measures, by name."""
    found: dict[UUID, list[Measure]] = defaultdict(list)
    bodies: dict[UUID, Body] = {}
    for measure in late_measures(on, county):
        if measure.plan.body is not None:
            bodies[measure.plan.body.pk] = measure.plan.body
            found[measure.plan.body.pk].append(measure)
    ordered = sorted(bodies.values(), key=lambda body: body.name)
    return [LateBody(body=body, measures=tuple(found[body.pk])) for body in ordered]


def late_counts(counts: tuple[PlanCount, ...], late: list[LateBody]) -> tuple[LateCount, ...]:
    """By class, with both denominators."""
    bodies: Counter[str] = Counter()
    with_plan: Counter[str] = Counter()
    for one in counts:
        bodies[one.obligation_class] += one.bodies
        with_plan[one.obligation_class] += one.with_plan
    behind = Counter(one.body.obligation_class for one in late)
    return tuple(
        LateCount(obligation_class=name, late=behind[name], with_plan=with_plan[name], bodies=bodies[name])
        for name in ("shall", "invited", "supporter")
        if bodies[name]
    )
