"""A figure as one sentence and as text, in the reader's language."""

from __future__ import annotations

from dugnad.monitor.indicators import Indicator
from dugnad.monitor.results import Row

UNSEEN = {
    "nb": "Ukjent: ingenting kunne leses.",
    "nn": "Ukjent: ingenting kunne lesast.",
    "en": "Unknown: nothing could be read.",
}
UNKNOWN = {"nb": "ukjent", "nn": "ukjent", "en": "unknown"}
ALL_YEARS = {"nb": "alle år", "nn": "alle år", "en": "all years"}
QUARTER = {"nb": "{}. kvartal", "nn": "{}. kvartal", "en": "quarter {} of"}
WINDOW = {"nb": ("fra", "til"), "nn": ("frå", "til"), "en": ("from", "until")}
HARD_SPACE = "\u00a0"


def sentence(indicator: Indicator, row: Row, language: str) -> str:
    """The indicator's reading with this figure's numbers in it."""
    figure = indicator.figure(row.indicator)
    if row.value is None:
        return UNSEEN[language]
    return figure.reading[language].format(
        value=value_text(row.value, figure.unit, language),
        numerator=number_text(row.numerator, language),
        denominator=number_text(row.denominator, language),
        coverage=share_text(row.coverage, language),
        part=figure.name[language],
    )


def period_text(period: str, language: str) -> str:
    """A period as people say it: all years, 2025, first quarter of 2025, a window of days."""
    if period == "all":
        return ALL_YEARS[language]
    if "/" in period:
        since, _, until = period.partition("/")
        words = [f"{word} {day}" for word, day in zip(WINDOW[language], (since, until), strict=True) if day != ".."]
        return " ".join(words)
    year, _, quarter = period.partition("-Q")
    return f"{QUARTER[language].format(quarter)} {year}" if quarter else year


def value_text(value: float | None, unit: str, language: str) -> str:
    """A value in its unit; unknown is said, never shown as zero."""
    if value is None:
        return UNKNOWN[language]
    if unit == "share":
        return share_text(value, language)
    return f"{number_text(value, language)}{'' if unit == 'score' else percent_sign(language)}"


def share_text(share: float, language: str) -> str:
    """A share as percent, with one decimal below ten."""
    percent = 100 * share
    return f"{number_text(round(percent, 1) if percent < 10 else round(percent), language)}{percent_sign(language)}"  # noqa: PLR2004


def percent_sign(language: str) -> str:
    return "%" if language == "en" else f"{HARD_SPACE}%"


def number_text(number: float, language: str) -> str:
    """A number as the language writes it, at most two decimals."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(",", HARD_SPACE).replace(".", ",")
