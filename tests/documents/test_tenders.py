"""The shared tender documents, each beside what is known to stand in it; the table is printed with every run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from documents.score import Score, score_folder, table, total_of


@pytest.fixture(scope="module")
def scores(shared: Path) -> list[Score]:
    return score_folder(shared / "tenders")


def test_the_table_is_printed(scores: list[Score], capsys: pytest.CaptureFixture[str]) -> None:
    printed = table(scores, details=False)

    with capsys.disabled():
        sys.stdout.write(f"\n{printed}\n")

    assert printed.count("\n") >= len(scores)


def test_outcomes_are_right_on_fourteen_of_sixteen(scores: list[Score]) -> None:
    wrong = [score.name for score in scores if not score.is_outcome_right]

    assert len(wrong) <= len(scores) // 8, wrong


def test_criteria_are_found_with_weight_or_rank(scores: list[Score]) -> None:
    rows = total_of(scores)["rows"]

    assert rows.recall >= 0.95
    assert rows.precision >= 0.97


def test_environmental_weight_is_exact_on_nine_lots_of_ten(scores: list[Score]) -> None:
    lots = total_of(scores)["lots"]

    assert lots.recall >= 0.9


def test_reasons_are_found_or_absent_everywhere(scores: list[Score]) -> None:
    reasons = total_of(scores)["reasons"]

    assert reasons.right == reasons.wanted


def test_binding_requirements_are_found(scores: list[Score]) -> None:
    binding = total_of(scores)["binding"]

    assert binding.recall >= 0.85
    assert binding.precision >= 0.85


def test_social_clauses_are_found_by_type(scores: list[Score]) -> None:
    assert total_of(scores)["clauses"].f1 >= 0.9


def test_heads_are_read(scores: list[Score]) -> None:
    assert total_of(scores)["head"].recall >= 0.95


def test_nothing_from_the_distractors_is_reported(scores: list[Score]) -> None:
    assert [words for score in scores for words in score.distractors] == []


def test_every_quote_is_verbatim(scores: list[Score]) -> None:
    assert [quote for score in scores for quote in score.unquoted] == []
