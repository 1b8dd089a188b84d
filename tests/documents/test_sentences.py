from __future__ import annotations

import pytest

from dugnad.documents.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "Bilene skal ha minst 380 km rekkevidde, jf. vedlegg 2.",
        "Tilbudet leveres innen 22. april 2024 kl. 12.00.",
        "Verdien er 18,5 mill. kroner ekskl. mva.",
        "Produkter merket med f.eks. Svanen eller EU Ecolabel godtas.",
        "Oppdraget varer til 1. Mai 2027.",
        "Deliveries, e.g. ISO containers, are included.",
        "Krav om bl.a. HMS-kort gjelder.",
        "Se pkt. 4.2 og nr. 7.",
        "1. Pris på varekorga.",
        "De skal levere varer, tjenester o.l. som avtalt.",
    ],
)
def test_sentence_stays_whole(text: str) -> None:
    assert [one.text for one in sentences(text)] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bilen skal tilfredsstille Euro 6. Kommunen ser gjerne elbil.", 2),
        ("Dette gjelder fra 1. januar 2027. Fram til då gjeld halvparten.", 2),
        ("Fristen er kl. 12.00. For sene tilbud avvises.", 2),
        ("Armatur skal ha klasse A. Leverandøren dokumenterer det.", 2),
        ("De leverer papir, såpe osv. Leverandøren fyller på.", 2),
        ("Prisen er 40 kroner eks. mva. Den er fast.", 2),
        ("Er dette mulig? Ja! Svar kommer.", 3),
        ("Første linje\nAndre linje", 2),
        ("Han sa «nei». Hun sa ja.", 2),
        ("Minst 90 % skal sorteres. 10 % kan være restavfall.", 2),
    ],
)
def test_sentences_are_told_apart(text: str, expected: int) -> None:
    assert len(list(sentences(text))) == expected


def test_sentences_know_where_they_stand() -> None:
    text = "  Første setning.  Andre setning. "

    found = list(sentences(text))

    assert [text[one.start : one.end] for one in found] == ["Første setning.", "Andre setning."]


def test_empty_text_has_no_sentence() -> None:
    assert list(sentences("  \n ")) == []
