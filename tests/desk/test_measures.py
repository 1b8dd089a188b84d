"""Waiting times and quarters, reckoned without a database."""

from __future__ import annotations

import statistics
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from dugnad.desk.measures import (
    Counts,
    hours_waited,
    percentile,
    published_quarter,
    quarter_name,
    quarter_of,
    quarters_until,
)
from dugnad.desk.working_time import working_hours_between

OSLO = ZoneInfo("Europe/Oslo")


def test_waits_are_those_of_the_working_calendar() -> None:
    chance = Random(7)  # noqa: S311 - moments, no secrets
    begins = datetime(2025, 1, 1, tzinfo=OSLO)
    pairs = [
        (first := begins + timedelta(seconds=chance.randrange(2 * 365 * 86_400)),
         first + timedelta(seconds=chance.randrange(20 * 86_400)))
        for _ in range(300)
    ]  # fmt: skip

    wrong = [pair for pair in pairs if abs(hours_waited(*pair) - working_hours_between(*pair)) > 1e-6]

    assert wrong == []


@pytest.mark.parametrize(
    ("asked", "answered", "hours"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=OSLO), datetime(2026, 11, 23, 13, 30, tzinfo=OSLO), 3.5),
        (datetime(2026, 11, 20, 15, tzinfo=OSLO), datetime(2026, 11, 23, 9, tzinfo=OSLO), 18),  # over a weekend
        (datetime(2026, 5, 14, 10, tzinfo=OSLO), datetime(2026, 5, 15, 10, tzinfo=OSLO), 10),  # Ascension Day
        (datetime(2026, 11, 23, 10, tzinfo=OSLO), datetime(2026, 11, 23, 9, tzinfo=OSLO), 0),
    ],
)
def test_wait(asked: datetime, answered: datetime, hours: float) -> None:
    assert hours_waited(asked, answered) == pytest.approx(hours)


@pytest.mark.parametrize("count", [2, 3, 10, 11])
def test_percentile_lies_between_its_neighbours(count: int) -> None:
    values = [float(value * value % 17) for value in range(count)]
    tenths = statistics.quantiles(values, n=10, method="inclusive")

    assert percentile(values, 0.5) == pytest.approx(statistics.median(values))
    assert percentile(values, 0.9) == pytest.approx(tenths[-1])


@pytest.mark.parametrize(
    ("day", "since", "name"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "2026-Q1"),
        (date(2026, 6, 30), date(2026, 4, 1), "2026-Q2"),
        (date(2026, 12, 31), date(2026, 10, 1), "2026-Q4"),
    ],
)
def test_quarter_of_a_day(day: date, since: date, name: str) -> None:
    assert (quarter_of(day), quarter_name(quarter_of(day))) == (since, name)


def test_quarters_follow_each_other() -> None:
    assert quarters_until(date(2026, 2, 3), 3) == [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]


def counted(*waits: float, late: int = 0) -> Counts:
    """A county that answered so many questions."""
    number = len(waits)
    return Counts(asked=number, due=number, answered=number, in_time=number - late, waits=list(waits))


def test_wait_of_four_is_not_published_and_that_of_five_is_to_the_hour() -> None:
    counties = {"11": counted(1, 2), "15": counted(1, 2, 3, 4), "46": counted(1, 2, 9.4, 10, 20), "50": Counts()}

    found = published_quarter(date(2026, 10, 1), counties, {"46": 10}, {"buyer": 5})

    waits = {place: (cell.asked, cell.median_hours, cell.p90_hours) for place, cell in found.cells.items()}
    assert waits == {"11": (None, None, None), "15": (4, None, None), "46": (5, 9, 16), "50": (None, None, None)}


@pytest.mark.parametrize("hidden", [(), (40.0,), (40.0, 41.0)])
def test_countrys_wait_says_nothing_of_counties_that_are_hidden(hidden: tuple[float, ...]) -> None:
    counties = {"46": counted(1, 2, 3, 4, 5), "11": counted(*hidden)} | {place: Counts() for place in ("03", "50")}

    found = published_quarter(date(2026, 10, 1), counties, {}, {})

    assert (found.total.median_hours, found.total.p90_hours) == (3, 5)
    assert (found.cells["46"].median_hours, found.cells["11"].median_hours) == (3, None)


@pytest.mark.parametrize(("late", "in_time"), [(0, 5), (1, None), (2, None), (3, None)])
def test_few_that_were_late_are_hidden_as_few_in_time_are(late: int, in_time: int | None) -> None:
    counties = {"46": counted(1, 2, 3, 4, 5, late=late), "11": counted(1, 1, 1, 1, 1, 1, late=3)}

    found = published_quarter(date(2026, 10, 1), counties, {}, {})

    assert (found.cells["46"].in_time, found.cells["11"].in_time) == (in_time, 3)
    assert found.total.in_time == ((8, True) if late == 0 else (3, False))


def test_roles_are_told_only_where_the_countrys_total_is() -> None:
    quarter = {"11": Counts(asked=2), "46": Counts(asked=9)}

    found = published_quarter(date(2026, 10, 1), quarter, {}, {"buyer": 7, "leader": 4})

    assert found.total.asked == (9, False)
    assert set(found.total.roles.values()) == {None}
