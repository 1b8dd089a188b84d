"""Plans for programs: the nation's with measures and measurements, and the bodies' own that are in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from dugnad.api.opened import METHODS, opened, paged
from dugnad.api.refusal import Problem, refusal
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body
from dugnad.records.queries.plan import Shown, national_plan, national_plans, shown_measures

router = Router(tags=["plans"])
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.api_operation(
    METHODS,
    "/plans",
    response={200: dict[str, Any], 304: None, 429: Problem},
    summary="The nation's plans",
    description=(
        "Those in force first; drafts are not there. Each measure with its owner, deadline, state and latest "
        "measurement."
    ),
)
def plans(request: HttpRequest) -> HttpResponse:
    found = national_plans()
    measures = measures_of(found)
    return opened(request, {"plans": [national_row(plan, measures[plan.pk]) for plan in found]})


@router.api_operation(
    METHODS,
    "/plans/{key}",
    response={200: dict[str, Any], 304: None, 404: Problem, 429: Problem},
    summary="One of the nation's plans",
    description="By its key, as in /plans.",
)
def plan(request: HttpRequest, key: str) -> HttpResponse:
    found = national_plan(key.replace("\0", ""))
    if found is None:
        return refusal(404, "no-plan", f"No plan is called {key[:60]}. See /api/v1/plans.")
    return opened(request, national_row(found, measures_of([found])[found.pk]))


@router.api_operation(
    METHODS,
    "/local-plans",
    response={200: dict[str, Any], 304: None, 404: Problem, 422: Problem, 429: Problem},
    summary="The bodies' plans in force",
    description=(
        "By the body's name, 100 a page; with measures, and the decision that adopted the plan. Drafts are not there."
    ),
)
def local_plans(request: HttpRequest, page: Page = 1) -> HttpResponse:
    found = Plan.objects.filter(body__isnull=False, state=Plan.State.IN_FORCE)
    return paged(
        request, "plans", found.select_related("body", "adopted").order_by("body__name", "pk"), page, local_rows
    )


def measures_of(plans: Iterable[Plan]) -> dict[UUID, list[Shown]]:
    """The plans' measures as they stand today, by plan; two questions."""
    found: dict[UUID, list[Shown]] = defaultdict(list)
    rows = Measure.objects.filter(plan__in=list(plans)).select_related("plan", "owner_body", "taken_from__plan")
    for one in shown_measures(rows, timezone.localdate()):
        found[one.measure.plan_id].append(one)
    return found


def local_rows(plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """Several bodies' plans."""
    measures = measures_of(plans)
    return [local_plan(plan, measures[plan.pk]) | {"body": plan.body.key} for plan in plans if plan.body is not None]


def local_plan(plan: Plan, measures: Iterable[Shown]) -> dict[str, Any]:
    """A body's plan in force."""
    adopted = plan.adopted
    return {
        "title": plan.title,
        "owner": plan.owner,
        "since": plan.since,
        "until": plan.until,
        "adopted_on": adopted.on if adopted else None,
        "adopted_by": adopted.decided_by if adopted else "",
        "measures": [local_measure_row(one, plan.body) for one in measures],
    }


def local_measure_row(shown: Shown, body: Body | None) -> dict[str, Any]:
    """A measure of a body's own plan. That an invited body is late is counted, and told of no single one."""
    row = measure_row(shown)
    return row if body is not None and body.is_state else {name: row[name] for name in row if name != "is_late"}


def national_row(plan: Plan, measures: Iterable[Shown]) -> dict[str, Any]:
    """A national plan."""
    return {
        "key": plan.key,
        "title": plan.title,
        "lead": plan.lead,
        "since": plan.since,
        "until": plan.until,
        "state": plan.state,
        "source": plan.source,
        "measures": [measure_row(one) for one in measures],
    }


def measure_row(shown: Shown) -> dict[str, Any]:
    """A measure with what was last measured for it."""
    measure, reading = shown.measure, shown.reading
    return {
        "id": str(measure.pk),
        "title": measure.title,
        "text": measure.text,
        "owner": measure.owner,
        "audience": measure.audience,
        "deadline": measure.deadline,
        "state": measure.state,
        "is_late": shown.is_late,
        "indicator": measure.indicator,
        "target": measure.target,
        "evidence_url": measure.evidence_url,
        "taken_from": str(measure.taken_from_id) if measure.taken_from_id else None,
        "measured": None
        if reading is None
        else {
            "on": reading.on,
            "value": reading.value,
            "numerator": reading.numerator,
            "denominator": reading.denominator,
            "coverage": reading.coverage,
        },
    }
