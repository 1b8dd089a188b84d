"""A proposed set: fits together, fits the purchase, adds up, and passes its own check in every group and level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from criteria.made import DAY, made_criterion, made_library, made_version, words
from dugnad.criteria.choose import choose
from dugnad.criteria.criterion import LEVELS, Criterion, LegalDuty, Library, Risk, Version
from dugnad.criteria.library import load_library
from dugnad.criteria.selection import Selection
from dugnad.criteria.selection_check import check_selection, chosen_of
from dugnad.criteria.selection_law import counts_of, minimum_weight
from dugnad.errors import DugnadError


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def names(selection: Selection) -> list[str]:
    return [pick.key.split("@")[0] for pick in selection.picks]


def versions(library: Library, selection: Selection) -> list[Version]:
    return [one.version for pick in selection.picks if (one := chosen_of(library, pick))]


def award(name: str, **changes: object) -> Version:
    return made_version(
        name, kind="award-criterion", topic=name, direction="higher", scoring_method="linear", **changes
    )


def duty(cite: str = "LOA § 5e", **changes: str) -> LegalDuty:
    return replace(LegalDuty(cite, "A*", words("Loven sier det.")), **changes)


def clause(name: str, cite: str, **changes: object) -> Version:
    return made_version(
        name, kind="contract-clause", topic=name, themes=("working-conditions",), already_law=duty(cite), **changes
    )


def reasons(selection: Selection) -> dict[str, str]:
    return {pick.key.split("@")[0]: pick.reason for pick in selection.picks}


def test_every_group_and_level_gives_a_set_without_a_stop(library: Library) -> None:
    proposed = {
        (group, level): choose(library, group=group, cpv="", level=level, on=DAY)
        for group in library.groups
        for level in LEVELS
    }

    stopped = {
        place: [remark.code for remark in check_selection(library, selection, DAY) if remark.tone == "stop"]
        for place, selection in proposed.items()
    }
    assert {place: codes for place, codes in stopped.items() if codes} == {}
    assert [place for place, selection in proposed.items() if not selection.picks] == []
    assert {
        sum(pick.weight_percent or 0.0 for pick in selection.picks) + sum(weight for _, weight in selection.other)
        for selection in proposed.values()
    } == {100.0}


def test_laptops_at_advanced_level_meet_the_law(library: Library) -> None:
    selection = choose(library, cpv="30213100", level="avansert", value_nok=2_000_000, market="wide", on=DAY)

    remarks = check_selection(library, selection, DAY)
    chosen = versions(library, selection)
    assert [one.code for one in remarks if one.tone == "stop"] == []
    assert [one.values["outcome"] for one in remarks if one.code == "law-met"] == ["MET_WEIGHT"]
    assert 5 <= sum(one.kind in ("technical-specification", "selection") for one in chosen) <= 9
    assert 1 <= sum(one.kind == "award-criterion" for one in chosen) <= 4
    assert 2 <= sum(one.kind == "contract-clause" for one in chosen) <= 5


def test_weights_add_up_and_reach_the_least_weight_of_the_day(library: Library) -> None:
    least = minimum_weight(DAY)

    for group in library.groups:
        selection = choose(library, group=group, level="avansert", on=DAY)
        weights = [pick.weight_percent or 0.0 for pick in selection.picks]
        green = sum(
            weight
            for weight, version in zip(weights, versions(library, selection), strict=True)
            if counts_of(version) == "certain"
        )
        assert sum(weights) + sum(weight for _, weight in selection.other) == 100
        assert green == 0 or green >= (least or 0.0)


def test_highest_level_of_each_topic_within_the_level_is_chosen() -> None:
    library = made_library()

    basis = names(choose(library, cpv="30231000", level="basis", on=DAY))
    advanced = names(choose(library, cpv="30231000", level="avansert", on=DAY))

    assert "it-screen-power" in basis
    assert "it-screen-power-low" in advanced
    assert "it-screen-power" not in advanced


def test_narrowed_small_unverifiable_and_lawful_criteria_are_left_out() -> None:
    library = made_library()

    laptops = names(choose(library, cpv="30213100", level="spydspiss", on=DAY))
    small = names(choose(library, cpv="15000000", value_nok=100_000, on=DAY))
    large = names(choose(library, cpv="15000000", value_nok=900_000, on=DAY))

    assert [name for name in laptops if name in ("it-screen-power", "it-spare-parts")] == []
    assert ("food-organic" in small, "food-organic" in large) == (False, True)


def test_front_edge_is_left_out_where_the_market_is_narrow_or_unknown() -> None:
    front = made_version("cleaning-front", level="spydspiss", topic="front", market="narrow")
    library = made_library(made_criterion(front))

    chosen = {
        market: "cleaning-front" in names(choose(library, cpv="90910000", level="spydspiss", market=market, on=DAY))
        for market in (None, "wide", "narrow", "unknown")
    }
    remarks = check_selection(library, choose(library, cpv="90910000", level="spydspiss", market="narrow", on=DAY), DAY)

    assert chosen == {None: True, "wide": True, "narrow": False, "unknown": False}
    assert [one.code for one in remarks if one.code == "market-lowered"] == ["market-lowered"]


def test_conflicting_criteria_are_never_proposed_together() -> None:
    one = made_version("cleaning-one", topic="one", conflicts_with=("cleaning-two",))
    two = made_version("cleaning-two", topic="two")
    library = made_library(made_criterion(one), made_criterion(two))

    chosen = names(choose(library, cpv="90910000", on=DAY))

    assert len({"cleaning-one", "cleaning-two"} & set(chosen)) == 1


def test_version_in_force_on_the_day_is_chosen() -> None:
    library = made_library()

    earlier = choose(library, cpv="90910000", on=date(2026, 3, 1))
    later = choose(library, cpv="90910000", on=DAY)

    assert "cleaning-labelled-products@2026-01-15" in [pick.key for pick in earlier.picks]
    assert "cleaning-labelled-products@2026-11-22" in [pick.key for pick in later.picks]


def test_award_about_the_supplier_or_what_is_demanded_is_not_proposed() -> None:
    about = award("cleaning-about", concerns="supplier")
    same = replace(award("cleaning-same"), topic="products")
    library = made_library(made_criterion(about), made_criterion(same))

    chosen = names(choose(library, cpv="90910000", on=DAY))

    assert "cleaning-labelled-products" in chosen
    assert [name for name in chosen if name in ("cleaning-about", "cleaning-same")] == []


def test_award_of_a_higher_level_gives_the_weight_where_the_level_has_none() -> None:
    higher = made_library(made_criterion(award("cleaning-higher", level="avansert")))

    cleaning = choose(higher, cpv="90910000", level="basis", on=DAY)

    assert [(pick.key.split("@")[0], pick.weight_percent) for pick in cleaning.picks if pick.weight_percent] == [
        ("cleaning-higher", 30.0)
    ]


def test_at_most_four_award_criteria_are_proposed() -> None:
    many = [made_criterion(award(f"cleaning-award-{number}")) for number in range(9)]

    selection = choose(made_library(*many), cpv="90910000", on=DAY)

    weighed = [pick.weight_percent for pick in selection.picks if pick.weight_percent]
    assert weighed == [10.0, 10.0, 10.0]
    assert selection.other == (("Pris", 70.0),)


def test_unknown_division_gives_only_what_applies_to_all() -> None:
    selection = choose(made_library(), cpv="75000000", on=DAY)

    assert names(selection) == ["shared-environmental-management"]


def test_social_clauses_follow_the_risks() -> None:
    library = made_library()
    calm = replace(library, groups={**library.groups, "cleaning": replace(library.groups["cleaning"], risks=())})

    risky, without = (names(choose(one, cpv="90910000", on=DAY)) for one in (library, calm))

    assert "cleaning-wages" in risky
    assert without.count("cleaning-wages") <= 1


def test_every_pick_has_a_reason_with_a_text(library: Library) -> None:
    selection = choose(library, cpv="90910000", level="avansert", on=DAY)

    assert [pick for pick in selection.picks if not pick.reason] == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"cpv": "", "level": "basis"}, "Say what is bought"),
        ({"cpv": "90910000", "level": "best"}, "is no level"),
        ({"cpv": "90910000", "market": "big"}, "is no market"),
        ({"cpv": "", "group": "nowhere"}, "is no product group"),
        ({"cpv": "ni"}, "Write eight digits"),
    ],
)
def test_wrong_wishes_are_refused_with_the_remedy(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(DugnadError, match=message):
        choose(made_library(), on=DAY, **wrong)


def statutory() -> list[Criterion]:
    """The seven clauses of the Act, six narrowed to cleaning and one to works."""
    cites = ("LOA § 5e", "LOA § 5f", "LOA § 5f", "LOA § 5g", "LOA § 5h", "LOA § 5k")
    clauses = [
        clause(f"cleaning-law-{place}", cite, applies_to=("90900000",), value_from_nok=1_300_000)
        for place, cite in enumerate(cites)
    ]
    works = clause("cleaning-law-works", "LOA § 5f", applies_to=("45200000",))
    return [made_criterion(version) for version in (*clauses, works)]


def test_statutory_clauses_come_first_outside_every_number() -> None:
    more = [
        made_criterion(made_version(f"cleaning-own-{number}", kind="contract-clause", topic=f"own-{number}"))
        for number in range(9)
    ]
    library = made_library(*statutory(), *more)

    large = reasons(choose(library, cpv="90910000", value_nok=2_000_000, on=DAY))
    small = reasons(choose(library, cpv="90910000", value_nok=1_200_000, on=DAY))
    unknown = reasons(choose(library, cpv="90910000", on=DAY))

    expected = [f"cleaning-law-{place}" for place in range(6)]
    assert [name for name, reason in large.items() if reason == "law-demands" and "law" in name] == expected
    assert [name for name in small if "-law-" in name] == []
    assert [name for name in unknown if "-law-" in name] == expected
    assert sum(name.startswith("cleaning-own-") for name in large) > 0


def test_clause_that_binds_the_buyer_is_taken_where_it_fits() -> None:
    bound = made_version(
        "cleaning-bound",
        kind="contract-clause",
        topic="bound",
        already_law=duty("LOV 1", binds="buyer"),
        level="avansert",
    )
    library = made_library(made_criterion(bound))

    assert reasons(choose(library, cpv="90910000", on=DAY))["cleaning-bound"] == "law-demands"


def test_statutory_clauses_follow_the_code_of_a_group_and_works_as_a_whole(library: Library) -> None:
    by_group = reasons(choose(library, group="cleaning-services", on=DAY))
    works = reasons(choose(library, cpv="45000000", value_nok=5_000_000, on=DAY))
    goods = reasons(choose(library, cpv="30213100", value_nok=5_000_000, on=DAY))
    services = reasons(choose(library, cpv="90000000", value_nok=5_000_000, on=DAY))

    law = {"shared-pay-and-conditions", "shared-occupational-pension", "shared-hse-card", "shared-pay-through-bank",
           "shared-chain-length"}  # fmt: skip
    assert law - {name for name, reason in by_group.items() if reason == "law-demands"} == set()
    assert (law | {"shared-apprentices"}) - {name for name, reason in works.items() if reason == "law-demands"} == set()
    assert law & set(goods) == set()
    assert law & set(services) == {"shared-pay-and-conditions"}


def test_demand_by_which_the_buyer_fulfils_the_law_comes_first_and_a_reminder_not_at_all() -> None:
    bound = made_version("cleaning-a", topic="a", already_law=duty("FOR 1", binds="buyer"), level="avansert")
    part = made_version("cleaning-b", topic="b", already_law=duty("FOR 1", covers="part"))
    reminder = made_version("cleaning-c", topic="c", already_law=duty("FOR 1"))

    chosen = reasons(choose(made_library(*map(made_criterion, (reminder, part, bound))), cpv="90910000", on=DAY))

    assert next(iter(chosen)) == "cleaning-a"
    assert (chosen["cleaning-a"], chosen["cleaning-b"]) == ("law-demands", "at-level")
    assert "cleaning-c" not in chosen


def test_least_weight_is_reached_by_what_certainly_counts() -> None:
    doubtful = award("cleaning-doubtful", weight_counts="doubtful")
    certain = award("cleaning-certain")

    selection = choose(made_library(made_criterion(doubtful), made_criterion(certain)), cpv="90910000", on=DAY)

    weights = {pick.key.split("@")[0]: pick.weight_percent for pick in selection.picks if pick.weight_percent}
    assert weights == {"cleaning-certain": 30.0, "cleaning-doubtful": 10.0}


def test_weight_does_not_rest_on_a_trifle_where_the_next_level_has_more() -> None:
    trifle = award("cleaning-trifle", effect=replace(made_version().effect, size="small"))
    higher = award("cleaning-higher", level="avansert")

    small = names(choose(made_library(*map(made_criterion, (trifle, higher))), cpv="90910000", on=DAY))
    medium = names(
        choose(made_library(*map(made_criterion, (award("cleaning-trifle"), higher))), cpv="90910000", on=DAY)
    )

    assert ("cleaning-higher" in small, "cleaning-higher" in medium) == (True, False)


def test_matter_may_be_demanded_and_awarded_where_the_award_is_open() -> None:
    open_award = replace(award("cleaning-open", parameters=()), topic="products")

    chosen = names(choose(made_library(made_criterion(open_award)), cpv="90910000", on=DAY))

    assert {"cleaning-labelled-products", "cleaning-open"} - set(chosen) == set()


@pytest.mark.parametrize(
    ("theme", "reason"),
    [("working-conditions", "social-risk"), ("accessibility", "at-level"), ("health", "at-level")],
)
def test_risk_speaks_only_for_what_it_is_about(theme: str, reason: str) -> None:
    version = made_version("cleaning-people", topic="people", themes=(theme,))

    chosen = reasons(choose(made_library(made_criterion(version)), cpv="90910000", on=DAY))

    assert chosen["cleaning-people"] == reason


def test_low_risk_is_no_reason() -> None:
    library = made_library(made_criterion(made_version("cleaning-people", topic="people", themes=("integrity",))))
    low = (Risk(words("Lav"), "low", "seen"),)
    calm = replace(library, groups={**library.groups, "cleaning": replace(library.groups["cleaning"], risks=low)})

    chosen = reasons(choose(calm, cpv="90910000", on=DAY))

    assert chosen.get("cleaning-people") == "at-level"


def test_one_topic_with_two_concerns_or_for_different_things_is_proposed_twice() -> None:
    basis = made_version("cleaning-x", topic="x", themes=("water",))
    concern = made_version("cleaning-y", topic="x", level="avansert", themes=("nature",))
    stricter = made_version("cleaning-z", topic="x", level="avansert", themes=("water",))
    one, other = (
        made_version(f"cleaning-{code}", topic="t", level=level, applies_to=(code,))
        for code, level in (("90911000", "basis"), ("90912000", "avansert"))
    )

    concerns = names(
        choose(made_library(*map(made_criterion, (basis, concern))), cpv="90910000", level="avansert", on=DAY)
    )
    levels = names(
        choose(made_library(*map(made_criterion, (basis, stricter))), cpv="90910000", level="avansert", on=DAY)
    )
    things = names(choose(made_library(*map(made_criterion, (one, other))), cpv="90910000", level="avansert", on=DAY))

    assert {"cleaning-x", "cleaning-y"} - set(concerns) == set()
    assert ("cleaning-x" in levels, "cleaning-z" in levels) == (False, True)
    assert {"cleaning-90911000", "cleaning-90912000"} - set(things) == set()


def test_criterion_for_a_part_of_the_code_is_only_reserve() -> None:
    narrow = made_version(
        "cleaning-narrow", topic="narrow", applies_to=("90911000",), effect=replace(made_version().effect, size="large")
    )
    wide = [made_version(f"cleaning-wide-{number}", topic=f"wide-{number}") for number in range(9)]
    library = made_library(*map(made_criterion, (narrow, *wide)))

    above = names(choose(library, cpv="90910000", on=DAY))
    below = names(choose(library, cpv="90911200", on=DAY))
    alone = names(choose(made_library(made_criterion(narrow)), cpv="90910000", on=DAY))

    assert ["cleaning-narrow" in chosen for chosen in (above, below, alone)] == [False, True, True]


def test_weight_is_the_reason_only_where_the_rule_applies() -> None:
    library = made_library(made_criterion(award("cleaning-award")))

    told = [
        reasons(choose(library, cpv="90910000", value_nok=value, on=DAY))["cleaning-award"]
        for value in (None, 2_000_000, 300_000)
    ]

    assert told == ["weight-for-environment", "weight-for-environment", "at-level"]
