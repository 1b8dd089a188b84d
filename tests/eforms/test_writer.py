from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from dugnad.eforms.form import FORMS
from dugnad.eforms.spec import Change, Criterion, LegalReference, Lot, Notice, Organisation, Vehicles
from dugnad.eforms.writer import write_notice
from dugnad.notices.read import Reading, read_notice

ID, PROCEDURE = "4f1a1d5e-6a0f-4f5c-9d7a-0a1b2c3d4e5f", "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d"
BUYER = Organisation(name="Eksempelvik kommune (DEMO)", orgnr="310000108", nuts="NO0A2", legal_type="la")
PRICE = Criterion(type_code="price", name="Pris", weight=60)
GREEN = Criterion(type_code="quality-nor-env-criteria", description="Klimagassutslipp fra transport", weight=30)
QUALITY = Criterion(description="Kompetanse", weight=10)
LOT = Lot(criteria=(PRICE, GREEN, QUALITY))


def notice(subtype: str = "16", *lots: Lot, **more: object) -> Notice:
    given: dict[str, object] = {
        "subtype": subtype, "notice_id": ID, "procedure_id": PROCEDURE, "issue_date": date(2025, 3, 3),
        "buyers": (BUYER,), "lots": lots or (LOT,), "title": "Renhold", "cpv": "90910000", "value": 5_000_000,
    }  # fmt: skip
    return Notice(**{**given, **more})  # type: ignore[arg-type]


def read(made: Notice) -> Reading:
    return read_notice(write_notice(made), file="test.xml")


@pytest.mark.parametrize("subtype", sorted(FORMS))
def test_every_form_is_well_formed_and_read_back_as_itself(subtype: str) -> None:
    form = FORMS[subtype]

    root = etree.fromstring(write_notice(notice(subtype)))
    reading = read(notice(subtype))

    assert etree.QName(root).localname == form.document
    assert reading.problems == []
    assert reading.notice is not None
    assert {key: reading.notice[key] for key in ("subtype", "form_type", "notice_type", "profile", "legal_basis")} == {
        "subtype": subtype, "form_type": form.form_type, "notice_type": form.notice_type, "profile": form.profile,
        "legal_basis": form.directive,
    }  # fmt: skip


def test_notice_carries_its_ids_day_buyer_and_value() -> None:
    reading = read(notice(version="02", publication_number="00123456-2025"))

    assert reading.notice is not None
    assert reading.notice["notice_id"] == f"{ID}-02"
    assert reading.notice["procedure_id"] == PROCEDURE
    assert reading.notice["publication_number"] == "00123456-2025"
    assert reading.notice["announced"] == date(2025, 3, 3)
    assert (reading.notice["value"], reading.notice["currency"]) == (5_000_000.0, "NOK")
    assert reading.notice["buyer_orgnr"] == "310000108"
    assert reading.notice["buyer_legal_type"] == "la"


@pytest.mark.parametrize(
    ("weight_code", "weights", "kind", "percents"),
    [
        ("per-exa", (60, 30, 10), "percent", [60, 30, 10]),
        ("dec-exa", (0.6, 0.3, 0.1), "decimal", [60, 30, 10]),
        ("poi-exa", (120, 60, 20), "points", [60, 30, 10]),
        ("ord-imp", (1, 2, 3), "rank", [None, None, None]),
        ("per-mid", (60, 30, 10), "range", [None, None, None]),
    ],
)
def test_weights_of_every_kind_are_read_back(
    weight_code: str, weights: tuple[float, ...], kind: str, percents: list[float | None]
) -> None:
    criteria = tuple(
        replace(one, weight=weight, weight_code=weight_code) for one, weight in zip(LOT.criteria, weights, strict=True)
    )

    rows = read(notice("16", Lot(criteria=criteria))).criterion

    assert [row["weight_kind"] for row in rows] == [kind] * 3
    assert [row["weight_percent"] for row in rows] == pytest.approx(percents)


def test_withheld_weight_is_missing_and_not_minus_one() -> None:
    hidden = replace(GREEN, is_withheld=True, withheld_until=date(2027, 1, 1))

    rows = read(notice("16", Lot(criteria=(PRICE, hidden)))).criterion

    assert [row["is_withheld"] for row in rows] == [False, True]
    assert rows[1]["weight_percent"] is None


def test_blocks_of_their_own_and_one_block_read_alike() -> None:
    together = read(notice("16", LOT)).criterion
    apart = read(notice("16", replace(LOT, has_one_block_each=True))).criterion

    assert apart == together
    assert [row["weight_percent"] for row in apart] == [60, 30, 10]


