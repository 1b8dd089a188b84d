"""What bodies have decided and told, for programs: recorded decisions and approved yearly statuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from dugnad.api.opened import METHODS, paged
from dugnad.api.refusal import Problem
from dugnad.records.models.decisions import Decision
from dugnad.records.models.register import Body
from dugnad.records.models.status import StatusReport
from dugnad.records.queries.status import PUBLIC, public_year

router = Router(tags=["decisions and statuses"])
Page = Annotated[int, Query(ge=1, le=1_000_000)]
ANSWERS = {200: dict[str, Any], 304: None, 404: Problem, 422: Problem, 429: Problem}


@router.api_operation(
    METHODS,
    "/decisions",
    response=ANSWERS,
    summary="Recorded decisions",
    description=(
        "Joining, withdrawing, confirming and adopting a plan, the newest first, 100 a page; `about` chooses one kind. "
        "`is_verified` is false for what was told on a letter's page and is not yet confirmed by the body's own people."
    ),
)
def decisions(request: HttpRequest, page: Page = 1, about: Decision.About | None = None) -> HttpResponse:
    found = Decision.objects.filter(is_rejected=False).select_related("body").order_by("-on", "-recorded_at", "pk")
    return paged(request, "decisions", found.filter(about=about) if about else found, page, decision_rows)


@router.api_operation(
    METHODS,
    "/statuses",
    response=ANSWERS,
    summary="Approved yearly statuses",
    description=(
        "Each body's answers as its leader approved them, the newest year first, 100 a page; `year` chooses one. An "
        "answer that was not given has an empty value, which is not no."
    ),
)
def statuses(
    request: HttpRequest, page: Page = 1, year: Annotated[int | None, Query(ge=2000, le=2100)] = None
) -> HttpResponse:
    found = reports().order_by("-year", "body__name", "pk")
    return paged(request, "statuses", found.filter(year=year) if year else found, page, status_rows)


def reports() -> QuerySet[StatusReport]:
    """What is public."""
    return StatusReport.objects.filter(PUBLIC).select_related("body").prefetch_related("answers")


def published(body: Body) -> list[dict[str, Any]]:
    """One body's approved statuses."""
    return status_rows(list(reports().filter(body=body).order_by("-year")))


def decision_rows(found: Sequence[Decision]) -> list[dict[str, Any]]:
    """Several decisions, each with its body."""
    return [decision_row(decision) | {"body": decision.body.key} for decision in found]


def decision_row(decision: Decision) -> dict[str, Any]:
    """What is public of a decision: the organ and the position, never a person."""
    return {
        "about": decision.about,
        "decided_by": decision.decided_by,
        "on": decision.on,
        "case_number": decision.case_number,
        "document_url": decision.document_url,
        "responsible": decision.responsible,
        "is_verified": decision.is_verified,
    }


def status_rows(found: Sequence[StatusReport]) -> list[dict[str, Any]]:
    """The answers as approved, with the maturity computed from them."""
    return [
        {
            "body": report.body.key,
            "year": report.year,
            "answers": {
                line.question.key: {"value": line.value, "evidence_url": line.evidence_url, "note": line.note}
                for line in year.lines
            },
        }
        for report in found
        if (year := public_year(report)) is not None
    ]
