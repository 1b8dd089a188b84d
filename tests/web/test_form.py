"""Numbers, money, shares and days in the form of each language."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.template.library import import_library
from django.utils import translation

from dugnad.monitor.pictures.figure import Figure
from dugnad.web.templatetags import draw, find, form

SPACE = "\N{NO-BREAK SPACE}"


def figure(part: str = "weight", numerator: float = 1, value: float | None = 0.5, coverage: float = 1.0) -> Figure:
    return Figure(
        indicator=f"path-taken.{part}",
        scope="nation",
        code="NO",
        period="2025",
        numerator=numerator,
        denominator=4,
        coverage=coverage,
        value=value,
    )


def trend(*values: float | None) -> Figure:
    years = tuple(
        Figure(
            indicator="price-only",
            scope="nation",
            code="NO",
            period=str(2020 + number),
            numerator=1,
            denominator=1,
            coverage=1,
            value=value,
        )
        for number, value in enumerate(values)
    )
    return Figure(
        indicator="price-only",
        scope="nation",
        code="NO",
        period="all",
        numerator=1,
        denominator=1,
        coverage=1,
        value=1,
        trend=years,
    )


@pytest.mark.parametrize(
    ("value", "nb", "en"),
    [
        (1234567.0, f"1{SPACE}234{SPACE}567", "1,234,567"),
        (0, "0", "0"),
        (None, "–", "–"),
        ("", "–", "–"),
    ],
)
def test_number(value: float | None, nb: str, en: str) -> None:
    said = []
    for language in ("nb", "en"):
        with translation.override(language):
            said.append(form.number(value))

    assert said == [nb, en]


@pytest.mark.parametrize(
    ("value", "nb", "en"),
    [
        (950_000, f"950{SPACE}000{SPACE}kr", f"950,000{SPACE}NOK"),
        (12_500_000, f"12,5{SPACE}mill. kr", f"12.5{SPACE}m NOK"),
        (2_340_000_000, f"2,3{SPACE}mrd. kr", f"2.3{SPACE}bn NOK"),
        (None, "–", "–"),
    ],
)
def test_money(value: float | None, nb: str, en: str) -> None:
    said = []
    for language in ("nb", "en"):
        with translation.override(language):
            said.append(form.nok(value))

    assert said == [nb, en]


def test_money_of_another_currency_keeps_it() -> None:
    with translation.override("nb"):
        assert form.money(1500.0, "EUR") == f"1{SPACE}500{SPACE}EUR"


@pytest.mark.parametrize(
    ("language", "long", "short", "share"),
    [
        ("nb", "4. mai 2026", "04.05.2026", f"42{SPACE}%"),
        ("nn", "4. mai 2026", "04.05.2026", f"42{SPACE}%"),
        ("en", "4 May 2026", "04/05/2026", "42%"),
    ],
)
def test_day_and_share(language: str, long: str, short: str, share: str) -> None:
    with translation.override(language):
        said = (form.day(date(2026, 5, 4)), form.short_day(date(2026, 5, 4)), form.percent(42.4))

    assert said == (long, short, share)


@pytest.mark.parametrize(("period", "said"), [("2025", "2025"), ("2025-Q3", "3. kvartal 2025"), ("all", "Alle år")])
def test_period(period: str, said: str) -> None:
    with translation.override("nb"):
        assert form.period(period) == said


def test_organisation_number_is_grouped() -> None:
    assert form.orgnr("999100001") == f"999{SPACE}100{SPACE}001"


def test_bar_is_filled_exactly() -> None:
    laid = draw.stretches([figure("weight", 3), figure("exempt", 1), figure("unknown", 4)])

    assert [(part.start, part.width) for part in laid] == [(0, 375), (375, 125), (500, 500)]


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ((), ""),
        ((0.5,), ""),
        ((None, 0.5), ""),
        ((0.0, 1.0), "4.0,32.0 116.0,4.0"),
        ((0.5, None, 0.5), "4.0,18.0 116.0,18.0"),
    ],
)
def test_trend_line_has_a_point_for_each_known_year(values: tuple[float | None, ...], points: str) -> None:
    assert draw.spark(trend(*values)) == points


@pytest.mark.parametrize(
    ("shown", "shade"),
    [
        (None, "shade-unknown"),
        (figure(value=None), "shade-unknown"),
        (figure(value=0.9, coverage=0.1), "shade-unknown"),
        (figure(value=0.0), "shade-0"),
        (figure(value=0.59), "shade-2"),
        (figure(value=1.0), "shade-4"),
    ],
)
def test_tile_is_darker_the_larger_the_share(shown: Figure | None, shade: str) -> None:
    assert draw.shade(shown) == shade


@pytest.mark.parametrize(
    ("outcome", "tone"),
    [
        ("MET_WEIGHT", "met"),
        ("POSSIBLE_BREACH", "possible"),
        ("MANUAL_REVIEW", "ask"),
        ("UNKNOWN", "unknown"),
        (None, "unknown"),
    ],
)
def test_only_what_is_met_has_the_tone_of_met(outcome: str | None, tone: str) -> None:
    assert find.tone(outcome) == tone


def test_no_two_builtin_filters_or_tags_share_a_name() -> None:
    libraries = [import_library(name) for name in settings.TEMPLATES[0]["OPTIONS"]["builtins"]]

    filters = Counter(name for library in libraries for name in library.filters)
    tags = Counter(name for library in libraries for name in library.tags)

    assert [name for names in (filters, tags) for name, count in names.items() if count > 1] == []
