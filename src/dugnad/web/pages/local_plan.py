"""A body's own plan: public once adopted; its draft is seen and worked on by its own people alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.errors import Refused
from dugnad.records import permissions
from dugnad.records.actions.plan import (
    add_measure,
    adopt_plan,
    change_measure,
    discard_draft,
    move_measure,
    remove_measure,
    report_measure,
    start_plan,
    take_over,
)
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body
from dugnad.records.queries.plan import (
    Shown,
    draft_of,
    former_plans,
    measures_meant_for,
    plan_in_force,
    shown_measures,
)
from dugnad.records.queries.plan_figures import figures_of
from dugnad.web.gate import asked_body, me, must, person_of, signed_in
from dugnad.web.plan_forms import AdoptForm, MeasureForm, ReportForm, TakeForm, reported_of, told_of
from dugnad.web.positions import looks_like_a_person
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.told import tell

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The plan in force."""
    body, person = asked_body(key), person_of(request)
    plan = plan_in_force(body)
    return render(request, "local_plan/local_plan.html", picture(body, plan, person))


@never_cache
@require_safe
def show_former(request: HttpRequest, key: str, plan_id: UUID) -> HttpResponse:
    """A plan that was in force once, as it was adopted and reported on."""
    body = asked_body(key)
    plan = body.plans.filter(pk=plan_id).exclude(state=Plan.State.DRAFT).select_related("adopted").first()
    if plan is None:
        raise Http404(str(plan_id))
    return render(request, "local_plan/local_plan.html", picture(body, plan, person_of(request)))


def picture(body: Body, plan: Plan | None, person: Person | None) -> dict[str, Any]:
    """What the page tells the person who looks. Lateness is told one by one only to those who work with it."""
    measures = list(plan.measures.select_related("plan__body", "taken_from__plan")) if plan else []
    shown = shown_measures(measures, timezone.localdate())
    is_current = plan is not None and plan.state == Plan.State.IN_FORCE
    return {
        "body": body,
        "plan": plan,
        "measures": shown,
        "figures": figures_of(settings.STORE, measures, body) if is_current else {},
        "late": sum(one.is_late for one in shown),
        "done": sum(one.measure.state == Measure.State.DONE or one.is_reached for one in shown),
        "tells_late": tells_late(person, body),
        "former": former_plans(body),
        "draft": draft_of(body) if permissions.may_see_drafts(person, body) else None,
        "may_prepare": permissions.may_prepare(person, body) and not has_ended(body),
        "may_report": is_current and permissions.works_in(person, body, permissions.REPORT) and not has_ended(body),
        "next_measure": next((one.measure for one in shown if one.is_late), None),
    }


def tells_late(person: Person | None, body: Body) -> bool:
    """The state's late measures are told to everybody; an invited body's only to itself and those who follow it."""
    return body.is_state or permissions.works_in(person, body) or permissions.may_follow_county(person, body.county)


def has_ended(body: Body) -> bool:
    """Is the body no more?"""
    return body.until is not None and body.until < timezone.localdate()


@require_POST
@signed_in
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a draft, or go on with the one that is there."""
    body = asked_body(key)
    must(permissions.may_prepare(me(request), body))
    try:
        start_plan(by=me(request), body=body)
    except Refused as refused:
        return edit_page(request, body, problem=refusal_words(refused), status=409)
    return redirect("local-plan-edit", body.key)


@never_cache
@require_safe
@signed_in
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft."""
    body = asked_body(key)
    must(permissions.may_see_drafts(me(request), body))
    return edit_page(request, body)


