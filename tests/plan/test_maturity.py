"""Maturity and its comparison: unanswered is never zero, and too few are not compared."""

from __future__ import annotations

from itertools import product
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.plan.maturity import Maturity, maturity_of, order_of, size_class, spread_of
from dugnad.plan.questions import QuestionSet, load_questions

STEPS = ("", "not-yet", "begun", "in-place", "lived", "unheard-of")
WORTH = {"not-yet": 0, "begun": 1, "in-place": 2, "lived": 3}


def asked() -> QuestionSet:
    found = load_questions().of_year(2026)
    assert found is not None
    return found


@given(st.lists(st.sampled_from(STEPS), min_size=7, max_size=7))
def test_only_what_is_answered_counts(steps: list[str]) -> None:
    questions = asked()
    keys = [question.key for question in questions.questions]

    found = maturity_of(dict(zip(keys, steps, strict=True)), questions)

    worth = [WORTH[step] for step in steps if step in WORTH]
    assert (found.answered, found.asked) == (len(worth), 7)
    assert found.value == (sum(worth) / len(worth) if worth else None)
    assert found.is_too_little == (len(worth) < 4)


def test_not_answered_is_not_the_lowest_answer() -> None:
    questions = asked()
    keys = [question.key for question in questions.questions]

    silent = maturity_of({}, questions)
    half = maturity_of(dict.fromkeys(keys[:4], "lived"), questions)
    no = maturity_of(dict.fromkeys(keys, "not-yet"), questions)

    assert (silent.value, half.value, no.value) == (None, 3.0, 0.0)


def group(*values: float, answered: int = 7) -> list[Maturity]:
    return [Maturity(value, answered, 7) for value in values]


def test_fewer_than_five_are_not_compared() -> None:
    few = spread_of([*group(1, 2, 3, 2), *group(2, answered=3)], 30)

    assert (few.n, few.bodies, few.is_too_few, few.median, few.interval) == (4, 30, True, None, None)


def test_five_are_compared_with_the_certainty_that_five_can_give() -> None:
    found = spread_of(group(0, 1, 2, 3, 3), 12)

    assert (found.median, found.low, found.high, found.interval) == (2, 1, 3, (0, 3))
    assert found.certainty == 1 - 2 / 2**5


@pytest.mark.parametrize("n", [5, 6, 9, 16, 17, 40, 101])
def test_the_interval_is_the_tightest_that_is_sure_enough(n: int) -> None:
    first, certainty = order_of(n)

    assert certainty >= 0.95 or first == 0
    assert 0 <= first < n / 2
    if n <= 9:  # by counting every way that n values can fall on either side of the median
        inside = sum(first < sum(sides) < n - first for sides in product((0, 1), repeat=n))
        assert certainty == inside / 2**n


def test_the_interval_holds_the_median_as_often_as_it_says() -> None:
    draw, n, tries = Random(7), 15, 2000  # noqa: S311 - a fixed draw
    first, certainty = order_of(n)

    hits = 0
    for _ in range(tries):
        values = sorted(draw.random() for _ in range(n))
        hits += values[first] <= 0.5 <= values[-1 - first]

    assert abs(hits / tries - certainty) < 0.02


def test_the_middle_lies_inside_its_interval() -> None:
    values = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]

    found = spread_of(group(*values), 7)

    assert found.interval is not None
    assert found.interval[0] <= median(values) <= found.interval[1]


def test_sizes_follow_the_register_and_an_unknown_size_is_none() -> None:
    assert [size_class(employees) for employees in (None, 0, 99, 100, 2000)] == [
        "", "small", "small", "middle", "largest",
    ]  # fmt: skip
