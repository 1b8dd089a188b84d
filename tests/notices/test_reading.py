"""Reading eForms: the other traps of NOTICES §§ 4-5, one test each."""

from __future__ import annotations

from datetime import date

import pytest
from tests.notices.ubl import (
    UUID,
    award,
    buyer,
    codes,
    criterion,
    lot,
    notice,
    organisation,
    parameter,
    read,
)

from dugnad.notices.criteria import reasons_of
from dugnad.notices.problem import CODES
from dugnad.notices.read import read_notice

PRICE = award(criterion("price", weight=parameter("per-exa", "100")))
POINTER = "Price is not the only award criterion and all criteria are stated only in the procurement documents."


def test_keys_and_day_as_written() -> None:
    reading = read(lot(PRICE))

    assert reading.notice is not None
    wanted = ("notice_id", "announced", "profile", "format_version", "source", "form_type", "subtype", "legal_basis")
    assert [reading.notice[name] for name in wanted] == [
        f"{UUID}-01", date(2025, 3, 3), "eu", "1.7", "doffin", "competition", "16", "32014L0024",
    ]  # fmt: skip
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("suffix", "profile"),
    [
        ("", "none"),
        ("#urn:fdc:anskaffelser.no:2023:eforms:eu", "eu"),
        ("#extended#urn:fdc:anskaffelser.no:2023:eforms:national", "national"),
        ("#extended#urn:fdc:anskaffelser.no:2026:eforms:national-e", "national-e"),
    ],
)
def test_profile_is_the_suffix(suffix: str, profile: str) -> None:
    reading = read(lot(PRICE), profile=suffix)

    assert reading.notice is not None
    assert reading.notice["profile"] == profile


@pytest.mark.parametrize("day", ["2025-03-03Z", "2025-03-03+14:00", "2025-03-03-11:00", "2025-03-03"])
def test_offset_of_the_day_is_removed(day: str) -> None:
    reading = read(lot(PRICE), day=day)

    assert reading.notice is not None
    assert reading.notice["announced"] == date(2025, 3, 3)


@pytest.mark.parametrize("day", ["", "${ISSUEDATE}", "2025-02-30Z"])
def test_unreadable_day_is_null_and_reported(day: str) -> None:
    reading = read(lot(PRICE), day=day)

    assert reading.notice is not None
    assert reading.notice["announced"] is None
    assert codes(reading) == ["missing-date"]


def test_identifier_that_is_no_uuid_gives_the_digest() -> None:
    reading = read(lot(PRICE), uuid="2022-347651")

    assert reading.notice is not None
    assert reading.notice["notice_id"] == f"sha256:{reading.sha256[:16]}"
    assert codes(reading) == ["bad-notice-id"]


def test_criteria_in_the_documents_is_a_flag_and_no_criterion() -> None:
    reading = read(lot(award(criterion("", description=POINTER, language="ENG"))))

    assert reading.criterion == []
    assert [(row["criteria_in_documents"], row["criteria_stated"]) for row in reading.lot] == [(True, False)]


def test_one_criterion_in_several_languages_is_one_row_in_the_notices_language() -> None:
    two = (
        '<cac:SubordinateAwardingCriterion><cbc:Description languageID="ENG">Environment</cbc:Description>'
        '<cbc:Description languageID="NOB">Miljø</cbc:Description></cac:SubordinateAwardingCriterion>'
    )

    reading = read(lot(award(two)), language="NOR")

    assert [(row["language"], row["description"]) for row in reading.criterion] == [("NOB", "Miljø")]


def test_label_may_stand_in_name_or_description() -> None:
    reading = read(lot(award(criterion("quality", name="Miljø"), criterion("quality", description="Miljø"))))

    assert [row["environment"] for row in reading.criterion] == ["certain", "certain"]


def test_code_with_line_breaks_is_stripped() -> None:
    reading = read(lot(award(criterion("quality\n     ", "Kvalitet"))))

    assert [row["type_code"] for row in reading.criterion] == ["quality"]
    assert codes(reading) == []


def test_unknown_list_is_counted_and_the_misnamed_one_understood() -> None:
    project = (
        '<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="social-procurement">work-cond'
        "</cbc:ProcurementTypeCode></cac:ProcurementAdditionalType>"
        '<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="no-such-list">x'
        "</cbc:ProcurementTypeCode></cac:ProcurementAdditionalType>"
    )

    reading = read(lot(PRICE, project=project))

    assert reading.lot[0]["social_objective"] == ["work-cond"]
    assert codes(reading) == ["unknown-list", "unknown-list"]


