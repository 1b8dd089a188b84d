"""The register of public bodies for programs: in pages, as a table, and one with all that it has made public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AfterValidator

from dugnad.api.opened import METHODS, as_table, opened, paged
from dugnad.api.plan import local_plan
from dugnad.api.refusal import Problem, refusal
from dugnad.api.status import decision_row, published
from dugnad.records.county import is_county
from dugnad.records.models.register import Body, Kind, ObligationClass
from dugnad.records.queries.bodies import forerunners_of, successors_of
from dugnad.records.queries.decisions import adhesions_of
from dugnad.records.queries.register import body_by_key
from dugnad.records.queries.standing import standing_of
from dugnad.records.queries.status import comments_of

router = Router(tags=["bodies"])
LONGEST = 100


def known_county(county: str) -> str:
    """The number of a county, or nothing; anything else is told."""
    if county and not is_county(county):
        raise ValueError("there is no such county")
    return county


County = Annotated[str, AfterValidator(known_county)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]


class BodyRow(Schema):
    """A public body. `key` names it in addresses: its number, else a short name."""

    key: str
    orgnr: str | None
    name: str
    name_nn: str
    name_en: str
    kind: str
    obligation_class: str
    county: str
    municipality: str
    parent: str | None
    since: date | None
    until: date | None
    is_demo: bool
    adhesion: str


class Bodies(Schema):
    """One page of the register."""

    count: int
    page: int
    pages: int
    next: str | None
    bodies: list[BodyRow]


NAMES = tuple(BodyRow.model_fields)


@router.api_operation(
    METHODS,
    "/bodies",
    response={200: Bodies, 304: None, 404: Problem, 422: Problem, 429: Problem},
    summary="The public bodies",
    description=(
        "100 a page, by name; `kind`, `obligation_class` (shall, invited, supporter, none), `county` and `q` (a part "
        "of the name, or the number) choose among them. `adhesion`: joined, withdrawn, invited, confirmed, "
        "not-confirmed or none. Bodies that have ended are there with `until`."
    ),
)
def bodies(
    request: HttpRequest,
    page: Page = 1,
    kind: Kind | None = None,
    obligation_class: ObligationClass | None = None,
    county: County = "",
    q: str = "",
) -> HttpResponse:
    return paged(request, "bodies", chosen(kind, obligation_class, county, q), page, told)


@router.api_operation(
    METHODS,
    "/bodies.csv",
    summary="The public bodies as a table",
    description="All rows at once, chosen as in /bodies.",
)
def bodies_table(
    request: HttpRequest,
    kind: Kind | None = None,
    obligation_class: ObligationClass | None = None,
    county: County = "",
    q: str = "",
) -> HttpResponse:
    rows = told(list(chosen(kind, obligation_class, county, q)))
    return as_table(request, NAMES, ([row[name] for name in NAMES] for row in rows))


@router.api_operation(
    METHODS,
    "/bodies/{key}",
    response={200: dict[str, Any], 304: None, 404: Problem, 429: Problem},
    summary="One public body",
    description=(
        "By organisation number or short name: the register's row, its decisions, plan in force, approved yearly "
        "statuses and comments on its own figures. What it has not told is null or empty, and never no."
    ),
)
def one_body(request: HttpRequest, key: str) -> HttpResponse:
    body = body_by_key(key)
    if body is None:
        return refusal(404, "no-body", f"No body is called {key[:80]}. See /api/v1/bodies.")
    standing = standing_of(body, settings.STORE, timezone.localdate())
    history = [row for row in standing.adhesion.history if not row.is_rejected]
    row = told([body])[0] | {
        "website": body.website,
        "successors": [other.key for other in successors_of(body)],
        "predecessors": [other.key for other in forerunners_of(body)],
        "decisions": [decision_row(row) for row in history],
        "plan": local_plan(standing.plan, standing.progress) if standing.plan else None,
        "statuses": published(body),
        "comments": [{"about": comment.about, "text": comment.text, "at": comment.at} for comment in comments_of(body)],
        "next_step": {"name": standing.step.name, "count": standing.step.count, "by": standing.step.by},
        "href": f"{settings.BASE_URL}/bodies/{body.key}/",
    }
    return opened(request, row)


def chosen(kind: str | None, obligation_class: str | None, county: str, text: str) -> QuerySet[Body]:
    """The bodies that fit, by name."""
    found = Body.objects.select_related("parent").order_by("name", "pk")
    if kind:
        found = found.filter(kind=kind)
    if obligation_class:
        found = found.filter(obligation_class=obligation_class)
    if county:
        found = found.filter(county=county)
    said = text.replace("\0", "")[:LONGEST].strip()
    return found.filter(Q(name__icontains=said) | Q(orgnr=said)) if said else found


def told(rows: Sequence[Body]) -> list[dict[str, Any]]:
    """The register's public fields; never an address, a person or a draft."""
    adhesions = adhesions_of(rows)
    return [
        {
            "key": body.key,
            "orgnr": body.orgnr,
            "name": body.name,
            "name_nn": body.name_nn,
            "name_en": body.name_en,
            "kind": body.kind,
            "obligation_class": body.obligation_class,
            "county": body.county,
            "municipality": body.municipality,
            "parent": body.parent.key if body.parent else None,
            "since": body.since,
            "until": body.until,
            "is_demo": body.is_demo,
            "adhesion": adhesions[body.pk].state,
        }
        for body in rows
    ]
