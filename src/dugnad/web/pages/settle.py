"""Buyers that no body was found for: a keeper of the register says who they are, or that they are no public body."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.monitor.pictures.unmatched import Seen, seen_buyer
from dugnad.records.actions.matching import is_reading_again, read_notices_again, settle_buyer, unsettle_buyer
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_keep_register
from dugnad.records.queries.register import PER_PAGE, body_by_key, living_bodies, named, settled_buyers
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, must, signed_in
from dugnad.web.refusal import refusal_words

MOST_FOUND = 20
LONGEST_NAME = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: HttpRequest) -> HttpResponse:
    must(may_keep_register(me(request)))
    seen = asked_buyer(request)
    problem = ""
    if request.method == "POST":
        try:
            settle_buyer(by=me(request), name=seen.name, numbers=list(seen.numbers), body=chosen(request))
        except Refused as refused:
            problem = refusal_words(refused)
        else:
            return redirect("settled")
    text = request.GET.get("q", seen.name).replace("\0", "")[:100].strip()
    context = {"seen": seen, "text": text, "found": bodies_called(text), "problem": problem}
    return render(request, "register/settle.html", context, status=400 if problem else 200)


def asked_buyer(request: HttpRequest) -> Seen:
    """The buyer that the address names, as it stands in the notices."""
    name = request.GET.get("name", "")
    seen = seen_buyer(settings.STORE, name) if name.strip() and len(name) <= LONGEST_NAME and "\0" not in name else None
    if seen is None:
        raise Http404("buyer")
    return seen


def chosen(request: HttpRequest) -> Body | None:
    """The body that was chosen; None where it was said that it is no public body."""
    if request.POST.get("body") == "none":
        return None
    body = body_by_key(request.POST.get("body", ""))
    if body is None:
        raise Refused("unknown-body", "Choose one of the bodies.", field="body")
    return body


def bodies_called(text: str) -> list[Body]:
    """Bodies whose name or number fits; where none holds all the words, those that hold the first."""
    living = living_bodies(timezone.localdate()).exclude(orgnr=None)
    found = list(named(living, text)[:MOST_FOUND]) if text else []
    first = text.split()[:1]
    return found or (list(named(living, first[0])[:MOST_FOUND]) if first else [])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_settled(request: HttpRequest) -> HttpResponse:
    must(may_keep_register(me(request)))
    is_unknown = request.method == "POST" and not change_settled(request)
    if request.method == "POST" and not is_unknown:
        return redirect("settled")
    asked = asked_page(request)
    page = Paginator(settled_buyers(), PER_PAGE).get_page(asked or 1)
    context = {"page": page, "is_bad": is_unknown or asked != page.number, "is_reading": is_reading_again()}
    return render(request, "register/settled.html", context, status=400 if is_unknown else 200)


def change_settled(request: HttpRequest) -> bool:
    """Take one back, or have the tables built anew; was there such a thing to do?"""
    if request.POST.get("act") == "read":
        read_notices_again(by=me(request))
        return True
    asked = request.POST.get("undo", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10  # noqa: PLR2004 - no row has a longer one
    one = settled_buyers().filter(pk=int(asked)).first() if is_number else None
    if one is not None:
        unsettle_buyer(by=me(request), settled=one)
    return one is not None


urls = [
    path("register/settle/", settle, name="settle"),
    path("register/settled/", show_settled, name="settled"),
]
