"""What may name somebody, marked in a text, and words of answers."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dugnad.desk.identify import Mark, marks
from dugnad.records.case_names import Names
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()


@register.filter
def marked(text: str, found: Iterable[Mark]) -> SafeString:
    """The text with each mark highlighted, and said to those who listen; all of it escaped."""
    pieces: list[SafeString | str] = []
    at = 0
    for mark in found:
        told = words(f"answers.sort-{mark.sort}", language())
        pieces.append(conditional_escape(text[at : mark.start]))
        pieces.append(
            format_html('<mark class="named"><span class="ds-sr-only">{}: </span>{}</mark>', told, mark.of(text))
        )
        at = mark.end
    pieces.append(conditional_escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


@register.filter
def marked_by(text: str, names: Names) -> SafeString:
    """The text with what may name somebody highlighted."""
    return marked(text, marks(text, names.known, names.bodies))
