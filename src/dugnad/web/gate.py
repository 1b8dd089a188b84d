"""Who is at the door: the signed-in person, and what a page does when that person may not go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.queries.register import body_by_key

Page = Callable[..., HttpResponse]


def person_of(request: HttpRequest) -> Person | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, Person) else None


def signed_in(page: Page) -> Page:
    """A page for people with an account: a stranger is sent to sign in and comes back here."""

    @wraps(page)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if person_of(request) is None:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        return page(request, *given, **named)

    guarded.is_for_signed_in = True  # type: ignore[attr-defined]
    return guarded


def me(request: HttpRequest) -> Person:
    """The signed-in person, on a page that is for signed-in people."""
    person = person_of(request)
    if person is None:
        raise PermissionDenied
    return person


def must(allowed: bool) -> None:
    """Go on only if it is allowed."""
    if not allowed:
        raise PermissionDenied


def asked_body(key: str) -> Body:
    """The body that the address names; an unknown one is no page."""
    body = body_by_key(key)
    if body is None:
        raise Http404(key)
    return body
