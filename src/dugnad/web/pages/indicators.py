"""The indicators: the list, and one by one with method, figures, chart and downloads."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.export import MEDIA_TYPES, export
from dugnad.monitor.names import place_names
from dugnad.monitor.pictures.figure import Figure
from dugnad.monitor.pictures.freshness import freshness
from dugnad.monitor.pictures.indicator import (
    IndicatorPicture,
    every_indicator,
    indicator_named,
    indicator_picture,
    overview,
    stored_rows,
)
from dugnad.web import chart, trend
from dugnad.web.templatetags.form import day
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

FORMATS = ("csv", "json", "xlsx")


def show_all(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("period", "")
    period, periods, pictures = overview(settings.STORE, asked)
    context = {"pictures": pictures, "period": period, "periods": periods, "is_bad": asked not in ("", period)}
    return render(request, "indicators/indicators.html", context)


def show(request: HttpRequest, name: str) -> HttpResponse:
    picture = asked_picture(request, name)
    asked = {"period": request.GET.get("period", ""), "part": request.GET.get("part", "")}
    context = {
        "picture": picture,
        "is_bad": asked["period"] not in ("", picture.period) or asked["part"] not in ("", picture.chosen.asked.part),
        "trend_title": trend.title(trend_points(picture), figure_name(picture)),
        "points": trend_points(picture),
        "formats": FORMATS,
    }
    return render(request, "indicators/indicator.html", context)


def draw(request: HttpRequest, name: str) -> HttpResponse:
    """The chart of one figure's years."""
    picture = asked_picture(request, name)
    points, unit = trend_points(picture), picture.chosen.asked.unit
    size = request.GET.get("size", "wide")
    title = trend.title(points, figure_name(picture))
    source = words("part.source", language(), day=day(freshness(settings.STORE).computed_at))
    axis = words(f"indicators.axis-{unit}", language())
    drawn = trend.trend(points, unit, size if size in chart.SIZES else "wide", title=title, source=source, axis=axis)
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "max-age=300"})


def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The figures of the country and its parts, in every period, as a file."""
    return as_file(name, form, bodies=False)


def download_bodies(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The figures of every body, all years together, as a file."""
    return as_file(name, form, bodies=True)


def as_file(name: str, form: str, *, bodies: bool) -> HttpResponse:
    """The stored rows in the form asked for."""
    indicator = indicator_named(name)
    if indicator is None or form not in FORMATS:
        raise Http404(name)
    rows = stored_rows(settings.STORE, indicator, bodies=bodies)
    names = place_names({(row.scope, row.code) for row in rows}, store=settings.STORE, language=language())
    content = export(rows, every_indicator(), form=form, language=language(), names=names)
    file = f"{name}-bodies.{form}" if bodies else f"{name}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)


def asked_picture(request: HttpRequest, name: str) -> IndicatorPicture:
    """The indicator that the address names."""
    asked = {key: request.GET.get(key, "") for key in ("part", "period")}
    picture = indicator_picture(settings.STORE, name, **asked)
    if picture is None:
        raise Http404(name)
    return picture


def trend_points(picture: IndicatorPicture) -> tuple[Figure, ...]:
    """The years of the chosen figure."""
    return picture.chosen.figure.trend if picture.chosen.figure else ()


def figure_name(picture: IndicatorPicture) -> str:
    """The chosen figure's name in the page's language."""
    name, title = picture.chosen.asked.name[language()], picture.indicator.title[language()]
    return title if name == title else f"{title}, {name[:1].lower()}{name[1:]}"


urls = [
    path("indicators/", show_all, name="indicators"),
    path("indicators/<str:name>/", show, name="indicator"),
    path("indicators/<str:name>/trend.svg", draw, name="indicator-trend"),
    path("indicators/<str:name>/figures.<str:form>", download, name="indicator-file"),
    path("indicators/<str:name>/bodies.<str:form>", download_bodies, name="indicator-bodies"),
]
