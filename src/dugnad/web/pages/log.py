"""The log for those it concerns: my own deeds, a body's, everything."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.records import permissions
from dugnad.records.models.log import LogEntry
from dugnad.records.queries.log import actions_seen, log_of_body, log_of_person, whole_log
from dugnad.records.queries.register import body_by_key
from dugnad.web.asked import asked_day, asked_page, asked_text
from dugnad.web.deeds import deed, lines
from dugnad.web.gate import asked_body, me, must, signed_in

PAGE = 50


@never_cache
@signed_in
@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    return page_of(request, log_of_person(me(request)), kind="mine")


@never_cache
@signed_in
@require_safe
def show_body(request: HttpRequest, key: str) -> HttpResponse:
    body = asked_body(key)
    must(permissions.may_see_log(me(request), body))
    return page_of(request, log_of_body(body), kind="body", body=body)


@never_cache
@signed_in
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    must(permissions.may_administer(me(request)))
    seen, action = actions_seen(), request.GET.get("action", "")
    key, written = asked_text(request, "body").replace(" ", ""), request.GET.get("on", "")
    body, on = body_by_key(key), asked_day(written)
    is_bad = (action not in {"", *seen}) or (bool(key) and body is None) or (bool(written) and on is None)
    entries = whole_log(action=action if action in seen else "", body=body, on=on)
    choices = sorted(((one, deed(one)) for one in seen), key=lambda pair: pair[1])
    return page_of(request, entries, kind="all", is_bad=is_bad, choices=choices, action=action, key=key, on=written)


def page_of(request: HttpRequest, entries: QuerySet[LogEntry], *, is_bad: bool = False, **more: Any) -> HttpResponse:
    """One page of the log, the newest first."""
    asked = asked_page(request)
    pages = Paginator(entries, PAGE)
    shown = pages.get_page(asked)
    context = {
        "lines": lines(shown.object_list, me(request)),
        "page": shown.number,
        "pages": pages.num_pages,
        "count": pages.count,
        "is_bad": is_bad or asked != shown.number,
        **more,
    }
    return render(request, "log/log.html", context)


urls = [
    path("me/log/", show_mine, name="my-log"),
    path("bodies/<str:key>/log/", show_body, name="body-log"),
    path("log/", show_all, name="log"),
]
