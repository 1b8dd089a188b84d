"""Fixed words of the criteria library, figures, and the language a text is really in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from dugnad.criteria.criterion import Figure, Version
from dugnad.criteria.due import Flag
from dugnad.criteria.due_words import flag_text
from dugnad.criteria.tender import pieces_of, plain
from dugnad.criteria.tender_words import figure_text, unit_in_words
from dugnad.monitor.used import UsedIn
from dugnad.web import shelf
from dugnad.web.templatetags.text import language

register = template.Library()


@register.simple_tag
def term(kind: str, code: str) -> str:
    """A fixed word of the library: kind, level, status, theme, proof."""
    return shelf.term(kind, code)


@register.simple_tag
def lang_of(text: Mapping[str, str]) -> SafeString:
    """` lang="nb"` where the text is not in the page's language, for those who listen."""
    return mark_safe(' lang="nb"') if shelf.tongue(text) else SafeString("")


@register.simple_tag
def filled(version: Version, text: Mapping[str, str]) -> str:
    """The text with its fields filled: figures read in their source, else the field's name in brackets."""
    return plain(pieces_of(shelf.spoken(text), version.parameters, {}, language()))


@register.filter
def unit_words(unit: str) -> str:
    """The unit as the page's language says it; signs stay as they are."""
    return unit_in_words(unit, language())


@register.filter
def of(values: object, key: object) -> Any:
    """The value of a name that the template holds; "" where there is none, or no such table on the page."""
    return values.get(key, "") if isinstance(values, Mapping) else ""


@register.filter
def unchosen(lines: list[Any]) -> int:
    """How many of the lines are not in the set."""
    return sum(not line.is_chosen for line in lines)


@register.filter
def remark_icon(tone: str) -> str:
    """The icon of a remark's tone."""
    return {"ok": "met", "caution": "ask", "stop": "possible"}.get(tone, "unknown")


@register.filter(name="flag_text")
def told_flag(flag: Flag) -> str:
    """Why the criterion is due, in the page's language."""
    return flag_text(flag, language())


@register.filter(name="used_text")
def told_uses(used: UsedIn) -> str:
    """How often a criterion was found, and in how much."""
    return used.sentence(language())


@register.filter
def criterion_name(criterion: str) -> str:
    """The criterion's name in the page's language."""
    return shelf.spoken(shelf.library().criteria[criterion].latest.name)


@register.filter
def figure(value: Figure) -> str:
    """A limit as people of the page's language write it."""
    return figure_text(value, language())
