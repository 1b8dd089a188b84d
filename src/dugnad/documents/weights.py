"""Weights as they are written: "30 %", "tretti prosent", "inntil 150 poeng", "Vekt: 0,30", "halve vekten"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from dugnad.documents.award_words import phrases, words

Unit = Literal["percent", "points", "fraction", "decimal", "bare"]
SAME = 0.05
ROUNDING = 1.01
"""Shares that are rounded to whole per cents sum to within this of their total."""
NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
PERCENT_SIGN = r"(?:%|prosent\w*|per\s?cent\w*|percentage points?|pst\b\.?|pct\b\.?)"
POINT_WORD = r"(?:poeng(?:ene|a)?|points?)\b"
OF_THE = r"(?:av|of)\s+(?:(?:de|dei|the)\s+)?\d{1,3}\s+(?=prosentpoeng|percentage)"
"""As in "15 av de 25 prosentpoengene"."""
DASH = r"\s*(?:%\s*)?(?:[-–—]|til|to)\s*"
EMPTY = frozenset({"", "-", "–", "—", "n/a", "ikke aktuelt", "ikkje aktuelt", "ia", "i/a", "x"})


@dataclass(frozen=True, slots=True)
class Measure:
    """One weight in a text: its ends (alike where it is no range), unit, and where it stands."""

    low: float
    high: float
    unit: Unit
    start: int
    end: int
    is_of_total: bool = False
    """Percentage points: of the whole, whatever it stands under."""

    @property
    def is_range(self) -> bool:
        return self.low != self.high


@cache
def _number_words() -> dict[str, float]:
    tens, units = words("award", "numbers"), words("award", "units")
    found = {word: float(value) for word, value in tens.items()}
    for ten, value in tens.items():
        if value >= 20 and value % 10 == 0 and value < 100:  # noqa: PLR2004
            for unit, more in units.items():
                found |= {f"{ten}{unit}": float(value + more), f"{ten}-{unit}": float(value + more)}
    return found


@cache
def _percent() -> re.Pattern[str]:
    written = "|".join(sorted(map(re.escape, _number_words()), key=len, reverse=True))
    number = rf"(?:{NUMBER}|\b(?:{written})(?=\s))"
    lead = r"(?:(?:mellom|between|fra|from|frå)\s+)?"
    joint = r"\s*(?:%|prosent|per cent)?\s*(?:[-–—]|\btil\b|\bto\b|\bog\b|\band\b)\s*"
    return re.compile(
        rf"(?<![\d.,/])(?:{lead}(?P<low>{NUMBER}){joint})?(?P<high>{number})\s*(?:{OF_THE})?(?P<sign>{PERCENT_SIGN})",
        re.IGNORECASE,
    )


POINTS = re.compile(
    rf"(?<![\d.,/])(?:(?P<low>{NUMBER})\s*[-–—]\s*)?(?P<high>{NUMBER})\s*"
    rf"(?:(?:av|of|/)\s*(?:(?:de|dei|the)\s+)?(?P<of>{NUMBER})\s*(?:mulige\s*)?)?{POINT_WORD}(?:\s*(?:av|of)\s*(?:total\w*\s*)?(?P<of2>{NUMBER}))?",
    re.IGNORECASE,
)
DECIMAL = re.compile(
    r"(?:vekt\w*|weight\w*|faktor|factor)\s*(?:på|av|of|=|:|er|is)?\s*(?P<high>[01][.,]\d{1,3})(?![\d%])", re.IGNORECASE
)
NUMBER_AFTER = re.compile(
    r"\b(?:vekt|vekttall|weight|weighting)\s*[:=]?\s*(?P<high>\d{1,3})(?![\d])(?!\s*(?:%|prosent|per\s?cent|pst|poeng|point|kg|tonn|g\b|[.,/–-]\s?\d))",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^\s*(?:mellom|between|fra|from|frå)\b", re.IGNORECASE)


def number_of(text: str) -> float:
    """A number as Norwegians and others write it."""
    worded = _number_words().get(text.casefold())
    return worded if worded is not None else float(text.replace(",", "."))


BEFORE_SIGN, AFTER_SIGN = 90, 20
"""Characters around a sign within which its number, or the two ends of its range, stand."""
SIGNS = ("%", "prosent", "cent", "pst", "pct")
PARTS = ("hal", "del", "third", "quarter", "fifth", "tenth", "dei")


@lru_cache(maxsize=8192)
def measures(text: str) -> tuple[Measure, ...]:
    """Everything in the text that may be a weight, in order; none overlaps another."""
    low = text.casefold()
    found = _percents(text) if any(sign in low for sign in SIGNS) else []
    found += _fractions(text) if any(part in low for part in PARTS) else []
    has_points = "poeng" in low or "point" in low
    for match in POINTS.finditer(text) if has_points else ():
        high = number_of(match["high"])
        least = number_of(match["low"]) if match["low"] else high
        found.append(Measure(least, high, "points", match.start(), match.end()))
    for match in DECIMAL.finditer(text):
        value = number_of(match["high"]) * 100
        found.append(Measure(value, value, "percent", match.start("high"), match.end("high")))
    for match in NUMBER_AFTER.finditer(text):
        value = number_of(match["high"])
        found.append(Measure(value, value, "bare", match.start("high"), match.end("high")))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Measure] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _near_signs(text: str) -> Iterator[re.Match[str]]:
    """The weights in per cent, looked for only where a sign is near: signs are rare, and a number has many words."""
    windows: list[tuple[int, int]] = []
    for sign in re.finditer(PERCENT_SIGN, text, re.IGNORECASE):
        start, end = max(0, sign.start() - BEFORE_SIGN), min(len(text), sign.end() + AFTER_SIGN)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    for start, end in windows:
        yield from _percent().finditer(text, start, end)


def _percents(text: str) -> list[Measure]:
    found = []
    for match in _near_signs(text):
        high = number_of(match["high"])
        low, start = high, match.start("high")
        joined = text[match.start() : match.start("high")]
        has_and = re.search(r"\b(?:og|and)\b", joined, re.IGNORECASE) is not None
        if match["low"] and (not has_and or BETWEEN.match(joined)):
            low, start = number_of(match["low"]), match.start()
        if high > 100 or low > high:  # noqa: PLR2004
            continue
        sign = match["sign"].casefold()
        is_of_total = "poeng" in sign or "point" in sign
        found.append(Measure(low, high, "percent", start, match.end(), is_of_total))
    return found


@cache
def _fraction() -> re.Pattern[str]:
    written = sorted(map(re.escape, words("award", "fractions")), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(written)})(?!\w)(?:\s+(?:av|of)\s+(?:vekten|vekta|vurdering\w+|kriteriet|the\s+(?:weight|criterion)))?",
        re.IGNORECASE,
    )


def _fractions(text: str) -> list[Measure]:
    table = words("award", "fractions") if _fraction().search(text) else {}
    found = []
    for match in _fraction().finditer(text):
        word = next(word for word in sorted(table, key=len, reverse=True) if match.group().casefold().startswith(word))
        found.append(Measure(float(table[word]), float(table[word]), "fraction", match.start(), match.end()))
    return found


CELL_NUMBER = re.compile(rf"^\(?(?:(?P<low>{NUMBER})\s*[-–—]\s*)?(?P<high>{NUMBER})\)?(?:\s*p)?\.?$")


def cell_measure(text: str) -> Measure | None:
    """The weight that a cell consists of, a bare number too; None where it says anything else."""
    stripped = " ".join(text.split())
    if is_empty(stripped):
        return None
    found = measures(stripped)
    if len(found) == 1:
        rest = stripped[: found[0].start] + stripped[found[0].end :]
        rest = phrases("award", "weight-column").sub("", rest)
        rest = phrases("award", "of-parent").sub("", phrases("award", "of-total").sub("", rest))
        rest = re.sub(
            r"\b(?:inntil|maks\w*|max\w*|av|of|up to|opptil|totalt|i|tel|er)\b", "", rest, flags=re.IGNORECASE
        )
        if not re.search(r"\w", rest):
            of_total = found[0].is_of_total or phrases("award", "of-total").search(stripped) is not None
            one = found[0]
            return Measure(one.low, one.high, one.unit, one.start, one.end, of_total)
        return None
    match = CELL_NUMBER.match(stripped)
    if match is None or found:
        return None
    high = number_of(match["high"])
    low = number_of(match["low"]) if match["low"] else high
    is_decimal = high <= 1 and ("," in match["high"] or "." in match["high"])
    if is_decimal:
        return Measure(low * 100, high * 100, "decimal", 0, len(stripped))
    return Measure(low, high, "bare", 0, len(stripped))


def is_empty(cell: str) -> bool:
    return " ".join(cell.split()).casefold() in EMPTY