def test_strategic_codes_and_text() -> None:
    project = (
        '<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="strategic-procurement">env-imp'
        '</cbc:ProcurementTypeCode><cbc:ProcurementType languageID="NOR">Mindre utslipp</cbc:ProcurementType>'
        "</cac:ProcurementAdditionalType>"
        '<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="environmental-impact">emas-com'
        "</cbc:ProcurementTypeCode></cac:ProcurementAdditionalType>"
    )

    row = read(lot(PRICE, project=project)).lot[0]

    assert (row["strategic"], row["environmental_impact"], row["strategic_text"]) == (
        ["env-imp"],
        ["emas-com"],
        "Mindre utslipp",
    )


def test_environmental_code_with_neutral_text_is_certain() -> None:
    reading = read(lot(award(criterion("quality-nor-env-criteria", name="Kriterium 3"))))

    assert [(row["environment"], row["environment_scope"]) for row in reading.criterion] == [("certain", "whole")]


def test_change_notice_names_what_it_changes() -> None:
    changes = f"<efac:Changes><efbc:ChangedNoticeIdentifier>{UUID}-01</efbc:ChangedNoticeIdentifier></efac:Changes>"

    reading = read(lot(PRICE), uuid=UUID.replace("1", "2"), extra=changes)

    assert reading.notice is not None
    assert (reading.notice["is_change"], reading.notice["changes_notice_id"]) == (True, f"{UUID}-01")


@pytest.mark.parametrize(("written", "kept"), [("00765149-2023", "00765149-2023"), ("n.a.", None)])
def test_publication_number(written: str, kept: str | None) -> None:
    published = f"<efac:Publication><efbc:NoticePublicationID>{written}</efbc:NoticePublicationID></efac:Publication>"

    reading = read(lot(PRICE), extra=published)

    assert reading.notice is not None
    assert reading.notice["publication_number"] == kept


def test_doffin_number_is_kept_from_the_file_name() -> None:
    reading = read_notice(notice(lot(PRICE)), file="2024/DOFFIN-2024-101636__a30b.xml")

    assert reading.notice is not None
    assert (reading.notice["source"], reading.notice["publication_number"]) == ("doffin", "2024-101636")


def test_several_buyers_are_joint() -> None:
    reading = read(
        lot(PRICE),
        organisations=organisation() + organisation("ORG-0002", "Asker kommune", "920125298"),
        buyers=buyer() + buyer("ORG-0002"),
    )

    assert [(row["orgnr"], row["share_role"]) for row in reading.buyer] == [
        ("935478715", "joint"),
        ("920125298", "joint"),
    ]


def test_central_purchaser_is_told_by_its_indicator() -> None:
    central = "<efbc:AwardingCPBIndicator>true</efbc:AwardingCPBIndicator>"

    reading = read(lot(PRICE), organisations=organisation(more=central))

    assert [row["share_role"] for row in reading.buyer] == ["central-purchaser"]


def test_number_with_spaces_is_normalised_and_the_raw_one_kept() -> None:
    reading = read(lot(PRICE), organisations=organisation(number="935 478 715"))

    assert [(row["orgnr"], row["orgnr_raw"]) for row in reading.party] == [("935478715", "935 478 715")]


def test_unmatched_buyer_is_listed_and_never_guessed() -> None:
    reading = read(lot(PRICE), organisations=organisation(name="Ukjent AS", number="123"))

    assert [(row["orgnr"], row["matched_by"]) for row in reading.buyer] == [(None, "none")]
    assert codes(reading) == ["bad-orgnr", "unknown-buyer"]


def test_natural_person_and_contacts_are_left_out() -> None:
    contact = (
        "<cac:Contact><cbc:Name>Kontakt Person</cbc:Name><cbc:ElectronicMail>navn@example.org</cbc:ElectronicMail>"
        "<cbc:Telephone>22334455</cbc:Telephone></cac:Contact>"
    )
    person = organisation(
        "ORG-0002", "Ola Normann", "912345678", more="<efbc:NaturalPersonIndicator>true</efbc:NaturalPersonIndicator>"
    )

    reading = read(
        lot(PRICE), organisations=organisation().replace("</efac:Company>", contact + "</efac:Company>") + person
    )

    told = repr((reading.notice, reading.party, reading.buyer, reading.lot, reading.criterion, reading.problems))
    assert [
        secret for secret in ("Kontakt Person", "example.org", "22334455", "Ola Normann", "912345678") if secret in told
    ] == []


