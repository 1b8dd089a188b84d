"""Letters on the page: the personal link is never shown, and the map's steps."""

from __future__ import annotations

from uuid import UUID

from django import template

from dugnad.plan.letter import LINK
from dugnad.records.case_link import case_token
from dugnad.records.models.cases import Case
from dugnad.records.models.letters import Reply
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
STEPS = 5


@register.filter
def linkless(text: str) -> str:
    """The letter's text with a word where the personal link will be."""
    return text.replace(LINK, words("letters.link-here", language()))


@register.filter
def step(percent: float | None) -> str:
    """The class of a tile's colour for a share of 0 to 100."""
    return "shade-unknown" if percent is None else f"shade-{min(STEPS - 1, int(percent / 100 * STEPS))}"


@register.filter
def asked_token(reply: Reply) -> str:
    """The way to the case that a question on a letter's page became: who holds the letter has asked it."""
    return case_token(Case(pk=UUID(str(reply.details["case"]))))
