"""Courses, meetings and networks as everybody sees them: what is coming, one of them with sign-up, the calendars.

Reading sets no cookie. Who has signed up is told nowhere here, and an address that is signed up already gets the same
answer as any other.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.calendar import MEDIA_TYPE, Occasion, calendar
from dugnad.desk.events import load_events
from dugnad.desk.file_kind import MIME
from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records.actions.events import path_of
from dugnad.records.actions.sign_ups import VISITOR, cancel_sign_up, sign_up
from dugnad.records.client_address import client_digest
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.events import Event, EventFile, SignUp
from dugnad.records.models.people import Person
from dugnad.records.permissions import desks_of, may_hold_event
from dugnad.records.queries import events as found
from dugnad.records.seat_link import seat_token
from dugnad.web.asked import asked_page
from dugnad.web.event_forms import SignUpForm, start_of
from dugnad.web.gate import person_of
from dugnad.web.limit import HOUR, is_over
from dugnad.web.mail import can_send
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.sender import is_from_elsewhere
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.told import tell
from dugnad.web.words import words

PER_PAGE, PAST_SHOWN, SERIES_SHOWN = 20, 5, 12
PLACES = (*NUMBERS, NATIONAL)
SIGN_UPS_AN_HOUR, MAILS_AN_HOUR = 30, 5
HELD_SECONDS = 300


def asked_of(request: HttpRequest) -> tuple[found.AskedEvents, bool]:
    """What the address asks for, and whether all of it is known."""
    allowed = {"county": PLACES, "role": Event.AUDIENCES, "kind": Event.Kind.values}
    said = {name: request.GET.get(name, "") for name in allowed}
    known = {name: value if value in allowed[name] else "" for name, value in said.items()}
    return found.AskedEvents(**known), known == said


@never_cache
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """What is coming, the next first; what has been is folded, and has pages of its own."""
    asked, is_known = asked_of(request)
    now, page_asked = timezone.now(), asked_page(request)
    is_past = request.GET.get("when") == "past"
    rows = Paginator(found.past(asked, now) if is_past else found.coming(asked, now), PER_PAGE)
    page = rows.get_page(page_asked or 1)
    person = person_of(request)
    context = {
        "asked": asked,
        "is_past": is_past,
        "events": [found.seats_of(event, now) for event in page],
        "count": rows.count,
        "open": 0 if is_past else found.coming(asked, now).exclude(state=Event.State.CALLED_OFF).count(),
        "page": page.number,
        "pages": rows.num_pages,
        "past": [] if is_past else [found.seats_of(event, now) for event in found.past(asked, now)[:PAST_SHOWN]],
        "is_bad": not is_known or page_asked is None or page_asked > rows.num_pages,
        "places": PLACES,
        "roles": Event.AUDIENCES,
        "kinds": Event.Kind.values,
        "drafts": found.own_drafts(person),
        "mine": found.my_sign_ups(person, now) if person else [],
        "may_hold": bool(desks_of(person)),
        "calendar": calendar_query(asked),
        "base": settings.BASE_URL,
    }
    return render(request, "events/events.html", context)


def calendar_query(asked: found.AskedEvents) -> str:
    """What the calendar's address says beside its path."""
    pairs = (("county", asked.county), ("role", asked.role), ("kind", asked.kind))
    said = "&".join(f"{name}={value}" for name, value in pairs if value)
    return f"?{said}" if said else ""


def asked_event(person: Person | None, event_id: UUID) -> Event:
    """The event that the address names; others' drafts are no page."""
    event = found.event_for(person, event_id)
    if event is None:
        raise Http404(str(event_id))
    return event


@csrf_exempt  # a visitor has no session to forge; an account's form has its key, and other sites' pages are refused
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return answer(request, event_id) if person_of(request) is None else csrf_protect(answer)(request, event_id)


