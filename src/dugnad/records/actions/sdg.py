"""Answering the parts B to E of SDG indicator 12.7.1, with evidence."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.given import clean_text, clean_url
from dugnad.plan.sdg import ANSWERED, Part, load_sdg
from dugnad.records.actions.log import write_log
from dugnad.records.models.people import Person
from dugnad.records.models.status import SdgAnswer
from dugnad.records.permissions import may_coordinate

FIRST_YEAR = 2021
MOST_TEXT = 2000


@transaction.atomic
def answer_sdg(
    *,
    by: Person,
    year: int,
    part: str,
    value: float | None = None,
    points: Iterable[str] = (),
    text: str = "",
    evidence_url: str = "",
) -> SdgAnswer:
    """Keep the nation's answer on one part in one year; a later answer stands over it, and the log holds both.

    Where UNEP's sub-points are content, `points` names those answered with yes; until then `value` is 0 to 1, or none
    for not answered.
    """
    if not may_coordinate(by):
        raise NotAllowed(by.by, "answer for the nation")
    if part not in ANSWERED or not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Refused("unknown", f"There is no part {part!r} to answer in {year}.", field="part")
    known = load_sdg().parts[part]
    ticked = ticked_points(known, points)
    must_be_share(value)
    url = clean_url(evidence_url, "evidence_url")
    if (value is not None or ticked) and not url:
        raise Refused("evidence-missing", "Give the evidence with an exact address.", field="evidence_url")
    SdgAnswer.objects.get_or_create(year=year, part=part)  # two who answer at once stand in line
    answer = SdgAnswer.objects.select_for_update().get(year=year, part=part)
    before = shown(answer)
    answer.value = value if known.points is None else known.value_of(frozenset(ticked)) if url else None
    answer.points, answer.evidence_url = ticked, url
    answer.text = clean_text(text, "text", MOST_TEXT)
    answer.save()
    write_log(by=by, action="answer_sdg", subject=f"{year} {part}", before=before, after=shown(answer))
    return answer


def ticked_points(part: Part, points: Iterable[str]) -> list[str]:
    """The sub-points answered with yes; one that content does not know is refused."""
    known, ticked = {point.key for point in part.points or ()}, sorted(set(points))
    if set(ticked) - known:
        raise Refused("unknown", "There is no such sub-point.", field="points")
    return ticked


def must_be_share(value: float | None) -> None:
    """From 0 to 1, where it is given at all."""
    if value is not None and not 0 <= value <= 1:
        raise Refused("not-a-share", "Write a number from 0 to 1.", field="value")


def shown(answer: SdgAnswer) -> dict[str, object]:
    """The answer as the log keeps it."""
    return {"value": answer.value, "points": answer.points, "evidence_url": answer.evidence_url}
