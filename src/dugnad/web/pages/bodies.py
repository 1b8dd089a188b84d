"""The list of public bodies: search, filters, sorting, pages."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dugnad.monitor.pictures.bodies import FIRST_SORT, SIZES, SORTS, Lines, Search, bodies
from dugnad.records.queries.register import numbers_known_as, unnumbered_bodies

TEXT_LENGTH = 100
PAGE = re.compile(r"[1-9][0-9]{0,5}")


def show(request: HttpRequest) -> HttpResponse:
    search = search_of(request)
    found = bodies(settings.STORE, search)
    context = {
        "found": found,
        "is_bad": is_bad(request, found),
        "sizes": tuple(SIZES),
        "sorts": tuple(SORTS),
        "unnumbered": unnumbered_bodies(search.text, timezone.localdate(), kind=search.kind, county=search.county)
        if search.size in ("", "none")  # they have no lots
        else [],
    }
    template = "bodies/bodies.html#list" if getattr(request, "htmx", False) else "bodies/bodies.html"
    return render(request, template, context)


def search_of(request: HttpRequest) -> Search:
    """What was asked for, as far as it can be read; names of kinds and counties are checked where the list is made."""
    said = {name: str(value).replace("\0", "")[:TEXT_LENGTH].strip() for name, value in request.GET.items()}
    text = said.get("q", "")
    size, sort, page = said.get("size", ""), said.get("sort", ""), said.get("page", "")
    return Search(
        text=text,
        known_as=numbers_known_as(text),
        kind=said.get("kind", ""),
        county=said.get("county", ""),
        size=size if size in SIZES else "",
        sort=sort if sort in SORTS else FIRST_SORT,
        page=int(page) if PAGE.fullmatch(page) else 1,
    )


def is_bad(request: HttpRequest, found: Lines) -> bool:
    """Did the address ask for something that does not exist?"""
    allowed = {"kind": found.kinds, "county": found.counties, "size": tuple(SIZES), "sort": tuple(SORTS)}
    unknown = [name for name, values in allowed.items() if request.GET.get(name) and request.GET[name] not in values]
    page = request.GET.get("page", "")
    return bool(unknown) or page not in ("", str(found.search.page)) or found.search.page > found.pages


urls = [path("bodies/", show, name="bodies")]
