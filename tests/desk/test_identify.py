from __future__ import annotations

import pytest

from dugnad.desk.identify import marks, without

KNOWN = ("Eksempelvik kommune", "Kim Kontakt")
TEXT = """Hei Kari,

Jeg heter Ola Nordstrand og jobber i Eksempelvik kommune (org.nr. 974 760 673). Ring meg på 22 33 44 55 eller skriv til
ola@eksempelvik.invalid. Saken vår er 2026/1234, se https://eksempelvik.invalid/sak. KOFA 2024/639 og LOA § 5b
gjelder vel?

Med vennlig hilsen
Ola Nordstrand"""


def test_everything_that_names_somebody_is_marked() -> None:
    found = [(one.sort, one.of(TEXT)) for one in marks(TEXT, KNOWN)]

    assert found == [
        ("name", "Kari"),
        ("name", "Ola Nordstrand"),
        ("body", "Eksempelvik kommune"),
        ("orgnr", "974 760 673"),
        ("phone", "22 33 44 55"),
        ("email", "ola@eksempelvik.invalid"),
        ("case-number", "2026/1234"),
        ("link", "https://eksempelvik.invalid/sak"),
        ("name", "Ola Nordstrand"),
    ]


def test_chosen_marks_are_taken_out() -> None:
    text = "Skriv til a@b.no eller ring Kim Kontakt."

    assert without(text, marks(text, KNOWN)) == "Skriv til [e-post] eller ring [virksomheten]."


@pytest.mark.parametrize(
    "text",
    [
        "Kravet i LOA § 5b andre ledd gjelder fra 1. januar 2024.",
        "Prisen er 1 250 000 kroner, og vekten 30 prosent.",
        "Svanemerket tekstil etter direktiv 2014/24/EU, se KOFA 2023/462.",
        "CPV 90910000-9 og 33141000-0.",
        "Miljø Vekter Minst",
    ],
)
def test_words_of_the_field_name_nobody(text: str) -> None:
    found = [one.of(text) for one in marks(text) if one.sort != "name"]

    assert found == []
