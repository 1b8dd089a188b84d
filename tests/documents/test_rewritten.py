"""Five of the tenders written anew, with other layout, order and words: the same facts must come out."""

from __future__ import annotations

import sys

import pytest

from documents.rewritten.build import build
from documents.score import Score, score_folder, table, total_of


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    folder = tmp_path_factory.mktemp("rewritten")
    build(folder)
    return score_folder(folder)


def test_the_table_is_printed(scores: list[Score], capsys: pytest.CaptureFixture[str]) -> None:
    printed = table(scores, details=False)

    with capsys.disabled():
        sys.stdout.write(f"\nrewritten:\n{printed}\n")

    assert len(scores) == 5


def test_outcomes_are_right(scores: list[Score]) -> None:
    assert [score.name for score in scores if not score.is_outcome_right] == []


def test_criteria_weights_and_paths_are_right(scores: list[Score]) -> None:
    total = total_of(scores)

    assert total["rows"].recall >= 0.95
    assert total["rows"].precision >= 0.97
    assert total["lots"].recall >= 0.9
    assert total["reasons"].right == total["reasons"].wanted


def test_requirements_and_clauses_are_found(scores: list[Score]) -> None:
    total = total_of(scores)

    assert (total["binding"].recall >= 0.85, total["binding"].precision >= 0.85) == (True, True)
    assert total["clauses"].f1 >= 0.9
