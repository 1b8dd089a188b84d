"""The coordinator writes a national plan: its name, goals and measures; publishes it; ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.errors import Refused
from dugnad.records import permissions
from dugnad.records.actions.national_plan import (
    change_plan,
    create_plan,
    drop_plan,
    end_plan,
    publish_plan,
    remove_goal,
    write_goal,
)
from dugnad.records.actions.plan import add_measure, change_measure, move_measure, remove_measure
from dugnad.records.models.plan import Goal, Measure, Plan
from dugnad.records.queries.plan import national_plan
from dugnad.web.gate import me, must, person_of, signed_in
from dugnad.web.plan_forms import EndForm, GoalForm, NationalMeasureForm, PlanForm, national_told, plan_told, three
from dugnad.web.refusal import refusal_words, tell_refusal

READ_AND_WRITE = ["GET", "HEAD", "POST"]


def own_plan(request: HttpRequest, key: str) -> Plan:
    """A plan that the signed-in person may change: written here, not restated from elsewhere."""
    must(permissions.may_coordinate(me(request)))
    plan = national_plan(key, person_of(request))
    if plan is None or plan.is_shipped:
        raise Http404(key)
    return plan


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """A new plan."""
    must(permissions.may_coordinate(me(request)))
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm()
    if request.method == "POST" and form.is_valid():
        try:
            plan = create_plan(by=me(request), key=form.cleaned_data["key"], **form.said())
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            return redirect("plan-edit", plan.key)
    return form_page(request, form, "new")


@never_cache
@require_safe
@signed_in
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Everything in the plan, each with its own form."""
    return edit_page(request, own_plan(request, key))


def edit_page(request: HttpRequest, plan: Plan, problem: str = "", status: int = 200) -> HttpResponse:
    """The plan as it is being written."""
    context = {
        "plan": plan,
        "goals": list(plan.goals.all()),
        "measures": list(plan.measures.select_related("goal", "owner_body")),
        "is_draft": plan.state == Plan.State.DRAFT,
        "is_ended": plan.state == Plan.State.ENDED,
        "problem": problem,
    }
    return render(request, "plan/edit.html", context, status=status)


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def words_of(request: HttpRequest, key: str) -> HttpResponse:
    """Name, lead, owner and days."""
    plan = own_plan(request, key)
    form = (
        PlanForm(request.POST, plan=plan) if request.method == "POST" else PlanForm(initial=plan_told(plan), plan=plan)
    )

    def deed() -> None:
        data = form.cleaned_data
        change_plan(by=me(request), plan=plan, seen=data["seen"], note=data.get("note", ""), **form.said())

    return answered(request, plan, form, "words", deed)


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def add_goal(request: HttpRequest, key: str) -> HttpResponse:
    """One goal more."""
    return goal_form(request, own_plan(request, key), None)


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def change_goal(request: HttpRequest, key: str, goal_id: UUID) -> HttpResponse:
    """Other words for a goal."""
    plan = own_plan(request, key)
    return goal_form(request, plan, asked_goal(plan, goal_id))


def goal_form(request: HttpRequest, plan: Plan, goal: Goal | None) -> HttpResponse:
    """The form of a goal, new or old."""
    initial = {f"text_{language}": text for language, text in goal.text.items()} if goal else {}
    form = GoalForm(request.POST, plan=plan) if request.method == "POST" else GoalForm(initial=initial, plan=plan)

    def deed() -> None:
        data = form.cleaned_data
        write_goal(by=me(request), plan=plan, goal=goal, text=three(data, "text"), note=data.get("note", ""))

    return answered(request, plan, form, "goal", deed)


def asked_goal(plan: Plan, goal_id: UUID) -> Goal:
    """A goal of this very plan; any other is no page."""
    goal = plan.goals.select_related("plan").filter(pk=goal_id).first()
    if goal is None:
        raise Http404(str(goal_id))
    return goal


