"""Measuring against labels: the figures, the split, and what the shipped lists reach."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from dugnad.wording.evaluate import Labelled, Share, disagreements, is_held_out, labelled_rows, read_all, score, scores


def labels(rows: Iterable[tuple[str, str]]) -> list[Labelled]:
    return labelled_rows(
        {"language": "NOB", "name": name, "environment": label, "social": "none"} for name, label in rows
    )


def test_doubtful_label_is_left_out_and_doubtful_answer_is_a_miss() -> None:
    rows = labels([("Miljø", "certain"), ("Bærekraft", "certain"), ("Ombruk", "doubtful"), ("Klima", "none")])

    figures = score(read_all(rows), "environment", "all")

    assert (figures.precision, figures.recall) == (Share(1, 2), Share(1, 2))
    assert (figures.false_positives, figures.misses) == (1, 1)


def test_share_of_none_labels_answered_doubtful() -> None:
    figures = score(read_all(labels([("Bærekraft", "none"), ("Pris", "none")])), "environment", "all")

    assert figures.doubtful_of_none == Share(1, 2)


def test_wilson_interval() -> None:
    low, high = Share(87, 87).interval or (0, 0)

    assert (round(low, 3), round(high, 3)) == (0.958, 1.0)
    assert Share(0, 0).interval is None


def test_errors_come_false_positives_first() -> None:
    rows = labels([("Bærekraft", "certain"), ("Klima", "none"), ("Bærekraft", "none")])

    kinds = [item.kind for item in disagreements(read_all(rows), "environment")]

    assert kinds == ["false positive", "miss", "doubtful on none"]


def test_split_looks_at_letters_only() -> None:
    parts = {is_held_out(name, "") for name in ("Klima 30 %", "KLIMA – 40%", "klima")}

    assert len(parts) == 1


def test_parts_make_the_whole() -> None:
    rows = [{"language": "nob", "name": f"Navn {letter}", "environment": "none"} for letter in "abcdefghijklmnopqrst"]

    parts = [labelled_rows(rows, part) for part in ("train", "held")]

    assert sorted(row.line for part in parts for row in part) == list(range(2, 22))
    assert all(parts)


def read_labels(shared: Path, name: str) -> list[Labelled]:
    with (shared / "labels" / name).open(encoding="utf-8", newline="") as lines:
        return labelled_rows(csv.DictReader(lines))


def test_norwegian_phrases_reach_the_goal(shared: Path) -> None:
    read = read_all(read_labels(shared, "norwegian_phrases_dev.csv"))

    figures = score(read, "environment", "all")

    assert (figures.precision.value or 0) >= 0.97
    assert (figures.recall.value or 0) >= 0.95


def test_labelled_criteria_reach_the_goal(shared: Path) -> None:
    read = read_all(read_labels(shared, "award_criteria_labels_dev.csv"))

    by_language = {line.language: line for line in scores(read, "environment")}
    together = by_language["full lists"]

    assert (together.precision.value or 0) >= 0.97
    assert (together.recall.value or 0) >= 0.93
    assert (together.doubtful_of_none.value or 0) <= 0.06
    assert max(by_language["fra"].false_positives, by_language["deu"].false_positives) <= 2
    assert max(by_language["fra"].misses, by_language["deu"].misses) <= 3


def test_own_phrases_stay_read_as_they_are_labelled() -> None:
    with (Path(__file__).parent / "own_phrases.csv").open(encoding="utf-8", newline="") as lines:
        read = read_all(labelled_rows(csv.DictReader(lines)))

    environment, social = score(read, "environment", "all"), score(read, "social", "all")

    assert (environment.precision.value or 0) >= 0.99
    assert (environment.recall.value or 0) >= 0.99
    assert (environment.doubtful_of_none.value or 0) <= 0.04
    assert (social.precision.value or 0) >= 0.99
    assert (social.recall.value or 0) >= 0.99


@pytest.mark.parametrize("name", ["norwegian_phrases_dev.csv", "award_criteria_labels_dev.csv"])
def test_every_label_file_is_read_row_by_row(shared: Path, name: str) -> None:
    with (shared / "labels" / name).open(encoding="utf-8", newline="") as lines:
        rows = len(list(csv.DictReader(lines)))

    assert len(read_labels(shared, name)) == rows
