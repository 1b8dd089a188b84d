"""A proposed set: fits together, fits the purchase, adds up, and passes its own check in every group and level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from criteria.made import DAY, made_criterion, made_library, made_version
from dugnad.criteria.choose import choose
from dugnad.criteria.criterion import ENVIRONMENT, LEVELS, Library, Version
from dugnad.criteria.library import load_library
from dugnad.criteria.selection import Selection
from dugnad.criteria.selection_check import check_selection, chosen_of
from dugnad.criteria.selection_law import minimum_weight
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
            if version.themes[0] in ENVIRONMENT
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
