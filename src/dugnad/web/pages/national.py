"""The national picture: the share, the path taken, kinds of bodies, counties, the trend."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures import national
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.web import titles


def show(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("period", "")
    picture = national.national(settings.STORE, asked)
    context = {
        "picture": picture,
        "is_bad": asked not in ("", picture.period),
        "path_title": titles.path_title(picture.path),
        "trend_title": titles.trend_title(picture.share.trend if picture.share else ()),
        "weights_title": titles.weights_title(picture.distribution),
        "tiles": [(number, picture.counties.get(number)) for number in NUMBERS],
    }
    return render(request, "national/national.html", context)


urls = [path("national/", show, name="national")]
