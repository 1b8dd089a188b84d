"""The support service's public answers for programs: nothing of the cases they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from dugnad.api.opened import METHODS, opened, paged
from dugnad.api.refusal import Problem, refusal
from dugnad.desk.reference import Reference, Resolved, reference_of
from dugnad.records.answer_link import look_up
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.queries.knowledge import public_answers, readable_answer

router = Router(tags=["answers"])
Page = Annotated[int, Query(ge=1, le=1_000_000)]
MOST = 2**31 - 1


@router.api_operation(
    METHODS,
    "/answers",
    response={200: dict[str, Any], 304: None, 404: Problem, 422: Problem, 429: Problem},
    summary="The support service's public answers",
    description=(
        "By number, 100 a page, optionally of one subject. Each in the languages it stands in, with what it rests on, "
        "when it was last reviewed, and why it may be out of date. `older_languages`: those whose text is older than "
        "another's, each with the one that is newer. `origin`: `asked` at a desk, or `written` "
        "beforehand. How often readers said that it helped is told by county alone, in /desk/measures."
    ),
)
def answers(request: HttpRequest, page: Page = 1, subject: str = "") -> HttpResponse:
    rows = public_answers().order_by("number")
    if subject:
        rows = rows.filter(subject=subject.replace("\0", ""))
    return paged(request, "answers", rows, page, told)


@router.api_operation(
    METHODS,
    "/answers/{number}",
    response={200: dict[str, Any], 304: None, 404: Problem, 410: Problem, 429: Problem},
    summary="One public answer",
    description="By its number, as in its address on the site. 410 for one that has been withdrawn.",
)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    known = readable_answer(None, int(number)) if is_number(number) else None
    if known is None:
        return refusal(404, "no-answer", f"No answer has the number {number[:20]}. See /api/v1/answers.")
    if known.state == Knowledge.State.WITHDRAWN:
        return refusal(410, "withdrawn", f"Answer {known.number} has been withdrawn: {known.withdrawn_because}")
    return opened(request, told([known])[0])


def is_number(written: str) -> bool:
    """Can it be an answer's number at all?"""
    return written.isascii() and written.isdigit() and int(written) <= MOST


def told(rows: Sequence[Knowledge]) -> list[dict[str, Any]]:
    """Several answers; what they rest on is looked up together."""
    rests_on = {one.number: [ref for ref in map(reference_of, one.references) if ref] for one in rows}
    found = look_up((ref for refs in rests_on.values() for ref in refs), timezone.localdate())
    return [row_of(one, [found[ref] for ref in rests_on[one.number]]) for one in rows]


def row_of(known: Knowledge, sources: Sequence[Resolved]) -> dict[str, Any]:
    """One answer; the words are the published ones and no others."""
    return {
        "number": known.number,
        "address": f"{settings.BASE_URL}/desk/answers/{known.number}/",
        "version": known.version,
        "origin": known.origin,
        "languages": {one: words_of(known, one) for one in known.languages},
        "older_languages": known.older,
        "subject": known.subject,
        "groups": known.groups,
        "cpv": known.cpv,
        "rests_on": [source_row(one) for one in sources],
        "county": known.county,
        "published_at": known.published_at,
        "reviewed_on": known.reviewed_on,
        "review_by": known.review_by,
        "stale_since": known.stale_since,
        "stale_because": known.stale_because,
        "uses": known.uses,
    }


def words_of(known: Knowledge, language: str) -> dict[str, str]:
    """What it says in one language, references as they are written."""
    words = known.words_in(language)
    return {"question": words.question, "details": words.details, "short": words.short, "answer": words.answer}


def source_row(source: Resolved) -> dict[str, Any]:
    """What a reference leads to; where it leads nowhere any more, its address is null."""
    reference: Reference = source.reference
    return {
        "reference": str(reference),
        "title": source.title,
        "address": f"{settings.BASE_URL}{source.path}" if source.path else None,
        "is_checked": source.is_checked,
        "is_replaced": source.is_replaced,
    }
