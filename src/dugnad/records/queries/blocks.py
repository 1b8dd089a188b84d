"""Building blocks of an answer: what a desk may refer to, found by words."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from dugnad.desk.blocks import MOST_OF_KIND, blocks_for, words_of
from dugnad.desk.reference import Reference, Resolved
from dugnad.records.answer_link import look_up
from dugnad.records.models.knowledge import Knowledge


def building_blocks(text: str, on: date) -> list[Resolved]:
    """Published answers, criteria, paragraphs and decisions that the words call for; only what is there on the day."""
    wanted = [*answers_for(text), *blocks_for(text, on)]
    found = look_up(wanted, on)
    return [found[one] for one in dict.fromkeys(wanted) if found[one].is_known]


def answers_for(text: str) -> list[Reference]:
    """Published answers of which the question or answer holds a word."""
    words = [word for word in words_of(text) if len(word) > 3]  # noqa: PLR2004 - short words stand everywhere
    if not words:
        return []
    holds = Q()
    for word in words:
        holds |= Q(question__icontains=word) | Q(answer__icontains=word)
    rows = Knowledge.objects.filter(holds, state=Knowledge.State.PUBLISHED).order_by("-uses", "-number")
    return [Reference("answer", str(number)) for number in rows.values_list("number", flat=True)[:MOST_OF_KIND]]
