"""A body's yearly status: the approved years for everybody, and the form of one year for the body's own people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dugnad.plan.maturity import SCALE
from dugnad.plan.questions import load_questions
from dugnad.records.permissions import may_prepare, may_see_drafts
from dugnad.records.queries.status import Alike, PublicYear, comments_of, like_bodies, public_years, status_of
from dugnad.web import chart
from dugnad.web.gate import asked_body, person_of
from dugnad.web.templatetags.form import day, number
from dugnad.web.templatetags.text import language
from dugnad.web.words import words


def show(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that the body has published, beside like bodies, and the way in for its own people."""
    body = asked_body(key)
    years = public_years(body)
    person, today = person_of(request), timezone.localdate()
    newest = load_questions().newest_year(today)
    is_asked = body.obligation_class in load_questions().asks
    is_inside = may_see_drafts(person, body)
    context = {
        "body": body,
        "years": years,
        "latest": years[0] if years else None,
        "scale": SCALE,
        "beside": like_bodies(body, years[0].year) if years else None,
        "comments": comments_of(body),
        "newest": newest if is_asked else None,
        "window": load_questions().window(newest) if newest and is_asked else None,
        "is_missing": bool(newest and is_asked and newest not in {year.year for year in years}),
        "is_late": bool(newest and load_questions().is_late(newest, today)),
        "is_inside": is_inside,
        "may_prepare": may_prepare(person, body),
        "current": status_of(body, newest) if newest and is_inside else None,
        "title": maturity_title(years),
    }
    return render(request, "status/status.html", context)


def draw(request: HttpRequest, key: str) -> HttpResponse:
    """Maturity over time, as a picture."""
    body = asked_body(key)
    years = public_years(body)
    if not any(year.maturity.value is not None for year in years):
        raise Http404(request.path)
    size = request.GET.get("size", "wide")
    rows = [row_of(year, like_bodies(body, year.year)) for year in reversed(years) if year.maturity.value is not None]
    source = words("status.source", language(), day=day(years[0].report.published_at))
    content = chart.maturity(
        rows, size if size in chart.SIZES else "wide", title=maturity_title(years), source=source, top=SCALE
    )
    answer = HttpResponse(content, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "max-age=300"
    return answer


def row_of(year: PublicYear, alike: Alike | None) -> dict[str, Any]:
    """One year in the picture."""
    row = {
        "year": str(year.year),
        "value": year.maturity.value,
        "label": number(year.maturity.value, 1),
        "pale": year.maturity.is_too_little,
    }
    if alike is None or alike.spread.is_too_few:
        return row
    return {**row, "low": alike.spread.low, "high": alike.spread.high, "middle": alike.spread.median}


def maturity_title(years: tuple[PublicYear, ...]) -> str:
    """The finding as a sentence; years of which too little is answered say nothing in it."""
    if not any(year.maturity.value is not None for year in years):
        return ""
    known = [year for year in years if not year.maturity.is_too_little]
    if not known:
        return words("status.title-little", language())
    newest, oldest = known[0], known[-1]
    values = {"year": newest.year, "value": number(newest.maturity.value, 1), "scale": SCALE}
    if newest is oldest:
        return words("status.title-one", language(), **values)
    first = number(oldest.maturity.value, 1)
    return words("status.title-many", language(), **values, first=first, since=oldest.year)


urls = [
    path("bodies/<str:key>/status/", show, name="status"),
    path("bodies/<str:key>/status/maturity.svg", draw, name="status-maturity"),
]
