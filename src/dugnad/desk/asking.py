"""How questions are taken in: how many, from whom, and for how long a case can be written in again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

ASKING = "desk/asking.yaml"
NUMBERS = ("reopen_days", "most_from_one_address", "most_to_one_email", "most_from_everybody", "most_megabytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What content says of asking."""

    reopen_days: int
    most_from_one_address: int
    most_to_one_email: int
    most_from_everybody: int
    most_megabytes: int


@cache
def load_asking() -> Asking:
    """How questions are taken in; the first fault is raised."""
    asking, faults = read_asking()
    if faults:
        raise faults[0]
    return asking


def check_asking() -> list[ContentError]:
    """Every fault in content/desk/asking.yaml."""
    try:
        return read_asking()[1]
    except ContentError as error:
        return [error]


def read_asking() -> tuple[Asking, list[ContentError]]:
    """The file, read strictly."""
    file = LawFile(content_path(ASKING))
    file.only((), {"name", *NUMBERS, "last_checked"})
    file.names("name")
    found = {}
    for name in NUMBERS:
        value = file.get((name,))
        if type(value) is not int or value < 1:
            file.fault((name,), f"`{name}` is {value!r}.", "Write a whole number, 1 or more.")
            value = 1
        found[name] = value
    file.checked()
    return Asking(**found), file.faults


def may_write_again(ended: datetime | None, now: datetime) -> bool:
    """Can the asker still write in a case that ended at the moment (None: it has not)?"""
    return ended is None or now - ended <= timedelta(days=load_asking().reopen_days)
