"""What a notice alone can show: the conditions of a possible breach, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dugnad.law.facts import CriterionFacts, NoticeFacts
from law.made import (
    CONCESSION,
    E3,
    IN_2025,
    IN_2026,
    NATIONAL,
    PART_1,
    PART_3,
    PRICE,
    REASONS,
    UTILITY,
    green,
    judged,
    outcome,
    price,
    quality,
    ranked,
    read,
    statement,
    told,
    weighted,
)

BREACH = "POSSIBLE_BREACH"


@pytest.mark.parametrize("on", [IN_2025, IN_2026])
def test_all_conditions_met_is_a_possible_breach(on: date) -> None:
    assert told(*weighted(20), on=on) == (BREACH, "weight")


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (replace(PART_3, buyer_legal_type=""), "UNKNOWN"),
        (replace(PART_3, buyer_legal_type="org-sub-cga"), "UNKNOWN"),
        (replace(PART_3, buyer_legal_type="spec-rights-entity"), "NOT_APPLICABLE"),
        (replace(NATIONAL, value_nok=None), "UNKNOWN"),
        (replace(PART_3, has_lost_codes=True), "UNKNOWN"),
        (replace(PART_3, is_change_without_first=True), "UNKNOWN"),
        (replace(PART_3, is_award_without_competition=True), "UNKNOWN"),
        (replace(PART_3, legal_basis="other", subtype="N16", profile="national"), "UNKNOWN"),
        (replace(PART_3, country=""), BREACH),
        (replace(PART_3, country="", profile="none"), "UNKNOWN"),
        (replace(PART_3, country="DNK"), "NOT_APPLICABLE"),
    ],
)
@pytest.mark.parametrize("on", [IN_2025, IN_2026])
def test_missing_condition_on_the_notice(notice: NoticeFacts, expected: str, on: date) -> None:
    assert outcome(*weighted(20), notice=notice, on=on) == expected


@pytest.mark.parametrize("on", [IN_2025, IN_2026])
def test_register_knows_a_buyer_that_the_notice_does_not_describe(on: date) -> None:
    notice = replace(PART_3, buyer_legal_type="", buyer_kind="municipality")

    assert outcome(*weighted(20), notice=notice, on=on) == BREACH


@pytest.mark.parametrize(
    "criteria",
    [
        (price(60), quality(20), quality()),
        (price(60), quality(20), quality(20, is_withheld=True)),
        (price(80), quality(20, points_to_documents=True)),
        (),
        (price(60), quality(40, is_withheld=True, weight_percent=None)),
    ],
)
def test_missing_weight_is_unknown(criteria: tuple[CriterionFacts, ...]) -> None:
    assert outcome(*criteria) == "UNKNOWN"
    assert outcome(*criteria, on=IN_2026) == "UNKNOWN"


def test_criteria_in_documents_are_unknown() -> None:
    assert outcome(criteria_in_documents=True) == "UNKNOWN"
    assert outcome(*weighted(20), criteria_in_documents=True) == "UNKNOWN"


def test_formula_is_unknown() -> None:
    assert outcome(*weighted(20), has_formula=True) == "UNKNOWN"


def test_lone_criterion_beside_criteria_in_documents_does_not_count_as_the_whole() -> None:
    assert outcome(green(), criteria_in_documents=True) == "UNKNOWN"


def test_weights_are_null_when_one_is_missing() -> None:
    finding = judged(price(40), green(30), quality())

    assert (finding.weight_environment_certain, finding.weight_environment_max) == (None, None)


def test_any_statement_keeps_a_possible_breach_away() -> None:
    texts = ("", REASONS)
    answers = {outcome(*weighted(20), statement(path, text)) for path in ("spec", "none") for text in texts}

    assert answers == {"EXEMPT_CLAIMED", "REASONS_MISSING"}


def test_unknown_national_code_is_for_a_person() -> None:
    assert outcome(*weighted(20), CriterionFacts(type_code="quality-nor-env-new")) == "MANUAL_REVIEW"


@pytest.mark.parametrize("doubtful", [9.9, 10, 40])
def test_doubtful_weight_that_crosses_thirty_is_for_a_person(doubtful: float) -> None:
    criteria = (price(80 - doubtful), green(20), quality(doubtful, environment="doubtful"))

    assert outcome(*criteria) == (BREACH if doubtful < 10 else "MANUAL_REVIEW")


@pytest.mark.parametrize("place", [4, 5, None])
def test_ranking_outside_the_three_highest_is_a_possible_breach_only_from_2026(place: int | None) -> None:
    assert told(*ranked(place), on=IN_2025) == ("MANUAL_REVIEW", "rank")
    assert told(*ranked(place), on=IN_2026) == (BREACH, "rank")


def test_doubtful_criterion_among_the_three_highest_is_for_a_person() -> None:
    criteria = list(ranked(5))
    criteria[1] = quality(weight_kind="rank", rank=2, environment="doubtful")

    assert told(*criteria, on=IN_2026) == ("MANUAL_REVIEW", "rank")


def test_gap_in_ranks_is_for_a_person() -> None:
    criteria = (quality(rank=1), green(rank=5))

    assert told(*criteria, on=IN_2026) == ("MANUAL_REVIEW", "rank")


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (PART_3, (BREACH, "price-only")),
        (NATIONAL, ("MANUAL_REVIEW", "price-only")),
        (PART_1, ("NOT_APPLICABLE", "price-only")),
        (UTILITY, (BREACH, "price-only")),
        (CONCESSION, ("MANUAL_REVIEW", "price-only")),
        (replace(PART_3, subtype="20", cpv="85100000"), ("MANUAL_REVIEW", "price-only")),
        (replace(PART_3, subtype="20", cpv="79713000"), ("MANUAL_REVIEW", "price-only")),
    ],
)
def test_price_only_by_part_in_2025(notice: NoticeFacts, expected: tuple[str, str]) -> None:
    assert told(PRICE, notice=notice) == expected


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (PART_3, (BREACH, "price-only")),
        (E3, ("MANUAL_REVIEW", "price-only")),
        (PART_1, ("DUTY_APPLIES", "general")),
        (UTILITY, (BREACH, "price-only")),
        (CONCESSION, ("MANUAL_REVIEW", "price-only")),
    ],
)
def test_price_only_by_part_in_2026(notice: NoticeFacts, expected: tuple[str, str]) -> None:
    assert told(PRICE, notice=notice, on=IN_2026) == expected


@pytest.mark.parametrize("environment", [0, 10, 29.9])
@pytest.mark.parametrize("notice", [CONCESSION, replace(CONCESSION, subtype="14")])
def test_concessions_before_july_2026_are_never_a_possible_breach(notice: NoticeFacts, environment: float) -> None:
    assert outcome(*weighted(environment), notice=notice) == "MANUAL_REVIEW"
    assert outcome(*ranked(4), notice=notice) == "MANUAL_REVIEW"


def test_concession_with_weights_and_no_ranks_is_for_a_person_in_2026() -> None:
    assert told(*weighted(40), notice=CONCESSION, on=IN_2026) == ("MANUAL_REVIEW", "weight")


def test_reasons_may_stand_in_the_documents() -> None:
    ends = {
        "nb": "begrunnelse kan stå i konkurransegrunnlaget, som ikke er lest.",
        "nn": "grunngiving kan stå i konkurransegrunnlaget, som ikkje er lese.",
        "en": "reasons may stand in the procurement documents, which have not been read.",
    }
    breaches = [
        judged(*weighted(20)),
        judged(PRICE),
        judged(*ranked(4), on=IN_2026),
        judged(*weighted(20), notice=UTILITY, on=IN_2026),
        judged(*ranked(4), notice=CONCESSION, on=IN_2026),
    ]

    told_ends = [
        (
            one.sentence_nb.endswith(ends["nb"]),
            one.sentence_nn.endswith(ends["nn"]),
            one.sentence_en.endswith(ends["en"]),
        )
        for one in breaches
    ]

    assert told_ends == [(True, True, True)] * 5


def test_documents_that_were_read_are_not_called_unread() -> None:
    finding = judged(*weighted(20), **read())

    assert finding.outcome == BREACH
    assert finding.sentence_nb.endswith("dokumentene som er lest, gir ingen begrunnelse.")
