"""What people see when something is wrong: what happened, that nothing is lost, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from dugnad.desk.question import MOST_TEXT
from dugnad.web.templatetags.text import language
from dugnad.web.upload import DESK


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return too_long(request) if isinstance(exception, RequestDataTooBig) else fault(request, 400)


def too_long(request: HttpRequest) -> HttpResponse:
    """More text than is read at all: how long it may be, and how to get back what was written."""
    is_desk = bool(DESK.search(request.path))
    most = MOST_TEXT if is_desk else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return fault(request, 413, "too-long-desk" if is_desk else "too-long", back=request.path, most=most)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The role does not reach this far; whoever is not signed in at all is told to sign in."""
    user = getattr(request, "user", None)
    return fault(request, 403) if user is not None and user.is_authenticated else lost(request)


def lost(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page has been open for too long, or whose sender is signed out meanwhile."""
    return fault(request, 403, "lost", back=request.path)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fault(request, 404)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Somebody asks too often: wait a little."""
    response = fault(request, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """The page for our own faults; it reads nothing from the store, which may be what failed."""
    return HttpResponse(render_to_string("fault/failed.html", {"here": language()}), status=500)


def wrong_way(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address that only takes forms, opened as a page, leads to the page it belongs to."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content or request.method == "HEAD":  # noqa: PLR2004
            return response
        told = fault(request, 405, back=page_above(request.path))
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told

    return answer


def page_above(path: str) -> str:
    """The nearest page that the address stands below."""
    while path.count("/") > 2:  # noqa: PLR2004
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def fault(request: HttpRequest, status: int, kind: str = "", *, back: str = "", most: int = 0) -> HttpResponse:
    """The page of one kind of fault, in the language of the address."""
    context: dict[str, Any] = {
        "status": status,
        "kind": kind,
        "back": back,
        "most": most,
        "heading": f"fault.{kind or status}-heading",
        "advice": f"fault.{kind or status}-advice",
    }
    return render(request, "fault/fault.html", context, status=status)
