"""What public answers are used for: opened by readers, sent as part of a desk's answer, enough to end a case."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from dugnad.desk.reference import Reference
from dugnad.records.models.knowledge import Knowledge

DIGITS = 9
"""No number is longer; longer ones are no answers."""


def count_use(*, knowledge: Knowledge) -> None:
    """It was used once more. A count alone: nothing is kept of who used it."""
    count_numbers([knowledge.number])


def count_cited(*, references: Iterable[Reference]) -> None:
    """Each answer that a text which was sent refers to."""
    keys = {one.key for one in references if one.kind == "answer"}
    count_numbers(int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= DIGITS)


def count_numbers(numbers: Iterable[int]) -> None:
    """Once more for each of the answers; only what everybody may read is counted."""
    rows = Knowledge.objects.filter(number__in=list(numbers), state=Knowledge.State.PUBLISHED)
    rows.update(uses=F("uses") + 1)
