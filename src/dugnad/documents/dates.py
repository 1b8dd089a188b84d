"""Days as they are written: "11. mars 2024", "11.03.2024", "2024-03-11", "3. feb. 2025", "2 November 2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from dugnad.documents.award_words import words

YEAR = r"(?:19|20)\d{2}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it stands."""

    on: date
    start: int
    end: int


@cache
def _written() -> re.Pattern[str]:
    months = "|".join(sorted(words("head", "months"), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?(?P<month>{months})\b\.?,?\s*(?P<year>{YEAR})"
        rf"|\b(?P<month2>{months})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>{YEAR})",
        re.IGNORECASE,
    )


NUMERIC = re.compile(rf"\b(?P<day>\d{{1,2}})[./-](?P<month>\d{{1,2}})[./-](?P<year>{YEAR}|\d{{2}})\b")
ISO = re.compile(rf"\b(?P<year>{YEAR})-(?P<month>\d{{2}})-(?P<day>\d{{2}})\b")
CENTURY = 2000


def days(text: str) -> list[Day]:
    """The days that a text names, in order."""
    found = [
        _day(match, match["year"] or match["year2"], _month(match), match["day"] or match["day2"])
        for match in _written().finditer(text)
    ]
    found += [_day(match, match["year"], int(match["month"]), match["day"]) for match in ISO.finditer(text)]
    taken = [(one.start, one.end) for one in found if one]
    found += [
        _day(match, match["year"], int(match["month"]), match["day"])
        for match in NUMERIC.finditer(text)
        if all(match.end() <= start or match.start() >= end for start, end in taken)
    ]
    return sorted((one for one in found if one is not None), key=lambda one: one.start)


def _month(match: re.Match[str]) -> int:
    return int(words("head", "months")[(match["month"] or match["month2"]).casefold()])


def _day(match: re.Match[str], year: str, month: int, day: str) -> Day | None:
    number = int(year)
    try:
        on = date(number if number >= 100 else CENTURY + number, month, int(day))  # noqa: PLR2004
    except ValueError:
        return None
    return Day(on, match.start(), match.end())
