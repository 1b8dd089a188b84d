"""Vehicles: the class by CPV and words, and what was asked of it on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dugnad.content import content_path
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.purchase import Purchase
from dugnad.law.rules.vehicles import exception_letter, zero_emission
from dugnad.law.vehicle_class import check_vehicles, load_vehicles, vehicles_of

NOTICE = {"country": "NOR", "legal_basis": "32014L0024", "subtype": "N16", "buyer_kind": "municipality"}


def purchase(
    cpv: str = "", words: str = "", *, claimed: str = "", value: float | None = 2_000_000, **notice: Any
) -> Purchase:
    facts = NoticeFacts(**NOTICE | {"cpv": cpv, "value_nok": value} | notice)
    return Purchase(notice=facts, words=words, claimed_exception=claimed)


def judged(on: date, one: Purchase) -> Finding:
    found = zero_emission(one, on)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cpv", "words", "classes"),
    [
        ("34110000", "", ("car",)),
        ("34115200", "Leasing av personbiler", ("car",)),
        ("34136000", "", ("van",)),
        ("34136100", "", ("van-light",)),
        ("34136000", "Store varebiler", ("van-heavy",)),
        ("34136000", "Varebil med totalvekt 3,5 tonn", ("van-heavy",)),
        ("34136000", "Varebil, 1,9 tonn", ("van-light",)),
        ("34121000", "", ("bus",)),
        ("34121100", "Bybusser klasse I", ("city-bus",)),
        ("34121000", "Buss klasse II", ("class-ii-bus",)),
        ("34121000", "Class I and class II buses", ("city-bus", "class-ii-bus")),
        ("34121500", "", ("coach",)),
        ("34114400", "", ("minibus",)),
        ("34114400", "Minibuss med ståplasser", ("standing-minibus",)),
        ("34144510", "Renovasjonsbil", ("lorry",)),
        ("34100000", "", ("vehicle",)),
        ("34100000", "Kjøp av varebiler og lastebiler", ("van", "lorry")),
        ("66114000", "Leasing av personbiler", ("car",)),
        ("", "Rammeavtale om kjøp av elbiler", ("car",)),
        ("50110000", "Verkstedtjenester for personbiler", ()),
        ("34350000", "Dekk til personbiler", ()),
        ("79411000", "Rådgivning", ()),
        ("34114121", "", ()),
        ("34144213", "Brannbil", ()),
        ("60120000", "Drosjekjøring", ()),
        ("34113300", "", ()),
    ],
)
def test_class_by_code_and_words(cpv: str, words: str, classes: tuple[str, ...]) -> None:
    assert vehicles_of(purchase(cpv, words)).classes == classes


def test_several_codes_give_several_classes() -> None:
    one = Purchase(notice=NoticeFacts(cpv="34110000"), cpvs=("34110000", "34136000", "34144900"))

    assert vehicles_of(one).classes == ("car", "van", "vehicle")


@pytest.mark.parametrize(
    "words",
    [
        "Varebiler bygd for brannvesenet",
        "Kjøretøy spesialbygd for politiet",
        "Vehicle built for the fire service",
        "Ambulansebiler",
        "Mobilkran på hjul",
        "Kjøretøy ombygd for bruk på lufthavn",
    ],
)
def test_vehicle_built_for_a_use_left_out(words: str) -> None:
    found = judged(date(2025, 5, 5), purchase("34100000", words))

    assert (found.outcome, found.ground, found.citation) == ("NOT_APPLICABLE", "use", "FOR-2022-12-20-2384 § 2")


@pytest.mark.parametrize("words", ["Personbiler til politiet", "Personbiler til kommunens havneavdeling"])
def test_ordinary_car_for_such_a_service_is_covered(words: str) -> None:
    assert judged(date(2025, 5, 5), purchase("34110000", words)).outcome == "DUTY_APPLIES"


@pytest.mark.parametrize(
    ("on", "car", "van", "city_bus", "class_ii", "lorry"),
    [
        (date(2021, 12, 31), "co2-limit", "co2-limit", "euro-class", "euro-class", "euro-class"),
        (date(2022, 1, 1), "zero-emission", "co2-limit", "not-found", "not-found", "not-found"),
        (date(2023, 1, 1), "zero-emission", "zero-emission", "euro-class", "euro-class", "euro-class"),
        (date(2024, 1, 1), "zero-emission", "zero-emission", "zero-emission", "euro-class", "euro-class"),
        (date(2025, 1, 1), "zero-emission", "zero-emission", "zero-emission", "zero-emission", "euro-class"),
    ],
)
def test_what_is_asked_of_each_class(on: date, car: str, van: str, city_bus: str, class_ii: str, lorry: str) -> None:
    demands = load_vehicles().demands

    asked = [demands[name].at(on) for name in ("car", "van", "city-bus", "class-ii-bus", "lorry")]

    assert [one.kind if one else None for one in asked] == [car, van, city_bus, class_ii, lorry]


@pytest.mark.parametrize(
    ("words", "letter"),
    [
        ("jf. forskriften § 4 bokstav b", "b"),
        ("§ 4 e", "e"),
        ("Bussene går på biogass", "c"),
        ("Ladeinfrastrukturen er ikke utbygd", "b"),
        ("Vi er bundet av en rammeavtale", "e"),
        ("Biogass, og ladeinfrastrukturen mangler", ""),
        ("Vi ønsker unntak", ""),
    ],
)
def test_letter_of_the_exception(words: str, letter: str) -> None:
    assert exception_letter(words) == letter


def test_exception_for_lorries_is_not_reported() -> None:
    bus = judged(date(2025, 5, 5), purchase("34121000", claimed="§ 4 bokstav a"))
    lorry = judged(date(2025, 5, 5), purchase("34134200", claimed="§ 4 bokstav a"))

    assert [one.outcome for one in (bus, lorry)] == ["EXEMPT_CLAIMED"] * 2
    assert ["DFØ" in one.sentence_nb for one in (bus, lorry)] == [True, False]
    assert bus.reasons == "§ 4 bokstav a"


@pytest.mark.parametrize(
    ("on", "value", "legal_basis", "outcome"),
    [
        (date(2021, 6, 1), 1_099_999, "32014L0024", "NOT_APPLICABLE"),
        (date(2021, 6, 1), 1_100_000, "32014L0024", "DUTY_APPLIES"),
        (date(2021, 6, 1), 3_499_999, "32014L0025", "NOT_APPLICABLE"),
        (date(2021, 6, 1), 3_500_000, "32014L0025", "DUTY_APPLIES"),
        (date(2021, 6, 1), None, "32014L0024", "UNKNOWN"),
        (date(2022, 6, 1), 1_000_000, "32014L0024", "MANUAL_REVIEW"),
        (date(2022, 6, 1), None, "32014L0024", "UNKNOWN"),
        (date(2023, 6, 1), 200_000, "32014L0024", "DUTY_APPLIES"),
        (date(2023, 6, 1), 20_000_000, "32014L0023", "NOT_APPLICABLE"),
    ],
)
def test_value_limit_of_each_version(on: date, value: float | None, legal_basis: str, outcome: str) -> None:
    assert judged(on, purchase("34110000", value=value, legal_basis=legal_basis)).outcome == outcome


def test_unknown_buyer_of_vehicles_is_unknown() -> None:
    assert judged(date(2025, 5, 5), purchase("34110000", buyer_kind=None)).outcome == "UNKNOWN"


def test_nothing_told_is_unknown() -> None:
    assert judged(date(2025, 5, 5), purchase()).outcome == "UNKNOWN"


def test_shipped_file_has_no_faults() -> None:
    assert check_vehicles() == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2022-01-01: {kind: zero-emission", "2022-1-1: {kind: zero-emission", '"2022-1-1" is not a date.'),
        ("kind: euro-class", "kind: euro", "is 'euro'."),
        ("  lorry:\n    2018", "  truck:\n    2018", '"lorry" has no requirements or no class.'),
        ("foa: {value: 1100000", "foa: {value: much", "Neither `value` nor `last_known` is a number."),
    ],
)
def test_faulty_file_says_where(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, old: str, new: str, problem: str
) -> None:
    shipped = content_path("law/hard/vehicles.yaml").read_text(encoding="utf-8")
    file = tmp_path / "law" / "hard" / "vehicles.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    faults = check_vehicles()

    assert [fault.line is not None and problem in fault.problem for fault in faults][:1] == [True]
