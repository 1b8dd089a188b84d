"""How often one address may ask: a fixed number in a window of a minute. Only a digest of the address is held."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from dugnad.records.client_address import client_digest

WINDOW_SECONDS = 60


def seconds_to_wait(request: HttpRequest, what: str = "rate", most: int | None = None) -> int:
    """0 where the request may go on; else how long to wait. Each `what` is counted by itself."""
    key = f"api-{what}-{client_digest(request)}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return 0
    try:
        count = cache.incr(key)
    except ValueError:  # the window ended just now
        cache.set(key, 1, WINDOW_SECONDS)
        return 0
    return 0 if count <= (most or settings.API_CHECKS_A_MINUTE) else WINDOW_SECONDS
