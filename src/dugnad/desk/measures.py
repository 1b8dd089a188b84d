"""How a desk does, counted: waiting time, kept promises, solved, reused, reached. Each quarter and county is one cell.

A case belongs to the quarter in which it was asked and to the asker's county, whichever desk answers it. All that is
published goes through `dugnad.desk.small_numbers`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from dugnad.desk.small_numbers import FEWEST_WAITS, Published, published, published_of, published_share
from dugnad.desk.working_time import is_working_day

MONTHS = 3
HOURS_A_DAY = 24
ROLES = ("buyer", "leader", "politician", "supplier", "other", "")
"""As told by the asker; "" where nothing was."""
FIRST_YEAR = 2000


@dataclass(slots=True)
class Counts:
    """What was counted in one county and quarter."""

    asked: int = 0
    due: int = 0
    """Answered, or promised an answer by now."""
    answered: int = 0
    in_time: int = 0
    solved: int = 0
    reopened: int = 0
    reused: int = 0
    """Questions that an answer already there was enough for."""
    helped: int = 0
    signed_up: int = 0
    attended: int = 0
    events: int = 0
    waits: list[float] = field(default_factory=list)
    """Working hours to the first answer."""
    bodies: set[object] = field(default_factory=set)
    """That asked or came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One county in one quarter as it is published. None: too few to show."""

    asked: int | None
    due: int | None
    in_time: int | None
    median_hours: int | None
    p90_hours: int | None
    solved: int | None
    reopened: int | None
    reused: int | None
    helped: int | None
    bodies: int | None
    of_bodies: int | None
    """Bodies of the county; None where that is not known."""
    events: int
    signed_up: int | None
    attended: int | None

    @property
    def is_empty(self) -> bool:
        """Is there nothing in it that may be shown?"""
        counts = (self.asked, self.reused, self.helped, self.bodies, self.signed_up)
        return not self.events and all(count is None for count in counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The country in one quarter. A count is (number, is it exact): what is not exact is "at least"."""

    asked: tuple[int, bool]
    due: int
    """Of the counties whose number answered is not too small, as `in_time` is."""
    in_time: tuple[int, bool]
    median_hours: int | None
    p90_hours: int | None
    solved: tuple[int, bool]
    reopened: tuple[int, bool]
    reused: tuple[int, bool]
    helped: tuple[int, bool]
    bodies: tuple[int, bool]
    of_bodies: int
    events: int
    signed_up: tuple[int, bool]
    attended: tuple[int, bool]
    roles: Mapping[str, int | None]

    @property
    def has_roles(self) -> bool:
        """May any of them be shown?"""
        return any(count is not None for count in self.roles.values())

    @property
    def is_empty(self) -> bool:
        """Is there nothing in it that may be shown?"""
        counts = (self.asked, self.reused, self.helped, self.bodies, self.signed_up)
        return not self.events and not any(count for count, _ in counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One quarter: its first day, its counties, the country."""

    since: date
    cells: Mapping[str, Cell]
    total: Total

    @property
    def name(self) -> str:
        """2026-Q4."""
        return quarter_name(self.since)


def quarter_of(day: date) -> date:
    """The first day of the day's quarter."""
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)


def quarter_name(since: date) -> str:
    """2026-Q4."""
    return f"{since.year}-Q{(since.month + 2) // MONTHS}"


def quarters_until(on: date, count: int) -> list[date]:
    """So many quarters, the one of the day last."""
    found = [quarter_of(on)]
    while len(found) < count:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return found[::-1]


@cache
def year_worked(year: int) -> tuple[int, tuple[bool, ...]]:
    """Working days from FIRST_YEAR until the year, and which days of it are working days."""
    before, days = year_worked(year - 1) if year > FIRST_YEAR else (0, ())
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return before + sum(days), tuple(is_working_day(first + timedelta(days=number)) for number in range(length))


@lru_cache(maxsize=4096)
def days_worked(day: date) -> tuple[int, bool]:
    """Working days from FIRST_YEAR until the day, and whether the day is one itself."""
    before, days = year_worked(day.year)
    number = (day - date(day.year, 1, 1)).days
    return before + sum(days[:number]), days[number]