@require_POST
@signed_in
def take_goal_away(request: HttpRequest, key: str, goal_id: UUID) -> HttpResponse:
    """A goal less; its measures stay."""
    plan = own_plan(request, key)
    goal = asked_goal(plan, goal_id)
    note = request.POST.get("note", "")
    return done(request, plan, lambda: remove_goal(by=me(request), goal=goal, note=note))


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def add(request: HttpRequest, key: str) -> HttpResponse:
    """A measure more."""
    plan = own_plan(request, key)
    form = measure_form(request, plan, None)

    def deed() -> None:
        add_measure(by=me(request), plan=plan, wanted=wanted(plan, form), note=form.cleaned_data.get("note", ""))

    return answered(request, plan, form, "measure", deed)


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def change(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """Other words for a measure."""
    plan = own_plan(request, key)
    measure = asked_measure(plan, measure_id)
    form = measure_form(request, plan, measure)

    def deed() -> None:
        data = form.cleaned_data
        change_measure(
            by=me(request), measure=measure, seen=data["seen"], wanted=wanted(plan, form), note=data.get("note", "")
        )

    return answered(request, plan, form, "measure", deed)


def measure_form(request: HttpRequest, plan: Plan, measure: Measure | None) -> NationalMeasureForm:
    """The form of a measure, new or old."""
    goals = list(plan.goals.all())
    if request.method == "POST":
        return NationalMeasureForm(request.POST, plan=plan, goals=goals)
    return NationalMeasureForm(initial=national_told(measure) if measure else None, plan=plan, goals=goals)


def wanted(plan: Plan, form: NationalMeasureForm) -> Any:
    """What the form says, its goal found in this very plan."""
    data = form.cleaned_data
    goal = asked_goal(plan, UUID(data["goal"])) if data["goal"] else None
    return form.wanted(goal=goal, audience=tuple(data["audience"]))


def asked_measure(plan: Plan, measure_id: UUID) -> Measure:
    """A measure of this very plan; any other is no page."""
    measure = plan.measures.select_related("plan__body").filter(pk=measure_id).first()
    if measure is None:
        raise Http404(str(measure_id))
    return measure


@require_POST
@signed_in
def move(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """One place up or down."""
    plan = own_plan(request, key)
    measure, is_up = asked_measure(plan, measure_id), request.POST.get("to") != "down"
    return done(request, plan, lambda: move_measure(by=me(request), measure=measure, is_up=is_up))


@require_POST
@signed_in
def remove(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """Out of a draft."""
    plan = own_plan(request, key)
    measure = asked_measure(plan, measure_id)
    return done(request, plan, lambda: remove_measure(by=me(request), measure=measure))


@require_POST
@signed_in
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """In force from now on."""
    plan = own_plan(request, key)
    note = request.POST.get("note", "")
    return done(request, plan, lambda: publish_plan(by=me(request), plan=plan, note=note), to="plan")


@require_POST
@signed_in
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """A draft thrown away."""
    plan = own_plan(request, key)
    try:
        drop_plan(by=me(request), plan=plan)
    except Refused as refused:
        return edit_page(request, plan, refusal_words(refused), 409)
    return redirect("plans")


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def end(request: HttpRequest, key: str) -> HttpResponse:
    """The plan's last day."""
    plan = own_plan(request, key)
    form = EndForm(request.POST) if request.method == "POST" else EndForm(initial={"on": timezone.localdate()})
    return answered(request, plan, form, "end", lambda: end_plan(by=me(request), plan=plan, **form.cleaned_data))


def answered(
    request: HttpRequest, plan: Plan, form: forms.Form, deed_name: str, deed: Callable[[], object]
) -> HttpResponse:
    """Show the form, or do what it asks; what is wrong is told beside what was written."""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            return redirect("plan-edit", plan.key)
    return form_page(request, form, deed_name, plan)


def done(request: HttpRequest, plan: Plan, deed: Callable[[], object], to: str = "plan-edit") -> HttpResponse:
    """Do it and go on; what cannot be done is told on the plan's page."""
    try:
        deed()
    except Refused as refused:
        return edit_page(request, plan, refusal_words(refused), 409)
    return redirect(to, plan.key)


def form_page(request: HttpRequest, form: forms.Form, deed: str, plan: Plan | None = None) -> HttpResponse:
    """One form on a page of its own."""
    context = {"form": form, "deed": deed, "plan": plan}
    return render(request, "plan/form.html", context, status=400 if form.errors else 200)


urls = [
    path("plan/new/", new, name="plan-new"),
    path("plan/<slug:key>/edit/", edit, name="plan-edit"),
    path("plan/<slug:key>/edit/words/", words_of, name="plan-words"),
    path("plan/<slug:key>/edit/goals/", add_goal, name="plan-goal-add"),
    path("plan/<slug:key>/edit/goals/<uuid:goal_id>/", change_goal, name="plan-goal"),
    path("plan/<slug:key>/edit/goals/<uuid:goal_id>/remove/", take_goal_away, name="plan-goal-remove"),
    path("plan/<slug:key>/edit/measures/", add, name="plan-measure-add"),
    path("plan/<slug:key>/edit/measures/<uuid:measure_id>/", change, name="plan-measure"),
    path("plan/<slug:key>/edit/measures/<uuid:measure_id>/move/", move, name="plan-measure-move"),
    path("plan/<slug:key>/edit/measures/<uuid:measure_id>/remove/", remove, name="plan-measure-remove"),
    path("plan/<slug:key>/edit/publish/", publish, name="plan-publish"),
    path("plan/<slug:key>/edit/end/", end, name="plan-end"),
    path("plan/<slug:key>/edit/drop/", drop, name="plan-drop"),
]
