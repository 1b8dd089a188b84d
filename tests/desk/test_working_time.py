from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dugnad.desk.working_time import check_holidays, easter, holidays, is_working_day, promised, working_hours_between

OFFICE = {str(day): ("09:00", "15:00") for day in range(1, 6)}
TUESDAYS = {"2": ("10:00", "14:00")}


def test_holidays_of_2027() -> None:
    found = holidays(2027)

    assert sorted(found) == [
        date(2027, 1, 1), date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 28), date(2027, 3, 29), date(2027, 5, 1),
        date(2027, 5, 6), date(2027, 5, 16), date(2027, 5, 17), date(2027, 12, 25), date(2027, 12, 26),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(1943, "04-25"), (1961, "04-02"), (2008, "03-23"), (2025, "04-20"), (2026, "04-05"), (2076, "04-19")],
)
def test_easter(year: int, sunday: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{sunday}")


@pytest.mark.parametrize(
    ("asked", "hours", "answered"),
    [
        ("2026-11-23 10:30", OFFICE, "2026-11-24 10:30"),  # Monday to Tuesday
        ("2026-11-27 14:00", OFFICE, "2026-11-30 14:00"),  # over a weekend
        ("2026-11-28 14:00", OFFICE, "2026-12-01 09:00"),  # asked on a Saturday: as if on Monday at nine
        ("2026-11-23 18:00", OFFICE, "2026-11-25 09:00"),  # after hours: as if on Tuesday at nine
        ("2026-11-23 06:00", OFFICE, "2026-11-24 09:00"),  # before hours: as if at nine
        ("2027-03-24 11:00", OFFICE, "2027-03-30 11:00"),  # the Wednesday before Easter
        ("2026-12-23 11:00", OFFICE, "2026-12-24 11:00"),  # Christmas Eve is a working day
        ("2026-11-23 10:30", TUESDAYS, "2026-12-01 10:00"),  # open on Tuesdays alone
        ("2026-11-24 12:00", TUESDAYS, "2026-12-01 12:00"),
        ("2026-11-28 14:00", {}, "2026-12-01 00:00"),  # no hours: any time of a working day
    ],
)
def test_answer_is_promised_by(asked: str, hours: dict[str, tuple[str, str]], answered: str) -> None:
    assert promised(datetime.fromisoformat(asked), 1, hours) == datetime.fromisoformat(answered)


@given(some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), some.integers(0, 5))
def test_promise_is_never_in_the_past_nor_on_a_holiday(asked: datetime, days: int) -> None:
    answered = promised(asked, days, OFFICE)

    assert (answered >= asked, is_working_day(answered.date())) == (True, True)


def test_waiting_counts_working_days_alone() -> None:
    friday, monday = datetime(2026, 11, 27, 12), datetime(2026, 11, 30, 12)

    assert working_hours_between(friday, monday) == 24.0
    assert working_hours_between(monday, friday) == 0.0


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), some.integers(0, 500), some.integers(0, 500))
def test_waiting_adds_up(begins: datetime, first: int, second: int) -> None:
    middle, ends = begins + timedelta(hours=first), begins + timedelta(hours=first + second)

    parts = working_hours_between(begins, middle) + working_hours_between(middle, ends)

    assert working_hours_between(begins, ends) == pytest.approx(parts)


def test_shipped_holidays_have_no_fault() -> None:
    assert check_holidays() == []