def worked_until(moment: datetime) -> float:
    """Working hours from FIRST_YEAR until a local moment: the difference of two is how long somebody waited."""
    days, is_worked = days_worked(moment.date())
    since_midnight = moment.hour + moment.minute / 60 + (moment.second + moment.microsecond / 1e6) / 3600
    return days * HOURS_A_DAY + (since_midnight if is_worked else 0)


def hours_waited(asked: datetime, answered: datetime) -> float:
    """The same as `working_hours_between`, for ten thousand cases at once."""
    return max(0.0, worked_until(answered) - worked_until(asked))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of them is not over, between the two nearest where it falls between (0.5: the median)."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def waited(waits: Sequence[float], share: float) -> int | None:
    """To the whole hour, so that it is nobody's own; None for too few."""
    return round(percentile(waits, share)) if len(waits) >= FEWEST_WAITS else None


def published_quarter(
    since: date, counts: Mapping[str, Counts], of_bodies: Mapping[str, int], roles: Mapping[str, int]
) -> Quarter:
    """One quarter as it may be seen. `counts` has every place of the line, also those in which nothing happened."""
    lines = lines_of(counts)
    cells = {place: cell_of(place, counts[place], lines, of_bodies.get(place)) for place in counts}
    every = [wait for place in lines["answered"].places for wait in counts[place].waits]
    due_places = lines["in_time"].shown
    total = Total(
        **{name: told(lines[name]) for name in lines if name not in {"due", "answered"}},
        due=sum(lines["due"].shown[place] or 0 for place in due_places),
        median_hours=waited(every, 0.5),
        p90_hours=waited(every, 0.9),
        of_bodies=sum(of_bodies.values()),
        events=sum(one.events for one in counts.values()),
        roles=roles_of(lines["asked"], roles),
    )
    return Quarter(since=since, cells=cells, total=total)


def lines_of(counts: Mapping[str, Counts]) -> dict[str, Published]:
    """Every line, each counted of the one that it is a part of."""

    def line(name: str) -> dict[str, int]:
        return {place: getattr(one, name) for place, one in counts.items()}

    asked, signed_up = published(line("asked")), published(line("signed_up"))
    due = published_of(line("due"), asked)
    answered = published_of(line("answered"), due)
    return {
        "asked": asked,
        "due": due,
        "answered": answered,
        "in_time": published_share(line("in_time"), due, answered.places),
        "solved": published_of(line("solved"), asked),
        "reopened": published_of(line("reopened"), asked),
        "reused": published(line("reused")),
        "helped": published(line("helped")),
        "bodies": published({place: len(one.bodies) for place, one in counts.items()}),
        "signed_up": signed_up,
        "attended": published_of(line("attended"), signed_up),
    }


def cell_of(place: str, counts: Counts, lines: Mapping[str, Published], of_bodies: int | None) -> Cell:
    """One county. Waiting times stand where the number answered may, and there are enough of them."""
    has_waits = place in lines["answered"].places
    numbers = {name: line.shown.get(place) for name, line in lines.items() if name != "answered"}
    return Cell(
        **numbers,
        median_hours=waited(counts.waits, 0.5) if has_waits else None,
        p90_hours=waited(counts.waits, 0.9) if has_waits else None,
        of_bodies=of_bodies,
        events=counts.events,
    )


def told(line: Published) -> tuple[int, bool]:
    """The total, or what it is at the least."""
    return (line.at_least, False) if line.total is None else (line.total, True)


def roles_of(asked: Published, roles: Mapping[str, int]) -> dict[str, int | None]:
    """Who asked, by role. It adds up to the same total as the counties, and so is told only where both may be."""
    line = published({role: roles.get(role, 0) for role in ROLES})
    may_tell = asked.total is not None and line.total is not None
    return {role: line.shown[role] if may_tell else None for role in ROLES}


def role_counts(roles: Iterable[str]) -> Counter[str]:
    """By role; one that is not known is other."""
    return Counter(role if role in ROLES else "other" for role in roles)


def empty_counts(places: Iterable[str]) -> dict[str, Counts]:
    """Nothing counted yet."""
    return {place: Counts() for place in places}
