"""The first day that a recorded decision can bear, as content says: content/plan/decisions.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile, repeated_keys

FILE = "plan/decisions.yaml"
ABOUT = ("join", "withdraw", "confirm", "adopt-plan")


@cache
def earliest_days() -> dict[str, date]:
    """The first day by what is decided; the first fault is raised."""
    days, faults = read_days()
    if faults:
        raise faults[0]
    return days


def check_decision_days() -> list[ContentError]:
    """Every fault in content/plan/decisions.yaml."""
    try:
        return read_days()[1]
    except ContentError as error:
        return [error]


def read_days() -> tuple[dict[str, date], list[ContentError]]:
    """The file, read strictly: each kind of decision with its first day and the reason."""
    path = content_path(FILE)
    file = LawFile(path)
    file.only((), {"earliest", "last_checked"})
    file.only(("earliest",), set(ABOUT))
    days = {}
    for about in ABOUT:
        file.only(("earliest", about), {"since", "why"})
        file.text("earliest", about, "why")
        days[about] = file.day("earliest", about, "since")
    file.checked()
    return days, [*file.faults, *repeated_keys(path)]
