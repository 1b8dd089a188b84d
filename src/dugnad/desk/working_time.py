"""When a desk answers: working days without Norwegian public holidays, and the moment that an answer is promised by.

All moments are local (Europe/Oslo) and all hours a desk's own. Easter is reckoned by the Gregorian rule, 1583 onwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

HOLIDAYS = "desk/holidays.yaml"
DAY = timedelta(days=1)
SATURDAY = 6
Hours = Mapping[str, tuple[str, str] | list[str]]
"""{"1": ("09:00", "15:00"), …}: 1 is Monday; a weekday that is missing is closed."""


@cache
def load_holidays() -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """The fixed days as (month, day), and the others as days after Easter Sunday."""
    found, faults = read_holidays()
    if faults:
        raise faults[0]
    return found


def check_holidays() -> list[ContentError]:
    """Every fault in content/desk/holidays.yaml."""
    try:
        return read_holidays()[1]
    except ContentError as error:
        return [error]


def read_holidays() -> tuple[tuple[tuple[tuple[int, int], ...], tuple[int, ...]], list[ContentError]]:
    """The file, read strictly."""
    file = LawFile(content_path(HOLIDAYS))
    file.only((), {"name", "fixed", "easter", "last_checked"})
    fixed, after = [], []
    for place, row in enumerate(file.get(("fixed",)) or ()):
        file.names("fixed", place, "name")
        try:
            day = date.fromisoformat(f"2000-{row['day']}")
            fixed.append((day.month, day.day))
        except (KeyError, TypeError, ValueError):
            file.fault(("fixed", place), "`day` is not a day of the year.", 'Write `day: "05-17"`.')
    for place, row in enumerate(file.get(("easter",)) or ()):
        file.names("easter", place, "name")
        if isinstance(row, dict) and type(row.get("days")) is int:
            after.append(row["days"])
        else:
            file.fault(("easter", place), "`days` is not a whole number.", "Write how many days after Easter Sunday.")
    if not fixed or not after:
        file.fault((), "There are no holidays.", "Write `fixed` and `easter`.")
    file.checked()
    return (tuple(fixed), tuple(after)), file.faults


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year."""
    fixed, after = load_holidays()
    sunday = easter(year)
    return frozenset([date(year, *day) for day in fixed] + [sunday + days * DAY for days in after])


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the reckoning that Meeus gives in Astronomical Algorithms, chapter 8).

    >>> easter(2026), easter(2038)
    (datetime.date(2026, 4, 5), datetime.date(2038, 4, 25))
    """
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    four, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * four - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a public holiday."""
    return day.isoweekday() < SATURDAY and day not in holidays(day.year)


def opening(day: date, hours: Hours) -> tuple[time, time] | None:
    """From when to when a desk is open on the day; None where it is closed."""
    given = hours.get(str(day.isoweekday())) if is_working_day(day) else None
    if not given:
        return None
    begins, ends = (time.fromisoformat(one) for one in given)
    return (begins, ends) if begins < ends else None


def promised(asked: datetime, days: int, hours: Hours) -> datetime:
    """By when an answer is promised to a question asked at a moment, `days` opening days on.

    A question within opening hours is answered by the same hour of the next opening day (for one day); one that comes
    when the desk is closed counts as asked when it next opens. Where a desk has no opening hours at all, working days
    count from midnight to midnight.
    """
    open_days = openings(asked.date(), hours)
    day, begins, ends = next(open_days)
    if day == asked.date() and asked.time() >= ends:
        day, begins, ends = next(open_days)
    at = max(asked.time(), begins) if day == asked.date() else begins
    for _ in range(max(days, 0)):
        day, begins, ends = next(open_days)
    return datetime.combine(day, min(max(at, begins), ends), tzinfo=asked.tzinfo)


def openings(start: date, hours: Hours) -> Iterator[tuple[date, time, time]]:
    """The desk's open days from a day on, that day among them; without hours, every working day."""
    has_hours = any(
        opening(day, hours) for day in (start + number * DAY for number in range(28))
    )  # four weeks hold every weekday outside the longest holiday
    day = start
    while True:
        found = opening(day, hours) if has_hours else (time.min, time.max) if is_working_day(day) else None
        if found:
            yield day, *found
        day += DAY


def working_hours_between(first: datetime, last: datetime) -> float:
    """Hours from one moment to the other on working days, midnight to midnight: how long somebody waited.

    Weekends and holidays do not count; nights do, since who waits does not know when a desk is open.
    """
    if last <= first:
        return 0.0
    total, day = timedelta(), first.date()
    while day <= last.date():
        if is_working_day(day):
            begins = max(first, datetime.combine(day, time.min, tzinfo=first.tzinfo))
            ends = min(last, datetime.combine(day + DAY, time.min, tzinfo=first.tzinfo))
            total += max(ends - begins, timedelta())
        day += DAY
    return total / timedelta(hours=1)
