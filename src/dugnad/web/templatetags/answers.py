"""What may name somebody, marked in a text, and words of answers."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dugnad.desk.identify import SORTS, Mark, marks
from dugnad.records.case_names import Names
from dugnad.web.templatetags.reference import with_references
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
END, FIRST = "\ue000", 0xE001
"""Signs that no text of ours holds: they stand where a mark ends, and where one of each sort begins."""
HELD = {ord(END): None, **{FIRST + place: None for place in range(len(SORTS))}}


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


@register.filter
def read_by_all(text: str, names: Names) -> SafeString:
    """The text as everybody will read it, with live references and lists; what may name somebody is highlighted."""
    text = text.translate(HELD)
    pieces: list[str] = []
    at = 0
    for mark in marks(text, names.known, names.bodies):
        begin = chr(FIRST + SORTS.index(mark.sort))
        pieces += [text[at : mark.start], "\n".join(f"{begin}{line}{END}" for line in mark.of(text).split("\n"))]
        at = mark.end
    html = str(with_references("".join(pieces) + text[at:]))
    for place, sort in enumerate(SORTS):
        told = words(f"answers.sort-{sort}", language())
        html = html.replace(
            chr(FIRST + place), format_html('<mark class="named"><span class="ds-sr-only">{}: </span>', told)
        )
    return mark_safe(html.replace(END, "</mark>"))  # noqa: S308 - escaped before the marks are put in
