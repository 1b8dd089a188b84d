"""How a finding is shown: its tone, its sentence in the page's language, its facts in words."""

from __future__ import annotations

import re
from typing import Any

from django import template

from dugnad.check.steps import next_step
from dugnad.law.finding import Finding
from dugnad.web import codes, facts
from dugnad.web.templatetags.form import percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
PLACE = re.compile(
    r"(?:page (?P<page>\d+)|paragraph (?P<paragraph>\d+)|table (?P<table>\d+) row (?P<row>\d+))"
    r"(?: \(under «(?P<heading>.*)»\))?"
)
"""A place as the tables tell it."""
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
def closed(sentence: str) -> str:
    """The sentence with its full stop."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


@register.filter
def told_sentence(finding: Finding) -> str:
    """The sentence of a finding that was judged just now, as in the law's worked cases."""
    return {"nb": finding.sentence_nb, "nn": finding.sentence_nn, "en": finding.sentence_en}[language()]


@register.filter
def what_now(finding: dict[str, Any]) -> str:
    """The next step for the finding's outcome and ground."""
    return next_step(finding["outcome"], finding["ground"], language())


@register.filter
def share_of_lot(value: float | None) -> str:
    """A criterion's weight, with the decimals it needs."""
    return percent(value, facts.places(value))


@register.filter
def place_words(place: str | None) -> str:
    """Where in a document something stands, in the page's language."""
    found = PLACE.fullmatch(place or "")
    if found is None:
        return place or ""
    numbers = {name: text for name, text in found.groupdict().items() if text is not None}
    kind = "page" if "page" in numbers else "row" if "table" in numbers else "paragraph"
    heading = numbers.pop("heading", "")
    told = words(f"notice.place-{kind}", language(), **numbers)
    return words("notice.place-under", language(), place=told, heading=heading) if heading else told


register.filter("fact_rows", facts.fact_rows)
register.filter("criterion_type", codes.criterion_type)
register.filter("strategic_goal", codes.strategic_goal)
register.filter("cpv_name", codes.cpv_name)
register.filter("rule_name", codes.rule_name)
register.filter("language_name", codes.language_name)
register.filter("text_language", codes.text_language)
