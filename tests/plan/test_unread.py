"""A finding that rests on a wording nobody has read is told as not checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dugnad.plan.report import is_unchecked, told_outcome
from plan.situations import FULL


@pytest.mark.parametrize(
    ("outcome", "announced", "unchecked"),
    [
        ("SHOULD_NOT_MET", date(2020, 3, 1), True),
        ("SHOULD_NOT_MET", None, True),
        ("SHOULD_NOT_MET", date(2025, 3, 1), False),
        ("POSSIBLE_BREACH", date(2020, 3, 1), False),
    ],
)
def test_should_of_2017_is_not_checked(outcome: str, announced: date | None, unchecked: bool) -> None:
    assert is_unchecked(outcome, announced) is unchecked


@pytest.mark.parametrize(
    ("language", "told"),
    [("nb", "Burde vært fulgt (ikke kontrollert)"), ("nn", "Burde vore følgd (ikkje kontrollert)"),
     ("en", "Should have been followed (not checked)")],
)  # fmt: skip
def test_report_and_case_say_so_in_words(language: str, told: str) -> None:
    buy = replace(FULL.largest[0], outcome="SHOULD_NOT_MET", announced=date(2020, 3, 1))

    assert told_outcome(buy, language) == told
