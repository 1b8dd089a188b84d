"""The support service's own figures, open to all; and all desks side by side, for those who answer for them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.desk.measures import Quarter
from dugnad.desk.routing import counties
from dugnad.records import permissions
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.desk import NATIONAL
from dugnad.records.queries.desk_measures import Measures, desk_measures
from dugnad.records.queries.desk_overview import desks_beside
from dugnad.register.table import safe_cell
from dugnad.web import chart
from dugnad.web.gate import me, must, signed_in
from dugnad.web.templatetags.form import day, number
from dugnad.web.templatetags.form import period as period_words
from dugnad.web.templatetags.measures import in_hours
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import words

COUNTS = ("asked", "due", "in_time", "median_hours", "p90_hours", "solved", "reopened", "reused", "helped", "bodies",
          "of_bodies", "events", "signed_up", "attended")  # fmt: skip
COLUMNS = ("quarter", "county", *COUNTS)
COUNTRY = "all"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    measures = desk_measures(timezone.now())
    quarter, county, is_bad = asked_of(request, measures)
    context = {
        "measures": measures,
        "quarter": quarter,
        "county": county,
        "shown": quarter.cells[county] if county else quarter.total,
        "rows": [(number, quarter.cells[number]) for number in (*counties(), NATIONAL)],
        "history": [(one, one.cells[county] if county else one.total) for one in reversed(measures.quarters)],
        "title": title_of(measures, county),
        "place": place_of(county),
        "has_waits": bool(points_of(measures, county)),
        "is_bad": is_bad,
        "places": (*counties(), NATIONAL),
    }
    return render(request, "measures/measures.html", context)


def asked_of(request: HttpRequest, measures: Measures) -> tuple[Quarter, str, bool]:
    """The quarter and the county asked for; the running quarter and the country without."""
    name, county = request.GET.get("quarter", ""), request.GET.get("county", "")
    quarter = measures.quarter(name)
    kept = county if county in (*counties(), NATIONAL) else ""
    return quarter or measures.quarters[-1], kept, bool(name and quarter is None) or county != kept


def points_of(measures: Measures, county: str) -> list[dict[str, Any]]:
    """The waiting time of each quarter that has one."""
    shown = [(one, one.cells[county] if county else one.total) for one in measures.quarters]
    return [
        {"quarter": period_words(one.name), "median": cell.median_hours, "p90": cell.p90_hours,
         "label": number(cell.median_hours)}
        for one, cell in shown
        if cell.median_hours is not None
    ]  # fmt: skip


def title_of(measures: Measures, county: str) -> str:
    """What the chart shows, with its finding."""
    points = points_of(measures, county)
    place = place_of(county)
    if not points:
        return words("measures.chart-none", language(), place=place)
    last = points[-1]
    return words(
        "measures.chart-title", language(), place=place, quarter=last["quarter"], median=in_hours(last["median"]),
        p90=in_hours(last["p90"]),
    )  # fmt: skip


def place_of(county: str) -> str:
    """What the history is of."""
    if county == NATIONAL:
        return words("measures.no-county", language())
    return in_words(county, "county") if county else words("measures.country", language())


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Half had an answer within, and nine of ten: one bar and one mark a quarter."""
    measures = desk_measures(timezone.now())
    _, county, is_bad = asked_of(request, measures)
    points, size = points_of(measures, county), request.GET.get("size", "wide")
    if not points or is_bad:
        raise Http404(request.path)
    drawn = chart.waits(
        points, size if size in chart.SIZES else "wide", title=title_of(measures, county),
        source=words("measures.chart-source", language(), day=day(measures.on)),
        axis=words("measures.hours", language()),
    )  # fmt: skip
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "max-age=300"})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Every figure that the page can show, as a table. An empty cell is too few to show."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="stottetjenesten.csv"'},
    )
    response.write("\ufeff")
    table = csv.writer(response, delimiter=";")
    table.writerow(COLUMNS)
    table.writerows(cells(desk_measures(timezone.now())))
    return response


def cells(measures: Measures) -> Iterator[list[object]]:
    """One line a quarter and county, and one for the country: its counts are exact or empty."""
    for quarter in measures.quarters:
        for county, cell in quarter.cells.items():
            yield [safe_cell(value) for value in (quarter.name, county, *(getattr(cell, name) for name in COUNTS))]
        total = [getattr(quarter.total, name) for name in COUNTS]
        yield [quarter.name, COUNTRY, *(exact(value) for value in total)]


def exact(value: object) -> object:
    """A total that is known exactly; nothing where it is only known at the least."""
    if isinstance(value, tuple):
        return value[0] if value[1] else ""
    return "" if value is None else value


@never_cache
@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is open, late, empty and about to end, desk by desk."""
    must(permissions.may_compare_desks(me(request)))
    load_shipped_desks(by="content")
    lines = desks_beside(me(request), timezone.now())
    names = ("open", "waiting", "late", "answered")
    context = {
        "lines": lines,
        "totals": {name: sum(getattr(line, name) for line in lines) for name in names},
        "empty": sum(not line.seat.advisers for line in lines),
        "ending": sum(bool(line.ends) for line in lines),
        "may_coordinate": permissions.may_coordinate(me(request)),
        "on": timezone.localdate(),
    }
    return render(request, "measures/overview.html", context)


urls = [
    path("desk/measures/", show, name="desk-measures"),
    path("desk/measures/waits.svg", picture, name="desk-measures-picture"),
    path("desk/measures/export.csv", export, name="desk-measures-export"),
    path("desk/overview/", overview, name="desk-overview"),
]
