"""The list of public bodies: search, filters, sorting, pages."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.bodies import SIZES, SORTS, Lines, Search, bodies

TEXT_LENGTH = 100


def show(request: HttpRequest) -> HttpResponse:
    found = bodies(settings.STORE, search_of(request))
    context = {"found": found, "is_bad": is_bad(request, found), "sizes": tuple(SIZES), "sorts": tuple(SORTS)}
    template = "bodies/bodies.html#list" if getattr(request, "htmx", False) else "bodies/bodies.html"
    return render(request, template, context)


def search_of(request: HttpRequest) -> Search:
    """What was asked for, as far as it can be read; names of kinds and counties are checked where the list is made."""
    asked = {name: request.GET.get(name, "").replace("\0", "")[:TEXT_LENGTH] for name in ("kind", "county", "size")}
    page = request.GET.get("page", "1")
    search = Search(text=request.GET.get("q", "").replace("\0", "")[:TEXT_LENGTH], **asked)
    sort = request.GET.get("sort", "")
    search = replace(search, sort=sort) if sort in SORTS else search
    search = replace(search, size="") if search.size not in SIZES else search
    return (
        replace(search, page=int(page))
        if page.isascii() and page.isdigit() and 1 <= int(page[:6]) == int(page)
        else search
    )


def is_bad(request: HttpRequest, found: Lines) -> bool:
    """Did the address ask for something that does not exist?"""
    allowed = {"kind": found.kinds, "county": found.counties, "size": tuple(SIZES), "sort": tuple(SORTS)}
    unknown = [name for name, values in allowed.items() if request.GET.get(name) and request.GET[name] not in values]
    page = request.GET.get("page", "")
    return bool(unknown) or page not in ("", str(found.search.page)) or found.search.page > found.pages


urls = [path("bodies/", show, name="bodies")]
