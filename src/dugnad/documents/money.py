"""Amounts of money as they are written: "18,5 millioner kroner", "NOK 8 200 000", "9.400.000,-", "MNOK 12"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dugnad.documents.award_words import words

DIGITS = r"\d{1,3}(?:[ .\u00a0\u202f']\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d+)?"
SCALES = {
    "mill": 1e6,
    "mnok": 1e6,
    "mrd": 1e9,
    "milliard": 1e9,
    "billion": 1e9,
    "tnok": 1e3,
    "tusen": 1e3,
    "thousand": 1e3,
}
MONEY = re.compile(
    rf"(?P<before>\b(?:kr\.?|nok|mnok|tnok|mkr)\s*)?(?P<number>{DIGITS})\s*"
    r"(?P<after>(?:mill(?:ion\w*|\.)?|mrd\.?|milliard\w*|billion\w*|mnok|mkr|tusen|thousand|kr(?:oner)?\b\.?|nok\b|,-|\s)*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in NOK and where it stands."""

    value: float
    start: int
    end: int


@cache
def _worded() -> re.Pattern[str]:
    numbers = "|".join(sorted(words("head", "numbers"), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<number>{numbers})\s+(?:\(\d{{1,3}}\)\s+)?(?P<scale>million(?:er|ar|s)?)\s+(?:norske\s+)?(?:kr\w*|nok)\b",
        re.IGNORECASE,
    )


def _in_words(text: str) -> list[Amount]:
    """As in "fire (4) millioner kroner"."""
    numbers = words("head", "numbers")
    return [
        Amount(numbers[match["number"].casefold()] * SCALES["mill"], match.start(), match.end())
        for match in _worded().finditer(text)
    ]


def amounts(text: str, *, unit: str = "") -> list[Amount]:
    """The sums of money in a text; `unit` says what bare numbers are counted in (a table's header)."""
    found = _in_words(text) if "million" in text.casefold() else []
    for match in MONEY.finditer(text):
        marks = f"{match['before'] or ''} {match['after'] or ''}".casefold()
        if not marks.strip() and not unit:
            continue
        value = _number(match["number"]) * _scale(f"{marks} {unit.casefold()}" if _is_small(match["number"]) else marks)
        has_currency = re.search(r"kr|nok|mill|mrd|milliard|,-", marks) is not None
        if (has_currency or unit) and value >= 1000:  # noqa: PLR2004
            found.append(Amount(value, match.start(), match.start() + len(match.group().rstrip())))
    return sorted(found, key=lambda one: one.start)


def amount_in(text: str, *, unit: str) -> float | None:
    found = amounts(text, unit=unit)
    return found[0].value if found else None


def _is_small(number: str) -> bool:
    return len(re.sub(r"\D", "", number)) <= 5  # noqa: PLR2004


def _number(text: str) -> float:
    grouped = re.sub(r"(?<=\d)[ .\u00a0\u202f'](?=\d{3}(?:\D|$))", "", text)
    return float(grouped.replace(",", "."))


def _scale(marks: str) -> float:
    if re.search(r"mkr", marks):
        return 1e6
    return next((scale for word, scale in SCALES.items() if word in marks), 1.0)
