"""The support service's figures as pages show them: what is too small says so, in words."""

from __future__ import annotations

from django import template

from dugnad.desk.measures import HOURS_A_DAY
from dugnad.web.templatetags.form import number, percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
NO_BREAK = "\N{NO-BREAK SPACE}"
Told = tuple[int, bool] | int | None


@register.filter
def or_few(count: int | None) -> str:
    """The number, or that it is too small to show."""
    return words("measures.few", language()) if count is None else number(count)


@register.filter
def told_total(count: Told) -> str:
    """A county's count; or the country's, which may be known at the least only."""
    if not isinstance(count, tuple):
        return or_few(count)
    known, is_exact = count
    if is_exact:
        return number(known)
    return words("measures.at-least", language(), count=number(known)) if known else or_few(None)


@register.filter
def total_of(count: Told, whole: int | None) -> str:
    """So many of so many, and the share where both are exact."""
    said = told_total(count)
    known = count[0] if isinstance(count, tuple) and count[1] else count
    if not whole or isinstance(known, tuple) or known is None:
        return said
    return f"{words('measures.of', language(), count=said, of=number(whole))} ({percent(100 * known / whole)})"


@register.filter
def in_hours(hours: float | None, form: str = "") -> str:
    """A wait as people reckon it: a working day has 24 hours here. `form`: "short" in a row of cells."""
    if hours is None:
        return or_few(None)
    days, rest = divmod(round(hours), HOURS_A_DAY)
    kept = [("days", days)] if days else []
    kept += [("hours", rest)] if rest or not days else []
    key = f"measures.{form}-wait" if form else "measures.wait"
    parts = [words(f"{key}-{unit}", language(), count=count) for unit, count in kept]
    told = words(f"{key}-and", language(), days=parts[0], hours=parts[1]) if len(kept) > 1 else parts[0]
    return told.replace(" ", NO_BREAK) if form else told


@register.filter
def shortly(told: str) -> str:
    """In a row of cells it is said shorter that a number is too small to show, in one line."""
    return words("measures.few-short", language()).replace(" ", NO_BREAK) if told == or_few(None) else told
