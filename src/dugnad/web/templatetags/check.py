"""The parts of a check's report as templates show them."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()
TONES = {"met": "met", "attention": "possible", "neutral": "outside", "unknown": "unknown"}
"""A report's tones by the site's own names."""


@register.filter
def labelled(grid: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """A table's rows with each cell's column name, for cards on narrow screens."""
    return [list(zip(grid["header"], row, strict=True)) for row in grid["rows"]]


@register.filter
def site_tone(tone: str) -> str:
    """The site's name for the tone; unknown where it has none."""
    return TONES.get(tone, "unknown")


@register.filter
def kept(answers: dict[str, str] | str | None, question: str) -> str:
    """What the visitor answered, to be shown again."""
    return answers.get(question, "") if isinstance(answers, dict) else ""
