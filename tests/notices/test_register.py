from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from dugnad.notices.buyer_name import name_key, name_variants
from dugnad.notices.county import counties_of, county_of
from dugnad.notices.dirty import clean_value
from dugnad.notices.orgnr import is_valid
from dugnad.notices.register import Match, load_register, match_buyer

MARCH_2025 = date(2025, 3, 1)
KINDS = {
    "ministry", "state-agency", "state-enterprise", "health", "county", "municipality", "municipal-enterprise",
    "inter-municipal", "governor", "association", "other",
}  # fmt: skip


def match(
    name: str = "", number: str = "", *, country: str = "NOR", nuts: str | None = None, on: date | None = MARCH_2025
) -> Match:
    return match_buyer(load_register(), orgnr=None, orgnr_raw=number, name=name, country=country, nuts=nuts, on=on)


def test_register_holds_each_number_once_and_every_number_is_valid() -> None:
    register = load_register()
    numbers = [body.orgnr for body in register.bodies]

    assert len(numbers) == len(set(numbers))
    assert [number for number in numbers if number is None or not is_valid(number)] == []
    assert [number for number in register.sub_units if not is_valid(number) or number in register.by_number] == []
    assert [number for number in register.sub_units.values() if number not in register.by_number] == []


def test_register_uses_the_closed_lists_of_kinds_and_classes() -> None:
    bodies = load_register().bodies + load_register().without_number

    assert {body.kind for body in bodies} == KINDS
    assert {body.obligation_class for body in bodies} == {"shall", "invited", "supporter", "none"}


def test_register_has_all_municipalities_and_county_municipalities_of_today() -> None:
    bodies = [b for b in load_register().bodies + load_register().without_number if not b.is_demo and b.until is None]

    assert len([body for body in bodies if body.kind == "municipality"]) == 357
    assert len({body.county for body in bodies if body.kind == "municipality"}) == 15
    assert len([body for body in bodies if body.kind == "county"]) == 14
    assert len([body for body in bodies if body.kind == "governor" and " i " in body.name]) == 10


def test_obligation_class_follows_the_letter() -> None:
    by_number = load_register().by_number

    assert by_number["974761076"].obligation_class == "shall"
    assert by_number["944588132"].obligation_class == "invited"
    assert by_number["971032146"].obligation_class == "supporter"


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Hva som helst", "964 830 711", Match("964830711", "number")),
        ("Oslo kommune v/ Sykehjemsetaten", "990 612 498", Match("958935420", "parent")),
        ("Tønsberg kommune", "950 611 839", Match("921383681", "parent")),
        ("Alta kommune", "", Match("944588132", "name")),
        ("ALTA  KOMMUNE", "Test Org", Match("944588132", "name")),
        ("Sør-Varanger kommune", "", Match("942110286", "name")),
        ("Bergen kommune — Innkjøp konsern", "", Match("964338531", "name")),
        ("Lillehammer kommune, Vann og avløp", "", Match("945578564", "name")),
        ("Gáivuona suohkan - Kåfjord kommune - Kaivuonon komuuni", "", Match("940363586", "name")),
        ("Municipality of Alta", "", Match("944588132", "name")),
        ("Rogaland County Council", "", Match("971045698", "name")),
        ("Sykehusinnkjop HF", "895587421", Match("916879067", "name")),
        ("Noregs Bank", "", Match("937884117", "name")),
        ("Utanriksdepartementet", "", Match("972417920", "name")),
        ("Ukjent navn", "Innovasjon Norge", Match("986399445", "name")),
        ("Sandnes kommnune", "Sandnes kommune ", Match("964965137", "person")),
        ("Tydal kommune", "64983472", Match("864983472", "name")),
    ],
)
def test_buyer_is_matched_by_number_then_parent_then_name(name: str, number: str, expected: Match) -> None:
    assert match(name, number) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Alta",
        "Alta kommunes venner",
        "Altan kommune",
        "Herøy kommune",
        "Asker kommune / Bærum kommune",
        "Prosjekt Utbygging AS - Bergen kommune",
        "Enova AS",
        "Indigo IKS",
        "KS",
        "",
    ],
)
def test_buyer_whose_name_is_not_exactly_one_body_stays_unmatched(name: str) -> None:
    assert match(name) == Match(None, "none")


