"""What somebody should know of a draft before it goes out: holes in it, and law that nobody else has read."""

from __future__ import annotations

import re

from django.utils import timezone

from dugnad.desk.legal import OF_LAW, own_law
from dugnad.desk.reference import Reference, reference_of, references_in
from dugnad.records.answer_link import look_up
from dugnad.records.models.cases import Case
from dugnad.records.models.knowledge import Knowledge

BRACKETS = re.compile(r"\[\[[^\[\]\n]*(?:\]\])?")
DIGITS = 9


def holes_in(text: str) -> list[str]:
    """What stands open or leads nowhere: an empty place, one that is not closed, a reference that is not known."""
    written = {one: reference_of(one[2:-2]) if one.endswith("]]") else None for one in BRACKETS.findall(text)}
    found = look_up([one for one in written.values() if one], timezone.localdate())
    return [one for one, reference in written.items() if reference is None or not found[reference].is_known]


def may_be_legal(case: Case, text: str) -> bool:
    """Does the answer say something of the law that nobody but its writer has read?

    Whoever cites a published answer which still holds, and says of the law what that answer says, is not asked.
    """
    cited = published_texts([one for one in references_in(text) if one.kind == "answer"])
    is_asked_of_law = case.context.get("kind") in OF_LAW and not cited
    return is_asked_of_law or bool(own_law(text, cited))


def published_texts(references: list[Reference]) -> list[str]:
    """The texts of the answers that are cited, where they are published and nothing has changed below them."""
    numbers = [int(one.key) for one in references if one.key.isascii() and one.key.isdigit() and len(one.key) <= DIGITS]
    if not numbers:
        return []
    rows = Knowledge.objects.filter(number__in=numbers, state=Knowledge.State.PUBLISHED, stale_since=None)
    return [f"{one.short}\n{one.answer}" for one in rows]
