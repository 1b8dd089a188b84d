"""The programs' door, version 1: every route, and the description of them (OpenAPI)."""

from __future__ import annotations

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from dugnad.api import agreements, answers, check, criteria, desk, events, overview, plan, register, search, status
from dugnad.errors import DugnadError

api = NinjaAPI(
    title="dugnad",
    version="1",
    description=(
        "Check notices and tender documents before publishing: nothing that is sent here is kept. "
        "The criteria library as open data, searched, and chosen from for a purchase. "
        "Public bodies with what they have decided, planned and told, and how far the country has come. "
        "No names or addresses of people are given."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("", check.router)
for part in (criteria, register, status, plan, overview, search, desk, events, agreements, answers):
    api.add_router("", part.router)


@api.exception_handler(DugnadError)
def refused(_request: HttpRequest, error: DugnadError) -> JsonResponse:
    """A known error: its message names the place and the remedy."""
    return JsonResponse({"error": str(error), "code": getattr(error, "code", "unusable")}, status=422)


@api.exception_handler(HttpError)
def broken(_request: HttpRequest, error: HttpError) -> JsonResponse:
    """A request that cannot be read at all."""
    return JsonResponse({"error": f"{error}. See /api/v1/openapi.json.", "code": "broken"}, status=error.status_code)


@api.exception_handler(SuspiciousOperation)
def too_much(_request: HttpRequest, _error: SuspiciousOperation) -> JsonResponse:
    """A body that is larger or stranger than any that is read."""
    problem = "The request is larger than is read here, or malformed. Send fewer or smaller files."
    return JsonResponse({"error": problem, "code": "too-large"}, status=413)


@api.exception_handler(BadRequest)
def malformed(_request: HttpRequest, _error: BadRequest) -> JsonResponse:
    """Multipart without a usable boundary, and the like."""
    return JsonResponse({"error": "The request is malformed. See /api/v1/openapi.json.", "code": "broken"}, status=400)


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> JsonResponse:
    """A request that does not have the form the description gives."""
    places = "; ".join(f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors)
    return JsonResponse({"error": f"{places}. See /api/v1/openapi.json.", "code": "invalid"}, status=422)
