"""The method page: how notices are read, what cannot be seen, how often the reading errs, whose data it is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.measured import measured
from dugnad.monitor.pictures.unmatched import unmatched, unmatched_count
from dugnad.records.permissions import may_keep_register
from dugnad.web.asked import asked_page
from dugnad.web.gate import person_of

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
    context = {"found": found, "is_bad": page != found.page, "may_settle": may_keep_register(person_of(request))}
    return render(request, "method/unmatched.html", context)


urls = [
    path("method/", show, name="method"),
    path("method/unmatched/", show_unmatched, name="unmatched"),
]
