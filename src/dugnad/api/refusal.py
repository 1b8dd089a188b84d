"""Errors as programs read them."""

from __future__ import annotations

from django.http import JsonResponse
from ninja import Schema


class Problem(Schema):
    """What went wrong, and in one word."""

    error: str
    code: str


def refusal(status: int, code: str, problem: str, wait: int = 0) -> JsonResponse:
    """An error as JSON; with Retry-After where waiting helps."""
    headers = {"Retry-After": str(wait)} if wait else {}
    return JsonResponse({"error": problem, "code": code}, status=status, headers=headers)
