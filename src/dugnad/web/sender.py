"""Where a form was sent from. There is no cookie before something is sent, so the browser's own word is asked."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Does the browser say that another site's page sends this?"""
    origin = request.headers.get("Origin", "")
    is_cross = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    return is_cross or (bool(origin) and urlsplit(origin).netloc != request.get_host())


def is_link_used_elsewhere(request: HttpRequest) -> bool:
    """The same where the address is the key and told to no page: then the browser says of its origin only "null"."""
    is_cross = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return is_cross or (origin not in {"", "null"} and urlsplit(origin).netloc != request.get_host())
