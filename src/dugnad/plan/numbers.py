"""Numbers, shares, money and days as a paper in one language writes them; a dash where nothing is known."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
MISSING, SPACE = "–", "\N{NO-BREAK SPACE}"
MILLION, BILLION = 1_000_000, 1_000_000_000
UNITS = {"nb": ("mill. kr", "mrd. kr", "kr"), "nn": ("mill. kr", "mrd. kr", "kr"), "en": ("m NOK", "bn NOK", "NOK")}


def number(value: float | None, language: str, decimals: int = 0) -> str:
    """1 234,5."""
    if value is None:
        return MISSING
    places = "0" * decimals
    return str(format_decimal(value, format=f"#,##0.{places}" if places else "#,##0", locale=LOCALES[language]))


def percent(value: float | None, language: str) -> str:
    """A percentage that counts from 0 to 100: 42 %."""
    if value is None:
        return MISSING
    return number(value, language) + ("%" if language == "en" else f"{SPACE}%")


def money(value: float | None, currency: str | None, language: str) -> str:
    """12,5 mill. kr; other currencies by their code."""
    if value is None:
        return MISSING
    if currency not in (None, "", "NOK"):
        return f"{number(value, language)}{SPACE}{currency}"
    millions, billions, crowns = UNITS[language]
    if abs(value) >= BILLION:
        return f"{number(value / BILLION, language, 1)}{SPACE}{billions}"
    if abs(value) >= MILLION:
        return f"{number(value / MILLION, language, 1)}{SPACE}{millions}"
    return f"{number(value, language)}{SPACE}{crowns}"


def day(value: date | None, language: str) -> str:
    """22. november 2026."""
    pattern = "d MMMM y" if language == "en" else "d. MMMM y"
    return MISSING if value is None else str(format_date(value, format=pattern, locale=LOCALES[language]))


def short_day(value: date | None, language: str) -> str:
    """22.11.2026, or 22/11/2026 in English."""
    pattern = "dd/MM/y" if language == "en" else "dd.MM.y"
    return MISSING if value is None else str(format_date(value, format=pattern, locale=LOCALES[language]))


def orgnr(value: str) -> str:
    """310 000 108."""
    return SPACE.join((value[:3], value[3:6], value[6:]))
