"""The paths that demonstration notices take through the climate and environment rule, each as one small function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from dugnad.eforms.demo_purchase import (
    BEFORE,
    EXEMPT,
    FF,
    GREEN,
    KKF,
    LAST,
    LAST_2023,
    LAST_2024,
    PART_1,
    PATHS,
    SINCE_2024,
    SINCE_2026,
    Path,
    Purchase,
    large,
    path,
    small,
)
from dugnad.eforms.spec import Change, Criterion, LegalReference, Lot, Notice, Vehicles

# ---- 2023: the rule of 2017, a norm that may be departed from


@path(BEFORE, LAST_2023, share=14, habit="green")
def weight_of_thirty_in_2023(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(50), p.green(30, type_code="quality"), p.other(20)))


@path(BEFORE, LAST_2023, share=20, habit="low")
def low_weight_in_2023(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(30), p.green(10, type_code="quality"), strategic=("none",)))


@path(BEFORE, LAST_2023, share=20, habit="low")
def no_environment_in_2023(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(60), p.other(25), p.other(15, index=1)))


# ---- 2024 to June 2026: thirty per cent, or ranked among the first three, or a reasoned departure


@path(SINCE_2024, LAST_2024, share=40, habit="green")
def weight_with_code(p: Purchase) -> Iterator[Notice]:
    weight = 30 + 5 * (p.variation % 4)
    yield large(p).notice("16", p.lot(p.price(70 - weight), p.green(weight), p.other(30)))


@path(SINCE_2024, LAST_2024, share=12)
def weight_without_code(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(45), p.green(30, type_code="quality"), p.other(25)))


@path(SINCE_2024, LAST_2024, share=6)
def weight_in_points(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(80, "poi-exa"), p.green(70, "poi-exa"), p.other(50, "poi-exa")))


@path(SINCE_2024, LAST_2024, share=4)
def weight_as_decimal(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(0.4, "dec-exa"), p.green(0.3, "dec-exa"), p.other(0.3, "dec-exa")))


@path(SINCE_2024, LAST_2024, share=4, habit="green")
def two_green_criteria_in_blocks_of_their_own(p: Purchase) -> Iterator[Notice]:
    lot = p.lot(p.price(50), p.green(20, index=0), p.green(15, index=1), p.other(15), has_one_block_each=True)
    yield large(p).notice("16", lot)


@path(SINCE_2024, LAST_2024, share=5)
def ranked_among_the_first_three(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(1, "ord-imp"), p.green(2, "ord-imp"), p.other(3, "ord-imp")))


@path(SINCE_2024, LAST_2024, share=3)
def ranked_fourth(p: Purchase) -> Iterator[Notice]:
    ranked = [p.price(1, "ord-imp"), p.other(2, "ord-imp"), p.other(3, "ord-imp", 1), p.green(4, "ord-imp")]
    yield large(p).notice("16", p.lot(*ranked))


@path(SINCE_2024, LAST_2024, share=14)
def requirements_instead(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "spec")))


@path(SINCE_2024, LAST_2024, share=8)
def insignificant_footprint(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-none", "insignificant")))


@path(SINCE_2024, LAST_2024, share=5)
def statement_without_reasons(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(70), p.other(30), p.statement("quality-nor-env-spec", None)))


@path(SINCE_2024, LAST_2024, share=4)
def code_against_text(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "insignificant")))


@path(SINCE_2024, LAST_2024, share=12, habit="low")
def weight_under_thirty(p: Purchase) -> Iterator[Notice]:
    weight = 10 + 5 * (p.variation % 4)
    yield large(p).notice("16", p.lot(p.price(70 - weight), p.green(weight), p.other(30)))


@path(SINCE_2024, LAST_2024, share=10, habit="low")
def no_environment(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(50), p.other(30), p.other(20, index=1)))


@path(SINCE_2024, LAST_2024, share=8)
def price_only(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(100)))


@path(SINCE_2024, LAST_2024, share=3, habit="low")
def price_only_above_the_threshold(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(None)))


@path(SINCE_2024, LAST_2024, share=36, habit="documents")
def criteria_in_the_documents(p: Purchase) -> Iterator[Notice]:
    words = Criterion(type_code="quality", description=p.say(p.texts["in_documents"]))
    yield large(p).notice("16", p.lot(words))


@path(SINCE_2024, LAST_2024, share=8, habit="documents")
def criteria_without_weights(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(None), p.green(None), p.other(None)))


@path(SINCE_2024, LAST_2024, share=3)
def weights_withheld(p: Purchase) -> Iterator[Notice]:
    hidden = replace(p.green(None), is_withheld=True, withheld_until=p.on + timedelta(days=400))
    yield large(p).notice("16", p.lot(replace(p.price(None), is_withheld=True, weight_code="unpublished"), hidden))


@path(SINCE_2024, LAST_2024, share=5)
def doubtful_words(p: Purchase) -> Iterator[Notice]:
    doubtful = Criterion(description=p.say(p.texts["doubtful"]), weight=30)
    yield large(p).notice("16", p.lot(p.price(50), doubtful, p.other(20)))


@path(SINCE_2024, LAST_2024, share=3)
def weight_in_text_differs(p: Purchase) -> Iterator[Notice]:
    text = {tag: f"{words} (40 %)" for tag, words in p.say(p.subject["environment"][0]).items()}
    yield large(p).notice(
        "16", p.lot(p.price(60), p.other(20), Criterion(type_code=GREEN, description=text, weight=20))
    )


@path(SINCE_2024, LAST_2024, share=2)
def range_of_weights(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(50, "per-mid"), p.green(30, "per-mid"), p.other(20, "per-mid")))


@path(SINCE_2024, LAST_2024)
def code_of_2026_too_early(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-insignificant", "insignificant")
    yield p.notice("N16", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2024, LAST_2024, share=3)
def outside_the_act(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(70), p.other(30)), legal_references=(EXEMPT,))


@path(SINCE_2024, LAST_2024)
def under_the_entry_threshold(p: Purchase) -> Iterator[Notice]:
    low = small(p, 60_000)
    low = replace(low, value_nok=60_000.0 + p.variation)
    yield low.notice("N16", low.lot(p.price(70), p.other(30)))


@path(SINCE_2024, LAST_2024, share=4)
def part_1_without_environment(p: Purchase) -> Iterator[Notice]:
    low = small(p)
    yield low.notice("N16", low.lot(p.price(100)))


@path(SINCE_2024, LAST_2024, share=8)
def three_lots_with_three_outcomes(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    part = p.value_nok / 3
    lots = (
        p.lot(p.price(40), p.green(30), p.other(30), value=part),
        p.lot(p.price(55), p.green(15), p.other(30), value=part),
        p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "spec"), value=part),
    )
    group = Lot(
        lot_id="GLO-0001", kind="LotsGroup", title=p.say(p.subject["title"]), group_lots=("LOT-0001", "LOT-0002"),
        criteria=(p.price(70), p.other(30)),
    )  # fmt: skip
    yield p.notice("16", *lots, group)


@path(SINCE_2024, LAST_2024 - timedelta(days=60), share=6)
def competition_and_award(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    lot = p.lot(p.price(40), p.green(30), p.other(30))
    yield p.notice("16", lot)
    later = p.on + timedelta(days=55)
    yield p.notice(
        "29", lot, notice_id=p.notice_ids[1], issue_date=later, winners=(p.winner,), result_value=p.value_nok * 0.95
    )


@path(SINCE_2024, LAST_2024, share=3)
def award_alone(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("29", p.lot(p.price(60), p.other(40)), winners=(p.winner,), result_value=p.value_nok)


@path(SINCE_2024, LAST_2024 - timedelta(days=30), share=4)
def changed_after_a_week(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    yield p.notice("16", p.lot(p.price(60), p.green(20), p.other(20)))
    change = Change(notice_id=f"{p.notice_ids[0]}-01", reason="cor-buy")
    better = p.lot(p.price(50), p.green(30), p.other(20))
    yield p.notice("16", better, notice_id=p.notice_ids[1], issue_date=p.on + timedelta(days=7), change=change)


@path(SINCE_2024, LAST_2024, share=5)
def bought_together(p: Purchase) -> Iterator[Notice]:
    lead = replace(p.buyer, is_central=p.number % 2 == 0)
    yield large(p).notice("16", p.lot(p.price(45), p.green(30), p.other(25)), buyers=(lead, p.partner))


@path(SINCE_2024, LAST_2024, share=3, cpv="85000000")
def health_and_social_services(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("20", p.lot(p.price(30), p.other(50), p.other(20, index=1)))


@path(SINCE_2024, LAST_2024, share=3, kinds=frozenset({"state-enterprise", "inter-municipal"}))
def utilities(p: Purchase) -> Iterator[Notice]:
    reference = LegalReference(reference=FF, is_eli=True)
    yield large(p).notice("17", p.lot(p.price(50), p.green(30), p.other(20)), legal_references=(reference,))


@path(SINCE_2024, LAST_2024, kinds=frozenset({"municipality", "county"}))
def concession(p: Purchase) -> Iterator[Notice]:
    reference = LegalReference(reference=KKF, is_eli=True)
    big = replace(p, value_nok=7.5e7)
    yield big.notice("19", big.lot(p.other(60), p.other(40, index=1)), legal_references=(reference,))


@path(SINCE_2024, LAST_2024, share=3, kinds=frozenset({"state-enterprise"}))
def buyer_that_is_not_bound(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(70), p.other(30)))


@path(SINCE_2024, LAST_2024, share=3, is_english=True)
def in_english(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(40), p.green(35), p.other(25)))


@path(SINCE_2024, LAST_2024, share=3)
def in_two_languages(p: Purchase) -> Iterator[Notice]:
    green = Criterion(
        type_code=GREEN, weight=30,
        description={"NOR": p.subject["environment"][0]["nb"], "ENG": p.subject["environment"][0]["en"]},
    )  # fmt: skip
    yield large(p).notice("16", p.lot(p.price(70), green), additional_languages=("ENG",))


@path(SINCE_2024, LAST, share=4)
def prior_information(p: Purchase) -> Iterator[Notice]:
    part = Lot(lot_id="PAR-0001", kind="Part", title=p.say(p.subject["title"]), value=p.value_nok)
    yield p.notice("4", part)


@path(SINCE_2024, LAST, share=3, cpv="34144900")
def clean_vehicles(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    count = 10 + p.variation % 30
    lot = p.lot(
        p.price(70), p.green(30), cvd_applies=True, cvd_contract_type="vehicle-purch",
        vehicles=Vehicles(total=count, clean=count, zero=count - p.variation % 5),
    )  # fmt: skip
    yield p.notice("29", lot, winners=(p.winner,), result_value=p.value_nok)


@path(SINCE_2024, LAST, share=4, habit="green")
def social_and_green(p: Purchase) -> Iterator[Notice]:
    lot = p.lot(
        p.price(40), p.green(30), p.other(30), strategic=("env-imp", "soc-obj"), social_objective=("work-cond",),
        performance_terms=p.say(p.texts["terms"]), gpp_criteria=("national",),
    )  # fmt: skip
    yield large(p).notice("16", lot)


# ---- from July 2026: the Act itself


@path(SINCE_2026, LAST, share=14, habit="green")
def weight_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(40), p.green(30 + p.variation % 11), p.other(30 - p.variation % 11)))


@path(SINCE_2026, LAST, share=6)
def national_form_with_weight(p: Purchase) -> Iterator[Notice]:
    yield p.notice("E3", p.lot(p.price(45), p.green(30), p.other(25)))


@path(SINCE_2026, LAST, share=4)
def voluntary_form(p: Purchase) -> Iterator[Notice]:
    low = small(p)
    yield low.notice("E3", low.lot(p.price(80), p.other(20)), legal_references=(PART_1,))


@path(SINCE_2026, LAST, share=6)
def requirements_with_reasons(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "spec")))


@path(SINCE_2026, LAST, share=4, habit="green")
def requirements_and_weight_together(p: Purchase) -> Iterator[Notice]:
    lot = p.lot(p.price(55), p.green(15), p.other(30), p.statement("quality-nor-env-spec", "spec"))
    yield large(p).notice("16", lot)


@path(SINCE_2026, LAST, share=3)
def insignificant_in_2026(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-insignificant", "insignificant")
    yield p.notice("E3", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=2, kinds=frozenset({"health"}))
def critical_interest(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-critical-interest", "critical-interest")
    yield large(p).notice("16", p.lot(p.price(40), p.other(60), statement))


@path(SINCE_2026, LAST, share=2, cpv="34144900")
def national_minimum(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-national-minimum", "national-minimum")
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=3)
def exemption_without_reasons(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-insignificant", None)
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=2)
def code_that_has_lapsed(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-none", "insignificant")
    yield p.notice("E3", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=4, habit="low")
def weight_under_thirty_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.green(20), p.other(20)))


@path(SINCE_2026, LAST, share=3, habit="low")
def price_only_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(100)))


@path(SINCE_2026, LAST, share=3)
def ranked_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.green(1, "ord-imp"), p.price(2, "ord-imp"), p.other(3, "ord-imp")))


@path(SINCE_2026, LAST, share=6, habit="documents")
def documents_in_2026(p: Purchase) -> Iterator[Notice]:
    words = Criterion(type_code="quality", description=p.say(p.texts["in_documents"]))
    yield p.notice("E3", p.lot(words))


@path(SINCE_2026, LAST)
def under_the_entry_threshold_of_2026(p: Purchase) -> Iterator[Notice]:
    low = replace(p, value_nok=300_000.0 + p.variation)
    yield low.notice("E3", low.lot(p.price(100)))


@path(SINCE_2026, LAST, share=2)
def award_on_the_national_form(p: Purchase) -> Iterator[Notice]:
    yield p.notice("E4", p.lot(p.price(70), p.green(30)), winners=(p.winner,), result_value=p.value_nok)


ALL_PATHS: tuple[Path, ...] = tuple(PATHS)
"""Every path of this module, in the order written."""
