"""Who is at the door: the signed-in person, and what a page does when that person may not go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import needs_second_step
from dugnad.records.queries.people import has_one_time_codes
from dugnad.records.queries.register import body_by_key

Page = Callable[..., HttpResponse]


STRONG = frozenset({"mfa", "socialaccount"})
"""Ways of signing in that are more than a password."""


def person_of(request: HttpRequest) -> Person | None:
    """Whoever is signed in, all the way: not yet somebody whose session lacks a one-time code."""
    person = request.user
    return person if isinstance(person, Person) and not lacks_second_step(request) else None


def lacks_second_step(request: HttpRequest) -> bool:
    """Does this very session rest on a password alone, though its person has one-time codes or must have them?

    Codes that were set up elsewhere lend no strength to a session that never gave one.
    """
    if not isinstance(request.user, Person):
        return False
    known: bool | None = getattr(request, "lacks_second_step", None)
    if known is None:
        known = not is_strong(request) and (must_have_codes(request.user) or has_one_time_codes(request.user))
        request.lacks_second_step = known  # type: ignore[attr-defined]
    return known


def must_have_codes(person: Person) -> bool:
    """Do the person's roles ask for a one-time code here?"""
    return settings.MFA == "required" and needs_second_step(person)


def to_second_step(request: HttpRequest) -> HttpResponse:
    """On to giving the code, and back here; or first to setting codes up."""
    if not has_one_time_codes(me_so_far(request)):
        return redirect("mfa_activate_totp")
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("my-account")
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")


def me_so_far(request: HttpRequest) -> Person:
    """Whoever gave the password, even if a code is still to come."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def is_strong(request: HttpRequest) -> bool:
    """Was this session begun by a one-time code or an identity provider?"""
    return any(way.get("method") in STRONG for way in get_authentication_records(request, request.user))


def signed_in(page: Page) -> Page:
    """A page for people with an account: a stranger is sent to sign in and comes back here.

    Somebody whose session lacks a one-time code is led to give it, or to set codes up first.
    """

    @wraps(page)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if lacks_second_step(request):
            return to_second_step(request)
        if person_of(request) is None:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        return page(request, *given, **named)

    guarded.is_for_signed_in = True  # type: ignore[attr-defined]
    return guarded


def with_second_step(page: Page) -> Page:
    """A page of the login library about an account that has codes: a session that gave none must give one first."""

    @wraps(page)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if lacks_second_step(request) and has_one_time_codes(me_so_far(request)):
            return to_second_step(request)
        return page(request, *given, **named)

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
