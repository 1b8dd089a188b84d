"""Where a body stands, as its recorded decisions say: joined, withdrawn, confirmed, or not yet heard from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol, TypeVar

State = Literal["joined", "withdrawn", "invited", "confirmed", "not-confirmed", "none"]
CONFIRM, JOIN, WITHDRAW = "confirm", "join", "withdraw"
SHALL, ASKED_TO_JOIN = "shall", frozenset({"invited", "supporter"})
DONE: frozenset[State] = frozenset({"joined", "confirmed"})
"""The states in which a body has done what the letter asks of it."""


class Recorded(Protocol):
    """What is read of a recorded decision."""

    @property
    def about(self) -> str: ...
    @property
    def is_rejected(self) -> bool: ...


Made = TypeVar("Made", bound=Recorded)


def standing(obligation_class: str, newest_first: Iterable[Made]) -> tuple[State, Made | None]:
    """The body's state and the decision that it rests on. What the body has said is not its own counts for nothing."""
    counting = (one for one in newest_first if not one.is_rejected)
    if obligation_class == SHALL:
        receipt = next((one for one in counting if one.about == CONFIRM), None)
        return ("confirmed" if receipt else "not-confirmed"), receipt
    if obligation_class not in ASKED_TO_JOIN:
        return "none", None
    latest = next((one for one in counting if one.about in {JOIN, WITHDRAW}), None)
    if latest is None:
        return "invited", None
    return ("joined" if latest.about == JOIN else "withdrawn"), latest
