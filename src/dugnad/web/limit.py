"""How often something may be done in a while, by whoever the key names: counted in the cache, kept nowhere else."""

from __future__ import annotations

from django.core.cache import cache

HOUR, MINUTE = 3600, 60


def is_over(key: str, most: int, seconds: int) -> bool:
    """Has it been done too often in the window? Asking counts."""
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # the window ended just now
        cache.set(key, 1, seconds)
        return False
