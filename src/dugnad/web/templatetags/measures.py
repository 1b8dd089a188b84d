"""The support service's figures as pages show them: what is too small says so, in words."""

from __future__ import annotations

from django import template

from dugnad.web.templatetags.form import number, percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
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
def in_hours(hours: float | None) -> str:
    """Working hours."""
    return or_few(None) if hours is None else words("measures.in-hours", language(), hours=number(hours, 1))


@register.filter
def shortly(told: str) -> str:
    """In a row of cells it is said shorter that a number is too small to show: its first cell says it whole."""
    return words("measures.few-short", language()) if told == or_few(None) else told
