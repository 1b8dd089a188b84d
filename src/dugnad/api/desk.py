"""The support service for programs: its desks, and its figures. No names, addresses of people or single cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from dugnad.api.opened import METHODS, opened
from dugnad.api.refusal import Problem
from dugnad.desk.measures import Cell, Quarter, Total
from dugnad.desk.small_numbers import FEWEST, FEWEST_WAITS
from dugnad.records.models.desk import Desk
from dugnad.records.queries.desk_measures import desk_measures
from dugnad.records.queries.desks import Seat, seats

router = Router(tags=["support service"])
ANSWERS = {200: dict[str, Any], 304: None, 429: Problem}
COUNTS = ("asked", "in_time", "solved", "reopened", "reused", "helped", "bodies", "signed_up", "attended")


@router.api_operation(
    METHODS,
    "/desk/measures",
    response=ANSWERS,
    summary="The support service's figures",
    description=(
        "By quarter, county and country: cases `asked`; `median_hours` and `p90_hours` to the first answer, in hours "
        f"of working days (24 a day), from {FEWEST_WAITS} answers on; `in_time` of `due`, those answered or past their "
        "promise; `solved`, `reopened`; `reused`, questions that a public answer was enough for; `helped`; `bodies` "
        "that used the service, of `of_bodies`; `events` held, who `attended` of those `signed_up`; the country's "
        "`roles`. County `00`: no county. A number "
        f"under {FEWEST} is null, nought as well, and so is `in_time` where so few were late; a total of the country "
        "has `at_least` instead of `count` where it would give such a number away. The last quarter is still running."
    ),
)
def measures(request: HttpRequest) -> HttpResponse:
    found = desk_measures(timezone.now())
    told = {
        "on": found.on,
        "is_demo": found.is_demo,
        "fewest": FEWEST,
        "answers": found.answers,
        "quarters": [quarter_row(quarter) for quarter in found.quarters],
    }
    return opened(request, told)


def quarter_row(quarter: Quarter) -> dict[str, Any]:
    """One quarter."""
    return {
        "quarter": quarter.name,
        "country": total_row(quarter.total),
        "counties": {county: cell_row(cell) for county, cell in quarter.cells.items()},
    }


def cell_row(cell: Cell) -> dict[str, Any]:
    """One county."""
    names = (*COUNTS, "due", "median_hours", "p90_hours", "of_bodies", "events")
    return {name: getattr(cell, name) for name in names}


def total_row(total: Total) -> dict[str, Any]:
    """The country."""
    counts = {name: counted(*getattr(total, name)) for name in COUNTS}
    others = {name: getattr(total, name) for name in ("due", "median_hours", "p90_hours", "of_bodies", "events")}
    return counts | others | {"roles": {role or "not-told": count for role, count in total.roles.items()}}


def counted(count: int, is_exact: bool) -> dict[str, int]:
    """A total, or what it is at the least."""
    return {"count" if is_exact else "at_least": count}


@router.api_operation(
    METHODS,
    "/desk/desks",
    response=ANSWERS,
    summary="The support service's desks",
    description=(
        "One desk for each county and one for the nation (`00`): its host, its own address, whether it `is_staffed` "
        "today, where its questions go today (`goes_to`, and why), and who answers them (`answered_by`: that desk's "
        "`hours` by weekday, 1 is Monday, and its promised `answer_days` in working days; null where nobody sits there "
        "either). `hours` and `answer_days` of the desk itself are null where nobody sits there. Who sits there is not "
        "told."
    ),
)
def desks(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = seats(today)
    by_county = {seat.desk.county: seat for seat in found}
    rows = [seat_row(seat, by_county.get(seat.route.county)) for seat in found]
    return opened(request, {"on": today, "desks": rows})


def seat_row(seat: Seat, answers: Seat | None) -> dict[str, Any]:
    """One desk. `answers`: the one its questions go to."""
    desk = seat.desk
    return {
        "county": desk.county,
        "host": seat.host.key if seat.host else None,
        "email": desk.email,
        "phone": desk.phone,
        "website": desk.website,
        "hours": desk.hours if seat.is_manned else None,
        "answer_days": desk.answer_days if seat.is_manned else None,
        "is_staffed": seat.is_manned,
        "goes_to": seat.route.county,
        "why": seat.route.why,
        "answered_by": answerer_row(answers.desk) if answers and answers.advisers else None,
        "path": f"/desk/list/{desk.county}/",
    }


def answerer_row(desk: Desk) -> dict[str, Any]:
    """The desk that answers, and when."""
    return {"county": desk.county, "hours": desk.hours, "answer_days": desk.answer_days}
