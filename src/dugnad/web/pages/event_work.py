"""The desk's own pages of an event: planned, changed, repeated, called off; who comes, who came, and the materials."""

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
from dugnad.records.actions import events as plan
from dugnad.records.actions.sign_ups import add_participant, cancel_sign_up, mark_attendance
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.people import Person
from dugnad.records.permissions import desks_of, may_hold_event
from dugnad.records.queries import events as found
from dugnad.web.event_forms import CallOffForm, CopyForm, EventForm, MaterialForm, ParticipantForm, told_of
from dugnad.web.gate import me, must, signed_in
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.told import tell

READ_AND_WRITE = ["GET", "HEAD", "POST"]
CAME, AWAY = "came", "away"


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """A new event of one of the person's desks."""
    counties = sorted(desks_of(me(request)))
    must(bool(counties))
    form = EventForm(request.POST or None, counties=counties, initial={"kind": Event.Kind.COURSE})
    if request.method == "POST" and form.is_valid():
        try:
            event = plan.create_event(
                by=me(request), desk=plan.desk_at(form.cleaned_data["county"]), planned=form.planned()
            )
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "events.told-created")
            return redirect("event-work", event.pk)
    return render(request, "events/form.html", {"form": form}, status=400 if form.errors else 200)


def own_event(request: HttpRequest, event_id: UUID) -> Event:
    """An event that the signed-in person holds; any other is no page."""
    event = found.event_for(me(request), event_id)
    if event is None:
        raise Http404(str(event_id))
    must(may_hold_event(me(request), event))
    return event


