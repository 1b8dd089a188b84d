"""How a finding is shown: its tone, its sentence in the page's language, its facts in words."""

from __future__ import annotations

from typing import Any

from django import template

from dugnad.web.templatetags.form import number
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

register = template.Library()
TONES = {
    "MET_WEIGHT": "met", "MET_RANK": "met", "MET_SPEC": "met", "MET_COMBINATION": "met",
    "EXEMPT_CLAIMED": "claimed", "DUTY_DECLARED": "claimed", "DUTY_APPLIES": "claimed",
    "MANUAL_REVIEW": "ask", "INVALID_CODE_FOR_DATE": "ask", "SHOULD_NOT_MET": "ask", "REASONS_MISSING": "possible",
    "POSSIBLE_BREACH": "possible", "NOT_APPLICABLE": "outside", "OUTSIDE_ACT": "outside",
}  # fmt: skip
"""Neutral to amber; green only where met; never red."""


@register.filter
def tone(outcome: str | None) -> str:
    """The name of the outcome's icon and colours."""
    return TONES.get(outcome or "", "unknown")


@register.filter
def sentence(finding: dict[str, Any]) -> str:
    """The stored sentence in the page's language, word for word."""
    return finding.get(f"sentence_{language()}") or finding.get("sentence_nb") or ""


@register.filter
def fact_name(name: str) -> str:
    """The fact's name in words, or as stored where it has none."""
    key = f"fact.{name}"
    return words(key, language()) if has_words(key) else name.replace("_", " ")


@register.filter
def fact_value(value: Any) -> str:
    """The fact's value in words."""
    if value is None:
        return words("fact.is-unknown", language())
    if isinstance(value, bool):
        return words("fact.is-true" if value else "fact.is-false", language())
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 1)
    if isinstance(value, list | tuple):
        return ", ".join(fact_value(part) for part in value) or words("fact.is-none", language())
    return str(value) or words("fact.is-none", language())
