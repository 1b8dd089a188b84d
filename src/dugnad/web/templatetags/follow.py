"""How far the follow-up has come, as pages show it."""

from __future__ import annotations

from django import template

from dugnad.records.queries.figures import Count
from dugnad.web.templatetags.form import percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

register = template.Library()
SHADES = 5


@register.filter
def share_of(count: Count) -> str:
    """The share in percent; a dash where there is nobody to count."""
    return percent(None if count.share is None else 100 * count.share)


@register.filter
def count_shade(count: Count | None) -> str:
    """The class of a tile's colour, as for the measured figures."""
    if not count or count.share is None:
        return "shade-unknown"
    return f"shade-{min(SHADES - 1, int(count.share * SHADES))}"


@register.filter
def about_words(about: str) -> str:
    """What a comment is about: an indicator's name where it is one."""
    return words(f"figure.{about}", language()) if has_words(f"figure.{about}") else about
