"""Events in words: when, for whom, and whether the day is one that people work on."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils import timezone

from dugnad.desk.mail_words import span_words
from dugnad.desk.working_time import is_working_day
from dugnad.records.models.events import Event
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
KILOBYTE = 1024


@register.filter
def event_when(event: Event) -> str:
    """When it is held: onsdag 2. desember 2026 kl. 09.00–11.30."""
    return span_words(timezone.localtime(event.starts_at), timezone.localtime(event.ends_at), language())


@register.filter
def roles_words(audience: Sequence[str]) -> str:
    """For whom: the first with a capital letter."""
    said = [words(f"events.role-{role}", language()) for role in audience if role in Event.AUDIENCES]
    return ", ".join([*said[:1], *(one[0].lower() + one[1:] for one in said[1:])])


@register.filter
def is_odd_day(event: Event) -> bool:
    """Does it fall on a weekend or a holiday, as a copy may?"""
    return not is_working_day(timezone.localdate(event.starts_at))
