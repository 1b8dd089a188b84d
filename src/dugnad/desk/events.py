"""What content says of courses and meetings: when people are reminded, how long it is known who came, the mails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from dugnad.content import content_path
from dugnad.desk.mail_words import MailWords, read_mails
from dugnad.desk.working_time import is_working_day
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

FILE = "desk/events.yaml"
MAILS = (
    "confirm-seated",
    "confirm-waiting",
    "seated",
    "waiting",
    "moved-up",
    "cancelled",
    "changed",
    "called-off",
    "reminder",
    "already",
)
PLACES = frozenset({"title", "when", "place", "link", "desk", "reason", "number"})
NUMBERS = (
    "remind_working_days", "confirm_hours", "forget_needs_days", "forget_people_days", "calendar_days_back",
    "attendance_years",
)  # fmt: skip
Interval = Literal["week", "fortnight", "month"]
DAY = timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRules:
    """The numbers and the words."""

    remind_working_days: int
    confirm_hours: int
    forget_needs_days: int
    forget_people_days: int
    calendar_days_back: int
    attendance_years: int
    mails: Mapping[str, MailWords]


@cache
def load_events() -> EventRules:
    """The rules; the first fault is raised."""
    rules, faults = read_events()
    if faults:
        raise faults[0]
    return rules


def check_events() -> list[ContentError]:
    """Every fault in content/desk/events.yaml."""
    try:
        return read_events()[1]
    except ContentError as error:
        return [error]


def read_events() -> tuple[EventRules, list[ContentError]]:
    """The file, read strictly."""
    file = LawFile(content_path(FILE))
    file.only((), {"name", "mail", "last_checked", *NUMBERS})
    file.names("name")
    numbers = {name: whole(file, name) for name in NUMBERS}
    rules = EventRules(**numbers, mails=read_mails(file, MAILS, PLACES))
    file.checked()
    return rules, file.faults


def whole(file: LawFile, name: str) -> int:
    """A whole number, at least one."""
    value = file.get((name,))
    if type(value) is int and value > 0:
        return value
    file.fault((name,), f"`{name}` is {value!r}.", "Write a whole number, 1 or more.")
    return 1


def working_days_before(day: date, count: int) -> date:
    """The working day that lies so many working days before the day.

    >>> working_days_before(date(2026, 4, 7), 2)
    datetime.date(2026, 3, 31)
    """
    while count > 0:
        day -= DAY
        count -= is_working_day(day)
    return day


def repeated(starts: datetime, interval: Interval, times: int) -> Iterator[datetime]:
    """The same time of day again, so many times, by the clock on the wall.

    A month on is the same weekday of the month, the second Tuesday again; a fifth one that a month lacks is its fourth.
    """
    for number in range(1, times + 1):
        if interval == "month":
            yield same_weekday(starts, number)
        else:
            yield starts.replace(tzinfo=None) + number * timedelta(weeks=1 if interval == "week" else 2)


def same_weekday(starts: datetime, months: int) -> datetime:
    """The same weekday of the month so many months on."""
    year, month = divmod(starts.year * MONTHS + starts.month - 1 + months, MONTHS)
    first = date(year, month + 1, 1)
    week = (starts.day - 1) // 7
    day = first + timedelta(days=(starts.weekday() - first.weekday()) % 7 + 7 * week)
    if day.month != first.month:
        day -= timedelta(weeks=1)
    return datetime.combine(day, starts.time().replace(tzinfo=None))
