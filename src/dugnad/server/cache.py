"""What the site remembers for a while: ordinary counts in memory, what locks accounts in the database.

The login library counts wrong passwords and codes in the default cache. There they would go with the next restart, or
be pushed out by the counts of passers-by; so everything under its name is held in a table of its own.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache

APART = {
    "allauth": "locks", "reply-answers": "answers", "desk-asked": "answers", "desk-link": "counts",
    "desk-sent": "counts", "answer-rated": "counts", "event-sign-up": "counts", "event-mail": "counts",
    "sought": "sought",
}  # fmt: skip
"""Beginnings of names, and the cache that holds what is so named: what is sent in one, what is looked for in another,
so that no reader, however many searches and pages, makes room for one more rating, sign-up or mail."""


def apart(key: str) -> BaseCache | None:
    """The cache of its own that holds this name; none for ordinary ones."""
    return next((caches[alias] for start, alias in APART.items() if str(key).startswith(start)), None)


class Divided(LocMemCache):
    """The default cache: memory, but for the names that are held apart."""

    def add(self, key: str, *given: Any, **named: Any) -> bool:
        held = apart(key)
        return bool(held.add(key, *given, **named) if held else super().add(key, *given, **named))

    def get(self, key: str, *given: Any, **named: Any) -> Any:
        held = apart(key)
        return held.get(key, *given, **named) if held else super().get(key, *given, **named)

    def set(self, key: str, *given: Any, **named: Any) -> None:
        held = apart(key)
        return held.set(key, *given, **named) if held else super().set(key, *given, **named)

    def touch(self, key: str, *given: Any, **named: Any) -> bool:
        held = apart(key)
        return bool(held.touch(key, *given, **named) if held else super().touch(key, *given, **named))

    def incr(self, key: str, *given: Any, **named: Any) -> int:
        held = apart(key)
        return int(held.incr(key, *given, **named) if held else super().incr(key, *given, **named))

    def has_key(self, key: str, *given: Any, **named: Any) -> bool:
        held = apart(key)
        return bool(held.has_key(key, *given, **named) if held else super().has_key(key, *given, **named))

    def delete(self, key: str, *given: Any, **named: Any) -> bool:
        held = apart(key)
        return bool(held.delete(key, *given, **named) if held else super().delete(key, *given, **named))

    def clear(self) -> None:
        """Everything but what locks accounts."""
        for alias in sorted(set(APART.values()) - {"locks"}):
            caches[alias].clear()
        super().clear()
