"""The sentence over a trend says a direction only where the years show one, and rest on enough lots."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from dugnad.monitor.pictures.figure import Figure
from dugnad.web.titles import trend_title


@pytest.fixture(autouse=True)
def bokmal() -> Iterator[None]:
    with translation.override("nb"):
        yield


def years(*shares: tuple[float, int]) -> list[Figure]:
    """Years from 2022 on, each with its share and how many lots it is of."""
    return [
        Figure(indicator="environment-weight-share", scope="body", code="1", period=str(2022 + number),
               numerator=share * lots, denominator=lots, coverage=0.9, value=share)
        for number, (share, lots) in enumerate(shares)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (years((0.2, 40), (0.3, 40), (0.4, 50)), "gått opp"),
        (years((0.4, 40), (0.3, 40), (0.3, 50)), "gått ned"),
        (years((0.24, 40), (0.54, 40), (0.26, 50)), "svingt mellom 24\xa0% og 54\xa0%"),
        (years((0.3, 40), (0.3, 50)), "er den samme"),
        (years((0.0, 2), (1.0, 3)), "For lite"),
        (years((0.0, 9), (0.5, 40), (0.6, 10), (0.1, 9)), "gått opp"),
        (years((0.2, 40)), "For lite"),
        ([], "For lite"),
    ],
)
def test_a_direction_is_told_only_where_there_is_one(points: list[Figure], told: str) -> None:
    assert told in trend_title(points)


def test_the_sentence_says_of_how_many() -> None:
    assert "(av 40 delkontrakter)" in trend_title(years((0.2, 40), (0.4, 50)))
