"""What documents say of the procurement as a whole, in many wordings."""

from __future__ import annotations

from datetime import date

import pytest

from documents.layouts import document
from dugnad.documents.dates import days
from dugnad.documents.found import Head
from dugnad.documents.head import find_head, is_orgnr
from dugnad.documents.money import amounts
from dugnad.documents.read import read_document

TABLE = """
Konkurransegrunnlag
| Oppdragsgiver | Bergheim kommune |
| Organisasjonsnummer | 100 001 039 |
| Kunngjøringsdato | 05.03.2025 |
| Frist for spørsmål | 20.03.2025 |
| Tilbudsfrist | 07.04.2025 kl. 12:00 |
| CPV | 45233141-9 Veivedlikehold |
| Estimert verdi | NOK 12 500 000 eks. mva. |
| Varighet | Kontrakten varer i 2 år |
| Regelverk | Forskrift om offentlige anskaffelser del III |
"""
PROSE = """
Konkurransegrunnlag
Anskaffelse av veisalt
Publisert: 2025-01-15
# 1 Innledning
Oppdragsgiver er Sørbygd fylkeskommune, org. nr. 100002167, heretter kalt oppdragsgiver.
Konkurransen ble kunngjort på Doffin 15. januar 2025. Frist for innlevering av tilbud er 20. februar 2025 klokken 12.00.
Kontraktens verdi er anslått til 9.400.000,- og maksimal verdi er 12 MNOK. Avtalen gjelder i 24 måneder.
Anskaffelsen gjennomføres etter forskrift om offentlige anskaffelser del I og del II. CPV-kode: 14410000-8 (steinsalt).
"""
ENGLISH = """
Invitation to tender
The Norwegian Institute of Marine Charting
Date of publication: 3 March 2026
# 1 General
The contracting authority is the Norwegian Institute of Marine Charting (org. no. 100 003 090).
Closing date for receipt of tenders: 15 April 2026 at 12:00.
Total value is estimated at NOK 7.5 million excl. VAT over 48 months. CPV 71354500-9.
"""
NYNORSK = """
Konkurransegrunnlag
Oppdragsgivar: Fjellbygd kommune
# 1 Oppdragsgivaren
Fjellbygd kommune (org.nr 100 005 050) vil kjøpe straum. Samla verdi er rekna til 3,2 mill. kr eks. mva.
Kunngjeringsdato: 12. mai 2025. Tilbodsfristen er 16. juni 2025 kl. 12.
"""


def head(text: str) -> Head:
    return find_head([document(text)])[0]


@pytest.mark.parametrize(
    ("text", "body", "orgnr", "announced", "deadline", "value"),
    [
        (TABLE, "Bergheim kommune", "100001039", date(2025, 3, 5), date(2025, 4, 7), 12_500_000.0),
        (PROSE, "Sørbygd fylkeskommune", "100002167", date(2025, 1, 15), date(2025, 2, 20), 9_400_000.0),
        (
            ENGLISH,
            "Norwegian Institute of Marine Charting",
            "100003090",
            date(2026, 3, 3),
            date(2026, 4, 15),
            7_500_000.0,
        ),
        (NYNORSK, "Fjellbygd kommune", "100005050", date(2025, 5, 12), date(2025, 6, 16), 3_200_000.0),
    ],
)
def test_head_is_read(text: str, body: str, orgnr: str, announced: date, deadline: date, value: float) -> None:
    found = head(text)

    assert (found.body, found.orgnr, found.announced, found.deadline, found.value_nok) == (
        body,
        orgnr,
        announced,
        deadline,
        value,
    )


def test_regulation_part_and_duration_are_read() -> None:
    found = head(PROSE)

    assert (found.legal_basis, found.part, found.duration_months, found.cpv) == ("foa", "2", 24.0, ("14410000",))


def test_quotes_are_verbatim() -> None:
    quotes = [quote.text for _, quote in head(PROSE).quotes]

    assert quotes
    assert [quote for quote in quotes if quote not in PROSE] == []


