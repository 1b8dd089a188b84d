"""The national picture: the share, the path taken, kinds of bodies, counties, the trend; and how the follow-up goes."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dugnad.monitor.pictures import national
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records.queries.figures import late_state_bodies, overview
from dugnad.web import titles
from dugnad.web.asked import asked_page

LATE_A_PAGE = 25


def show(request: HttpRequest) -> HttpResponse:
    asked, page, today = request.GET.get("period", ""), asked_page(request), timezone.localdate()
    picture = national.national(settings.STORE, asked)
    late = Paginator(late_state_bodies(today), LATE_A_PAGE)
    context = {
        "picture": picture,
        "is_bad": asked not in ("", picture.period) or page is None or page > late.num_pages,
        "path_title": titles.path_title(picture.path),
        "trend_title": titles.trend_title(picture.share.trend if picture.share else ()),
        "weights_title": titles.weights_title(picture.distribution),
        "tiles": [(number, picture.counties.get(number)) for number in NUMBERS],
        "overview": overview(today),
        "late": late.get_page(page or 1),
    }
    return render(request, "national/national.html", context)


urls = [path("national/", show, name="national")]
