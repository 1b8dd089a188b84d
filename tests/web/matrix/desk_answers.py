"""A published answer, and a solved case that is not one yet."""

from __future__ import annotations

from people import Cast
from records.known import published, solved_case


def make(cast: Cast) -> dict[str, str]:
    """Both at the desk of the adviser."""
    return {"public_answer": str(published(cast).number), "solved_case": str(solved_case(cast).pk)}
