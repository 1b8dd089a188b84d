"""Joint framework agreements for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from dugnad.api.events import DeskCounty
from dugnad.api.opened import METHODS, paged
from dugnad.api.refusal import Problem
from dugnad.records.models.agreements import Agreement
from dugnad.records.queries.agreements import AskedAgreements, agreement_row, agreements_asked

router = Router(tags=["agreements"])
Page = Annotated[int, Query(ge=1, le=1_000_000)]
LONGEST = 60


class AgreementRow(Schema):
    """A joint framework agreement. Bodies stand by their keys in /bodies, criteria by ID@DAY."""

    id: str
    title: str
    owner: str
    owner_name: str
    cooperative: str
    county: str
    members: list[str]
    cpv: list[str]
    group: str
    criteria: list[str]
    since: date
    until: date
    longest_until: date | None
    options: str
    suppliers: int | None
    value_nok: int | None
    notice: str
    url: str
    remark: str
    href: str


class Agreements(Schema):
    """One page of agreements."""

    count: int
    page: int
    pages: int
    next: str | None
    agreements: list[AgreementRow]


@router.api_operation(
    METHODS,
    "/agreements",
    response={200: Agreements, 304: None, 404: Problem, 422: Problem, 429: Problem},
    summary="Joint framework agreements",
    description=(
        "100 a page, those that end first on top. `when`: in-force, ends (soon) or ended. `county` gives agreements "
        "kept or run in the county or with a member there, `group` those of a product group of the criteria library, "
        "by the group itself or by CPV. An empty list of criteria means that none of the library's is written down, "
        "and never that there are no requirements. Drafts are not given."
    ),
)
def agreements(
    request: HttpRequest,
    page: Page = 1,
    county: DeskCounty = "",
    group: Annotated[str, Query(max_length=LONGEST)] = "",
    when: Literal["in-force", "ends", "ended"] = "in-force",
) -> HttpResponse:
    asked = AskedAgreements(county=county, group=group.replace("\0", ""), when="" if when == "in-force" else when)
    return paged(request, "agreements", agreements_asked(asked, timezone.localdate()), page, told)


def told(rows: Sequence[Agreement]) -> list[dict[str, Any]]:
    """What is public of each."""
    return [
        agreement_row(row, row.members.all()) | {"href": f"{settings.BASE_URL}/desk/agreements/{row.pk}/"}
        for row in rows
    ]