def test_two_days_of_announcement_contradict() -> None:
    _, faults = find_head(
        [
            document("""
            Kunngjort 5. mars 2025
            # 1 Plan
            | Kunngjøring | 12. mars 2025 |
            """)
        ]
    )

    assert [fault.code for fault in faults] == ["two-days"]


def test_two_estimates_contradict_and_give_no_value() -> None:
    found, faults = find_head(
        [document("Anslått verdi er 5 mill. kroner.\n# Omfang\nAnslått verdi er 8 millioner kroner.")]
    )

    assert (found.value_nok, [fault.code for fault in faults]) == (None, ["two-values"])


def test_nothing_said_is_nothing_known() -> None:
    found = head("Vi kjøper noe.")

    assert (found.body, found.orgnr, found.announced, found.deadline, found.value_nok, found.cpv) == (
        None,
        None,
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("11. mars 2024", date(2024, 3, 11)),
        ("11.03.2024", date(2024, 3, 11)),
        ("2024-03-11", date(2024, 3, 11)),
        ("3. feb. 2025", date(2025, 2, 3)),
        ("2 November 2026", date(2026, 11, 2)),
        ("March 3, 2026", date(2026, 3, 3)),
        ("1.9.25", date(2025, 9, 1)),
    ],
)
def test_days_are_read_as_written(text: str, on: date) -> None:
    found = [day.on for day in days(text)]

    assert found == [on]


def test_days_that_do_not_exist_are_none() -> None:
    assert days("31.02.2025") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18,5 millioner kroner ekskl. mva.", 18_500_000.0),
        ("1 900 000 kroner", 1_900_000.0),
        ("NOK 8 200 000", 8_200_000.0),
        ("9.400.000,-", 9_400_000.0),
        ("MNOK 12", 12_000_000.0),
        ("28,5 mill. kroner", 28_500_000.0),
        ("NOK 14.5 million", 14_500_000.0),
        ("kr 300 000", 300_000.0),
    ],
)
def test_sums_are_read_as_written(text: str, value: float) -> None:
    found = [amount.value for amount in amounts(text)]

    assert found == [value]


def test_hours_are_no_money() -> None:
    assert amounts("2 600 timer over 18 måneder") == []


def test_organisation_numbers_end_in_their_control_digit() -> None:
    assert (is_orgnr("100001039"), is_orgnr("100001038"), is_orgnr("10000103")) == (True, False, False)


def read_head(text: str) -> Head:
    return find_head([read_document(text.encode(), file="konkurranse.txt")])[0]


def test_days_stand_below_the_headings_of_columns() -> None:
    head = read_head(
        "# Fremdrift\n| Kunngjøring | Spørsmål innen | Tilbudsfrist |\n| 17.03.2025 | 04.04.2025 | 22.04.2025 kl. 13 |"
    )

    assert (head.announced, head.deadline) == (date(2025, 3, 17), date(2025, 4, 22))


def test_days_stand_beside_their_labels_in_one_row() -> None:
    head = read_head("# Om\n| Kunngjøring: 2026-08-17 | Tilbudsfrist: 2026-09-21 kl. 12:00 |\n| a | b |")

    assert (head.announced, head.deadline) == (date(2026, 8, 17), date(2026, 9, 21))


def test_the_deadline_for_questions_is_another() -> None:
    head = read_head("Siste frist for spørsmål er 1. april 2026, og tilbudsfristen er 16. april 2026 kl. 12.00.")

    assert head.deadline == date(2026, 4, 16)


def test_the_value_holds_the_options() -> None:
    head = read_head("Anslått verdi er NOK 1.250.000,- for to år, og med opsjoner er verdien NOK 1.800.000,- uten mva.")

    assert head.value_nok == 1_800_000


def test_a_sum_may_be_written_in_words() -> None:
    assert read_head("Anslått verdi er fire (4) millioner kroner eks. mva.").value_nok == 4_000_000


@pytest.mark.parametrize("before", ["foretaksnr. ", "Foretaksnummer ", "company registration no. "])
def test_a_number_of_an_organisation_has_several_names(before: str) -> None:
    assert read_head(f"Eksempelvik kommune ({before}974 760 673) skal kjøpe biler.").orgnr == "974760673"
