"""A participant's own page: whoever holds the personal link sees the sign-up confirms it, and can give the seat up.

Programs that follow links in mail open it too, so nothing is changed by looking.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.errors import Refused
from dugnad.records.actions.sign_ups import VISITOR, cancel_sign_up, confirm_sign_up, held_until, is_proven
from dugnad.records.client_address import client_digest
from dugnad.records.models.events import Event, SignUp
from dugnad.records.queries.events import line_number, may_see_materials
from dugnad.records.seat_link import seat_of_token, seat_token
from dugnad.web.limit import MINUTE, is_over
from dugnad.web.pages.events import as_attachment
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.pages.fault import too_many
from dugnad.web.pages.reply import quiet
from dugnad.web.refusal import refusal_words
from dugnad.web.sender import is_link_used_elsewhere

LOOKS_A_MINUTE = 60


@csrf_exempt  # there is no session to forge: the link is the key, and other sites' pages are refused below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    row = seat_of_token(token)
    if row is None:
        return quiet(unknown(request))
    if request.method != "POST":
        return quiet(page(request, row))
    if is_link_used_elsewhere(request):
        return quiet(refused_page(request))
    try:
        do = confirm_sign_up if request.POST.get("do") == "confirm" else cancel_sign_up
        row = do(by=VISITOR, sign_up=row, on=timezone.now())
    except Refused as refused:
        return quiet(page(request, row, problem=refusal_words(refused), status=400))
    return quiet(redirect("event-seat", seat_token(row)))


def page(request: HttpRequest, row: SignUp, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The sign-up as it stands, with what only those who come are told."""
    event, now = row.event, timezone.now()
    is_published = event.state == Event.State.PUBLISHED
    is_standing = row.state != SignUp.State.CANCELLED and is_published
    may_confirm = is_published and event.starts_at > now and not is_proven(row) and not row.forgotten_at
    context = {
        "event": event, "row": row, "line": line_number(row), "files": list(event.files.all()), "problem": problem,
        "is_standing": is_standing, "is_seated": is_standing and row.state == SignUp.State.SEATED,
        "sees_all": may_see_materials(event, row, now), "may_cancel": is_standing and event.starts_at > now,
        "may_confirm": may_confirm, "held_until": held_until(row),
    }  # fmt: skip
    return render(request, "events/seat.html", context, status=status)


def unknown(request: HttpRequest) -> HttpResponse:
    """No sign-up has this link. Who tries links without end waits."""
    if is_over(f"seat-looks-{client_digest(request)}", LOOKS_A_MINUTE, MINUTE):
        return too_many(request, MINUTE)
    return render(request, "events/seat-unknown.html", status=404)


@never_cache
@require_safe
def show_file(request: HttpRequest, token: str, file_id: UUID) -> HttpResponseBase:
    """A file of the materials, for those who have a seat; for everybody once the event has begun."""
    row = seat_of_token(token)
    if row is None:
        return quiet(unknown(request))
    is_in = may_see_materials(row.event, row, timezone.now())
    file = row.event.files.filter(pk=file_id).first() if is_in else None
    if file is None:
        raise Http404(str(file_id))
    return quiet(as_attachment(file))


urls = [
    path("desk/events/seat/<str:token>/", show, name="event-seat"),
    path("desk/events/seat/<str:token>/files/<uuid:file_id>/", show_file, name="event-seat-file"),
]
