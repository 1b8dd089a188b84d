"""How long a desk waits for somebody whom it asked back: when it reminds, and when it closes the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from dugnad.content import content_path
from dugnad.desk.working_time import DAY, is_working_day
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

WAITING = "desk/waiting.yaml"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Both in working days: from asking back to the reminder, and from there to the close."""

    remind_after: int
    close_after: int


@cache
def load_waiting() -> Waiting:
    """The days; the first fault is raised."""
    waiting, faults = read_waiting()
    if faults:
        raise faults[0]
    return waiting


def check_waiting() -> list[ContentError]:
    """Every fault in content/desk/waiting.yaml."""
    try:
        return read_waiting()[1]
    except ContentError as error:
        return [error]


def read_waiting() -> tuple[Waiting, list[ContentError]]:
    """The file, read strictly."""
    file = LawFile(content_path(WAITING))
    file.only((), {"name", "remind_after", "close_after", "last_checked"})
    file.names("name")
    waiting = Waiting(days_of(file, "remind_after"), days_of(file, "close_after"))
    file.checked()
    return waiting, file.faults


def days_of(file: LawFile, name: str) -> int:
    """A number of working days, at least one."""
    value = file.get((name,))
    if type(value) is int and value > 0:
        return value
    file.fault((name,), f"`{name}` is {value!r}.", "Write a whole number of working days, 1 or more.")
    return 1


def working_days_before(day: date, count: int) -> date:
    """The working day so many working days before a day.

    >>> working_days_before(date(2026, 11, 23), 1)
    datetime.date(2026, 11, 20)
    """
    while count > 0:
        day -= DAY
        count -= is_working_day(day)
    return day


def working_days_after(day: date, count: int) -> date:
    """The working day so many working days after a day.

    >>> working_days_after(date(2026, 12, 23), 2)
    datetime.date(2026, 12, 28)
    """
    while count > 0:
        day += DAY
        count -= is_working_day(day)
    return day
