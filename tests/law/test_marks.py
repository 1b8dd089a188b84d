"""A finding carries the weakest mark of what it rests on, and an unchecked rule never gives a possible breach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dugnad.law.facts import NoticeFacts
from law.made import IN_2022, IN_2025, IN_2026, NATIONAL, PART_3, PRICE, judged, statement, weighted

EARLY_2024 = date(2024, 2, 1)
STATE = replace(NATIONAL, buyer_legal_type="cga", contract_nature="supplies", cpv="30200000", value_nok=1_450_000)
HEALTH = replace(NATIONAL, cpv="85144000", value_nok=7_300_000)


@pytest.mark.parametrize(
    ("notice", "on", "mark"),
    [
        (PART_3, IN_2022, "C"),
        (PART_3, IN_2025, "A*"),
        (PART_3, IN_2026, "A*"),
        (replace(PART_3, country="SWE"), IN_2025, "A*"),
        (replace(PART_3, legal_basis="32014L0025", subtype="17"), IN_2022, "C"),
        (NATIONAL, IN_2025, "A*"),
        (STATE, EARLY_2024, "B"),
        (HEALTH, EARLY_2024, "C"),
    ],
)
def test_mark_of_weights_below_the_minimum(notice: NoticeFacts, on: date, mark: str) -> None:
    assert judged(*weighted(20), notice=notice, on=on).mark == mark


def test_amount_that_was_not_checked_never_gives_a_possible_breach() -> None:
    finding = judged(*weighted(20), notice=HEALTH, on=EARLY_2024)

    assert (finding.outcome, finding.ground) == ("MANUAL_REVIEW", "weight")


def test_amount_from_a_secondary_source_may_give_a_possible_breach_that_says_so() -> None:
    finding = judged(*weighted(20), notice=STATE, on=EARLY_2024)

    assert (finding.outcome, finding.mark) == ("POSSIBLE_BREACH", "B")


def test_weight_that_is_met_rests_on_no_amount() -> None:
    assert judged(*weighted(30), notice=HEALTH, on=EARLY_2024).mark == "A*"


def test_invalid_code_rests_on_the_codes_days() -> None:
    assert judged(*weighted(0), statement("none"), on=IN_2026).mark == "A"


def test_part_from_an_unchecked_list_of_services_says_so() -> None:
    special = replace(NATIONAL, cpv="79713000", value_nok=3_000_000)

    assert judged(PRICE, notice=special).mark == "C"
    assert judged(*weighted(20), notice=special).mark == "A*"
