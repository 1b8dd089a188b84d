from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.desk import agreements, events
from dugnad.desk.agreements import (
    criteria_since,
    groups_of_agreement,
    months_before,
    months_left,
    threshold,
    warned_until,
)
from dugnad.desk.events import load_events, repeated, working_days_before
from dugnad.desk.mail_words import PLACE, filled, span_words
from dugnad.desk.working_time import is_working_day

DAYS = st.dates(date(2000, 1, 1), date(2150, 1, 1))
ON = date(2026, 11, 23)


def test_content_of_events_and_agreements_is_without_fault() -> None:
    assert (events.check_events(), agreements.check_agreements()) == ([], [])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("remind_working_days: 2", "`remind_working_days` is None."),
        ("Når: {when}", "{wen} is no place here."),
        ("  already:", '"alredy" is not a known name here.'),
    ],
)
def test_fault_in_content_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str, told: str
) -> None:
    text = events.content_path(events.FILE).read_text(encoding="utf-8")
    put = {"remind_working_days: 2": "", "Når: {when}": "Når: {wen}", "  already:": "  alredy:"}[wrong]
    (tmp_path / "events.yaml").write_text(text.replace(wrong, put, 1), encoding="utf-8")
    monkeypatch.setattr(events, "content_path", lambda _: tmp_path / "events.yaml")

    faults = events.check_events()

    assert told in {fault.problem for fault in faults}
    assert all(fault.line for fault in faults)


def test_every_mail_is_filled_in_every_language() -> None:
    values = dict.fromkeys(events.PLACES, "x")

    left = [
        (kind, tongue)
        for kind, mail in load_events().mails.items()
        for tongue in ("nb", "nn", "en")
        if any(PLACE.search(part) for part in mail.in_language(tongue, **values))
    ]

    assert left == []


def test_what_stands_in_a_value_is_never_taken_for_a_place() -> None:
    assert filled("{title}: {link}", {"title": "{link} {0} {title.__class__}", "link": "x"}) == (
        "{link} {0} {title.__class__}: x"
    )


def test_when_is_told_by_the_clock_in_each_language() -> None:
    starts = datetime(2026, 12, 2, 9, 0)

    assert span_words(starts, starts.replace(hour=11, minute=30), "nb") == "onsdag 2. desember 2026 kl. 09.00–11.30"
    assert span_words(starts, starts.replace(day=3), "en") == (
        "Wednesday 2 December 2026 at 09:00 – Thursday 3 December 2026 at 09:00"
    )


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 12, 2), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 11, 26)),
        (date(2026, 4, 7), date(2026, 3, 31)),  # Easter lies between
        (date(2026, 5, 18), date(2026, 5, 13)),  # Ascension Day on Thursday, 17 May on Sunday
    ],
)
def test_reminder_goes_two_working_days_before(day: date, before: date) -> None:
    assert working_days_before(day, 2) == before


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(day=DAYS, count=st.integers(1, 5))
def test_there_are_so_many_working_days_between(day: date, count: int) -> None:
    found = working_days_before(day, count)

    between = [found + timedelta(days=number) for number in range((day - found).days)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(found)


def test_event_is_repeated_at_the_same_hour_and_weekday() -> None:
    tuesday = datetime(2026, 9, 29, 9, 0)

    assert list(repeated(tuesday, "week", 2)) == [datetime(2026, 10, 6, 9, 0), datetime(2026, 10, 13, 9, 0)]
    assert list(repeated(tuesday, "fortnight", 1)) == [datetime(2026, 10, 13, 9, 0)]
    assert list(repeated(tuesday, "month", 3)) == [  # the fifth Tuesday, which October and November lack
        datetime(2026, 10, 27, 9, 0),
        datetime(2026, 11, 24, 9, 0),
        datetime(2026, 12, 29, 9, 0),
    ]


@pytest.mark.parametrize(
    ("until", "months"),
    [
        (date(2028, 5, 23), 18), (date(2028, 5, 24), None), (date(2027, 11, 23), 12), (date(2027, 5, 23), 6),
        (date(2027, 5, 24), 12), (date(2026, 11, 23), 3), (date(2026, 11, 22), None),
    ],
)  # fmt: skip
def test_threshold_is_the_narrowest_that_is_reached(until: date, months: int | None) -> None:
    assert threshold(until, ON) == months


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(on=DAYS, days=st.integers(0, 700))
def test_list_of_what_ends_and_the_thresholds_agree(on: date, days: int) -> None:
    until = on + timedelta(days=days)

    assert (threshold(until, on) is not None) == (until <= warned_until(on))
    assert months_before(until, months_left(until, on)) <= on


def test_criteria_of_an_agreement_stand_beside_todays() -> None:
    groups = groups_of_agreement("", ["90910000"])

    since = criteria_since(["cleaning-hazard-classes@2026-11-22", "gone@2020-01-01"], groups, date(2020, 1, 1), ON)
    after = criteria_since([], groups, ON, ON)

    assert groups == ("cleaning-services",)
    assert [(one.key, one.state) for one in since.used] == [
        ("cleaning-hazard-classes@2026-11-22", "same"), ("gone@2020-01-01", "unknown"),
    ]  # fmt: skip
    assert "cleaning-daytime" in {one.criterion for one in since.new}
    assert "cleaning-hazard-classes" not in {one.criterion for one in since.new}
    assert after.new == ()
