"""The counties: side by side as tiles and table, by the figure that the reader chooses, and one by one."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dugnad.monitor.pictures.county import NUMBERS, county
from dugnad.monitor.pictures.national import national
from dugnad.records.permissions import may_appoint_host
from dugnad.records.queries.desk_measures import county_measures
from dugnad.records.queries.desks import seat
from dugnad.records.queries.figures import desk_host, late_state_bodies, overview
from dugnad.web import titles
from dugnad.web.gate import person_of

SHARE = "share"
FIGURES = (SHARE, "joined", "confirmed", "planned", "told")
"""What the tiles can show: the measured share, or how far the follow-up has come."""
LATE_SHOWN = 25


def show_all(request: HttpRequest) -> HttpResponse:
    asked, chosen = request.GET.get("period", "all"), request.GET.get("show", SHARE)
    picture = national(settings.STORE, asked)
    seen = overview(timezone.localdate())
    shown = chosen if chosen in FIGURES else SHARE
    context = {
        "picture": picture,
        "is_bad": asked != picture.period or chosen != shown,
        "tiles": [(number, picture.counties.get(number)) for number in NUMBERS],
        "figures": FIGURES,
        "chosen": shown,
        "overview": seen,
        "counts": [(number, getattr(seen.counties.get(number), shown, None)) for number in NUMBERS],
    }
    return render(request, "counties/counties.html", context)


def show(request: HttpRequest, number: str) -> HttpResponse:
    asked, today = request.GET.get("period", ""), timezone.localdate()
    picture = county(settings.STORE, number, asked)
    if picture is None:
        raise Http404(number)
    seen, late = overview(today), late_state_bodies(today, number)
    context = {
        "picture": picture,
        "is_bad": asked not in ("", picture.period),
        "path_title": titles.path_title(picture.path),
        "trend_title": titles.trend_title(picture.share.trend if picture.share else ()),
        "overview": seen,
        "follow_up": seen.counties.get(number),
        "host": desk_host(number, today),
        "may_appoint": may_appoint_host(person_of(request), number),
        "seat": seat(number, today),
        "measures": county_measures(number, timezone.now()),
        "late": late[:LATE_SHOWN],
        "late_count": late.count(),
    }
    return render(request, "counties/county.html", context)


urls = [
    path("counties/", show_all, name="counties"),
    path("counties/<str:number>/", show, name="county"),
]
