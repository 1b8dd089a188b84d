"""The small drawings of a figure: its trend as a line, its coverage as a bar. Plain SVG without style attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from dugnad.monitor.pictures.figure import Figure
from dugnad.monitor.pictures.indicator import unit_of
from dugnad.web.templatetags.form import number, percent

register = template.Library()
WIDTH, HEIGHT, EDGE = 120, 36, 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of a bar, in thousandths."""

    figure: Figure
    start: float
    width: float


@register.filter
def shown(figure: Figure) -> str:
    """The figure's value in its unit."""
    unit = unit_of(figure.indicator)
    if figure.value is None:
        return number(None)
    if unit == "score":
        return number(figure.value, 2)
    return percent(figure.value if unit == "percent" else 100 * figure.value)


@register.filter
def spark(figure: Figure) -> str:
    """The points of the trend's line; nothing with fewer than two years."""
    known = [year for year in figure.trend if year.value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    top = 100.0 if unit_of(figure.indicator) == "percent" else 1.0
    step = (WIDTH - 2 * EDGE) / (len(known) - 1)
    height = HEIGHT - 2 * EDGE
    return " ".join(
        f"{EDGE + index * step:.1f},{HEIGHT - EDGE - height * min(1.0, (year.value or 0.0) / top):.1f}"
        for index, year in enumerate(known)
    )


@register.filter
def spark_of(figure: Figure | None) -> str:
    """The line of a figure that may be missing."""
    return spark(figure) if figure else ""


@register.filter
def last_point(points: str) -> tuple[str, str]:
    """Where the line ends."""
    x, _, y = points.rsplit(" ", 1)[-1].partition(",")
    return x, y


@register.filter
def stretches(parts: Sequence[Figure]) -> list[Stretch]:
    """The parts laid end to end in a bar of 1000."""
    whole = sum(part.numerator for part in parts) or 1.0
    laid, at = [], 0.0
    for part in parts:
        width = 1000 * part.numerator / whole
        laid.append(Stretch(part, round(at, 2), round(width, 2)))
        at += width
    return laid


@register.filter
def shade(figure: Figure | None) -> str:
    """The class of a tile's colour: five steps, and one for what could not be seen."""
    if figure is None or figure.is_too_little or figure.value is None:
        return "shade-unknown"
    return f"shade-{min(4, int(figure.value * 5))}"


@register.filter
def bare(code: str) -> str:
    """The code of a place without the mark of demonstration data."""
    return code.removeprefix("DEMO-")
