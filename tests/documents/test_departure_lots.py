"""Departures of several lots, facts that speak against a claim, the repealed paragraph, ranks and page breaks."""

from __future__ import annotations

import pytest

from documents.test_departure import AFTER, BEFORE, HARD, demand, departure, document, lot
from dugnad.documents.departure import find_departures
from dugnad.documents.found import Departure, FoundLot

LOTS = [
    lot(30, identifier="LOT-0001", title="Kontorstoler"),
    lot(0, identifier="LOT-0002", title="Skriveborder"),
    lot(0, identifier="LOT-0003", title="Arkivtjenester"),
    lot(10, identifier="LOT-0004", title="Flytting"),
]


def by_lot(text: str, lots: list[FoundLot] | None = None) -> dict[str, Departure]:
    return find_departures([document(text)], lots or LOTS, [demand(of="LOT-0002")], announced=AFTER)[1]


def test_each_lot_has_its_own_departure() -> None:
    text = (
        "# Begrunnelser etter LOA § 5b\n"
        "Delkontrakt 2: Kriteriet er erstattet av krav om ombruk. Alle åtte i markedsdialogen har ombrukte bord.\n"
        "Delkontrakt 3: Klimaavtrykket og miljøbelastningen er uvesentlig. Arkivet ryddes på stedet av to personer.\n"
    )

    found = by_lot(text)

    assert {key: one.path for key, one in found.items()} == {
        "LOT-0001": "weight",
        "LOT-0002": "spec",
        "LOT-0003": "exempt-insignificant",
        "LOT-0004": "weight",
    }
    assert [found[key].reasons for key in sorted(found)] == ["none", "given", "given", "none"]
    assert found["LOT-0003"].reasons_quote is not None
    assert "Arkivet ryddes" in found["LOT-0003"].reasons_quote.text
    assert "markedsdialogen" not in found["LOT-0003"].reasons_quote.text


def test_lots_in_one_paragraph_by_title() -> None:
    text = (
        "# Klima og miljø\nFor Skriveborder er kriteriet erstattet av krav i kravspesifikasjonen fordi åtte av åtte "
        "leverandører har ombrukte bord. For Arkivtjenester er klimaavtrykket og miljøbelastningen uvesentlig, "
        "siden arbeidet gjøres på stedet av to personer."
    )

    found = by_lot(text)

    assert (found["LOT-0002"].path, found["LOT-0003"].path) == ("spec", "exempt-insignificant")
    assert found["LOT-0002"].reasons_quote is not None
    assert "Arkivtjenester" not in found["LOT-0002"].reasons_quote.text


def test_lots_in_rows() -> None:
    text = (
        "# Klima og miljø\n"
        "| Del 2 | Erstattet av krav i kravspesifikasjonen | Markedsdialogen viste at åtte har ombrukte bord |\n"
        "| Del 3 | Uvesentlig klimaavtrykk og miljøbelastning | Arkivet ryddes på stedet av to personer uten bil |\n"
    )

    found = by_lot(text)

    assert [(found[key].path, found[key].reasons) for key in ("LOT-0002", "LOT-0003")] == [
        ("spec", "given"),
        ("exempt-insignificant", "given"),
    ]


def test_claim_for_all_lots_reaches_those_without_weight() -> None:
    text = (
        "# Klima og miljø\nFor alle delkontrakter er kriteriet erstattet av krav i kravspesifikasjonen, "
        "fordi fire av fire fabrikker oppgir samme utslipp."
    )

    found = by_lot(text)

    assert [found[key].path for key in sorted(found)] == ["weight", "spec", "spec", "combination"]


def test_procurement_takes_the_path_of_its_worst_lot() -> None:
    text = (
        "# Klima og miljø\nFor del 2 er kriteriet erstattet av krav i kravspesifikasjonen, fordi fire av "
        "fire fabrikker oppgir samme utslipp."
    )

    whole, lots = find_departures([document(text)], [LOTS[1], LOTS[3]], [demand()], announced=AFTER)

    assert (whole.path, whole.reasons) == ("weight", "given")
    assert [lots[key].path for key in sorted(lots)] == ["spec", "weight"]


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [
        ("Tolv lastebiler.", "kjøretøy («Tolv lastebiler»)"),
        ("Kursene bruker diesel.", "fossilt drivstoff («Kursene bruker diesel»)"),
        ("Kurset holdes i rådhuset.", ""),
        ("Rådhuset ligger ved bussholdeplassen, og temaet er transport.", ""),
        ("Kjøreopplæring på vei.", "kjøring («Kjøreopplæring på vei»)"),
        ("CPV 60130000.", "varer eller arbeid som sjelden belaster lite (CPV 60130000)"),
    ],
)
def test_facts_against_insignificance(delivery: str, expected: str) -> None:
    text = (
        f"# Ytelsen\n{delivery}\n# Klima og miljø\nAnskaffelsen har uvesentlig klimaavtrykk og miljøbelastning. "
        "Undervisningen er 800 timer teori i eget klasserom."
    )

    found = departure(text)

    assert (found.path, found.facts_against) == ("exempt-insignificant", expected)