def test_planning_parts_and_lots_are_told_apart() -> None:
    reading = read(lot(lot_id="PAR-0001", scheme="Part"), lot(PRICE, lot_id="LOT-E01"))

    assert [(row["lot_id"], row["kind"]) for row in reading.lot] == [("PAR-0001", "part"), ("LOT-E01", "lot")]


def test_lot_id_that_stands_there_twice_gets_an_addition() -> None:
    reading = read(lot(PRICE), lot(PRICE))

    assert [row["lot_id"] for row in reading.lot] == ["LOT-0001", "LOT-0001~2"]
    assert codes(reading) == ["bad-lot-id"]


def test_value_is_the_procedures_else_the_sum_of_the_lots() -> None:
    def valued(amount: str) -> str:
        value = f'<cbc:EstimatedOverallContractAmount currencyID="NOK">{amount}</cbc:EstimatedOverallContractAmount>'
        return f"<cac:RequestedTenderTotal>{value}</cac:RequestedTenderTotal>"

    summed = read(lot(PRICE, project=valued("100")), lot(PRICE, lot_id="LOT-0002", project=valued("50")))
    whole = read(
        lot(PRICE, project=valued("100")), body=f"<cac:ProcurementProject>{valued('900')}</cac:ProcurementProject>"
    )

    assert summed.notice is not None
    assert whole.notice is not None
    assert (summed.notice["value"], whole.notice["value"], whole.notice["currency"]) == (150.0, 900.0, "NOK")


def test_misplaced_type_is_reported_and_not_counted() -> None:
    misplaced = '<cbc:AwardingCriterionTypeCode listName="award-criterion-type">price</cbc:AwardingCriterionTypeCode>'

    reading = read(lot(award(misplaced)))

    assert reading.criterion == []
    assert codes(reading) == ["misplaced-criterion"]


def test_criteria_on_the_notice_itself_serve_lots_without() -> None:
    on_notice = f"<cac:TenderingTerms><cac:AwardingTerms>{PRICE}</cac:AwardingTerms></cac:TenderingTerms>"

    reading = read(lot(), body=on_notice)

    assert [(row["lot_id"], row["type_code"]) for row in reading.criterion] == [("LOT-0001", "price")]


def test_prefixes_do_not_matter() -> None:
    raw = notice(lot(PRICE)).replace(b"cbc:", b"x:").replace(b"xmlns:cbc", b"xmlns:x").replace(b"xmlns:x:", b"xmlns:x")

    reading = read_notice(raw, file="test.xml")

    assert [row["weight_percent"] for row in reading.criterion] == [100.0]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty-file"),
        (b"  \n", "empty-file"),
        (b"<a", "malformed-xml"),
        (b"<a/>", "not-a-notice"),
        (b'{"releases": []}', "unsupported-format"),
        (b"<TED_EXPORT/>", "unsupported-format"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unsafe-xml"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), "unsafe-xml"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "malformed-xml"),
        (b"\x00\x01\x02", "malformed-xml"),
    ],
)
def test_file_that_is_no_notice_becomes_a_problem_row(raw: bytes, code: str) -> None:
    reading = read_notice(raw, file="test.xml")

    assert reading.notice is None
    assert [(row["code"], row["severity"]) for row in reading.problems] == [(code, "error")]
    assert code in CODES


def test_same_bytes_give_the_same_rows() -> None:
    raw = notice(lot(PRICE))

    first, second = read_notice(raw, file="a.xml"), read_notice(raw, file="a.xml")

    assert first == second


def test_name_that_repeats_the_codes_label_is_neutral() -> None:
    label = "Kvalitet - klima- og miljøkriterium"

    reading = read(lot(award(criterion("quality-nor-env-criteria", name=label, weight=parameter("per-exa", "30")))))

    assert [(row["environment"], row["environment_scope"]) for row in reading.criterion] == [("certain", "whole")]


@pytest.mark.parametrize(
    ("name", "description", "reasons"),
    [
        ("Miljøkrav i kravspesifikasjonen", "", ""),
        ("Kvalitet – klima- og miljøkrav i kravspesifikasjonen (begrunnes under)", "", ""),
        ("Miljøkrav", "Kravene gir lavere utslipp enn et kriterium.", "Kravene gir lavere utslipp enn et kriterium."),
    ],
)
def test_reasons_of_a_statement_are_its_description(name: str, description: str, reasons: str) -> None:
    reading = read(lot(award(criterion("quality-nor-env-spec", name=name, description=description))))

    assert [reasons_of(row) for row in reading.criterion] == [reasons]
