"""The criteria library for programs: all of it as JSON, CSV and JSON-LD, one criterion, search, a proposed set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.http import parse_etags
from ninja import Query, Router

from dugnad.api.dataset import dataset
from dugnad.api.rate import seconds_to_wait
from dugnad.api.refusal import Problem, refusal
from dugnad.criteria.answers import chosen_as_dict, found_as_dict
from dugnad.criteria.as_dict import criterion_as_dict, library_as_dict, schema
from dugnad.criteria.choose import choose
from dugnad.criteria.export import export
from dugnad.criteria.kept import Kept, kept_library
from dugnad.criteria.search import find
from dugnad.criteria.search_index import Index, index_of
from dugnad.criteria.selection_check import check_selection
from dugnad.criteria.tender import library_text

router = Router(tags=["criteria"])
HELD = 3600
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Open data may be read by any site's pages."""
"""Seconds that others may keep an answer before they ask again."""
SEARCHES_A_MINUTE, LONGEST, MOST = 120, 200, 100


def answer(request: HttpRequest, kept: Kept, name: str, media_type: str, make: Callable[[], bytes]) -> HttpResponse:
    """The bytes with an ETag that changes only when the library, the day or the form does; 304 where it is known."""
    said = f"{version('dugnad')}-{hash_of(kept.signature)}-{timezone.localdate()}-{name}"
    etag = f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
    headers = OPEN | {"ETag": etag, "Cache-Control": f"public, max-age={HELD}"}
    known = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known or "*" in known:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(make(), content_type=media_type, headers=headers)


@lru_cache(maxsize=2)
def hash_of(signature: object) -> str:
    """The files' state in few letters."""
    return hashlib.sha256(repr(signature).encode()).hexdigest()


def written(told: Any) -> bytes:
    """Plain data as JSON."""
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def address() -> str:
    """The site's own address, for links that work elsewhere, whatever name a request gave it."""
    return str(settings.BASE_URL)


class KeptLibrary:
    """A library by its identity, so that its index can be held."""

    def __init__(self, kept: Kept) -> None:
        self.library, self.name = kept.library, hash_of(kept.signature)

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptLibrary) and self.name == other.name


@lru_cache(maxsize=1)
def index_for(kept: KeptLibrary) -> Index:
    """The search index of a library, made once."""
    return index_of(kept.library)


@router.api_operation(
    ["GET", "HEAD"],
    "/criteria",
    response={200: dict[str, Any], 304: None, 404: Problem},
    summary="The whole library",
    description=(
        "Every criterion in every version and language, with facts and how sure they are; `group`: one product group. "
        "Has an ETag: ask again with If-None-Match."
    ),
)
def everything(request: HttpRequest, group: str = "") -> HttpResponse:
    kept = kept_library()
    if group and group not in kept.library.groups:
        return refusal(404, "no-group", f"No product group is called {group[:60]}. See /api/v1/criteria.")

    def made() -> bytes:
        return written(library_as_dict(kept.library, on=timezone.localdate(), group=group))

    return answer(request, kept, f"json-{group}", "application/json", made)


@router.api_operation(
    ["GET", "HEAD"],
    "/criteria.csv",
    summary="The library as a table",
    description="One row a criterion, in the language asked for.",
)
def table(request: HttpRequest, lang: Literal["nb", "nn", "en"] = "nb") -> HttpResponse:
    kept, base = kept_library(), address()

    def made() -> bytes:
        return export(library_text(kept.library, language=lang, on=timezone.localdate(), base=base, group=""), "csv")

    return answer(request, kept, f"csv-{lang}-{base}", "text/csv; charset=utf-8", made)


@router.api_operation(
    ["GET", "HEAD"],
    "/criteria.jsonld",
    summary="The library as linked data",
    description="DCAT-AP-NO: the dataset, its forms, and each criterion as a concept.",
)
def linked(request: HttpRequest) -> HttpResponse:
    kept, base = kept_library(), address()
    return answer(request, kept, f"jsonld-{base}", "application/ld+json", lambda: written(dataset(kept.library, base)))


@router.api_operation(
    ["GET", "HEAD"],
    "/criteria/schema.json",
    summary="The form of the JSON",
    description="JSON Schema of the library and of a set.",
)
def form(request: HttpRequest) -> HttpResponse:
    return answer(request, kept_library(), "schema", "application/schema+json", lambda: written(schema()))


@router.get(
    "/criteria/search",
    response={200: dict[str, Any], 429: Problem},
    summary="Find groups and criteria",
    description="Words in bokmål, nynorsk or English, or a CPV code.",
)
def search(
    request: HttpRequest, q: Query[str], lang: Literal["nb", "nn", "en"] = "nb", limit: int = 20
) -> HttpResponse:
    wait = seconds_to_wait(request, "search", SEARCHES_A_MINUTE)
    if wait:
        return refusal(429, "rate", f"Too many searches from this address. Try again in {wait} seconds.", wait)
    kept = kept_library()
    found = find(index_for(KeptLibrary(kept)), q[:LONGEST], limit=min(max(limit, 1), MOST))
    return JsonResponse(found_as_dict(kept.library, found, lang))


@router.get(
    "/criteria/choose",
    response={200: dict[str, Any], 422: Problem, 429: Problem},
    summary="A proposed set for a purchase",
    description="By CPV code and level, with weights, checked against the law and itself.",
)
def proposed(
    request: HttpRequest,
    cpv: str = "",
    group: str = "",
    level: Literal["basis", "avansert", "spydspiss"] = "basis",
    market: Literal["wide", "narrow", "unknown"] | None = None,
    value: Annotated[float | None, Query(ge=0, allow_inf_nan=False)] = None,
    lang: Literal["nb", "nn", "en"] = "nb",
) -> HttpResponse:
    wait = seconds_to_wait(request, "search", SEARCHES_A_MINUTE)
    if wait:
        return refusal(429, "rate", f"Too many searches from this address. Try again in {wait} seconds.", wait)
    library, day = kept_library().library, timezone.localdate()
    selection = choose(
        library, cpv=cpv, level=level, value_nok=value, market=market, on=day, group=group or None, language=lang
    )
    return JsonResponse(chosen_as_dict(library, selection, check_selection(library, selection, day), day, lang))


@router.api_operation(
    ["GET", "HEAD"],
    "/criteria/{name}",
    response={200: dict[str, Any], 304: None, 404: Problem},
    summary="One criterion",
    description="By id, in all its versions.",
)
def one(request: HttpRequest, name: str) -> HttpResponse:
    kept = kept_library()
    asked, _, day = name.partition("@")
    criterion = kept.library.criteria.get(asked)
    days = [one.day.isoformat() for one in criterion.versions.values] if criterion else []
    if criterion is None or (day and day not in days):
        return refusal(404, "no-criterion", f"No criterion is called {name[:80]}. See /api/v1/criteria.")
    told = criterion_as_dict(criterion, timezone.localdate())
    return answer(request, kept, f"one-{criterion.id}", "application/json", lambda: written(told))
