"""Weights: the unit is the code, not the size of the number (NOTICES § 4, traps 1-4, 7, 8)."""

from __future__ import annotations

import pytest
from tests.notices.ubl import award, codes, criterion, lot, parameter, read


def weights(reading: object) -> list[tuple[str, float | None]]:
    return [(row["weight_kind"], row["weight_percent"]) for row in reading.criterion]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "first", "second", "expected"),
    [
        ("per-exa", "70", "30", [("percent", 70.0), ("percent", 30.0)]),
        ("dec-exa", "0.5", "0,5", [("decimal", 50.0), ("decimal", 50.0)]),
        ("poi-exa", "3", "1", [("points", 75.0), ("points", 25.0)]),
        ("poi-exa", "700", "300", [("points", 70.0), ("points", 30.0)]),
        ("per-exa", "0.7", "0.3", [("percent", 0.7), ("percent", 0.3)]),
    ],
)
def test_weight_unit_is_the_code(code: str, first: str, second: str, expected: list[tuple[str, float]]) -> None:
    reading = read(
        lot(
            award(
                criterion("price", weight=parameter(code, first)), criterion("quality", weight=parameter(code, second))
            )
        )
    )

    assert weights(reading) == expected


def test_points_are_shares_only_when_every_criterion_has_points() -> None:
    reading = read(lot(award(criterion("price", weight=parameter("poi-exa", "40")), criterion("quality", "Kvalitet"))))

    assert weights(reading) == [("points", None), ("none", None)]
    assert codes(reading) == ["points-incomplete"]


def test_statement_takes_no_part_in_points() -> None:
    reading = read(
        lot(
            award(
                criterion("price", weight=parameter("poi-exa", "6")),
                criterion("quality", "Kvalitet", weight=parameter("poi-exa", "4")),
                criterion(
                    "quality-nor-env-spec",
                    description="Krav til utslippsfri levering",
                    weight=parameter("per-exa", "0"),
                ),
            )
        )
    )

    assert weights(reading) == [("points", 60.0), ("points", 40.0), ("percent", 0.0)]
    assert [row["is_statement"] for row in reading.criterion] == [False, False, True]


@pytest.mark.parametrize(("raw", "rank"), [("1", 1), ("1.00", 1), ("6", 6)])
def test_order_of_importance_is_a_rank_and_no_weight(raw: str, rank: int) -> None:
    reading = read(lot(award(criterion("quality", weight=parameter("ord-imp", raw)))))

    assert [(row["rank"], row["weight_percent"]) for row in reading.criterion] == [(rank, None)]


@pytest.mark.parametrize(("code", "number"), [("per-exa", "-1"), ("unpublished", "-1"), ("unpublished", "45")])
def test_withheld_weight_is_no_weight(code: str, number: str) -> None:
    reading = read(lot(award(criterion("price", weight=parameter(code, number)))))

    assert [(row["is_withheld"], row["weight_percent"]) for row in reading.criterion] == [(True, None)]


def test_past_publication_date_does_not_restore_a_withheld_weight() -> None:
    private = "<efac:FieldsPrivacy><efbc:PublicationDate>2022-01-01Z</efbc:PublicationDate></efac:FieldsPrivacy>"

    reading = read(lot(award(criterion("price", weight=parameter("unpublished", "-1", more=private)))))

    assert [(row["is_withheld"], row["weight_percent"]) for row in reading.criterion] == [(True, None)]


def test_fixed_values_and_thresholds_are_no_weights() -> None:
    both = parameter("fix-tot", "500000", "number-fixed") + parameter("min-score", "60", "number-threshold")

    reading = read(lot(award(criterion("price", weight=both + parameter("per-exa", "100")))))

    assert weights(reading) == [("percent", 100.0)]
    assert codes(reading) == []


def test_middle_of_an_interval_has_only_a_high_end() -> None:
    reading = read(lot(award(criterion("quality", weight=parameter("per-mid", "30")))))

    row = reading.criterion[0]
    assert (row["weight_kind"], row["weight_percent"], row["weight_low"], row["weight_high"]) == (
        "range",
        None,
        None,
        30.0,
    )


def test_number_without_unit_is_kept_raw_and_reported() -> None:
    reading = read(lot(award(criterion("price", weight=parameter(None, "40")))))

    assert [(row["weight_raw"], row["weight_percent"]) for row in reading.criterion] == [("40", None)]
    assert codes(reading) == ["weight-without-unit"]


def test_unit_counts_whatever_list_it_names() -> None:
    reading = read(lot(award(criterion("price", weight=parameter("per-exa", "100", "Cel mai bun raport")))))

    assert weights(reading) == [("percent", 100.0)]


def test_criteria_in_several_awarding_criteria_belong_to_one_lot() -> None:
    reading = read(
        lot(
            award(criterion("price", weight=parameter("poi-exa", "60"))),
            award(criterion("quality", "Miljø", weight=parameter("poi-exa", "40"))),
        )
    )

    assert [(row["position"], row["weight_percent"]) for row in reading.criterion] == [(0, 60.0), (1, 40.0)]


def test_criteria_of_a_lot_group_are_not_added_to_its_lots() -> None:
    one = award(criterion("price", weight=parameter("per-exa", "100")))

    reading = read(lot(one), lot(one, lot_id="GLO-0001", scheme="LotsGroup"))

    assert [(row["lot_id"], row["kind"]) for row in reading.lot] == [("LOT-0001", "lot"), ("GLO-0001", "group")]
    assert [(row["lot_id"], row["weight_percent"]) for row in reading.criterion] == [
        ("LOT-0001", 100.0),
        ("GLO-0001", 100.0),
    ]


@pytest.mark.parametrize("number", ["x", "1e999", "nan", "-7", ""])
def test_number_that_is_none_is_reported_and_left_out(number: str) -> None:
    reading = read(lot(award(criterion("price", weight=parameter("per-exa", number)))))

    assert weights(reading) == [("percent", None)]
    assert codes(reading) == (["bad-number"] if number else [])


def test_weights_that_do_not_sum_to_hundred_are_reported() -> None:
    reading = read(
        lot(
            award(
                criterion("price", weight=parameter("per-exa", "70")),
                criterion("quality", weight=parameter("per-exa", "20")),
            )
        )
    )

    assert codes(reading) == ["weights-sum"]