def edit_page(
    request: HttpRequest, body: Body, *, form: TakeForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """The draft with what it lacks, and what may be taken over."""
    draft = draft_of(body)
    measures = list(draft.measures.select_related("taken_from__plan")) if draft else []
    offered = offered_to(body, measures)
    lacking = sum(not one.owner or one.deadline is None for one in measures)
    context = {
        "body": body,
        "draft": draft,
        "in_force": plan_in_force(body),
        "measures": measures,
        "lacking": lacking,
        "offered": offered,
        "ticked": form.data.getlist("measures") if form and hasattr(form.data, "getlist") else [],
        "form": form or TakeForm(offered=offered),
        "problem": problem,
        "may_prepare": permissions.may_prepare(person_of(request), body) and not has_ended(body),
    }
    return render(request, "local_plan/edit.html", context, status=status)


def offered_to(body: Body, measures: list[Measure]) -> list[Measure]:
    """What is meant for the body and not in its draft yet."""
    there = {one.taken_from_id for one in measures}
    return [one for one in measures_meant_for(body) if one.pk not in there]


def draft_or_409(request: HttpRequest, key: str) -> tuple[Body, Plan | None]:
    """The body whose draft the signed-in person may change, and the draft."""
    body = asked_body(key)
    must(permissions.may_prepare(me(request), body))
    return body, draft_of(body)


@require_POST
@signed_in
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take ticked measures over."""
    body, draft = draft_or_409(request, key)
    if draft is None:
        return redirect("local-plan-edit", body.key)
    offered = offered_to(body, list(draft.measures.all()))
    form = TakeForm(request.POST, offered=offered)
    if not form.is_valid():
        return edit_page(request, body, form=form, status=400)
    chosen = [one for one in offered if str(one.pk) in form.cleaned_data["measures"]]
    own = form.cleaned_data["deadline"]
    if form.asks_if_past([own or one.deadline for one in chosen if own or not one.owner]):
        return edit_page(request, body, form=form, status=400)
    try:
        take_over(
            by=me(request), plan=draft, measures=chosen, owner=form.cleaned_data["owner"],
            deadline=form.cleaned_data["deadline"],
        )  # fmt: skip
    except Refused as refused:
        tell_refusal(form, refused)
        return edit_page(request, body, form=form, status=400)
    tell(request, "local_plan.told-taken", count=len(chosen))
    hint_at_name(request, form.cleaned_data["owner"])
    return redirect("local-plan-edit", body.key)


def hint_at_name(request: HttpRequest, position: str) -> None:
    """A position that looks like somebody's name is kept, and asked about."""
    if looks_like_a_person(position):
        tell(request, "local_plan.told-name", position=position)


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def add(request: HttpRequest, key: str) -> HttpResponse:
    """A measure of the body's own."""
    body, draft = draft_or_409(request, key)
    if draft is None:
        return redirect("local-plan-edit", body.key)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_measure(by=me(request), plan=draft, wanted=form.wanted())
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "local_plan.told-added")
            hint_at_name(request, form.cleaned_data["owner"])
            return redirect("local-plan-edit", body.key)
    return form_page(request, body, form, "add")


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def change(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """Change one measure of the draft."""
    body, measure = drafted_measure(request, key, measure_id)
    if request.method != "POST":
        form = MeasureForm(initial=told_of(measure), measure=measure)
        return form_page(request, body, form, "change", measure=measure)
    form = MeasureForm(request.POST, measure=measure)
    if form.is_valid():
        try:
            change_measure(by=me(request), measure=measure, seen=form.cleaned_data["seen"], wanted=form.wanted())
        except Refused as refused:
            tell_refusal(form, refused)
            if refused.code == "changed-meanwhile":
                return form_page(request, body, form, "change", measure=measure, status=409)
        else:
            tell(request, "local_plan.told-changed")
            hint_at_name(request, form.cleaned_data["owner"])
            return redirect("local-plan-edit", body.key)
    return form_page(request, body, form, "change", measure=measure)


def drafted_measure(request: HttpRequest, key: str, measure_id: UUID) -> tuple[Body, Measure]:
    """A measure of this very body's draft; any other is no page."""
    body, draft = draft_or_409(request, key)
    measure = draft.measures.select_related("plan__body").filter(pk=measure_id).first() if draft else None
    if measure is None:
        raise Http404(str(measure_id))
    return body, measure


@require_POST
@signed_in
def move(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """One place up or down."""
    body, measure = drafted_measure(request, key, measure_id)
    is_up = request.POST.get("to") != "down"
    return done(request, body, lambda: move_measure(by=me(request), measure=measure, is_up=is_up))


@require_POST
@signed_in
def remove(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """Out of the draft."""
    body, measure = drafted_measure(request, key, measure_id)
    return done(request, body, lambda: remove_measure(by=me(request), measure=measure))


def done(request: HttpRequest, body: Body, deed: Callable[[], None], to: str = "local-plan-edit") -> HttpResponse:
    """Do it and go on; what has changed meanwhile is told on the draft's page."""
    try:
        deed()
    except Refused as refused:
        return edit_page(request, body, problem=refusal_words(refused), status=409)
    return redirect(to, body.key)


@require_POST
@signed_in
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw the draft away."""
    body, draft = draft_or_409(request, key)
    if draft is None:
        return redirect("local-plan", body.key)
    return done(request, body, lambda: discard_draft(by=me(request), plan=draft), to="local-plan")


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """The decision that puts the draft in force."""
    body, draft = draft_or_409(request, key)
    if draft is None:
        return redirect("local-plan-edit", body.key)
    start = {"on": timezone.localdate(), "plan_owner": draft.owner}
    form = AdoptForm(request.POST) if request.method == "POST" else AdoptForm(initial=start)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        if form.asks_if_past(draft.measures.values_list("deadline", flat=True)):
            return form_page(request, body, form, "adopt")
        try:
            adopt_plan(by=me(request), plan=draft, owner=said.pop("plan_owner"), **said)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "local_plan.told-adopted")
            hint_at_name(request, form.cleaned_data["plan_owner"])
            return redirect("local-plan", body.key)
    return form_page(request, body, form, "adopt")


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def report(request: HttpRequest, key: str, measure_id: UUID) -> HttpResponse:
    """How far a measure of the plan in force has come."""
    body = asked_body(key)
    must(permissions.works_in(me(request), body, permissions.REPORT))
    plan = plan_in_force(body)
    measure = plan.measures.select_related("plan__body").filter(pk=measure_id).first() if plan else None
    if measure is None:
        raise Http404(str(measure_id))
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial=reported_of(measure))
    if request.method == "POST" and form.is_valid():
        try:
            report_measure(by=me(request), measure=measure, **form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "plan.told-report")
            return redirect("local-plan", body.key)
    (told,) = shown_measures([measure], timezone.localdate())
    return form_page(request, body, form, "report", measure=measure, told=told)


def form_page(
    request: HttpRequest,
    body: Body,
    form: forms.Form,
    deed: str,
    *,
    measure: Measure | None = None,
    told: Shown | None = None,
    status: int = 0,
) -> HttpResponse:
    """One form on a page of its own."""
    figures = figures_of(settings.STORE, [measure], body) if measure else {}
    context = {"body": body, "form": form, "deed": deed, "measure": measure, "told": told, "figures": figures}
    return render(request, "local_plan/form.html", context, status=status or (400 if form.errors else 200))


urls = [
    path("bodies/<str:key>/plan/", show, name="local-plan"),
    path("bodies/<str:key>/plan/start/", start, name="local-plan-start"),
    path("bodies/<str:key>/plan/edit/", edit, name="local-plan-edit"),
    path("bodies/<str:key>/plan/take/", take, name="local-plan-take"),
    path("bodies/<str:key>/plan/add/", add, name="local-plan-add"),
    path("bodies/<str:key>/plan/adopt/", adopt, name="local-plan-adopt"),
    path("bodies/<str:key>/plan/discard/", discard, name="local-plan-discard"),
    path("bodies/<str:key>/plan/measures/<uuid:measure_id>/", change, name="local-plan-measure"),
    path("bodies/<str:key>/plan/measures/<uuid:measure_id>/move/", move, name="local-plan-move"),
    path("bodies/<str:key>/plan/measures/<uuid:measure_id>/remove/", remove, name="local-plan-remove"),
    path("bodies/<str:key>/plan/report/<uuid:measure_id>/", report, name="local-plan-report"),
    path("bodies/<str:key>/plan/former/<uuid:plan_id>/", show_former, name="local-plan-former"),
]
