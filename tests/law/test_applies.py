"""Which act, regulation and part apply, by which row of the threshold table, and the duty to announce."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.purchase import Purchase
from dugnad.law.rules.applies import act, announcement
from dugnad.law.scope import NO_DAY

SERVICES = NoticeFacts(
    country="NOR",
    profile="national",
    subtype="N16",
    legal_basis="32014L0024",
    buyer_kind="municipality",
    contract_nature="services",
    cpv="72000000",
    value_nok=2_000_000,
)


def found(on: date, **notice: Any) -> tuple[Finding, Finding]:
    purchase = Purchase(notice=replace(SERVICES, **notice))
    place, duty = act(purchase, on), announcement(purchase, on)
    assert place is not None
    assert duty is not None
    return place, duty


def test_the_row_used_stands_among_the_facts_with_its_mark() -> None:
    place, _ = found(date(2025, 6, 2), buyer_kind="ministry", value_nok=1_450_000)

    rows = {row["name"]: (row["value"], row["mark"]) for row in place.facts["amounts"]}
    assert rows == {"entry": (100_000, "A*"), "national": (1_300_000, "A"), "eea-state": (1_490_000, "A")}
    assert "er lavere enn 1 490 000 kroner" in place.sentence_nb


@pytest.mark.parametrize(("on", "mark"), [(date(2018, 6, 1), "B"), (date(2023, 6, 1), "A*"), (date(2026, 8, 3), "A*")])
def test_finding_carries_the_weakest_mark_of_its_amounts(on: date, mark: str) -> None:
    assert found(on, value_nok=3_000_000)[0].mark == mark


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ({"value_nok": 600_000}, "det er ingen plikt til å oppgi tildelingskriterier"),
        ({"value_nok": 1_500_000}, "tildelingskriteriene skal være objektive og stå i prioritert rekkefølge"),
        ({"value_nok": 3_000_000}, "tildelingskriteriene skal vektes"),
        ({"value_nok": 9_000_000, "cpv": "85100000"}, "oppdragsgiveren velger selv framgangsmåte og kriterier"),
        ({"value_nok": 9_000_000, "legal_basis": "32014L0025"}, "tildelingskriteriene skal vektes"),
        (
            {"value_nok": 70_000_000, "legal_basis": "32014L0023"},
            "tildelingskriteriene skal stå i prioritert rekkefølge",
        ),
    ],
)
def test_form_of_award_criteria_follows_the_part(notice: dict[str, Any], words: str) -> None:
    place, _ = found(date(2026, 8, 3), **notice)

    assert words in place.sentence_nb
    assert place.facts["award_criteria"]["citation"]


@pytest.mark.parametrize("legal_basis", ["32014L0023", "32014L0025"])
def test_threshold_that_was_not_found_asks_for_a_person(legal_basis: str) -> None:
    place, duty = found(date(2018, 9, 3), legal_basis=legal_basis, cpv="79713000", value_nok=9_000_000)

    assert (place.outcome, duty.outcome, place.facts["lacks"]) == ("MANUAL_REVIEW", "MANUAL_REVIEW", "threshold")


@pytest.mark.parametrize(
    ("notice", "lacks"),
    [
        ({"value_nok": None}, "value"),
        ({"buyer_kind": None}, "buyer"),
        ({"contract_nature": "", "cpv": "", "value_nok": 5_000_000}, "nature"),
        ({"legal_basis": "", "buyer_kind": None}, "regulation"),
    ],
)
def test_unknown_says_which_fact_is_missing(notice: dict[str, Any], lacks: str) -> None:
    place, _ = found(date(2026, 8, 3), **notice)

    assert (place.outcome, place.facts["lacks"]) == ("UNKNOWN", lacks)


def test_a_buyer_known_by_name_alone_is_presumed_to_follow_the_procurement_regulation() -> None:
    place, _ = found(date(2026, 8, 3), legal_basis="", subtype="", profile="none", country="")

    assert (place.outcome, place.ground, place.mark, place.facts["is_presumed"]) == ("DUTY_APPLIES", "foa-2", "I", True)
    assert "(antatt, ingen forskrift er nevnt)" in place.sentence_nb


@pytest.mark.parametrize("on", [NO_DAY, date(2016, 12, 31)])
def test_without_a_day_nothing_is_known_and_before_the_act_nothing_is_said(on: date) -> None:
    purchase = Purchase(notice=SERVICES)

    said = [rule(purchase, on) for rule in (act, announcement)]

    assert [one.outcome if one else None for one in said] == (["UNKNOWN"] * 2 if on == NO_DAY else [None] * 2)


@pytest.mark.parametrize(
    ("value", "outcome", "cite"),
    [
        (499_999, "OUTSIDE_ACT", "LOA § 2 første ledd"),
        (1_299_999, "NOT_APPLICABLE", "FOA § 5-1 første ledd"),
        (1_300_000, "DUTY_APPLIES", "FOA § 5-1 andre ledd og § 8-17"),
        (2_499_999, "DUTY_APPLIES", "FOA § 5-1 andre ledd og § 8-17"),
        (2_500_000, "DUTY_APPLIES", "FOA § 21-2"),
    ],
)
def test_duty_to_announce_starts_at_the_national_threshold(value: float, outcome: str, cite: str) -> None:
    _, duty = found(date(2026, 8, 3), value_nok=value)

    assert (duty.outcome, duty.citation) == (outcome, cite)


def test_sentences_stand_in_three_languages_without_open_places() -> None:
    place, duty = found(date(2026, 8, 3))

    for finding in (place, duty):
        sentences = {finding.sentence_nb, finding.sentence_nn, finding.sentence_en}
        assert len(sentences) == 3
        assert [one for one in sentences if "{" in one or not one] == []
