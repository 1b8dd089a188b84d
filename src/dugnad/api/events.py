"""Courses and meetings of the support service for programs; never who comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AfterValidator

from dugnad.api.opened import METHODS, paged
from dugnad.api.refusal import Problem
from dugnad.desk.small_numbers import FEWEST
from dugnad.records.county import is_county
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.events import Event
from dugnad.records.queries.events import AskedEvents, coming, event_rows, past

router = Router(tags=["events"])
Role = Literal["politician", "leader", "buyer", "supplier", "other"]
Page = Annotated[int, Query(ge=1, le=1_000_000)]


def known_desk(county: str) -> str:
    """The number of a county, 00 for the nation, or nothing; anything else is told."""
    if county and county != NATIONAL and not is_county(county):
        raise ValueError("there is no such county")
    return county


DeskCounty = Annotated[str, AfterValidator(known_desk)]


class Material(Schema):
    """A link to read."""

    title: str
    url: str


class EventRow(Schema):
    """A course, meeting or network. Times are by the clock in Norway, with their offset from UTC."""

    id: str
    kind: str
    title: str
    text: str
    language: str
    county: str
    audience: list[str]
    place: str
    is_online: bool
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime | None
    state: str
    called_off_because: str
    seats: int | None
    taken: int | None
    waiting: int | None
    series: str | None
    materials: list[Material]
    href: str
    calendar: str


class Events(Schema):
    """One page of events."""

    count: int
    page: int
    pages: int
    next: str | None
    events: list[EventRow]


@router.api_operation(
    METHODS,
    "/events",
    response={200: Events, 304: None, 404: Problem, 422: Problem, 429: Problem},
    summary="Courses and meetings of the support service",
    description=(
        "100 a page; those to come, the next first, or with `when=past` those that have been, the latest first. "
        "`county` gives a county's own and the nation's, `county=00` the nation's alone; `role` (politician, leader, "
        "buyer, supplier, other) and `kind` (course, meeting, network, market) choose among them. `state`: open, "
        "full (with a waiting list), closed, begun, past or called-off. `taken` and `waiting` count people who have "
        f"confirmed, until the event begins, each from {FEWEST} on, and are null else; who they are is told to nobody. "
        "`seats` null: no bound. Materials are listed once the event has begun. As a calendar: "
        "/desk/events.ics with the same choices."
    ),
)
def events(
    request: HttpRequest,
    page: Page = 1,
    county: DeskCounty = "",
    role: Role | None = None,
    kind: Event.Kind | None = None,
    when: Literal["coming", "past"] = "coming",
) -> HttpResponse:
    now = timezone.now()
    asked = AskedEvents(county=county, role=role or "", kind=kind or "")

    def told(rows: Sequence[Event]) -> list[dict[str, Any]]:
        return [row | addresses(row["id"]) for row in event_rows(rows, now)]

    return paged(request, "events", past(asked, now) if when == "past" else coming(asked, now), page, told)


def addresses(event_id: str) -> dict[str, str]:
    """Its page and its calendar."""
    page = f"{settings.BASE_URL}/desk/events/{event_id}"
    return {"href": f"{page}/", "calendar": f"{page}.ics"}
