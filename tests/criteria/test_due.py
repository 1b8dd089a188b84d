from __future__ import annotations

from datetime import date

import pytest

from criteria.made import DAY, GUESS, OLD_LABEL, made_criterion, made_library, made_version
from dugnad.criteria.due import change_log, due
from dugnad.criteria.due_words import flag_text
from dugnad.criteria.references import cited_references


def reasons(on: date, criterion: str) -> list[str]:
    return [flag.reason for flag in due(made_library(), on) if flag.criterion == criterion]


@pytest.mark.parametrize(
    ("on", "criterion", "expected"),
    [
        (date(2027, 9, 30), "cleaning-wages", []),
        (date(2027, 10, 1), "cleaning-wages", ["review-soon"]),
        (date(2027, 11, 30), "cleaning-wages", ["review-soon"]),
        (date(2027, 12, 1), "cleaning-wages", ["review-passed"]),
        (date(2026, 11, 22), "it-screen-power", ["label-ends-soon"]),
        (date(2027, 1, 1), "it-screen-power", ["label-ended"]),
        (date(2026, 11, 22), "it-spare-parts", ["unconfirmed"]),
        (date(2026, 11, 30), "cleaning-labelled-products", ["reference-replaced-soon"]),
        (date(2026, 12, 1), "cleaning-labelled-products", ["reference-replaced"]),
        (date(2025, 1, 1), "it-spare-parts", []),
    ],
)
def test_a_criterion_is_flagged_from_the_day(on: date, criterion: str, expected: list[str]) -> None:
    assert reasons(on, criterion) == expected


def test_a_withdrawn_criterion_is_not_due() -> None:
    library = made_library(made_criterion(made_version("gone", status="withdrawn")))

    assert [flag for flag in due(library, date(2030, 1, 1)) if flag.criterion == "gone"] == []


def test_a_version_that_names_the_new_standard_too_is_not_flagged() -> None:
    library = made_library()
    version = library.criteria["cleaning-labelled-products"].latest

    assert [one.id for one in cited_references(library, version)] == ["en-12281"]


def test_a_flag_says_in_words_what_is_wrong() -> None:
    flags = {flag.reason: flag for flag in due(made_library(), date(2027, 1, 1))}

    assert flag_text(flags["label-ended"], "nb") == f"{OLD_LABEL.name} gjaldt til og med 31. desember 2026."
    assert flag_text(flags["unconfirmed"], "nn") == f"{GUESS.id}: ikkje kontrollert."


def test_the_change_log_of_a_group_tells_new_changed_and_withdrawn() -> None:
    gone = made_criterion(made_version("gone", status="withdrawn", day=date(2026, 12, 24)))

    log = change_log(made_library(gone), "cleaning")

    assert [(change.day, change.what, change.criterion.id) for change in log] == [
        (date(2026, 12, 24), "withdrawn", "gone"),
        (DAY, "changed", "cleaning-labelled-products"),
        (DAY, "new", "cleaning-wages"),
        (DAY, "new", "shared-environmental-management"),
        (date(2026, 1, 15), "new", "cleaning-labelled-products"),
    ]
