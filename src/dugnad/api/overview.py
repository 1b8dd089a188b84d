"""How far the follow-up has come, for programs: the nation, the counties, the letters' response. Counts only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from dugnad.api.opened import METHODS, opened
from dugnad.api.refusal import Problem, refusal
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records.queries.figures import as_dict, overview
from dugnad.records.queries.letters import public_responses
from dugnad.records.queries.sdg import sdg_as_dict, sdg_year, sdg_years

router = Router(tags=["overview"])
ANSWERS = {200: dict[str, Any], 304: None, 429: Problem}
RESPONSE = ("letters", "sent", "asked", "bounced", "failed", "waiting", "opened", "replied", "acted")


@router.api_operation(
    METHODS,
    "/overview",
    response=ANSWERS,
    summary="The nation and its counties",
    description=(
        "How many have confirmed, joined, adopted a plan, approved a status and answered letters, each with `of`: "
        "how many it counts of. `is_demo`: only invented bodies are counted, as there are no others. `trend`: the "
        "nation at each year's end."
    ),
)
def country(request: HttpRequest) -> HttpResponse:
    seen = overview(timezone.localdate())
    told = {
        "on": seen.on,
        "status_year": seen.year,
        "is_demo": seen.is_demo,
        "nation": as_dict(seen.nation),
        "counties": {number: as_dict(seen.counties[number]) for number in NUMBERS if number in seen.counties},
        "trend": [
            {"year": year, "confirmed": as_dict(counted)["confirmed"], "joined": as_dict(counted)["joined"]}
            for year, counted in seen.trend
        ],
    }
    return opened(request, told)


@router.api_operation(
    METHODS,
    "/letters",
    response=ANSWERS,
    summary="The letters' response",
    description=(
        "The nation's letters, the newest first: when they went, and how many were sent, opened, answered and done as "
        "they ask. `asked`: those sent that ask for something; `replied` and `acted` are of these. Nobody is named."
    ),
)
def letters(request: HttpRequest) -> HttpResponse:
    told = [
        {
            "sender": run.letter.sender,
            "subject": run.subject,
            "started_on": timezone.localdate(run.started_at) if run.started_at else None,
            "reply_by": run.reply_by,
        }
        | {name: getattr(response, name) for name in RESPONSE}
        for run, response in public_responses()
    ]
    return opened(request, {"letters": told})


@router.api_operation(
    METHODS,
    "/sdg",
    response=ANSWERS | {404: Problem, 422: Problem},
    summary="SDG indicator 12.7.1",
    description=(
        "One `year` (the newest without): A and F computed, B to E as answered, with evidence. A part that is not "
        "answered is null; there is no total before the sub-points are known. `years`: those that can be asked for."
    ),
)
def sdg(request: HttpRequest, year: int | None = None) -> HttpResponse:
    today, store = timezone.localdate(), Path(settings.STORE)
    years = sdg_years(store, today)
    if year is not None and year not in years:
        return refusal(404, "no-year", f"There are no figures for {year}. The years are {', '.join(map(str, years))}.")
    return opened(request, {"years": years, **sdg_as_dict(sdg_year(store, year or years[0], today))})
