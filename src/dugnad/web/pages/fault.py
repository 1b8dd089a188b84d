"""What people see when something is wrong: what happened, that nothing is lost, what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dugnad.web.templatetags.text import language


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fault(request, 400)


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return fault(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fault(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for our own faults; it reads nothing from the store, which may be what failed."""
    return HttpResponse(render_to_string("fault/failed.html", {"here": language()}), status=500)


def fault(request: HttpRequest, status: int) -> HttpResponse:
    """The page of one kind of fault, in the language of the address."""
    context: dict[str, Any] = {
        "status": status,
        "heading": f"fault.{status}-heading",
        "advice": f"fault.{status}-advice",
    }
    return render(request, "fault/fault.html", context, status=status)
