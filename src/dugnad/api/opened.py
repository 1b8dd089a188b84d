"""How open data is answered: JSON or CSV with an ETag of its content, in pages, so often from one address."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from dugnad.api.rate import seconds_to_wait
from dugnad.api.refusal import refusal
from dugnad.register.table import safe_cell

HELD_SECONDS = 60
"""Others may keep an answer so long before they ask again: what a body decides is seen at once."""
ASKED_A_MINUTE = 240
PER_PAGE = 100
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
METHODS = ["GET", "HEAD"]
Row = TypeVar("Row")


def opened(request: HttpRequest, told: Any) -> HttpResponse:
    """Plain data as JSON."""
    return sent(request, json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder).encode(), "application/json")


def as_table(request: HttpRequest, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Rows as CSV with a byte order mark, as spreadsheets want it; a cell is never read as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return sent(request, ("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8")


def sent(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """The bytes with their ETag; 304 where they are known, 429 where one address asks too often."""
    wait = seconds_to_wait(request, "open", ASKED_A_MINUTE)
    if wait:
        return refusal(429, "rate", f"Too many questions from this address. Try again in {wait} seconds.", wait)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = OPEN | {"ETag": etag, "Cache-Control": f"public, max-age={HELD_SECONDS}"}
    known = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known or "*" in known:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(content, content_type=media_type, headers=headers)


def paged(
    request: HttpRequest,
    name: str,
    rows: QuerySet[Any, Row],
    page: int,
    told: Callable[[Sequence[Row]], list[dict[str, Any]]],
) -> HttpResponse:
    """One page of the rows, with how many there are and where the next page lies."""
    count = rows.count()
    pages = max(1, -(-count // PER_PAGE))
    if page > pages:
        return refusal(404, "no-page", f"There are {pages} pages. See /api/v1/openapi.json.")
    query = request.GET.copy()
    query["page"] = str(page + 1)
    following = f"{settings.BASE_URL}{request.path}?{query.urlencode()}" if page < pages else None
    shown = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    return opened(request, {"count": count, "page": page, "pages": pages, "next": following, name: told(shown)})
