"""The list of notices: searched by title, buyer or number, the newest first."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.body import WORST_FIRST
from dugnad.monitor.pictures.notices import notices
from dugnad.web.asked import asked_page, asked_text


def show(request: HttpRequest) -> HttpResponse:
    page, outcome = asked_page(request), request.GET.get("outcome", "")
    found = notices(
        settings.STORE,
        text=asked_text(request, "q"),
        outcome=outcome if outcome in WORST_FIRST else "",
        page=page or 1,
    )
    context = {
        "found": found,
        "outcomes": WORST_FIRST,
        "is_bad": page != found.page or outcome not in ("", found.outcome),
    }
    template = "notices/notices.html#list" if getattr(request, "htmx", False) else "notices/notices.html"
    return render(request, template, context)


urls = [path("notices/", show, name="notices")]