def test_lots_and_groups_keep_their_own_criteria() -> None:
    second = replace(LOT, lot_id="LOT-0002", criteria=(PRICE,))
    group = Lot(lot_id="GLO-0001", kind="LotsGroup", criteria=(QUALITY,), group_lots=("LOT-0001", "LOT-0002"))

    reading = read(notice("16", LOT, second, group))

    assert [(row["lot_id"], row["kind"]) for row in reading.lot] == [
        ("LOT-0001", "lot"), ("LOT-0002", "lot"), ("GLO-0001", "group"),
    ]  # fmt: skip
    assert [row["lot_id"] for row in reading.criterion] == ["LOT-0001"] * 3 + ["LOT-0002"] + ["GLO-0001"]


def test_statement_is_written_as_a_criterion_with_weight_nought() -> None:
    spec = Criterion(type_code="quality-nor-env-spec", description="Kun utslippsfrie kjøretøy.", weight=0)

    rows = read(notice("16", Lot(criteria=(PRICE, spec)))).criterion

    assert [row["is_statement"] for row in rows] == [False, True]


def test_two_languages_are_one_criterion() -> None:
    both = Criterion(description={"NOR": "Klimagassutslipp", "ENG": "Greenhouse gas emissions"}, weight=100)

    made = notice("16", Lot(criteria=(both,)), additional_languages=("ENG",))

    assert [(row["description"], row["language"]) for row in read(made).criterion] == [("Klimagassutslipp", "NOR")]
    assert b"<cac:AdditionalNoticeLanguage><cbc:ID>ENG</cbc:ID></cac:AdditionalNoticeLanguage>" in write_notice(made)


def test_strategic_codes_formula_and_vehicles_are_read_back() -> None:
    lot = replace(
        LOT, strategic=("env-imp", "soc-obj"), strategic_text="Utslippsfritt", environmental_impact=("clim-mitig",),
        gpp_criteria=("national",), social_objective=("work-cond",), innovation=("prod-innov",),
        accessibility=("inc",), reserved="res-ws", formula="A / B", cvd_applies=True,
        cvd_contract_type="vehicle-purch", vehicles=Vehicles(total=9, clean=8, zero=7),
    )  # fmt: skip

    row = read(notice("29", lot, winners=(Organisation(name="Tenkt AS (DEMO)"),))).lot[0]

    assert {key: row[key] for key in ("strategic", "environmental_impact", "gpp_criteria", "social_objective")} == {
        "strategic": ["env-imp", "soc-obj"], "environmental_impact": ["clim-mitig"], "gpp_criteria": ["national"],
        "social_objective": ["work-cond"],
    }  # fmt: skip
    assert (row["innovation"], row["accessibility"], row["reserved"]) == (["prod-innov"], ["inc"], "res-ws")
    assert row["has_formula"] is True
    assert (row["vehicles"], row["vehicles_clean"], row["vehicles_zero"]) == (9, 8, 7)


def test_change_notice_names_what_it_changes() -> None:
    reading = read(notice("16", LOT, change=Change(notice_id=f"{PROCEDURE}-01", description="Ny frist")))

    assert reading.notice is not None
    assert reading.notice["is_change"] is True
    assert reading.notice["changes_notice_id"] == f"{PROCEDURE}-01"


def test_several_buyers_keep_their_order() -> None:
    partner = Organisation(name="Tenkdal kommune (DEMO)", orgnr="310000310")

    reading = read(notice("16", LOT, buyers=(BUYER, partner)))

    assert [row["name"] for row in reading.party if row["role"] == "buyer"] == [
        "Eksempelvik kommune (DEMO)", "Tenkdal kommune (DEMO)",
    ]  # fmt: skip


def test_legal_references_are_read_back() -> None:
    address = "https://lovdata.no/eli/forskrift/2016/8/12/974"
    words = {"NOR": "NOR — Anskaffelsesforskriften Del 1 og 2"}
    references = (
        LegalReference(reference=address, is_eli=True),
        LegalReference(reference="LocalLegalBasis", description=words),
    )

    reading = read(notice("E3", LOT, legal_references=references))

    assert reading.notice is not None
    assert address in reading.notice["legal_texts"]
    assert words["NOR"] in reading.notice["legal_texts"]


def test_marks_of_xml_in_texts_do_no_harm() -> None:
    nasty = Criterion(type_code="quality", description='<b>&"]]> æøå \u2013 €', weight=100)

    rows = read(notice("16", Lot(criteria=(nasty,)))).criterion

    assert [row["description"] for row in rows] == ['<b>&"]]> æøå \u2013 €']
