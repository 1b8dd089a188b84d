"""Calendars as other programs read them (iCalendar, RFC 5545): one file for a list of events or for one.

Nothing here asks the clock: an event's stamp is the moment it was last changed, so the same events give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MEDIA_TYPE = "text/calendar; charset=utf-8"
ZONE = "Europe/Oslo"
OSLO = ZoneInfo(ZONE)
MOST_OCTETS = 75
"""In one line, without its end; longer ones go on in the next, after a space."""
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
"""What a text may not hold; line breaks and tabs are kept."""
IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f]")
LANGUAGE_TAGS = ("nb", "nn", "en")
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dugnad//desk//NO", "CALSCALE:GREGORIAN")
TIME_ZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""Summer and winter time as they are since 1996."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One event of a calendar."""

    uid: str
    """The same for as long as the event is known, whatever changes of it."""
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    text: str = ""
    place: str = ""
    page: str = ""
    """The address where more stands."""
    contact: str = ""
    categories: tuple[str, ...] = ()
    language: str = "nb"
    is_cancelled: bool = False


def calendar(occasions: Iterable[Occasion], name: str = "") -> bytes:
    """The whole file."""
    lines = [*HEAD]
    if name:
        lines += [f"NAME:{text_value(name)}", f"X-WR-CALNAME:{text_value(name)}"]
    lines += TIME_ZONE
    for one in occasions:
        lines += lines_of(one)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def lines_of(one: Occasion) -> Iterator[str]:
    """The lines of one event, not folded yet."""
    tongue = f";LANGUAGE={one.language}" if one.language in LANGUAGE_TAGS else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{text_value(one.uid)}"
    yield f"DTSTAMP:{in_utc(one.changed_at)}"
    yield f"LAST-MODIFIED:{in_utc(one.changed_at)}"
    yield f"SEQUENCE:{one.sequence}"
    yield from moment("DTSTART", one.starts_at)
    if one.ends_at > one.starts_at:
        yield from moment("DTEND", one.ends_at)
    yield f"SUMMARY{tongue}:{text_value(one.title)}"
    if one.text:
        yield f"DESCRIPTION{tongue}:{text_value(one.text)}"
    if one.place:
        yield f"LOCATION{tongue}:{text_value(one.place)}"
    if one.page:
        yield f"URL:{IN_ADDRESS.sub('', one.page)}"
    if one.contact:
        yield f"CONTACT:{text_value(one.contact)}"
    if one.categories:
        yield f"CATEGORIES:{','.join(text_value(category) for category in one.categories)}"
    yield f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def moment(name: str, at: datetime) -> Iterator[str]:
    """A time by the clock in Norway; by UTC in the hour that the clock shows twice."""
    local = at.astimezone(OSLO)
    if local.fold or local.replace(fold=1).utcoffset() != local.utcoffset():
        yield f"{name}:{in_utc(at)}"
    else:
        yield f"{name};TZID={ZONE}:{local:%Y%m%dT%H%M%S}"


def in_utc(at: datetime) -> str:
    """20261123T081500Z."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text_value(text: str) -> str:
    """A text with what has a meaning of its own marked, as RFC 5545 3.3.11 says."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = HIDDEN.sub("", text)
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no sign is cut in two."""
    pieces, at, room = [], 0, MOST_OCTETS
    raw = line.encode("utf-8", "replace")
    while len(raw) - at > room:
        end = at + room
        while raw[end] & 0xC0 == 0x80:  # noqa: PLR2004 - the middle of a sign in UTF-8
            end -= 1
        pieces.append(raw[at:end])
        at, room = end, MOST_OCTETS - 1
    pieces.append(raw[at:])
    return b"\r\n ".join(pieces) + b"\r\n"