def answer(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The event; or what was sent on its page: a sign-up, or a seat given up."""
    person = person_of(request)
    event = asked_event(person, event_id)
    if request.method != "POST":
        return page_of_event(request, event, person)
    if is_from_elsewhere(request):
        return refused_page(request)
    if request.POST.get("do") == "cancel":
        return cancelled(request, event, person)
    return signed(request, event, person)


def signed(request: HttpRequest, event: Event, person: Person | None) -> HttpResponse:
    """One sign-up: taken, or told what to mend beside what was written."""
    form = SignUpForm(request.POST, person=person, on=timezone.localdate())
    if not form.is_valid():
        return page_of_event(request, event, person, form=form, status=400)
    if is_too_often(request, str(form.cleaned_data.get("email", ""))):
        form.add_error(None, refusal_words(Refused("asked-too-often", "Too many sign-ups from here.")))
        response = page_of_event(request, event, person, form=form, status=429)
        response.headers["Retry-After"] = str(HOUR)
        return response
    try:
        made = sign_up(by=person or VISITOR, event=event, given=form.given(), on=timezone.now())
    except Refused as refused:
        tell_refusal(form, refused)
        return page_of_event(request, event, person, form=form, status=400)
    if person is not None:
        tell(request, f"events.told-{made.sign_up.state}" if made.is_new else "events.told-already")
        return redirect("event", event.pk)
    if made.is_new and not can_send():  # without mail the link is told here, or never
        return redirect("event-seat", seat_token(made.sign_up))
    response = redirect("event", event.pk)
    response.headers["Location"] += "?done=1" if can_send() else "?done=known"
    return response


def is_too_often(request: HttpRequest, email: str) -> bool:
    """From one address on the net, or to one e-mail address?"""
    to = hashlib.sha256(f"{settings.SECRET_KEY}{email.casefold()}".encode()).hexdigest()[:32]
    is_many = is_over(f"event-sign-up-{client_digest(request)}", SIGN_UPS_AN_HOUR, HOUR)
    return is_many or (bool(email) and is_over(f"event-mail-{to}", MAILS_AN_HOUR, HOUR))


def cancelled(request: HttpRequest, event: Event, person: Person | None) -> HttpResponse:
    """Somebody with an account gives the seat up."""
    row = found.sign_up_of(person, event)
    if person is None or row is None:
        return page_of_event(request, event, person, status=400)
    try:
        cancel_sign_up(by=person if row.person_id else VISITOR, sign_up=row, on=timezone.now())
    except Refused as refused:
        return page_of_event(request, event, person, problem=refusal_words(refused), status=400)
    tell(request, "events.told-cancelled")
    return redirect("event", event.pk)


def page_of_event(
    request: HttpRequest,
    event: Event,
    person: Person | None,
    *,
    form: SignUpForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The event as it stands for the person who looks."""
    now = timezone.now()
    seats = found.seats_of(event, now)
    mine = found.sign_up_of(person, event)
    may_sign_up = seats.state in {"open", "full"} and mine is None
    context = {
        "event": event,
        "person": person,
        "seats": seats,
        "mine": mine,
        "is_seated": mine is not None and mine.state == SignUp.State.SEATED,
        "line": found.line_number(mine) if mine else 0,
        "form": form or (SignUpForm(initial=start_of(person), person=person, on=now.date()) if may_sign_up else None),
        "may_sign_up": may_sign_up,
        "may_hold": may_hold_event(person, event),
        "sees_all": found.may_see_materials(event, mine, now),
        "files": list(event.files.all()),
        "series": series_of(event, now),
        "done": request.GET.get("done", ""),
        "can_send": can_send(),
        "problem": problem,
        "confirm_hours": load_events().confirm_hours,
        "needs_days": load_events().forget_needs_days,
        "people_days": load_events().forget_people_days,
    }
    return render(request, "events/event.html", context, status=status)


def series_of(event: Event, now: datetime) -> list[Event]:
    """The gatherings of the same network that are to come."""
    if event.series is None:
        return []
    rows = Event.objects.filter(series=event.series, state__in=found.PUBLIC, starts_at__gte=now).exclude(pk=event.pk)
    return list(rows.order_by("starts_at")[:SERIES_SHOWN])


@require_safe
def show_file(request: HttpRequest, event_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file of the materials: open to all once the event has begun, before that to those who have a seat."""
    person = person_of(request)
    event = asked_event(person, event_id)
    file = event.files.filter(pk=file_id).first()
    may_see = found.may_see_materials(event, found.sign_up_of(person, event), timezone.now())
    if file is None or not (may_see or may_hold_event(person, event)):
        raise Http404(str(file_id))
    return as_attachment(file)


def as_attachment(file: EventFile) -> HttpResponseBase:
    """The bytes to be saved, never shown by the browser as a page of this site."""
    try:
        opened = path_of(file.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404(str(file.pk)) from error
    response = FileResponse(opened, as_attachment=True, filename=file.name, content_type=MIME[file.kind])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def show_calendar(request: HttpRequest) -> HttpResponse:
    """All that is coming and what has been lately, as calendars follow it."""
    asked, is_known = asked_of(request)
    if not is_known:
        raise Http404(request.get_full_path())
    now = timezone.now()
    since = now - timedelta(days=load_events().calendar_days_back)
    name = words("events.calendar-name", language())
    if asked.county:
        name = f"{name}: {in_words(asked.county, 'county')}"
    return as_calendar(request, calendar(map(occasion, found.in_calendar(asked, since)), name), "dugnad.ics")


@require_safe
def show_one_calendar(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One event, to be laid in a calendar."""
    event = asked_event(None, event_id)
    return as_calendar(request, calendar([occasion(event)]), f"dugnad-{event.pk}.ics")


def occasion(event: Event) -> Occasion:
    """What a calendar is told: what is public, so neither participants nor the address of the online room."""
    why = words("events.called-off-because", language(), because=event.called_off_because)
    is_off = event.state == Event.State.CALLED_OFF
    text = "\n\n".join(part for part in (why if is_off and event.called_off_because else "", event.text) if part)
    prefix = "" if language() == settings.LANGUAGE_CODE else f"/{language()}"
    place = event.place or (words("events.online", language()) if event.url else "")
    return Occasion(
        uid=str(event.pk), sequence=event.sequence, changed_at=event.changed_at, starts_at=event.starts_at,
        ends_at=event.ends_at, title=event.title, text=text, place=place, contact=event.desk.email,
        page=f"{settings.BASE_URL}{prefix}/desk/events/{event.pk}/", language=event.language, is_cancelled=is_off,
        categories=(words(f"events.kind-{event.kind}", language()), *role_words(event)),
    )  # fmt: skip


def role_words(event: Event) -> tuple[str, ...]:
    """For whom, in the page's language."""
    return tuple(words(f"events.role-{role}", language()) for role in event.audience)


def as_calendar(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """The bytes with their ETag; 304 where they are known."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={HELD_SECONDS}"}
    known = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known or "*" in known:
        return HttpResponseNotModified(headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


urls = [
    path("desk/events/", show_all, name="events"),
    path("desk/events.ics", show_calendar, name="events-calendar"),
    path("desk/events/<uuid:event_id>/", show, name="event"),
    path("desk/events/<uuid:event_id>.ics", show_one_calendar, name="event-calendar"),
    path("desk/events/<uuid:event_id>/files/<uuid:file_id>/", show_file, name="event-file"),
]
