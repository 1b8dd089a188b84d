"""Calendars: every file is checked against RFC 5545 by a reader of our own that takes nothing for granted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.desk.calendar import Occasion, calendar

OSLO = ZoneInfo("Europe/Oslo")
AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "SEQUENCE", "STATUS",
        "LAST-MODIFIED"}  # fmt: skip
OF_CALENDAR = {"PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME"}
OF_ZONE = {"TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE"}
LINE = re.compile(r'(?P<name>[A-Z-]+)(?P<params>(?:;[A-Z-]+=[^";:,\x00-\x1f]+)*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)')
UTC_TIME, LOCAL_TIME = re.compile(r"\d{8}T\d{6}Z"), re.compile(r"\d{8}T\d{6}")
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
Component = dict[str, list[tuple[str, str]]]


def unfolded(raw: bytes) -> list[str]:
    """The content lines: each ends with CRLF and is no longer than 75 octets, and no sign is cut by a fold."""
    assert raw.endswith(b"\r\n")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", raw) is None
    physical = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert all(line.decode() for line in physical)  # whole signs, and no empty line
    return raw.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def components(raw: bytes) -> list[tuple[str, Component]]:
    """Every component with its properties, innermost first; each is closed in its turn."""
    opened: list[tuple[str, Component]] = []
    closed: list[tuple[str, Component]] = []
    for line in unfolded(raw):
        found = LINE.fullmatch(line)
        assert found, line
        name, params, value = found["name"], found["params"], found["value"]
        if name == "BEGIN":
            opened.append((value, {}))
        elif name == "END":
            assert opened[-1][0] == value
            closed.append(opened.pop())
        else:
            opened[-1][1].setdefault(name, []).append((params, value))
    assert opened == []
    return closed


def read(raw: bytes) -> list[Component]:
    """The events of a calendar that keeps the rules."""
    found = components(raw)
    assert [name for name, _ in found if name != "VEVENT"] == ["DAYLIGHT", "STANDARD", "VTIMEZONE", "VCALENDAR"]
    top = found[-1][1]
    assert set(top) <= OF_CALENDAR
    assert (top["VERSION"], len(top["PRODID"])) == ([("", "2.0")], 1)
    assert all(set(parts) <= OF_ZONE for name, parts in found if name in {"DAYLIGHT", "STANDARD", "VTIMEZONE"})
    events = [parts for name, parts in found if name == "VEVENT"]
    for parts in events:
        check_event(parts)
    assert len({parts["UID"][0][1] for parts in events}) == len(events)
    return events


def check_event(parts: Component) -> None:
    """What RFC 5545 3.6.1 asks of an event, and the form of each value."""
    assert {"UID", "DTSTAMP", "DTSTART"} <= set(parts)
    assert all(len(parts[name]) == 1 for name in ONCE & set(parts))
    assert UTC_TIME.fullmatch(parts["DTSTAMP"][0][1])
    for name in ("DTSTART", "DTEND"):
        for params, value in parts.get(name, []):
            fits = LOCAL_TIME if params == ";TZID=Europe/Oslo" else UTC_TIME
            assert fits.fullmatch(value)
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT", "UID"):
        assert all(TEXT.fullmatch(value) for _, value in parts.get(name, []))
    assert parts["SEQUENCE"][0][1].isdigit()
    assert parts["STATUS"][0][1] in {"CONFIRMED", "CANCELLED"}


def plain(value: str) -> str:
    """A text value as its reader sees it."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def moment(part: tuple[str, str]) -> datetime:
    """The moment that a time property means."""
    params, value = part
    if params:
        return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=OSLO).astimezone(UTC)
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def occasion(**told: object) -> Occasion:
    given = {"uid": "a", "sequence": 0, "changed_at": AT, "starts_at": AT, "ends_at": AT + timedelta(hours=2),
             "title": "Kurs"} | told  # fmt: skip
    return Occasion(**given)  # type: ignore[arg-type]


def test_event_is_told_whole() -> None:
    told = occasion(
        sequence=3, text="Ta med: penn; papir,\nog «godt humør» \\o/", place="Rådhuset, Bergen", contact="a@b.invalid",
        page="https://dugnad.invalid/desk/events/a/", categories=("Kurs", "A, B"), language="nn",
    )  # fmt: skip

    (event,) = read(calendar([told], "Kurs, møter"))

    assert plain(event["DESCRIPTION"][0][1]) == "Ta med: penn; papir,\nog «godt humør» \\o/"
    assert event["CATEGORIES"] == [("", "Kurs,A\\, B")]
    assert event["URL"] == [("", "https://dugnad.invalid/desk/events/a/")]
    assert event["SUMMARY"] == [(";LANGUAGE=nn", "Kurs")]
    assert (event["SEQUENCE"], event["STATUS"]) == ([("", "3")], [("", "CONFIRMED")])
    assert event["DTSTART"] == [(";TZID=Europe/Oslo", "20261123T091500")]
    assert event["DTSTAMP"] == [("", "20261123T081500Z")]


def test_called_off_event_is_cancelled() -> None:
    (event,) = read(calendar([occasion(is_cancelled=True)]))

    assert event["STATUS"] == [("", "CANCELLED")]


@pytest.mark.parametrize("hour", [0, 1])
def test_hour_that_the_clock_shows_twice_is_told_in_utc(hour: int) -> None:
    starts = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)

    (event,) = read(calendar([occasion(starts_at=starts, ends_at=starts + timedelta(hours=3))]))

    assert (moment(event["DTSTART"][0]), event["DTSTART"][0][0]) == (starts, "")
    assert moment(event["DTEND"][0]) == starts + timedelta(hours=3)


def test_zone_shifts_as_norway_does() -> None:
    zone = {name: parts for name, parts in components(calendar([])) if name in {"DAYLIGHT", "STANDARD"}}

    shifts = {
        name: (parts["RRULE"][0][1], parts["TZOFFSETTO"][0][1], parts["DTSTART"][0][1]) for name, parts in zone.items()
    }

    assert shifts == {
        "DAYLIGHT": ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "+0200", "19960331T020000"),
        "STANDARD": ("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "+0100", "19961027T030000"),
    }
    for text in ("19960331T020000", "19961027T030000"):  # the days that the rules begin on are such Sundays themselves
        assert moment((";TZID=Europe/Oslo", text)).isoweekday() == 7


def test_same_events_give_the_same_bytes() -> None:
    assert calendar([occasion()]) == calendar([occasion()])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.text(max_size=300),
    page=st.text(max_size=90),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    hours=st.integers(1, 400),
)
def test_whatever_is_written_the_file_keeps_the_rules_and_says_it_again(
    text: str, page: str, at: datetime, hours: int
) -> None:
    at = at.replace(microsecond=0)
    told = occasion(title=text, text=text, place=text, contact=text, page=page, categories=(text,), starts_at=at,
                    ends_at=at + timedelta(hours=hours), changed_at=at)  # fmt: skip

    (event,) = read(calendar([told], text))

    said = re.sub("\r\n|\r|\u2028|\u2029", "\n", text)
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", said)
    assert plain(event["SUMMARY"][0][1]) == kept
    assert (moment(event["DTSTART"][0]), moment(event["DTEND"][0])) == (at, at + timedelta(hours=hours))