def test_facts_met_in_the_reasons_do_not_speak_against() -> None:
    text = (
        "# Ytelsen\nSamlingene krever reiser med tog og buss.\n# Klima og miljø\nKlimaavtrykket og "
        "miljøbelastningen er uvesentlig. Reisene er den største kilden: tolv turer med buss og tog, anslått "
        "til 0,3 tonn CO2."
    )

    found = departure(text)

    assert found.facts_against == ""


def test_facts_against_say_nothing_where_reasons_are_missing() -> None:
    text = (
        "# The contract\nTwo diesel launches.\n# Environment\nThe contract by its nature has an "
        "insignificant climate footprint and environmental impact."
    )

    found = departure(text)

    assert (found.reasons, found.facts_against) == ("none", "")


@pytest.mark.parametrize(
    ("cpv", "expected"),
    [
        ("55520000", "kravene gjelder kjøretøy, men hovedytelsen er en annen (CPV 55520000)"),
        ("34110000", ""),
    ],
)
def test_national_minimum_must_concern_the_main_performance(cpv: str, expected: str) -> None:
    text = (
        f"# Om\nCPV {cpv}.\n# Klima\nPlikten gjelder ikke, jf. LOA § 5c, fordi kjøretøyene har standardiserte "
        "minimumskrav."
    )

    found = departure(text)

    assert (found.path, found.facts_against) == ("exempt-national-minimum", expected)


def test_transport_left_out_of_the_comparison() -> None:
    text = (
        "# Omfang\nRørleggerne rykker ut med 12 servicebiler.\n# Klima og miljø\nKriteriet er erstattet av "
        "krav i kravspesifikasjonen. Beregninger viser at avfallet fra de 40 oppdragene halveres."
    )

    found = departure(text, demands=(demand("Avfall skal sorteres."),))

    assert (
        found.facts_against == "transport er ikke med i sammenligningen («Rørleggerne rykker ut med 12 servicebiler»)"
    )


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("# Miljø\nEtter anskaffelsesforskriften § 7-9 teller miljø 30 %.", AFTER, True),
        ("# Begrunnelse etter § 7-9\nMiljø teller 30 %.", AFTER, True),
        ("# Miljø\nEtter anskaffelsesforskriften § 7-9 teller miljø 30 %.", BEFORE, False),
        ("# Miljø\nEtter forsyningsforskriften § 7-9 teller miljø 30 %.", AFTER, False),
        ("# Om\nForsyningsforskriften gjelder.\n# Miljø\nEtter § 7-9 teller miljø 30 %.", AFTER, False),
        ("# Miljø\nEtter LOA § 5b teller miljø 30 %.", AFTER, False),
        ("# Environment\nSection 7-9 of the Public Procurement Regulations asks for 30 %.", AFTER, True),
    ],
)
def test_repealed_paragraph_is_seen(text: str, on: object, expected: bool) -> None:
    found = departure(text, weight=30, on=on)  # type: ignore[arg-type]

    assert found.cites_repealed_rule is expected


def test_ranked_high_is_rank_whatever_is_said() -> None:
    text = "# Tildeling\nVi stiller også krav til miljø i stedet for flere kriterier."

    found, _ = find_departures([document(text)], [lot(None, rank=2)], HARD, announced=AFTER)

    assert found.path == "rank"


def test_ranked_fourth_with_requirements_is_spec() -> None:
    text = (
        "# Tildeling\nMiljøkriteriet er erstattet med krav i kravspesifikasjonen, fordi bare to pumper "
        "finnes uten olje i Norden."
    )

    found, _ = find_departures([document(text)], [lot(None, rank=4)], HARD, announced=AFTER)

    assert (found.path, found.reasons) == ("spec", "given")


def test_soft_requirements_are_non_committal() -> None:
    text = "# Miljø\nMiljøkriteriet er erstattet med krav i kravspesifikasjonen."
    soft = (demand("Det etterstrebes lav energibruk.", binds=False),)

    found = departure(text, demands=soft)

    assert found.is_non_committal is True


def test_quote_keeps_on_one_side_of_a_page_break() -> None:
    from dugnad.documents.document import Block, Document, Place  # noqa: PLC0415

    text = "Begrunnelse: Markedsdialogen viste at fem av fem leverandører har elektriske biler. Kravet kutter 40 tonn."
    cut = text.index("har elektriske")
    parts = (
        Block(kind="heading", text="Klima og miljø", place=Place(page=3)),
        Block(kind="paragraph", text="Kriteriet er erstattet av krav i kravspesifikasjonen.", place=Place(page=3)),
        Block(kind="paragraph", text=text, place=Place(page=3), cuts=(cut,)),
    )

    found, _ = find_departures([Document(file="t.pdf", media="pdf", parts=parts)], [lot(0)], HARD, announced=AFTER)

    assert found.reasons_quote is not None
    assert found.reasons_quote.text == text[:cut].strip()
