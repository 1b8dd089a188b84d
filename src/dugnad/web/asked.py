"""What an address asks for, read with care: nonsense is nothing, and the page then says so."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

TEXT_LENGTH = 100
DIGITS = 6


def asked_page(request: HttpRequest) -> int | None:
    """The page number; 1 where none is asked for, None where it is no page number."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= DIGITS and int(text) > 0 else None


def asked_text(request: HttpRequest, name: str) -> str:
    """A search text of sensible length."""
    return request.GET.get(name, "").replace("\0", "")[:TEXT_LENGTH].strip()


def asked_day(text: str) -> date | None:
    """A day written as 2026-07-01, or None where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
