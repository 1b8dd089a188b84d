"""Charts as Vega-Lite, drawn to SVG on the server: no script runs in the reader's browser.

Sizes: `wide`, `half` and `narrow` stand on the page, below their title and above their table; `sheet` is the download,
with title, source and date in the picture.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import vl_convert

from dugnad.monitor.pictures.figure import Figure

SIZES = {"wide": (640, 230), "half": (380, 220), "narrow": (250, 190), "sheet": (760, 320)}
FONT = "Inter, Segoe UI, Helvetica Neue, Liberation Sans, Arial, sans-serif"
INK, SOFT, LINE, BLUE, PALE = "#002c54", "#4a4d52", "#d9dadb", "#0062ba", "#99c0e3"
PERCENT = "datum.value + ' %'"
ENOUGH = {"from-30", "from-40"}
FILLS = {
    "weight": "#0b6a3a", "rank": "#2f8f5b", "spec": "#5fb083", "combination": "#93cfae", "exempt": "#6f9bc8",
    "duty-applies": "#a9c6e3", "manual-review": "#e8cf8f", "invalid-code": "#dcb65c", "should-not-met": "#d9a441",
    "reasons-missing": "#c98a1b", "possible-breach": "#a56d13", "unknown": "#c9cacb",
}  # fmt: skip
"""Met is green, claimed is blue, doubtful and possible is amber, unknown is grey. The sheet parts.css has the same."""


@lru_cache(maxsize=512)
def draw(spec: str) -> str:
    """The chart as SVG; the same specification is drawn once."""
    return str(vl_convert.vegalite_to_svg(spec))


def svg(layers: list[dict[str, Any]], rows: list[dict[str, Any]], size: str, title: str, source: str) -> str:
    """Draw layers over rows, with the house's type and colours."""
    width, height = SIZES[size]
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 13}
    config = {
        "view": {"stroke": None},
        "axis": {**text, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "titleFontSize": 13,
                 "titleFontWeight": 400},
        "title": {"font": FONT, "color": INK, "subtitleFont": FONT, "subtitleColor": SOFT, "anchor": "start",
                  "fontSize": 18, "subtitleFontSize": 13, "offset": 18},
        "text": {"font": FONT, "fontSize": 13, "fill": INK},
    }  # fmt: skip
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": "#ffffff", "padding": 8,
        "width": width, "height": height, "data": {"values": rows}, "layer": layers, "config": config,
    }  # fmt: skip
    if size == "sheet":
        spec["title"] = {"text": folded(title), "subtitle": folded(source)}
    return draw(json.dumps(spec, sort_keys=True, ensure_ascii=False))


def folded(text: str, width: int = 84) -> list[str]:
    """A long line cut at spaces."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def trend(points: Sequence[Figure], size: str, *, title: str, source: str, axis: str) -> str:
    """A share year by year, 0-100 percent; years of which too little was seen are pale."""
    rows = [
        {"year": point.period, "share": point.percent, "label": f"{point.percent:.0f} %", "pale": point.is_too_little}
        for point in points
        if point.percent is not None
    ]
    x = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "grid": False}}
    y = {
        "field": "share",
        "type": "quantitative",
        "title": axis if size == "sheet" else None,
        "scale": {"domain": [0, 100]},
        "axis": {"values": [0, 25, 50, 75, 100], "labelExpr": PERCENT},
    }
    colour = {"condition": {"test": "datum.pale", "value": PALE}, "value": BLUE}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 3, "color": BLUE}, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour},
        },
        {
            "mark": {"type": "text", "dy": -15, "fontWeight": 600},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    return svg(layers, rows, size, title, source)


def columns(points: Sequence[Figure], names: Sequence[str], size: str, *, title: str, source: str, axis: str) -> str:
    """Shares of the classes, one bar each; the classes from 30 percent on are darker."""
    rows = [
        {"class": name, "share": point.percent, "label": f"{point.percent or 0:.0f} %", "met": point.part in ENOUGH}
        for point, name in zip(points, names, strict=True)
    ]
    y = {"field": "class", "type": "ordinal", "sort": None, "title": None, "axis": {"labelLimit": 220, "grid": False}}
    x = {
        "field": "share",
        "type": "quantitative",
        "title": axis,
        "scale": {"domain": [0, 100]},
        "axis": {"tickCount": 5},
    }
    colour = {"condition": {"test": "datum.met", "value": FILLS["weight"]}, "value": PALE}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {"x": x, "y": y, "color": colour}},
        {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]
    return svg(layers, rows, size, title, source)


def path(parts: Sequence[Figure], names: Sequence[str], size: str, *, title: str, source: str, axis: str) -> str:
    """The path taken, one bar a part."""
    rows = [
        {
            "part": name,
            "lots": part.numerator,
            "label": f"{part.numerator:.0f}",
            "fill": FILLS.get(part.part, "#c9cacb"),
        }
        for part, name in zip(parts, names, strict=True)
    ]
    y = {"field": "part", "type": "ordinal", "sort": None, "title": None, "axis": {"labelLimit": 320, "grid": False}}
    x = {"field": "lots", "type": "quantitative", "title": axis, "axis": {"tickMinStep": 1}}
    colour = {"field": "fill", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {"x": x, "y": y, "color": colour}},
        {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]
    return svg(layers, rows, size, title, source)


def maturity(rows: Sequence[dict[str, Any]], size: str, *, title: str, source: str, top: int) -> str:
    """A body's own steps year by year on a scale from 0; years of which too little is answered are pale.

    Each row: year, value, label, pale; and low, high and middle of like bodies where there are enough of them.
    """
    x = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "grid": False}}
    y = {
        "field": "value", "type": "quantitative", "title": None, "scale": {"domain": [0, top]},
        "axis": {"values": list(range(top + 1))},
    }  # fmt: skip
    colour = {"condition": {"test": "datum.pale", "value": PALE}, "value": BLUE}
    band = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    others = [{"filter": "isValid(datum.low)"}]
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "width": 34, "color": LINE}, "encoding": band, "transform": others},
        {
            "mark": {"type": "tick", "width": 34, "thickness": 3, "color": SOFT, "orient": "horizontal"},
            "encoding": {"x": x, "y": {**y, "field": "middle"}},
            "transform": others,
        },
        {"mark": {"type": "line", "strokeWidth": 3, "color": BLUE}, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour},
        },
        {
            "mark": {"type": "text", "dy": -15, "fontWeight": 600},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    return svg(layers, list(rows), size, title, source)


def waits(rows: Sequence[dict[str, Any]], size: str, *, title: str, source: str, axis: str) -> str:
    """A wait by quarter: a bar for half of them, a mark for nine of ten. Each row: quarter, median, p90, label."""
    x = {"field": "quarter", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0, "grid": False}}
    y = {"field": "median", "type": "quantitative", "title": axis, "axis": {"tickCount": 5}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": BLUE, "width": {"band": 0.5}}, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "tick", "thickness": 3, "width": {"band": 0.7}, "color": INK, "orient": "horizontal"},
            "encoding": {"x": x, "y": {**y, "field": "p90"}},
        },
        {
            "mark": {"type": "text", "dy": -8, "fontWeight": 600},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    return svg(layers, list(rows), size, title, source)
