"""The nation's plans: what is in force, how far it has come, how it was published, and what of it a county sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records import permissions
from dugnad.records.actions.plan import report_measure
from dugnad.records.models.plan import Goal, Measure, Plan
from dugnad.records.models.register import Body, Kind, ObligationClass
from dugnad.records.permissions import roles_of
from dugnad.records.queries.plan import (
    Shown,
    late_measures,
    national_plan,
    national_plans,
    plan_counts,
    shown_measures,
    version_of,
)
from dugnad.records.queries.plan_figures import figures_of
from dugnad.records.queries.plan_progress import county_plans, spread
from dugnad.web.gate import me, must, person_of, signed_in
from dugnad.web.plan_forms import ReportForm, reported_of
from dugnad.web.refusal import tell_refusal
from dugnad.web.told import tell

A_PAGE = 50
AUDIENCES = frozenset({*ObligationClass.values, *Kind.values})


@never_cache
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """The plans, and what is late nationally."""
    person, on = person_of(request), timezone.localdate()
    counts = plan_counts(on)
    late = [one for one in late_measures(on) if one.plan.body_id is None]
    context = {
        "plans": national_plans(person),
        "late": late,
        "bodies": sum(one.bodies for one in counts),
        "with_plan": sum(one.with_plan for one in counts),
        "counties": NUMBERS,
        "own": own_bodies(request),
        "may_coordinate": permissions.may_coordinate(person),
    }
    return render(request, "plan/plans.html", context)


def own_bodies(request: HttpRequest) -> list[Body]:
    """The bodies that the person works with, each once."""
    return list({role.body.pk: role.body for role in roles_of(person_of(request)) if role.body}.values())


def asked_plan(request: HttpRequest, key: str) -> Plan:
    """The plan of the address; a draft is no page but for the coordinator."""
    plan = national_plan(key, person_of(request))
    if plan is None:
        raise Http404(key)
    return plan


@never_cache
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One plan: its goals, and under each the measures."""
    plan, on = asked_plan(request, key), timezone.localdate()
    measures = list(plan.measures.select_related("plan__body", "owner_body", "goal"))
    goals, lines = list(plan.goals.all()), shown_measures(measures, on)
    chosen = [one for one in lines if is_asked_for(one, request)]
    person = person_of(request)
    context: dict[str, Any] = {
        "plan": plan,
        "goals": goals,
        "groups": grouped(goals, chosen),
        "count": len(lines),
        "found": len(chosen),
        "late": sum(one.is_late for one in lines),
        "owners": sorted({one.owner for one in measures if one.owner}),
        "audiences": sorted({name for one in measures for name in one.audience}),
        "owner": request.GET.get("owner", ""),
        "audience": request.GET.get("audience", ""),
        "only_late": request.GET.get("late") == "1",
        "is_bad": is_bad_choice(request, measures),
        "figures": figures_of(settings.STORE, measures),
        "spread": {one.measure.pk: one for one in spread(on, measures=measures)} if is_in_force(plan) else {},
        "may_report": {one.pk for one in measures if is_in_force(plan) and permissions.may_report(person, one)},
        "may_change": permissions.may_change_plan(person, plan) and not plan.is_shipped,
    }
    return render(request, "plan/plan.html", context)


def is_in_force(plan: Plan) -> bool:
    """Does it hold now?"""
    return plan.state == Plan.State.IN_FORCE


def is_asked_for(line: Shown, request: HttpRequest) -> bool:
    """Does the measure fit the reader's choices?"""
    owner, audience = request.GET.get("owner", ""), request.GET.get("audience", "")
    fits = owner in ("", line.measure.owner) and (not audience or audience in line.measure.audience)
    return fits and (request.GET.get("late") != "1" or line.is_late)


def is_bad_choice(request: HttpRequest, measures: list[Measure]) -> bool:
    """Was something asked for that the plan does not know?"""
    owner, audience = request.GET.get("owner", ""), request.GET.get("audience", "")
    return owner not in {"", *(one.owner for one in measures)} or audience not in {"", *AUDIENCES}


def grouped(goals: list[Goal], lines: list[Shown]) -> list[tuple[Any, list[Shown]]]:
    """Goals that have measures, with these; the measures of no goal last."""
    found = [(goal, [one for one in lines if one.measure.goal_id == goal.pk]) for goal in goals]
    loose = [one for one in lines if one.measure.goal_id is None]
    return [(goal, own) for goal, own in [*found, (None, loose)] if own]


@never_cache
@require_safe
def show_versions(request: HttpRequest, key: str) -> HttpResponse:
    """Every version that was published."""
    plan = asked_plan(request, key)
    page = Paginator(plan.versions.defer("content"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "plan/versions.html", {"plan": plan, "page": page})


@never_cache
@require_safe
def show_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A plan as it was."""
    plan = asked_plan(request, key)
    version = version_of(plan, number) if number < 2**31 else None
    if version is None:
        raise Http404(str(number))
    return render(request, "plan/version.html", {"plan": plan, "version": version, "content": version.content})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """The owner says how far its measure has come."""
    plan = asked_plan(request, key)
    measure = plan.measures.select_related("plan__body", "owner_body").filter(pk=measure_id).first()
    if measure is None or not is_in_force(plan):
        raise Http404(str(measure_id))
    must(permissions.may_report(me(request), measure))
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial=reported_of(measure))
    if request.method == "POST" and form.is_valid():
        try:
            report_measure(by=me(request), measure=measure, **form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "plan.told-report")
            return redirect("plan", plan.key)
    (told,) = shown_measures([measure], timezone.localdate())
    context = {"plan": plan, "measure": measure, "told": told, "form": form,
               "figures": figures_of(settings.STORE, [measure])}  # fmt: skip
    return render(request, "plan/report.html", context, status=400 if form.errors else 200)


@never_cache
@require_safe
def show_county(request: HttpRequest, number: str) -> HttpResponse:
    """The plans of a county's bodies: what is late, and which national measures were taken over."""
    if number not in NUMBERS:
        raise Http404(number)
    on = timezone.localdate()
    may_see_names = permissions.may_follow_county(person_of(request), number)
    plans = county_plans(number, on, may_see_names=may_see_names)
    page = Paginator(plans.named, A_PAGE).get_page(request.GET.get("page"))
    context = {"number": number, "plans": plans, "page": page, "on": on, "own": own_bodies(request)}
    return render(request, "plan/county.html", context)


urls = [
    path("plan/", show_all, name="plans"),
    path("plan/<slug:key>/", show, name="plan"),
    path("plan/<slug:key>/versions/", show_versions, name="plan-versions"),
    path("plan/<slug:key>/versions/<int:number>/", show_version, name="plan-version"),
    path("plan/<slug:key>/report/<uuid:measure_id>/", report, name="plan-report"),
    path("counties/<str:number>/plan/", show_county, name="county-plan"),
]
