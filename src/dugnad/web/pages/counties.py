"""The counties: side by side as tiles and table, and one by one."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.county import NUMBERS, county
from dugnad.monitor.pictures.national import national
from dugnad.web import titles


def show_all(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("period", "all")
    picture = national(settings.STORE, asked)
    context = {
        "picture": picture,
        "is_bad": asked != picture.period,
        "tiles": [(number, picture.counties.get(number)) for number in NUMBERS],
    }
    return render(request, "counties/counties.html", context)


def show(request: HttpRequest, number: str) -> HttpResponse:
    asked = request.GET.get("period", "")
    picture = county(settings.STORE, number, asked)
    if picture is None:
        raise Http404(number)
    context = {
        "picture": picture,
        "is_bad": asked not in ("", picture.period),
        "path_title": titles.path_title(picture.path),
        "trend_title": titles.trend_title(picture.share.trend if picture.share else ()),
    }
    return render(request, "counties/county.html", context)


urls = [
    path("counties/", show_all, name="counties"),
    path("counties/<str:number>/", show, name="county"),
]
