"""A body's status and next step: nothing seen is unknown, and what may be wrong comes before aiming higher."""

from __future__ import annotations

from pathlib import Path

import pytest

from dugnad.monitor.pictures.body import BodyPicture, body_picture, worst
from web.made import AGENCY, BODIES, HARBOUR, RIDGE, Purchase, country, make_store


def picture(store: Path, orgnr: str) -> BodyPicture:
    found = body_picture(store, orgnr)
    assert found is not None
    return found


def test_body_that_the_register_does_not_know_has_no_page(tmp_path: Path) -> None:
    store = make_store(tmp_path, country(1), BODIES)

    assert body_picture(store, "999999999") is None


def test_body_without_notices_is_unknown_and_told_to_look_for_them(tmp_path: Path) -> None:
    store = make_store(tmp_path, country(1), BODIES)

    found = picture(store, AGENCY)

    assert (found.status, found.share, found.next_step.step) == ("unknown", None, "announce")


def test_body_whose_weights_are_hidden_has_too_little_seen(tmp_path: Path) -> None:
    hidden = [Purchase(number=number, outcome="UNKNOWN", weight=None) for number in (1, 2)]
    store = make_store(tmp_path, hidden, BODIES)

    found = picture(store, HARBOUR)

    assert (found.status, found.next_step.step, found.next_step.count) == ("little", "show", 2)


@pytest.mark.parametrize(
    ("weights", "status"),
    [((30.0, 40.0), "all"), ((30.0, 30.0, 10.0), "most"), ((30.0, 10.0, 10.0), "some"), ((0.0, 29.9), "none")],
)
def test_status_says_in_how_many_lots_the_environment_counts(
    tmp_path: Path, weights: tuple[float, ...], status: str
) -> None:
    bought = [
        Purchase(number=number, weight=weight, outcome="MET_WEIGHT" if weight >= 30 else "EXEMPT_CLAIMED")
        for number, weight in enumerate(weights)
    ]
    store = make_store(tmp_path, bought, BODIES)

    assert picture(store, HARBOUR).status == status


@pytest.mark.parametrize(
    ("outcomes", "step", "number"),
    [
        (("MANUAL_REVIEW", "POSSIBLE_BREACH", "REASONS_MISSING"), "possible-breach", 1),
        (("MANUAL_REVIEW", "MET_WEIGHT", "REASONS_MISSING"), "reasons-missing", 2),
        (("MANUAL_REVIEW", "MET_WEIGHT", "INVALID_CODE_FOR_DATE"), "invalid-code", 2),
        (("MANUAL_REVIEW", "MET_WEIGHT", "MET_SPEC"), "manual-review", 0),
    ],
)
def test_next_step_begins_with_what_may_be_wrong(
    tmp_path: Path, outcomes: tuple[str, ...], step: str, number: int
) -> None:
    bought = [Purchase(number=number, outcome=outcome, weight=30.0) for number, outcome in enumerate(outcomes)]
    store = make_store(tmp_path, bought, BODIES)

    next_step = picture(store, HARBOUR).next_step

    assert (next_step.step, next_step.count, next_step.notice_id) == (step, 1, bought[number].notice_id)


def test_body_that_does_well_is_asked_for_more(tmp_path: Path) -> None:
    store = make_store(tmp_path, [Purchase(number=1)], BODIES)

    assert picture(store, HARBOUR).next_step.step == "raise"


def test_notices_by_others_stand_apart_from_own_ones(tmp_path: Path) -> None:
    store = make_store(tmp_path, country(6), BODIES)

    found = picture(store, HARBOUR)

    own = [purchase.title for purchase in found.own]
    shared = [(purchase.title, purchase.lead_name) for purchase in found.shared]
    expected = ["Kjøp av måltider", "Kjøp av rådgivning", "Kjøp av møbler"]
    assert (own, shared) == (expected, [("Felles kjøp av biler", "Eksempelås kommune")])


def test_largest_purchases_are_ranked_and_those_without_value_left_out(tmp_path: Path) -> None:
    store = make_store(tmp_path, country(6), BODIES)

    largest = [(purchase.title, purchase.value) for purchase in picture(store, HARBOUR).largest]

    assert largest == [("Kjøp av måltider", 12_500_000.0), ("Kjøp av møbler", 4_000_000.0)]


def test_lead_of_a_joint_purchase_has_it_among_its_own(tmp_path: Path) -> None:
    store = make_store(tmp_path, country(6), BODIES)

    assert [purchase.title for purchase in picture(store, RIDGE).own] == ["Felles kjøp av biler"]


def test_worst_lot_stands_for_the_notice() -> None:
    assert (worst(["MET_WEIGHT", "UNKNOWN", "POSSIBLE_BREACH"]), worst([])) == ("POSSIBLE_BREACH", None)
