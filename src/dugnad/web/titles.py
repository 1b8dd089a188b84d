"""The sentences over charts: each says what the chart shows, in the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dugnad.monitor.pictures.figure import Figure
from dugnad.web.templatetags.draw import shown
from dugnad.web.templatetags.form import number, percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

MET = {"weight", "rank", "spec", "combination"}
SAME = 0.005
FEWEST_LOTS = 10
"""Readable lots that the first and the last year must have for the two to make a direction."""


def path_title(parts: Sequence[Figure]) -> str:
    """How many lots meet the rule, may breach it, and are unknown."""
    counts = {part.part: part.numerator for part in parts}
    return words(
        "national.path-title",
        language(),
        count=number(parts[0].denominator if parts else 0),
        met=number(sum(count for part, count in counts.items() if part in MET)),
        possible=number(counts.get("possible-breach", 0)),
        unknown=number(counts.get("unknown", 0)),
    )


def trend_title(points: Sequence[Figure]) -> str:
    """Up or down only where every year goes that way and both ends rest on enough lots; else how far it has swung."""
    known = [point for point in points if not point.is_too_little]
    while known and known[0].denominator < FEWEST_LOTS:
        known = known[1:]
    while known and known[-1].denominator < FEWEST_LOTS:
        known = known[:-1]
    if len(known) < 2:  # noqa: PLR2004 - a change has two ends
        return words("national.trend-title-little", language())
    first, last = known[0], known[-1]
    lowest, highest = (end(known, key=lambda point: point.value or 0) for end in (min, max))
    values = {"before": shown(first), "after": shown(last), "first": first.period, "last": last.period,
              "low": shown(lowest), "high": shown(highest), "n": number(first.denominator),
              "m": number(last.denominator)}  # fmt: skip
    return words(f"national.trend-title-{way_of([point.value or 0 for point in known])}", language(), **values)


def way_of(values: Sequence[float]) -> str:
    """Does every step go the same way?"""
    steps = [after - before for before, after in pairwise(values)]
    if max(values) - min(values) < SAME:
        return "same"
    if all(step >= 0 for step in steps):
        return "up"
    return "down" if all(step <= 0 for step in steps) else "swung"


def weights_title(classes: Sequence[Figure]) -> str:
    """The most common class of environmental weight."""
    most = max(classes, key=lambda row: row.numerator, default=None)
    if most is None or most.is_too_little:
        return words("national.weights-title-little", language())
    return words(
        "national.weights-title",
        language(),
        **{"class": words(f"weight.{most.part}", language())},
        share=percent(most.percent),
    )
