"""The sentences over charts: each says what the chart shows, in the page's language."""

from __future__ import annotations

from collections.abc import Sequence

from dugnad.monitor.pictures.figure import Figure
from dugnad.web.templatetags.draw import shown
from dugnad.web.templatetags.form import number, percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

MET = {"weight", "rank", "spec", "combination"}
SAME = 0.005


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
    """Up, down or the same, from the first year to the last that both have enough to say."""
    known = [point for point in points if not point.is_too_little]
    if len(known) < 2:  # noqa: PLR2004 - a change has two ends
        return words("national.trend-title-little", language())
    first, last = known[0], known[-1]
    change = (last.value or 0) - (first.value or 0)
    way = "same" if abs(change) < SAME else "up" if change > 0 else "down"
    values = {"before": shown(first), "after": shown(last), "first": first.period, "last": last.period}
    return words(f"national.trend-title-{way}", language(), **values)


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
