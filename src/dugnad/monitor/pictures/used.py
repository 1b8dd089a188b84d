"""Where a criterion has been used: read once for each generation of the store and each state of the library."""

from __future__ import annotations

from pathlib import Path

from dugnad.criteria.criterion import Library
from dugnad.monitor.pictures.reading import reading_of
from dugnad.monitor.used import Looked, Use, UsedIn, find_uses, looked_through, used_in

KEPT = "criteria used"


def uses_of(store: Path, library: Library, criterion: str) -> UsedIn:
    """Where this criterion has been used, the newest first, and how much was looked through."""
    reading = reading_of(store)
    held: tuple[Library, list[Use], Looked] | None = reading.kept.get(KEPT)
    if held is None or held[0] is not library:
        cursor = reading.connection.cursor()
        held = reading.kept[KEPT] = (library, find_uses(cursor, library), looked_through(cursor, library))
    return used_in(held[1], criterion, held[2])
