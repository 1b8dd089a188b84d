"""The notice that was published under a number: its own id in the store."""

from __future__ import annotations

from pathlib import Path

from dugnad.errors import StoreError
from dugnad.monitor.pictures.reading import reading_of

FIND = """
SELECT notice_id FROM notice WHERE publication_number = ? OR notice_id = ? OR notice_id LIKE ? || '-%'
ORDER BY is_latest DESC, announced DESC, notice_id LIMIT 1
"""


def notice_published_as(store: Path, number: str) -> str | None:
    """The notice with this publication number or id, the latest of several; None where the store has none."""
    if not number:
        return None
    try:
        row = reading_of(store).row(FIND, [number, number, number])
    except StoreError:
        return None
    return str(row["notice_id"]) if row else None