@never_cache
@require_http_methods(READ_AND_WRITE)
@signed_in
def change(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Other words, another day, more seats."""
    event, status = own_event(request, event_id), 200
    form = EventForm(request.POST) if request.method == "POST" else EventForm(initial=told_of(event))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            plan.change_event(by=me(request), event=event, seen=-1 if seen is None else seen, planned=form.planned())
        except Refused as refused:
            tell_refusal(form, refused)
            status = 409 if refused.code == "changed-meanwhile" else 400
        else:
            tell(request, "events.told-changed")
            return redirect("event-work", event.pk)
    status = status if status != 200 else 400 if form.errors else 200  # noqa: PLR2004
    return render(request, "events/form.html", {"form": form, "event": event}, status=status)


@never_cache
@require_safe
@signed_in
def work(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return page(request, own_event(request, event_id))


def page(
    request: HttpRequest, event: Event, *, bound: dict[str, forms.Form] | None = None, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Everything about one event: its state, who comes, the materials, and what can be done with it."""
    now = timezone.now()
    made = {
        "copy": CopyForm(initial={"interval": "month", "times": 3}),
        "call_off": CallOffForm(initial={"seen": event.sequence}),
        "material": MaterialForm(),
        "participant": ParticipantForm(on=now.date(), initial={"role": "buyer"}),
    } | (bound or {})
    for name, form in made.items():
        form.auto_id = f"{name}-%s"
    people = found.participants(event)
    context = {
        "event": event,
        "seats": found.seats_of(event, now, for_desk=True),
        "people": people,
        "seated": [row for row in people if row.state == SignUp.State.SEATED],
        "waiting": [row for row in people if row.state == SignUp.State.WAITING],
        "has_begun": event.starts_at <= now,
        "is_over": event.ends_at <= now,
        "came": sum(row.has_attended is True for row in people),
        "marked": sum(row.has_attended is not None for row in people),
        "unmarked": sum(row.state == SignUp.State.SEATED and row.has_attended is None for row in people),
        "files": list(event.files.all()),
        "series": siblings(event),
        "forms": made,
        "opened": next(iter(bound), "") if bound else "",
        "problem": problem,
    }
    return render(request, "events/work.html", context, status=status)


def siblings(event: Event) -> list[Event]:
    """The other events of the series, drafts among them."""
    return list(Event.objects.filter(series=event.series).exclude(pk=event.pk)) if event.series else []


def published(request: HttpRequest, by: Person, event: Event) -> None:
    is_whole = request.POST.get("whole") == "1"
    count = plan.publish_event(by=by, event=event, is_whole_series=is_whole)
    tell(request, "events.told-published", count=count)


def dropped(request: HttpRequest, by: Person, event: Event) -> None:
    plan.drop_event(by=by, event=event)
    tell(request, "events.told-dropped")


def unlisted(request: HttpRequest, by: Person, event: Event) -> None:
    file = request.POST.get("file", "")
    plan.remove_material(by=by, event=event, url=request.POST.get("link", ""), file=uuid_of(file))


def uuid_of(text: str) -> UUID | None:
    """The id that was sent, where it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def attended(request: HttpRequest, by: Person, event: Event) -> None:
    """One choice for each who has a seat: came, away, or nothing said."""
    said = {row.pk: request.POST.get(f"came-{row.pk}", "") for row in found.participants(event)}
    count = mark_attendance(
        by=by,
        event=event,
        came=[key for key, value in said.items() if value == CAME],
        stayed_away=[key for key, value in said.items() if value == AWAY],
    )
    tell(request, "events.told-attendance", count=count)


def taken_off(request: HttpRequest, by: Person, event: Event) -> None:
    sent = uuid_of(request.POST.get("row", ""))
    row = event.sign_ups.filter(pk=sent).first() if sent else None
    if row is None:
        raise Refused("unknown", "There is no such participant.")
    cancel_sign_up(by=by, sign_up=row, on=timezone.now())
    tell(request, "events.told-taken-off")


def called_off(by: Person, event: Event, said: dict[str, Any], form: forms.Form) -> None:
    plan.call_off_event(by=by, event=event, seen=said["seen"], because=said["because"])


def copied(by: Person, event: Event, said: dict[str, Any], form: forms.Form) -> None:
    plan.copy_event(by=by, event=event, interval=said["interval"], times=said["times"])


def listed(by: Person, event: Event, said: dict[str, Any], form: forms.Form) -> None:
    upload = form.upload() if isinstance(form, MaterialForm) else None
    plan.add_material(by=by, event=event, title=said["material"], url=said["link"], upload=upload)


def added(by: Person, event: Event, said: dict[str, Any], form: forms.Form) -> None:
    if isinstance(form, ParticipantForm):
        add_participant(by=by, event=event, given=form.given())


PLAIN: dict[str, Callable[[HttpRequest, Person, Event], None]] = {
    "publish": published, "drop": dropped, "unlist": unlisted, "attendance": attended, "take-off": taken_off,
}  # fmt: skip
WITH_FORM: dict[str, tuple[str, Callable[[Person, Event, dict[str, Any], forms.Form], None]]] = {
    "call-off": ("call_off", called_off), "copy": ("copy", copied), "material": ("material", listed),
    "participant": ("participant", added),
}  # fmt: skip


@require_POST
@signed_in
def do(request: HttpRequest, event_id: UUID, deed: str) -> HttpResponse:
    """One deed; what hinders it is told on the page."""
    event = own_event(request, event_id)
    if deed in WITH_FORM:
        return do_with_form(request, event, *WITH_FORM[deed], told=f"events.told-{deed}")
    if deed not in PLAIN:
        raise Http404(deed)
    try:
        PLAIN[deed](request, me(request), event)
    except Refused as refused:
        return page(request, event, problem=refusal_words(refused), status=409)
    return redirect("events") if deed == "drop" else redirect("event-work", event.pk)


def do_with_form(
    request: HttpRequest, event: Event, name: str,
    deed: Callable[[Person, Event, dict[str, Any], forms.Form], None], *, told: str,
) -> HttpResponse:  # fmt: skip
    """A deed that something is written for."""
    form = form_of(name, request)
    if form.is_valid():
        try:
            deed(me(request), event, form.cleaned_data, form)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, told)
            return redirect("event-work", event.pk)
    return page(request, event, bound={name: form}, status=400)


def form_of(name: str, request: HttpRequest) -> forms.Form:
    """The form that was sent."""
    if name == "participant":
        return ParticipantForm(request.POST, on=timezone.localdate())
    if name == "material":
        return MaterialForm(request.POST, request.FILES)
    return (CopyForm if name == "copy" else CallOffForm)(request.POST)


urls = [
    path("desk/events/new/", new, name="event-new"),
    path("desk/events/<uuid:event_id>/edit/", change, name="event-edit"),
    path("desk/events/<uuid:event_id>/arrange/", work, name="event-work"),
    path("desk/events/<uuid:event_id>/do/<slug:deed>/", do, name="event-do"),
]
