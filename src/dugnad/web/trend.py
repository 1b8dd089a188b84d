"""The yearly trend of any indicator's figure, in the figure's own unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dugnad.monitor.pictures.figure import Figure
from dugnad.web.chart import BLUE, PALE, svg
from dugnad.web.templatetags.draw import shown
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

TOPS = {"share": 100.0, "percent": 100.0, "score": 1.0}
TWO = 2


def trend(points: Sequence[Figure], unit: str, size: str, *, title: str, source: str, axis: str) -> str:
    """Year by year; years of which too little was seen are pale."""
    factor = 100 if unit == "share" else 1
    rows = [
        {"year": point.period, "figure": factor * point.value, "label": shown(point), "pale": point.is_too_little}
        for point in points
        if point.value is not None
    ]
    top = TOPS[unit]
    x = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "grid": False}}
    y = {
        "field": "figure", "type": "quantitative", "title": axis, "scale": {"domain": [0, top]},
        "axis": {"values": [top * step / 4 for step in range(5)], "titleAlign": "left", "titleAngle": 0, "titleX": 0,
                 "titleAnchor": "end", "titleY": -12},
    }  # fmt: skip
    colour = {"condition": {"test": "datum.pale", "value": PALE}, "value": BLUE}
    label = {"x": x, "y": y, "text": {"field": "label"}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 3, "color": BLUE}, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour},
        },
        {"mark": {"type": "text", "dy": -15, "fontWeight": 600}, "encoding": label},
    ]
    return svg(layers, rows, size, title, source)


def title(points: Sequence[Figure], name: str) -> str:
    """From the first year to the last that both have enough to say."""
    known = [point for point in points if not point.is_too_little]
    if len(known) < TWO:
        return words("indicators.trend-little", language(), name=name)
    values = {"first": known[0].period, "before": shown(known[0]), "last": known[-1].period, "after": shown(known[-1])}
    return words("indicators.trend-title", language(), name=name, **values)
