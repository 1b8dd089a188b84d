"""Shares from 0 to 1, as status and index pages hold them."""

from __future__ import annotations

from typing import Literal

from django import template

from dugnad.web.templatetags.form import percent

register = template.Library()


@register.filter
def as_percent(share: float | Literal[""] | None) -> str:
    """0.42 as 42 %; a dash where nothing is known."""
    return percent(None if share is None or share == "" else 100 * share)
