"""The front page: what this is and how the country stands, in one glance; three doors; what is new."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.national import national
from dugnad.monitor.pictures.news import news
from dugnad.web.navigation import address

DOORS = (("buy", "wizard"), ("follow", "bodies"), ("help", "desk-front"))


def show(request: HttpRequest) -> HttpResponse:
    latest = news(settings.STORE)
    context = {
        "picture": national(settings.STORE),
        "doors": [(name, address(page) or address("national")) for name, page in DOORS],
        "news": latest,
        "newest": latest[0].announced if latest else None,
    }
    return render(request, "front/front.html", context)


urls = [path("", show, name="front")]
