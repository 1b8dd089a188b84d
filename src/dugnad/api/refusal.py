"""Errors as programs read them."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import Schema


class Problem(Schema):
    """What went wrong, and in one word."""

    error: str
    code: str


def refusal(status: int, code: str, problem: str, wait: int = 0) -> JsonResponse:
    """An error as JSON; with Retry-After where waiting helps."""
    headers = {"Retry-After": str(wait)} if wait else {}
    return JsonResponse({"error": problem, "code": code}, status=status, headers=headers)


@csrf_exempt
def no_such_path(request: HttpRequest) -> JsonResponse:
    """An address below /api/v1/ that is none of its own."""
    return refusal(404, "not-found", "There is no such address. All of them are listed in /api/v1/openapi.json.")