def test_same_name_is_decided_by_county() -> None:
    assert match("Herøy kommune", nuts="NO0A3") == Match("964978840", "name")
    assert match("Herøy kommune", nuts="NO071") == Match("872417982", "name")
    assert match("Herøy kommune", nuts="NO081") == Match(None, "none")
    assert match("Våler kommune", nuts="NO082") == Match("959272581", "name")
    assert match("Våler kommune i Solør") == Match("871034222", "name")


def test_foreign_buyer_is_never_matched() -> None:
    assert match("Alta kommune", "944588132", country="SWE") == Match(None, "none")


def test_merged_body_is_counted_at_its_successor_from_the_day_of_the_merger() -> None:
    assert match("Ålesund kommune", "920415288", on=date(2023, 12, 31)) == Match("920415288", "number")
    assert match("Ålesund kommune", "920415288", on=date(2024, 1, 1)) == Match("929911709", "parent")
    assert match("Skodje kommune", "964980454", on=date(2024, 1, 1)) == Match("929911709", "parent")
    assert match("Viken fylkeskommune", on=date(2023, 3, 1)) == Match("921693230", "name")
    assert match("Viken fylkeskommune", on=date(2025, 3, 1)) == Match(None, "none")


def test_name_is_levelled_but_never_loosened() -> None:
    assert name_key("BÆRUM  Kommune.") == "baerum kommune"
    assert name_key("Kárášjoga gielda") == "karasjoga kommune"
    assert name_key("Helse Nord RHF") != name_key("Helse Nord HF")
    assert name_variants("Direktoratet for samfunnssikkerhet og beredskap (DSB)")[0] == (
        "direktoratet for samfunnssikkerhet og beredskap dsb",
        "direktoratet for samfunnssikkerhet og beredskap",
    )


def test_dirty_values_become_clean_and_others_stay() -> None:
    assert clean_value("domain", "OTHER") == "other"
    assert clean_value("publication_number", "n.a.") == ""
    assert clean_value("list_name", "eforms-contract-nature") == "contract-nature"
    assert clean_value("domain", "32014L0024") == "32014L0024"


def test_county_is_read_from_three_vintages_of_nuts() -> None:
    assert county_of("NO0A2", MARCH_2025) == "46"
    assert county_of("NO051", date(2019, 5, 1)) == "46"
    assert counties_of("NO082", date(2022, 5, 1)) == {"31", "32", "33"}
    assert counties_of("NO072", date(2018, 5, 1)) == {"55"}
    assert counties_of("NO072", date(2025, 5, 1)) == {"55"}
    assert counties_of("NO02", date(2018, 5, 1)) == {"34"}
    assert county_of("NO074", date(2022, 5, 1)) is None
    assert county_of("NOZZZ", MARCH_2025) is None
    assert county_of("DE212", MARCH_2025) is None


def test_every_number_of_the_reference_lists_is_known_or_left_out_on_purpose(shared: Path) -> None:
    register = load_register()
    left_out = {
        "987665521", "986885129", "971317612", "971437022", "989363093",  # complaint boards of trades, private
        "945811714", "890050212", "987414502", "916960190", "915772137", "960509811",  # companies and private schemes
        "999999990", "999999991", "999999992",  # test organisations
    }  # fmt: skip
    numbers = set()
    for name in ("no_public_orgs_altinn_2019.csv", "no_public_orgs_altinn_current.csv"):
        with (shared / "reference" / name).open(encoding="utf-8") as lines:
            numbers |= {row["orgnr"] for row in csv.DictReader(lines)}
    with (shared / "reference" / "no_kommuner_2024.csv").open(encoding="utf-8") as lines:
        numbers |= {row["orgnr_ssb_klass582_2023"] for row in csv.DictReader(lines)} - {""}

    assert numbers - set(register.by_number) - set(register.sub_units) == left_out
