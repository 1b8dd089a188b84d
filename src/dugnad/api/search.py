"""One search for programs, over what everybody may read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router

from dugnad.api.rate import seconds_to_wait
from dugnad.api.refusal import Problem, refusal
from dugnad.desk.search_text import Kind
from dugnad.records.queries.search import Hit, results

router = Router(tags=["search"])
SEARCHES_A_MINUTE, LONGEST, MOST = 120, 300, 50


@router.get(
    "/search",
    response={200: dict[str, Any], 429: Problem},
    summary="Search everything that is published",
    description=(
        "Answers of the support service, criteria, product groups, rules in force, decisions of the complaints board, "
        "events, joint agreements and pages. Words in bokmål, nynorsk or English, misspelt ones too. "
        "`kind`: only these kinds (may be repeated). `lang`: the language of titles, where they stand in it."
    ),
)
def search(
    request: HttpRequest,
    q: Query[str],
    kind: Annotated[list[Kind] | None, Query()] = None,
    lang: Literal["nb", "nn", "en"] = "nb",
    limit: int = 20,
    page: int = 1,
) -> HttpResponse:
    wait = seconds_to_wait(request, "search-all", SEARCHES_A_MINUTE)
    if wait:
        return refusal(429, "rate", f"Too many searches from this address. Try again in {wait} seconds.", wait)
    size = min(max(limit, 1), MOST)
    found = results(q[:LONGEST].replace("\0", ""), language=lang, kinds=kind, page=page, size=size)
    told = {
        "query": q[:LONGEST],
        "total": found.total,
        "is_cut": found.is_cut,
        "counts": found.counts,
        "page": found.page,
        "pages": found.pages,
        "read_as": dict(found.read_as),
        "hits": [as_dict(hit) for hit in found.hits],
    }
    return JsonResponse(told)


def as_dict(hit: Hit) -> dict[str, Any]:
    """A hit as plain data."""
    return {
        "kind": hit.kind, "key": hit.key, "title": hit.title, "url": settings.BASE_URL + hit.path,
        "excerpt": hit.excerpt, "why": list(hit.why), "is_stale": hit.is_stale, "is_checked": hit.is_checked,
        "language": hit.language,
    }  # fmt: skip
