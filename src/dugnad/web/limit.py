"""How often something may be done in a while, by whoever the key names: counted in the cache, kept nowhere else."""

from __future__ import annotations

from django.core.cache import cache

HOUR, MINUTE = 3600, 60


def is_over(key: str, most: int, seconds: int, amount: int = 1) -> bool:
    """Has it been done too often, or too much of it, in the window? Asking counts."""
    if cache.add(key, amount, seconds):
        return amount > most
    try:
        return bool(cache.incr(key, amount) > most)
    except ValueError:  # the window ended just now
        cache.set(key, amount, seconds)
        return amount > most
