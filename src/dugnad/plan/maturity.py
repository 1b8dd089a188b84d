"""How far a body has come, by its own answers; and where like bodies stand, with how sure that is.

Maturity is the mean of the answered questions on a scale from 0 to 3. Questions that are not answered are left out and
told beside it: not answered is never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from statistics import median, quantiles

from dugnad.plan.questions import HIGHEST, QuestionSet

FEWEST_BODIES = 5
"""Under so many, a comparison says more about who happened to answer than about the bodies."""
LEVEL = 0.95
LOW_COVERAGE = 0.5
SCALE = HIGHEST
SIZES: tuple[tuple[str, int, int], ...] = (
    ("small", 0, 99), ("middle", 100, 499), ("large", 500, 1999), ("largest", 2000, 10**9),
)  # fmt: skip
"""Classes of employees."""


@dataclass(frozen=True, slots=True)
class Maturity:
    """The mean of the answered questions. `value` is none where nothing is answered."""

    value: float | None
    answered: int
    asked: int

    @property
    def coverage(self) -> float:
        """The share of the questions that is answered."""
        return self.answered / self.asked if self.asked else 0.0

    @property
    def is_too_little(self) -> bool:
        """Is too little answered to say anything?"""
        return self.value is None or self.coverage < LOW_COVERAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Where a group of bodies stands: median, quartiles, and between which values its kind's median may well lie."""

    n: int
    """How many of them have answered enough."""
    bodies: int
    """How many there are."""
    median: float | None
    low: float | None
    high: float | None
    interval: tuple[float, float] | None
    """Two of the values themselves, between which the median of such bodies lies, with the certainty beside."""
    certainty: float | None

    @property
    def is_too_few(self) -> bool:
        """Are there too few to compare with?"""
        return self.n < FEWEST_BODIES


def maturity_of(values: Mapping[str, str], questions: QuestionSet) -> Maturity:
    """The maturity that these answers show. Answers that are no longer known count as not answered."""
    found = [question.answer(values.get(question.key, "")) for question in questions.questions]
    worth = [answer.maturity for answer in found if answer is not None]
    return Maturity(sum(worth) / len(worth) if worth else None, len(worth), len(questions.questions))


def spread_of(found: Sequence[Maturity], bodies: int) -> Spread:
    """The group's spread. With too few, nothing is said but how many."""
    values = sorted(one.value for one in found if one.value is not None and not one.is_too_little)
    if len(values) < FEWEST_BODIES:
        return Spread(n=len(values), bodies=bodies, median=None, low=None, high=None, interval=None, certainty=None)
    low, _, high = quantiles(values, n=4, method="inclusive")
    first, certainty = order_of(len(values))
    return Spread(
        n=len(values), bodies=bodies, median=median(values), low=low, high=high,
        interval=(values[first], values[-1 - first]), certainty=certainty,
    )  # fmt: skip


def order_of(n: int) -> tuple[int, float]:
    """Which of n sorted values, counted from both ends, the median lies between, and how sure that is.

    By the binomial law, whatever the values' distribution; the tightest pair that is sure enough, else the outermost.
    """
    first, certainty = 0, 1 - 2 / 2**n
    for index in range(1, (n + 1) // 2):
        tails = 2 * sum(comb(n, below) for below in range(index + 1)) / 2**n
        if 1 - tails < LEVEL:
            break
        first, certainty = index, 1 - tails
    return first, certainty


def size_class(employees: int | None) -> str:
    """The class of employees; "" where the register does not say."""
    if employees is None:
        return ""
    return next(name for name, least, most in SIZES if least <= employees <= most)
