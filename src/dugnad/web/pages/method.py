"""The method page: how notices are read, what cannot be seen, how often the reading errs, whose data it is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.measured import measured
from dugnad.monitor.pictures.unmatched import unmatched, unmatched_count
from dugnad.web.asked import asked_page

HOW = ("read", "words", "weights", "judge", "match")
UNSEEN = ("limit", "documents", "ted", "calloffs", "award", "late")
COUNTING = ("lots", "language", "statements", "points", "withheld", "latest", "unknown")
SOURCES = ("doffin", "ted", "register", "places", "codes", "law", "own")


def show(request: HttpRequest) -> HttpResponse:
    context = {
        "how": HOW,
        "unseen": UNSEEN,
        "counting": COUNTING,
        "sources": SOURCES,
        "measured": measured(),
        "unmatched": unmatched_count(settings.STORE),
    }
    return render(request, "method/method.html", context)


def show_unmatched(request: HttpRequest) -> HttpResponse:
    """The buyers that were not found in the register."""
    page = asked_page(request)
    found = unmatched(settings.STORE, page or 1)
    return render(request, "method/unmatched.html", {"found": found, "is_bad": page != found.page})


urls = [
    path("method/", show, name="method"),
    path("method/unmatched/", show_unmatched, name="unmatched"),
]
