"""The law page: the rules in force on a chosen day in plain words, and worked cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dugnad.monitor.pictures.law import law_picture
from dugnad.web.asked import asked_day


def show(request: HttpRequest) -> HttpResponse:
    given = request.GET.get("on", "").strip()
    asked = given.replace("\0", "")[:20]
    day, today = asked_day(asked), timezone.localdate()
    context = {
        "picture": law_picture(day or today),
        "today": today,
        "asked": asked,
        "is_unread": bool(given) and day is None,
    }
    return render(request, "law/law.html", context)


urls = [path("law/", show, name="law")]
