"""Numbers, shares, money and days in the form of the page's language."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
MISSING = "–"
MILLION = 1_000_000
BILLION = 1_000_000_000
UNITS = {"nb": ("mill. kr", "mrd. kr", "kr"), "nn": ("mill. kr", "mrd. kr", "kr"), "en": ("m NOK", "bn NOK", "NOK")}


@register.filter
def number(value: float | Literal[""] | None, decimals: int = 0) -> str:
    """1 234,5 – a dash where nothing is known (a template gives "" where a figure is missing)."""
    if value in (None, ""):
        return MISSING
    return written(value or 0, decimals, language())  # a negative nought is nought


@lru_cache(maxsize=10_000)  # a page shows hundreds of them, mostly the same ones
def written(value: float, decimals: int, tongue: str) -> str:
    """A number in the form of a language."""
    places = "0" * decimals
    return str(format_decimal(value, format=f"#,##0.{places}" if places else "#,##0", locale=LOCALES[tongue]))


@register.filter
def percent(value: float | None, decimals: int = 0) -> str:
    """A percentage that counts from 0 to 100: 42 %."""
    if value is None:
        return MISSING
    sign = "%" if language() == "en" else "\N{NO-BREAK SPACE}%"
    return number(value, decimals) + sign


@register.filter
def nok(value: float | None) -> str:
    """Money as people say it: 12,5 mill. kr."""
    if value is None:
        return MISSING
    millions, billions, crowns = UNITS[language()]
    if abs(value) >= BILLION:
        text, unit = number(value / BILLION, 1), billions
    elif abs(value) >= MILLION:
        text, unit = number(value / MILLION, 1), millions
    else:
        text, unit = number(value), crowns
    return f"{text}\N{NO-BREAK SPACE}{unit}"


@register.filter
def day(value: date | datetime | None) -> str:
    """22. november 2026."""
    if value is None:
        return MISSING
    pattern = "d MMMM y" if language() == "en" else "d. MMMM y"
    return str(format_date(value, format=pattern, locale=LOCALES[language()]))


@register.filter
def money(value: float | None, currency: str | None) -> str:
    """Money in the currency of the notice; kroner as people say them."""
    if currency in (None, "", "NOK") or value is None:
        return nok(value)
    return f"{number(value)}\N{NO-BREAK SPACE}{currency}"


@register.filter
def short_day(value: date | None) -> str:
    """22.11.2026, or 22/11/2026 in English."""
    pattern = "dd/MM/y" if language() == "en" else "dd.MM.y"
    return MISSING if value is None else str(format_date(value, format=pattern, locale=LOCALES[language()]))


@register.filter
def orgnr(value: str) -> str:
    """999 100 001."""
    return "\N{NO-BREAK SPACE}".join((value[:3], value[3:6], value[6:]))


@register.filter
def period(value: str) -> str:
    """2025, 1. kvartal 2025, or all years together."""
    if value == "all":
        return words("part.all-years", language())
    year, _, quarter = value.partition("-Q")
    return words("part.quarter", language(), quarter=quarter, year=year) if quarter else year


@register.simple_tag
def asset(path: str) -> str:
    """The address of a file that the site serves, with its content's hash, so that it can be kept for ever."""
    return f"{static(path)}?v={content_hash(path)}"


@cache
def content_hash(path: str) -> str:
    """The first eight digits of the file's hash; "missing" where the styles are not built."""
    found = finders.find(path)
    if not isinstance(found, str):
        return "missing"
    with open(found, "rb") as file:  # noqa: PTH123 - a plain read
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]
