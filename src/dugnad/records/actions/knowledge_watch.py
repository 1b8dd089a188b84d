"""Answers watched: flagged when what they rest on has changed or nobody has read them in time; voices counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from dugnad.desk.reference import Reference, Resolved
from dugnad.records.actions.knowledge import KIND, references
from dugnad.records.actions.log import write_log
from dugnad.records.actions.search import index_one
from dugnad.records.answer_link import look_up
from dugnad.records.models.knowledge import Knowledge

REVIEW_BY = "review-by"
AT_ONCE = 500
NEEDED = ("number", "references", "rests_on", "review_by", "stale_since", "stale_because", "county")


def watch_answers(*, by: str, on: date) -> int:
    """Look every published answer over; how many have become stale or sound again."""
    changed, last = 0, 0
    while rows := list(
        Knowledge.objects.filter(state=Knowledge.State.PUBLISHED, number__gt=last)
        .order_by("number")
        .only(*NEEDED)[:AT_ONCE]
    ):
        changed += watch_some(rows, by=by, on=on)
        last = rows[-1].number
    return changed


def watch_some(rows: Sequence[Knowledge], *, by: str, on: date) -> int:
    """Some of them; what they refer to is looked up together."""
    found = look_up((one for known in rows for one in references(known)), on)
    flagged = [(known, because) for known in rows if (because := why_stale(known, found, on)) != known.stale_because]
    for known, because in flagged:
        flag_answer(by=by, known=known, because=because, on=on)
    return len(flagged)


def why_stale(known: Knowledge, found: dict[Reference, Resolved], on: date) -> list[str]:
    """The references whose state is another than at the last review, and whether the review is overdue."""
    changed = [str(one) for one in references(known) if found[one].state != known.rests_on.get(str(one), "")]
    is_overdue = known.review_by is not None and known.review_by < on
    return [*changed, REVIEW_BY] if is_overdue else changed


@transaction.atomic
def flag_answer(*, by: str, known: Knowledge, because: list[str], on: date) -> None:
    """Write down why the answer may be out of date, or that it no longer is; search says the same from now on."""
    known.stale_because = because
    known.stale_since = (known.stale_since or on) if because else None
    known.save(update_fields=["stale_because", "stale_since"])
    index_one(KIND, str(known.number))
    write_log(by=by, action="flag_answer", subject=known.number, county=known.county, because=because)


@transaction.atomic
def rate_answer(*, by: str, knowledge: Knowledge, is_helpful: bool) -> None:
    """Whether it was helpful: counted, without who or why."""
    counter = "helped" if is_helpful else "not_helped"
    Knowledge.objects.filter(pk=knowledge.pk, state=Knowledge.State.PUBLISHED).update(**{counter: F(counter) + 1})
    write_log(by=by, action="rate_answer", subject=knowledge.number, county=knowledge.county, is_helpful=is_helpful)
