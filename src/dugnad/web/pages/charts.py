"""The charts' pictures: each is drawn from stored results, at the size that the page or the reader asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from dugnad.monitor.pictures.figure import PATH, SHARE, Figure, one, parts
from dugnad.monitor.pictures.freshness import freshness
from dugnad.monitor.pictures.national import distribution
from dugnad.monitor.pictures.reading import reading_of
from dugnad.web import chart, titles
from dugnad.web.templatetags.form import day
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

SCOPES = {"nation", "county", "kind", "body", "cpv"}


def trend(request: HttpRequest, scope: str, code: str) -> HttpResponse:
    """The share, year by year."""
    figure = one(reading_of(settings.STORE), SHARE, asked(scope), code, "all")
    points = figure.trend if figure else ()
    return picture(request, points, partial(chart.trend, points), titles.trend_title(points))


def weights(request: HttpRequest, scope: str, code: str, period: str) -> HttpResponse:
    """The classes of environmental weight."""
    rows = distribution(reading_of(settings.STORE), code, period) if asked(scope) == "nation" else ()
    names = [words(f"weight.{row.part}", language()) for row in rows]
    return picture(request, rows, partial(chart.columns, rows, names), titles.weights_title(rows))


def taken(request: HttpRequest, scope: str, code: str, period: str) -> HttpResponse:
    """The path taken."""
    rows = parts(reading_of(settings.STORE), PATH, asked(scope), code, period)
    names = [words(f"path.{row.part}", language()) for row in rows]
    drawn = partial(chart.path, rows, names)
    return picture(request, rows, drawn, titles.path_title(rows), "lots")


def asked(scope: str) -> str:
    """The scope, if there is such a one."""
    if scope not in SCOPES:
        raise Http404(scope)
    return scope


def picture(
    request: HttpRequest, rows: tuple[Figure, ...], drawn: Callable[..., str], title: str, unit: str = "share-axis"
) -> HttpResponse:
    """The answer with the drawing; nothing to draw is not found."""
    if not rows:
        raise Http404(request.path)
    size = request.GET.get("size", "wide")
    axis = words(f"part.{unit}", language())
    source = words("part.source", language(), day=day(freshness(settings.STORE).computed_at))
    content = drawn(size if size in chart.SIZES else "wide", title=title, source=source, axis=axis)
    answer = HttpResponse(content, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "max-age=300"
    return answer


urls = [
    path("charts/trend/<str:scope>/<str:code>.svg", trend, name="chart-trend"),
    path("charts/weights/<str:scope>/<str:code>/<str:period>.svg", weights, name="chart-weights"),
    path("charts/path/<str:scope>/<str:code>/<str:period>.svg", taken, name="chart-path"),
]
