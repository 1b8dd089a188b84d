"""The points that were decided for this rule, one test for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dugnad.law.facts import CriterionFacts, NoticeFacts
from dugnad.law.judge import worst
from dugnad.law.weights import effective_percent
from law.made import (
    CONCESSION,
    E3,
    IN_2022,
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

DEFENCE = NoticeFacts(country="NOR", profile="eu", subtype="18", legal_basis="32009L0081", buyer_legal_type="cga")


def test_finding_has_the_rule_id() -> None:
    assert judged(*weighted(30)).rule == "environment.weight"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2017, 4, 30), ("NOT_APPLICABLE", None)),
        (date(2017, 5, 1), ("SHOULD_NOT_MET", "foa-7-9@2017")),
        (date(2023, 12, 31), ("SHOULD_NOT_MET", "foa-7-9@2017")),
        (date(2024, 1, 1), ("POSSIBLE_BREACH", "foa-7-9@2024")),
        (date(2026, 6, 30), ("POSSIBLE_BREACH", "foa-7-9@2024")),
        (date(2026, 7, 1), ("POSSIBLE_BREACH", "loa-5b@2026")),
    ],
)
def test_day_of_announcement_chooses_the_version(on: date, expected: tuple[str, str | None]) -> None:
    finding = judged(*weighted(20), on=on)

    assert (finding.outcome, finding.rule_version) == expected


@pytest.mark.parametrize("notice", [UTILITY, CONCESSION])
def test_utilities_and_concessions_before_2024_are_unknown(notice: NoticeFacts) -> None:
    finding = judged(*weighted(40), notice=notice, on=date(2023, 12, 31))

    assert (finding.outcome, finding.rule_version) == ("UNKNOWN", None)


def test_unstated_day_is_unknown() -> None:
    assert outcome(*weighted(20), on=date.min) == "UNKNOWN"
    assert outcome(*weighted(20), statement("spec", REASONS), on=date.min) == "UNKNOWN"


def test_defence_and_foreign_buyers_are_outside_the_rule() -> None:
    assert outcome(*weighted(20), notice=DEFENCE, on=IN_2026) == "NOT_APPLICABLE"
    assert outcome(*weighted(20), notice=replace(PART_3, country="SWE")) == "NOT_APPLICABLE"


def test_exempt_legal_basis_is_outside_the_act() -> None:
    notice = replace(E3, legal_texts=("Unntatt fra lov om offentlige anskaffelser",))

    finding = judged(*weighted(20), notice=notice, on=IN_2026)

    assert (finding.outcome, finding.rule_version) == ("OUTSIDE_ACT", None)


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (99_999, date(2026, 6, 30), "OUTSIDE_ACT"),
        (100_000, date(2026, 6, 30), "NOT_APPLICABLE"),
        (499_999, date(2026, 7, 1), "OUTSIDE_ACT"),
        (500_000, date(2026, 7, 1), "DUTY_APPLIES"),
        (0, date(2026, 7, 1), "UNKNOWN"),
        (float("nan"), date(2026, 7, 1), "UNKNOWN"),
    ],
)
def test_entry_threshold_by_day(value: float, on: date, expected: str) -> None:
    assert outcome(PRICE, notice=replace(NATIONAL, value_nok=value), on=on) == expected


# The order in which outcomes are tried


def test_not_applicable_comes_before_outside_the_act() -> None:
    notice = replace(NATIONAL, buyer_legal_type="spec-rights-entity", value_nok=50_000)

    assert outcome(*weighted(20), notice=notice) == "NOT_APPLICABLE"


def test_outside_the_act_comes_before_invalid_codes() -> None:
    notice = replace(NATIONAL, value_nok=50_000)

    assert outcome(*weighted(20), statement("none"), notice=notice, on=IN_2026) == "OUTSIDE_ACT"


def test_invalid_code_comes_before_the_general_duty_and_before_met() -> None:
    assert outcome(*weighted(40), statement("none"), notice=PART_1, on=IN_2026) == "INVALID_CODE_FOR_DATE"
    assert outcome(*weighted(40), statement("none"), on=IN_2026) == "INVALID_CODE_FOR_DATE"


def test_general_duty_comes_before_met() -> None:
    assert told(*weighted(40), notice=PART_1, on=IN_2026) == ("DUTY_APPLIES", "general")


@pytest.mark.parametrize("notice", [replace(PART_3, buyer_legal_type=""), replace(NATIONAL, value_nok=None)])
@pytest.mark.parametrize("on", [IN_2022, IN_2025, IN_2026])
def test_met_holds_where_buyer_or_part_is_unknown(notice: NoticeFacts, on: date) -> None:
    assert told(*weighted(30), notice=notice, on=on) == ("MET_WEIGHT", "weight")
    assert told(*ranked(3), notice=notice, on=on) == ("MET_RANK", "rank")


@pytest.mark.parametrize("on", [IN_2025, IN_2026])
def test_met_holds_whatever_statement_stands_beside(on: date) -> None:
    assert told(*weighted(30), statement("spec"), on=on) == ("MET_WEIGHT", "weight")
    assert told(*ranked(3), statement("spec"), on=on) == ("MET_RANK", "rank")


# Codes and their days


@pytest.mark.parametrize(
    ("code", "on", "is_invalid"),
    [
        ("criteria", date(2024, 1, 15), True),
        ("criteria", date(2024, 1, 16), False),
        ("spec", date(2022, 3, 1), True),
        ("none", date(2026, 6, 30), False),
        ("none", date(2026, 7, 1), True),
        ("exempt-insignificant", date(2026, 6, 30), True),
        ("exempt-insignificant", date(2026, 7, 1), False),
        ("exempt-critical-interest", date(2026, 6, 30), True),
        ("exempt-national-minimum", date(2026, 6, 30), True),
        ("never-heard-of", date(2024, 1, 2), True),
    ],
)
def test_national_code_is_valid_on_its_days(code: str, on: date, is_invalid: bool) -> None:
    criterion = CriterionFacts(type_code=f"quality-nor-env-{code}", text=REASONS, weight_percent=30)

    assert (outcome(price(70), criterion, on=on) == "INVALID_CODE_FOR_DATE") is is_invalid


# Awards and changes


def test_award_without_its_competition_is_met_or_unknown() -> None:
    notice = replace(PART_3, subtype="29", form_type="result", is_award_without_competition=True)

    answers = [
        outcome(*weighted(30), notice=notice),
        outcome(*ranked(2), notice=notice),
        outcome(*weighted(0), statement("spec", REASONS), notice=notice, on=IN_2026),
        outcome(*weighted(20), notice=notice),
        outcome(*weighted(20), statement("spec", REASONS), notice=notice),
        outcome(*weighted(20), statement("none"), notice=notice, on=IN_2026),
        outcome(PRICE, notice=replace(notice, subtype="N29", profile="national", value_nok=900_000), on=IN_2026),
    ]

    assert answers == ["MET_WEIGHT", "MET_RANK", "MET_SPEC", "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN"]


def test_change_without_its_first_keeps_every_outcome_but_the_gravest() -> None:
    notice = replace(PART_3, is_change_without_first=True)

    answers = [
        outcome(*weighted(30), notice=notice),
        outcome(*weighted(20), statement("spec", REASONS), notice=notice),
        outcome(*weighted(20), notice=notice),
        outcome(PRICE, notice=notice),
        outcome(*ranked(4), notice=notice, on=IN_2026),
    ]

    assert answers == ["MET_WEIGHT", "EXEMPT_CLAIMED", "UNKNOWN", "UNKNOWN", "UNKNOWN"]


# Weights


def test_lone_criterion_counts_as_the_whole() -> None:
    assert told(green()) == ("MET_WEIGHT", "weight")
    assert told(green(rank=1, weight_kind="rank")) == ("MET_WEIGHT", "weight")
    assert told(quality()) == ("POSSIBLE_BREACH", "weight")
    assert judged(green()).weight_environment_certain == 100


def test_withheld_lone_weight_is_never_inferred() -> None:
    finding = judged(green(is_withheld=True))

    assert (finding.outcome, finding.weight_environment_max) == ("UNKNOWN", None)


def test_range_counts_low_as_certain_and_high_as_maximal() -> None:
    finding = judged(price(70), quality(weight_kind="range", weight_low=20, weight_high=35, environment="certain"))

    assert (finding.outcome, finding.weight_environment_certain, finding.weight_environment_max) == (
        "MANUAL_REVIEW",
        20,
        35,
    )


@pytest.mark.parametrize(
    ("middle", "expected"), [(40, "MANUAL_REVIEW"), (30, "MANUAL_REVIEW"), (25, "POSSIBLE_BREACH")]
)
def test_middle_without_ends_counts_as_maximal_only(middle: float, expected: str) -> None:
    finding = judged(price(100 - middle), green(weight_kind="range", weight_high=middle))

    assert (finding.outcome, finding.weight_environment_certain, finding.weight_environment_max) == (
        expected,
        None,
        middle,
    )


def test_stated_share_counts_where_the_coded_weight_is_missing() -> None:
    finding = judged(price(stated_percent=65), green(stated_percent=35))

    assert (finding.outcome, finding.weight_environment_certain) == ("MET_WEIGHT", 35)


def test_stated_share_that_differs_is_for_a_person_and_a_problem() -> None:
    finding = judged(price(70), green(30, stated_percent=20, text="Miljø 20 %"))

    assert (finding.outcome, finding.ground) == ("MANUAL_REVIEW", "weight")
    assert [(problem.code, problem.message) for problem in finding.problems] == [
        ("weight-contradicts-text", 'The text states 20 %, the weight is coded as 30 %: "Miljø 20 %".')
    ]


def test_stated_share_that_rounds_up_to_the_minimum_is_for_a_person() -> None:
    assert outcome(price(70.4), green(29.6, stated_percent=30)) == "MANUAL_REVIEW"


def test_stated_share_rounded_is_the_same_share() -> None:
    assert outcome(price(200 / 3), green(100 / 3, stated_percent=33)) == "MET_WEIGHT"


def test_part_of_a_criterion_adds_to_the_maximum_only() -> None:
    finding = judged(price(60), green(40, environment_scope="part"))

    assert (finding.outcome, finding.weight_environment_certain, finding.weight_environment_max) == (
        "MANUAL_REVIEW",
        0,
        40,
    )


def test_part_with_a_stated_share_counts_with_it() -> None:
    met = judged(price(60), green(40, environment_scope="part", stated_percent=30))
    below = judged(price(60), green(40, environment_scope="part", stated_percent=20))

    assert (met.outcome, met.weight_environment_certain, met.weight_environment_max) == ("MET_WEIGHT", 30, 30)
    assert (below.outcome, below.weight_environment_certain, below.weight_environment_max) == (
        "POSSIBLE_BREACH",
        20,
        20,
    )


def test_part_larger_than_its_whole_is_for_a_person() -> None:
    assert outcome(price(80), green(20, environment_scope="part", stated_percent=40)) == "MANUAL_REVIEW"


def test_doubtful_criterion_adds_to_the_maximum_only() -> None:
    finding = judged(price(60), quality(40, environment="doubtful"))

    assert (finding.weight_environment_certain, finding.weight_environment_max) == (0, 40)


@pytest.mark.parametrize("environment", ["none", "doubtful", "certain"])
def test_environmental_code_with_neutral_text_is_certain(environment: str) -> None:
    criterion = CriterionFacts(type_code="quality-nor-env-criteria", weight_percent=30, environment=environment)  # type: ignore[arg-type]

    assert outcome(price(70), criterion) == "MET_WEIGHT"


def test_environmental_code_on_plainly_other_text_is_for_a_person_and_a_problem() -> None:
    criterion = CriterionFacts(
        type_code="quality-nor-env-criteria", weight_percent=30, is_plainly_other=True, text="Leveringstid"
    )

    finding = judged(price(70), criterion)

    assert finding.outcome == "MANUAL_REVIEW"
    assert [problem.code for problem in finding.problems] == ["environment-code-contradicts-text"]


def test_enough_certain_weight_stands_beside_a_wrongly_coded_criterion() -> None:
    other = CriterionFacts(type_code="quality-nor-env-criteria", weight_percent=10, is_plainly_other=True)

    assert outcome(price(60), green(30), other) == "MET_WEIGHT"


def test_sub_criterion_weighs_parent_times_share() -> None:
    assert effective_percent(40, 30) + effective_percent(40, 20) == 20


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ((price(85), green(30)), "MANUAL_REVIEW"),
        ((price(100), green(100)), "MET_WEIGHT"),
        ((price(60), green(10)), "MANUAL_REVIEW"),
        ((price(40), green(30)), "MET_WEIGHT"),
        ((price(66.7), green(20), quality(13.4)), "POSSIBLE_BREACH"),
    ],
)
def test_weights_that_do_not_sum_are_for_a_person(criteria: tuple[CriterionFacts, ...], expected: str) -> None:
    assert outcome(*criteria) == expected


def test_decimals_do_not_keep_thirty_from_thirty() -> None:
    assert outcome(price(70), green(0.1 * 100), green(0.2 * 100)) == "MET_WEIGHT"


def test_weights_beside_ranks_are_for_a_person_where_they_disagree() -> None:
    both = (price(80, rank=1), green(20, rank=2))
    mixed = (price(80), green(rank=2))

    assert [outcome(*both), outcome(*mixed)] == ["MANUAL_REVIEW", "MANUAL_REVIEW"]


# Statements


@pytest.mark.parametrize(
    ("path", "ground"),
    [("spec", "spec"), ("none", "insignificant")],
)
def test_statements_under_the_2024_version(path: str, ground: str) -> None:
    assert told(*weighted(0), statement(path, REASONS)) == ("EXEMPT_CLAIMED", ground)
    assert told(*weighted(0), statement(path)) == ("REASONS_MISSING", ground)
    assert told(*weighted(0), statement(path, " – ")) == ("REASONS_MISSING", ground)
    repeated = statement(path, "§ 7-9 fjerde ledd", is_boilerplate=True)
    assert told(*weighted(0), repeated) == ("EXEMPT_CLAIMED", ground)  # fuller reasons may stand in the documents


@pytest.mark.parametrize("notice", [PART_3, UTILITY])
def test_spec_under_the_2026_version(notice: NoticeFacts) -> None:
    spec = statement("spec", REASONS)

    answers = [
        told(*criteria, spec, notice=notice, on=IN_2026) for criteria in (weighted(0), weighted(15), weighted(30))
    ]

    assert answers == [("MET_SPEC", "spec"), ("MET_COMBINATION", "combination"), ("MET_WEIGHT", "weight")]


def test_statement_without_any_criterion_is_judged() -> None:
    assert told(statement("spec", REASONS), on=IN_2026, criteria_in_documents=True) == ("MET_SPEC", "spec")
    assert told(statement("none", REASONS), criteria_in_documents=True) == ("EXEMPT_CLAIMED", "insignificant")


def test_concession_knows_no_combination() -> None:
    assert told(*weighted(15), statement("spec", REASONS), notice=CONCESSION, on=IN_2026) == ("MET_SPEC", "spec")


@pytest.mark.parametrize("ground", ["insignificant", "critical-interest"])
def test_exemptions_need_reasons(ground: str) -> None:
    assert told(*weighted(0), statement(f"exempt-{ground}", REASONS), on=IN_2026) == ("EXEMPT_CLAIMED", ground)
    assert told(*weighted(0), statement(f"exempt-{ground}"), on=IN_2026) == ("REASONS_MISSING", ground)


def test_national_minimum_needs_no_reasons_but_the_form_asks() -> None:
    with_text = judged(*weighted(0), statement("exempt-national-minimum", REASONS), on=IN_2026)
    without = judged(*weighted(0), statement("exempt-national-minimum"), on=IN_2026)

    assert (with_text.outcome, with_text.problems) == ("EXEMPT_CLAIMED", ())
    assert (without.outcome, [problem.code for problem in without.problems]) == (
        "EXEMPT_CLAIMED",
        ["exemption-without-text"],
    )


def test_exemption_codes_exclude_each_other() -> None:
    statements = (statement("exempt-insignificant", REASONS), statement("exempt-national-minimum", REASONS))

    assert outcome(*weighted(0), *statements, on=IN_2026) == "MANUAL_REVIEW"
    assert outcome(*weighted(30), *statements, on=IN_2026) == "MET_WEIGHT"


def test_same_exemption_in_two_rows_is_one_exemption() -> None:
    twice = (statement("exempt-insignificant", REASONS), statement("exempt-insignificant", ""))

    assert outcome(*weighted(0), *twice, on=IN_2026) == "EXEMPT_CLAIMED"


def test_code_and_text_that_claim_different_paths_are_flagged() -> None:
    mixed = statement("spec", "Klimaavtrykket er uvesentlig.", claims="insignificant")

    before, after = judged(*weighted(0), mixed), judged(*weighted(0), mixed, on=IN_2026)

    assert (before.outcome, before.ground) == ("EXEMPT_CLAIMED", "spec")
    assert (after.outcome, after.ground) == ("MANUAL_REVIEW", "spec")
    assert [problem.code for problem in (*before.problems, *after.problems)] == ["statement-contradicts-text"] * 2


def test_published_reasons_stand_in_the_finding() -> None:
    repeated = statement("spec", "§ 7-9 fjerde ledd", is_boilerplate=True)

    assert judged(*weighted(0), statement("spec", REASONS)).reasons == REASONS
    assert judged(*weighted(0), repeated).reasons == "§ 7-9 fjerde ledd"


# Documents


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"requirements": "binding", "reasons": "given", "reasons_path": "spec"}, ("MET_SPEC", "spec")),
        ({"requirements": "binding"}, ("REASONS_MISSING", "spec")),
        (
            {"requirements": "binding", "reasons": "repeats-the-rule", "reasons_path": "spec"},
            ("REASONS_MISSING", "spec"),
        ),
        ({"requirements": "binding", "reasons": "given"}, ("REASONS_MISSING", "spec")),
        ({"requirements": "non-binding", "reasons": "given", "reasons_path": "spec"}, ("MANUAL_REVIEW", "spec")),
        (
            {"requirements": "non-binding", "reasons": "repeats-the-rule", "reasons_path": "spec"},
            ("MANUAL_REVIEW", "spec"),
        ),
        ({"reasons": "given", "reasons_path": "spec"}, ("MANUAL_REVIEW", "spec")),
        ({"reasons": "repeats-the-rule", "reasons_path": "spec"}, ("REASONS_MISSING", "spec")),
        ({"reasons": "given", "reasons_path": "insignificant"}, ("EXEMPT_CLAIMED", "insignificant")),
        ({"reasons": "repeats-the-rule", "reasons_path": "insignificant"}, ("REASONS_MISSING", "insignificant")),
        (
            {"reasons": "given", "reasons_path": "insignificant", "facts_against": "Diesel."},
            ("MANUAL_REVIEW", "insignificant"),
        ),
        (
            {"requirements": "binding", "reasons": "given", "reasons_path": "insignificant"},
            ("EXEMPT_CLAIMED", "insignificant"),
        ),
        ({"reasons": "given"}, ("POSSIBLE_BREACH", "weight")),
        ({"reasons": "given", "reasons_path": "critical-interest"}, ("POSSIBLE_BREACH", "weight")),
        ({}, ("POSSIBLE_BREACH", "weight")),
        ({"is_readable": False}, ("UNKNOWN", None)),
    ],
)
def test_documents_under_the_2024_version(facts: dict[str, object], expected: tuple[str, str | None]) -> None:
    assert told(*weighted(20), **read(**facts)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"requirements": "binding", "reasons": "given", "reasons_path": "spec"}, ("MET_COMBINATION", "combination")),
        ({"requirements": "binding"}, ("REASONS_MISSING", "spec")),
        (
            {"requirements": "binding", "reasons": "given", "reasons_path": "national-minimum"},
            ("EXEMPT_CLAIMED", "national-minimum"),
        ),
        (
            {"reasons": "given", "reasons_path": "national-minimum", "facts_against": "Bare en del av ytelsen."},
            ("MANUAL_REVIEW", "national-minimum"),
        ),
        ({"reasons": "given", "reasons_path": "critical-interest"}, ("EXEMPT_CLAIMED", "critical-interest")),
        ({}, ("POSSIBLE_BREACH", "weight")),
    ],
)
def test_documents_under_the_2026_version(facts: dict[str, object], expected: tuple[str, str]) -> None:
    assert told(*weighted(20), **read(**facts), on=IN_2026) == expected


def test_ranked_fourth_with_nothing_in_the_documents_is_a_possible_breach_in_2025() -> None:
    assert told(*ranked(4), **read()) == ("POSSIBLE_BREACH", "rank")
    assert told(*ranked(4), **read(requirements="binding")) == ("REASONS_MISSING", "spec")
    assert told(*ranked(4), **read(requirements="binding", reasons="given", reasons_path="spec")) == (
        "MET_SPEC",
        "spec",
    )
    assert told(*ranked(4), **read(requirements="non-binding")) == ("MANUAL_REVIEW", "rank")


def test_reasons_in_the_notice_count_when_the_documents_hold_the_requirements() -> None:
    answer = told(*weighted(0), statement("spec", REASONS), **read(requirements="binding") | {"basis": "both"})

    assert answer == ("MET_SPEC", "spec")


def test_price_only_in_part_1_needs_no_departure_whatever_the_documents_require() -> None:
    assert told(PRICE, notice=PART_1, **read(requirements="binding")) == ("NOT_APPLICABLE", "price-only")
    assert told(PRICE, statement("spec"), notice=PART_1) == ("REASONS_MISSING", "spec")
    small = replace(CONCESSION, subtype="N16", profile="national", value_nok=20_000_000)
    assert told(PRICE, notice=small) == ("NOT_APPLICABLE", "price-only")


def test_met_weight_holds_where_the_documents_cannot_be_read() -> None:
    assert outcome(*weighted(30), **read(is_readable=False)) == "MET_WEIGHT"


def test_procurement_has_the_outcome_of_its_worst_lot() -> None:
    order = (
        "POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "SHOULD_NOT_MET", "MANUAL_REVIEW", "UNKNOWN",
        "EXEMPT_CLAIMED", "MET_WEIGHT",
    )  # fmt: skip

    assert [worst(list(reversed(order[place:]))) for place in range(len(order))] == list(order)
    assert worst([]) is None


# The 2017 version


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (weighted(20), ("SHOULD_NOT_MET", "weight")),
        (weighted(30), ("MET_WEIGHT", "weight")),
        (weighted(0), ("NOT_APPLICABLE", None)),
        ((PRICE,), ("NOT_APPLICABLE", None)),
        (ranked(3), ("MET_RANK", "rank")),
        (ranked(4), ("SHOULD_NOT_MET", "rank")),
        (ranked(None), ("NOT_APPLICABLE", None)),
        ((price(80), quality(20, environment="doubtful")), ("MANUAL_REVIEW", "weight")),
        ((price(60), green(20), quality(20, environment="doubtful")), ("MANUAL_REVIEW", "weight")),
        ((price(), green()), ("UNKNOWN", None)),
        ((price(80), green(weight_kind="range", weight_high=20)), ("SHOULD_NOT_MET", "weight")),
        ((price(), quality()), ("NOT_APPLICABLE", None)),
    ],
)
def test_2017_version_recommends(criteria: tuple[CriterionFacts, ...], expected: tuple[str, str | None]) -> None:
    assert told(*criteria, on=IN_2022) == expected


def test_copy_from_before_the_codes_had_none_to_lose() -> None:
    notice = replace(PART_3, has_lost_codes=True)

    assert outcome(price(80), green(20, text="Environment"), notice=notice, on=IN_2022) == "SHOULD_NOT_MET"
    assert outcome(price(80), quality(20), notice=notice, on=IN_2022) == "UNKNOWN"


# Corners


def test_award_without_its_competition_may_still_be_outside_the_rule() -> None:
    award = replace(PART_3, subtype="29", is_award_without_competition=True)

    assert outcome(*weighted(20), notice=replace(award, country="SWE")) == "NOT_APPLICABLE"
    assert outcome(*weighted(20), notice=replace(award, legal_basis="32009L0081")) == "NOT_APPLICABLE"


def test_claim_without_words_and_without_binding_requirements_lacks_reasons() -> None:
    answer = told(*weighted(0), statement("spec"), **read(requirements="non-binding") | {"basis": "both"})

    assert answer == ("REASONS_MISSING", "spec")


@pytest.mark.parametrize(
    ("criteria", "before", "after"),
    [
        (ranked(2), ("MET_RANK", "rank"), ("MET_RANK", "rank")),
        (ranked(4), ("MANUAL_REVIEW", "rank"), ("POSSIBLE_BREACH", "rank")),
        (ranked(None), ("MANUAL_REVIEW", "rank"), ("POSSIBLE_BREACH", "rank")),
        (weighted(40), ("MANUAL_REVIEW", "weight"), ("MANUAL_REVIEW", "weight")),
        ((green(rank=1),), ("MET_RANK", "rank"), ("MET_RANK", "rank")),
        ((green(),), ("MANUAL_REVIEW", "weight"), ("MANUAL_REVIEW", "weight")),
        ((quality(rank=1),), ("MANUAL_REVIEW", "weight"), ("MANUAL_REVIEW", "weight")),
        ((price(rank=1),), ("MANUAL_REVIEW", "price-only"), ("MANUAL_REVIEW", "price-only")),
        ((price(80, rank=1), green(20, rank=2)), ("MET_RANK", "rank"), ("MET_RANK", "rank")),
        ((price(), green()), ("UNKNOWN", None), ("UNKNOWN", None)),
    ],
)
def test_concessions_know_only_ranks(
    criteria: tuple[CriterionFacts, ...], before: tuple[str, str | None], after: tuple[str, str | None]
) -> None:
    assert told(*criteria, notice=CONCESSION, on=IN_2025) == before
    assert told(*criteria, notice=CONCESSION, on=IN_2026) == after


def test_weights_that_do_not_sum_become_a_problem() -> None:
    finding = judged(price(85), green(30))

    assert finding.facts["why"] == "review-sum"
    assert [(problem.code, problem.message) for problem in finding.problems] == [
        ("weights-do-not-sum", "The weights sum to 115 %.")
    ]


def test_weight_that_crosses_the_minimum_says_so() -> None:
    finding = judged(price(60), green(20), quality(20, environment="doubtful"))

    assert finding.sentence_nb == (
        "Klima og miljø teller 20–40 % alt etter hvordan kriteriene leses, og kravet er 30 % (FOA § 7-9 andre ledd)."
    )


def test_voluntary_form_without_a_part_is_not_known_to_be_inside_the_act() -> None:
    notice = replace(E3, subtype="E2", legal_texts=("Anskaffelsesforskriften",))

    assert outcome(*weighted(20), notice=notice, on=IN_2026) == "UNKNOWN"


def test_copy_without_codes_is_judged_once_its_documents_were_read() -> None:
    notice = replace(PART_3, has_lost_codes=True)

    assert told(*weighted(20), notice=notice, **read()) == ("POSSIBLE_BREACH", "weight")
