"""Where a notice stands in the law: regulation, part, buyer, duty to announce."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dugnad.law.buyer import is_bound
from dugnad.law.facts import NoticeFacts
from dugnad.law.regulation import named_part, regulation_of
from dugnad.law.scope import scope
from law.made import CONCESSION, E3, IN_2022, IN_2025, IN_2026, NATIONAL, PART_3, UTILITY

TEXT = replace(E3, legal_texts=())


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("https://lovdata.no/eli/forskrift/2016/8/12/974",), ("foa", "")),
        (("https://lovdata.no/eli/forskrift/2016/8/12/975",), ("ff", "")),
        (("https://lovdata.no/eli/forskrift/2016/8/12/976",), ("kkf", "")),
        (("NOR FOR-2016-08-12-974, Del 1 og 2",), ("foa", "")),
        (("Anskaffelsesforskriften",), ("foa", "")),
        (("Anskaffelseforskriften",), ("foa", "")),
        (("NOR — Public Procurement Regulations Part 1",), ("foa", "")),
        (("Forskrift om offentlige anskaffelser",), ("foa", "")),
        (("FOA § 13-4 bokstav b",), ("foa", "")),
        (("Forsyningsforskriften Del 1",), ("ff", "")),
        (("Konsesjonskontraktforskriften Del 1",), ("kkf", "")),
        (("Konsesjonsforskriften",), ("kkf", "")),
        (("Unntatt fra lov om offentlige anskaffelser",), ("none", "exempt")),
        (("Unnateke frå lov om offentlege anskaffingar",), ("none", "exempt")),
        (("Forskrift om forsvars- og sikkerhetsanskaffelser",), ("none", "defence")),
        (("FOSA",), ("none", "defence")),
        (("Kardemommeloven",), ("unknown", "")),
        (("Anskaffelsesforskriften", "Forsyningsforskriften"), ("unknown", "")),
        ((), ("unknown", "")),
    ],
)
def test_regulation_from_the_words_of_the_legal_basis(texts: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert regulation_of(replace(TEXT, legal_texts=texts)) == expected


@pytest.mark.parametrize(
    ("subtype", "basis", "expected"),
    [
        ("16", "32014L0024", ("foa", "")),
        ("17", "32014L0025", ("ff", "")),
        ("19", "32014L0023", ("kkf", "")),
        ("18", "32009L0081", ("none", "defence")),
        ("16", "other", ("foa", "")),
        ("17", "", ("ff", "")),
        ("19", "", ("kkf", "")),
        ("18", "", ("none", "defence")),
        ("17", "32014L0024", ("foa", "")),
        ("T02", "32007R1370", ("unknown", "")),
    ],
)
def test_regulation_from_code_or_form(subtype: str, basis: str, expected: tuple[str, str]) -> None:
    assert regulation_of(replace(PART_3, subtype=subtype, legal_basis=basis)) == expected


def test_code_decides_on_an_eu_form_and_the_words_on_a_national_one() -> None:
    words = ("Forsyningsforskriften",)

    assert regulation_of(replace(PART_3, legal_texts=words)) == ("foa", "")
    assert regulation_of(replace(NATIONAL, legal_texts=words)) == ("ff", "")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Anskaffelsesforskriften Del 1", "1"),
        ("Anskaffelsesforskriften Del 1 og 2", "2"),
        ("FOA del I og del III", "3"),
        ("FOA del I og III", "3"),
        ("Part 1 and 2", "2"),
        ("Følger del II i forskriften", "2"),
        ("del i en større anskaffelse", None),
        ("Anskaffelsesforskriften", None),
    ],
)
def test_part_named_in_the_legal_basis(text: str, part: str | None) -> None:
    assert named_part((text,)) == part


@pytest.mark.parametrize(
    ("code", "foa", "ff", "kkf"),
    [
        ("cga", True, True, True),
        ("ra", True, True, True),
        ("la", True, True, True),
        ("body-pl", True, True, True),
        ("body-pl-cga", True, True, True),
        ("body-pl-la", True, True, True),
        ("spec-rights-entity", False, True, True),
        ("pub-undert", None, True, None),
        ("pub-undert-la", None, True, None),
        ("pub-undert-cga", True, True, True),
        ("org-sub-cga", None, None, None),
        ("def-cont", None, None, None),
        ("", None, None, None),
    ],
)
def test_buyer_by_its_own_code(code: str, foa: bool | None, ff: bool | None, kkf: bool | None) -> None:
    notice = NoticeFacts(buyer_legal_type=code)

    assert tuple(is_bound(notice, regulation) for regulation in ("foa", "ff", "kkf")) == (foa, ff, kkf)


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        ("municipality", "spec-rights-entity", True),
        ("health", "", True),
        ("state-enterprise", "", None),
        ("state-enterprise", "body-pl-cga", True),
        ("other", "la", True),
        ("other", "", None),
    ],
)
def test_register_goes_before_the_buyers_own_code(kind: str, code: str, expected: bool | None) -> None:
    assert is_bound(NoticeFacts(buyer_kind=kind, buyer_legal_type=code), "foa") is expected


@pytest.mark.parametrize(
    ("notice", "part"),
    [
        (PART_3, "3"),
        (replace(PART_3, subtype="20", cpv="79713000"), "2"),
        (replace(PART_3, subtype="20", cpv="85144000"), "4"),
        (replace(PART_3, subtype="20", cpv="80530000"), "4"),
        (replace(PART_3, subtype="20", cpv=""), "unknown"),
        (replace(PART_3, buyer_legal_type="spec-rights-entity"), "3"),
        (E3, "2"),
        (replace(E3, legal_texts=("Anskaffelsesforskriften Del 1",)), "1"),
        (replace(E3, legal_texts=("Anskaffelsesforskriften",)), "unknown"),
        (replace(E3, legal_texts=("Forsyningsforskriften Del 1",), value_nok=None), "1"),
        (replace(NATIONAL, value_nok=None), "unknown"),
        (replace(NATIONAL, value_nok=float("inf")), "unknown"),
        (replace(NATIONAL, cpv=""), "2"),
        (replace(NATIONAL, value_nok=None, legal_texts=("Anskaffelsesforskriften del II",)), "2"),
        (replace(NATIONAL, value_nok=1_299_999), "1"),
        (replace(NATIONAL, value_nok=1_300_000), "2"),
        (replace(NATIONAL, value_nok=2_500_000), "3"),
        (replace(NATIONAL, cpv="85144000", value_nok=8_699_999), "1"),
        (replace(NATIONAL, cpv="85144000", value_nok=8_700_000), "4"),
        (replace(NATIONAL, cpv="79713000", value_nok=9_000_000), "2"),
        (replace(NATIONAL, contract_nature="works", cpv="45000000", value_nok=9_000_000), "2"),
        (replace(NATIONAL, contract_nature="", cpv="45000000", value_nok=9_000_000), "2"),
        (replace(NATIONAL, contract_nature="", cpv="", value_nok=9_000_000), "unknown"),
        (replace(NATIONAL, contract_nature="", cpv="", value_nok=63_000_000), "3"),
        (replace(NATIONAL, buyer_legal_type="", value_nok=1_700_000), "unknown"),
        (replace(NATIONAL, buyer_legal_type="", value_nok=1_500_000), "2"),
        (replace(NATIONAL, buyer_kind="state-agency", buyer_legal_type="", value_nok=1_700_000), "3"),
        (replace(NATIONAL, buyer_kind="municipality", buyer_legal_type="cga", value_nok=1_700_000), "2"),
        (replace(NATIONAL, buyer_kind="health", buyer_legal_type="body-pl-cga", value_nok=1_700_000), "3"),
        (replace(NATIONAL, buyer_kind="health", buyer_legal_type="", value_nok=1_700_000), "2"),
        (replace(NATIONAL, buyer_legal_type="body-pl", value_nok=1_700_000), "2"),
        (UTILITY, "2"),
        (replace(UTILITY, subtype="21"), "3"),
        (replace(UTILITY, subtype="N16", profile="national", value_nok=4_999_999), "1"),
        (replace(UTILITY, subtype="N16", profile="national", value_nok=5_000_000), "2"),
        (replace(CONCESSION, subtype="N16", profile="national", value_nok=62_899_999), "1"),
        (CONCESSION, "2"),
    ],
)
def test_part_in_august_2026(notice: NoticeFacts, part: str) -> None:
    assert scope(notice, on=IN_2026).part == part


@pytest.mark.parametrize(
    ("notice", "must"),
    [
        (PART_3, True),
        (UTILITY, True),
        (CONCESSION, True),
        (E3, True),
        (replace(E3, legal_texts=("Anskaffelsesforskriften Del 1",)), False),
        (replace(E3, legal_texts=("Konsesjonskontraktforskriften Del 1",)), False),
        (replace(E3, legal_texts=("Anskaffelsesforskriften",)), None),
        (replace(E3, subtype="E2", legal_texts=("Anskaffelsesforskriften",)), False),
        (replace(E3, subtype="E4"), False),
        (replace(NATIONAL, value_nok=1_299_999), False),
        (replace(NATIONAL, value_nok=1_300_000), True),
        (replace(NATIONAL, cpv="85144000", value_nok=8_699_999), False),
        (replace(NATIONAL, cpv="85144000", value_nok=8_700_000), True),
        (replace(NATIONAL, value_nok=None), None),
        (replace(UTILITY, subtype="N16", profile="national", value_nok=4_900_000), False),
        (replace(UTILITY, subtype="N16", profile="national", contract_nature="works", value_nok=6_000_000), False),
        (replace(UTILITY, subtype="N16", profile="national", cpv="79713000", value_nok=6_000_000), False),
        (replace(CONCESSION, subtype="N16", profile="national", value_nok=60_000_000), False),
    ],
)
def test_duty_to_announce_in_august_2026(notice: NoticeFacts, must: bool | None) -> None:
    assert scope(notice, on=IN_2026).must_announce is must


def test_duty_to_announce_is_not_asked_before_july_2026() -> None:
    assert scope(PART_3, on=IN_2025).must_announce is None


def test_threshold_that_no_source_gives_leaves_the_part_unknown() -> None:
    special = replace(UTILITY, subtype="N16", profile="national", cpv="79713000", value_nok=12_000_000)

    assert scope(special, on=IN_2022).part == "unknown"
    assert scope(special, on=date(2024, 3, 14)).part == "3"


def test_amounts_that_decided_are_named() -> None:
    found = scope(NATIONAL, on=IN_2026)

    assert [(amount.name, amount.value, amount.mark) for amount in found.amounts] == [
        ("entry", 500_000, "A*"),
        ("national", 1_300_000, "A*"),
        ("eea-others", 2_500_000, "A*"),
        ("announce-foa", 1_300_000, "A*"),
    ]
