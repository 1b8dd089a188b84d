"""Shares that texts state, and texts that send the reader to the documents (DATA.md, Points decided)."""

from __future__ import annotations

import pytest
from tests.notices.ubl import award, criterion, lot, notice, organisation, parameter, read

from dugnad.check.notice import check_notice
from dugnad.wording.pointing import points_to_documents, refers_to_documents


def found(*criteria: str, **more: str) -> tuple[str, float | None, float | None]:
    """(outcome, certain, maximal) of one lot."""
    checked = check_notice(notice(lot(award(*criteria)), **more), file="test.xml")
    finding = checked.lots[0].finding
    assert finding is not None
    return finding["outcome"], finding["weight_environment_certain"], finding["weight_environment_max"]


def weighed(type_code: str, name: str, percent: str, description: str = "") -> str:
    return criterion(type_code, name, description, parameter("per-exa", percent))


@pytest.mark.parametrize("text", ["Miljø 20-40 %", "Miljø 20–40 %", "Miljø 20 % - 40 %"])
def test_range_in_the_text_counts_low_as_certain_and_high_as_maximal(text: str) -> None:
    row = read(lot(award(criterion("quality", text)))).criterion[0]

    assert (row["weight_low"], row["weight_high"], row["stated_percent"]) == (20.0, 40.0, None)


def test_range_that_crosses_the_minimum_is_for_a_person() -> None:
    assert found(criterion("price", "Pris 60-80 %"), criterion("quality", "Miljø 20-40 %"))[0] == "MANUAL_REVIEW"


def test_sub_shares_that_sum_to_the_weight_are_shares_of_the_lot() -> None:
    quality = weighed("quality", "Kvalitet", "50", "Kompetanse (20 %) og miljø (30 %)")

    assert found(weighed("price", "Pris", "50"), quality) == ("MET_WEIGHT", 30.0, 30.0)


def test_sub_shares_that_sum_to_hundred_are_shares_of_the_criterion() -> None:
    quality = weighed("quality", "Kvalitet", "50", "Kompetanse (60 %) og miljø (40 %)")

    assert found(weighed("price", "Pris", "50"), quality) == ("POSSIBLE_BREACH", 20.0, 20.0)


@pytest.mark.parametrize(
    "description", ["Se konkurransegrunnlaget", "Se KGL", "Underkriterier er beskrevet i konkurransegrunnlaget"]
)
def test_criterion_that_sends_to_the_documents_is_no_possible_breach(description: str) -> None:
    assert found(weighed("price", "Pris", "50"), weighed("quality", "Kvalitet", "50", description))[0] == "UNKNOWN"


def test_weight_that_reaches_the_minimum_is_met_whatever_it_refers_to() -> None:
    environment = weighed("quality", "Miljø", "30", "Se vedlegg 5 i konkurransegrunnlaget")

    assert found(weighed("price", "Pris", "70"), environment)[0] == "MET_WEIGHT"


@pytest.mark.parametrize(
    ("text", "refers", "only_points"),
    [
        ("Kvalitet: se vedlegg 3", True, False),
        ("Fremgår av konkurransegrunnlaget", True, True),
        ("Oppfyllelse av krav i konkurransegrunnlaget", False, False),
        ("Kompetanse og erfaring", False, False),
    ],
)
def test_referring_and_only_pointing_are_told_apart(text: str, refers: bool, only_points: bool) -> None:
    assert (refers_to_documents(text), points_to_documents(text)) == (refers, only_points)


def test_copy_that_kept_a_national_code_has_not_lost_its_codes() -> None:
    coded = weighed("quality-nor-env-criteria", "Miljø", "20")

    assert found(weighed("price", "Pris", "80"), coded, profile="") == ("POSSIBLE_BREACH", 20.0, 20.0)
    assert found(weighed("price", "Pris", "80"), weighed("quality", "Miljø", "20"), profile="")[0] == "UNKNOWN"


def test_reasons_for_an_exemption_may_speak_of_requirements() -> None:
    statement = criterion(
        "quality-nor-env-exempt-national-minimum", description="Kjøretøyforskriften § 3 stiller krav om nullutslipp."
    )

    assert found(weighed("price", "Pris", "100"), statement, day="2026-08-03+02:00")[0] == "EXEMPT_CLAIMED"


def test_national_form_that_names_no_regulation_is_met_but_never_a_possible_breach() -> None:
    def judged(share: str) -> str:
        raw = notice(
            lot(award(weighed("price", "Pris", str(100 - int(share))), weighed("quality", "Miljø", share))),
            subtype="N16",
            profile="#extended#urn:fdc:anskaffelser.no:2023:eforms:national",
        ).replace(b"32014L0024", b"OTHER")
        finding = check_notice(raw, file="test.xml").lots[0].finding
        assert finding is not None
        return str(finding["outcome"])

    assert [judged("30"), judged("20")] == ["MET_WEIGHT", "UNKNOWN"]


@pytest.mark.parametrize("raw", ["post@example.org", "+47 22334455", "t:022894990", "Tlf 22 33 44 55"])
def test_contact_details_written_as_a_number_are_left_out(raw: str) -> None:
    reading = read(lot(award(criterion("price"))), organisations=organisation(number=raw))

    assert [row["orgnr_raw"] for row in reading.party] == [None]
