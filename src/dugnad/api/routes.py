"""The programs' door, version 1: every route, and the description of them (OpenAPI)."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from dugnad.api import check
from dugnad.errors import DugnadError

api = NinjaAPI(
    title="dugnad",
    version="1",
    description="Check notices and tender documents before publishing. Nothing that is sent here is kept.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("", check.router)


@api.exception_handler(DugnadError)
def refused(_request: HttpRequest, error: DugnadError) -> JsonResponse:
    """A known error: its message names the place and the remedy."""
    return JsonResponse({"error": str(error), "code": getattr(error, "code", "unusable")}, status=422)


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> JsonResponse:
    """A request that does not have the form the description gives."""
    places = "; ".join(f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors)
    return JsonResponse({"error": f"{places}. See /api/v1/openapi.json.", "code": "invalid"}, status=422)
