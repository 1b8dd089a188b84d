"""The shared tender documents as PDF: every quote of their truth files is found, on its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from documents.verbatim import not_verbatim, pieces, places, quotes
from dugnad.documents.document import Document, Table
from dugnad.documents.pdf import read_pdf

WITH_TEXT = ["T03", "T05", "T09", "T10", "T15"]


def path_of(shared: Path, number: str) -> Path:
    return next((shared / "tenders").glob(f"{number}_*.pdf"))


def reading(shared: Path, number: str) -> Document:
    path = path_of(shared, number)
    return read_pdf(path.read_bytes(), file=path.name)


def table(document: Document, first: str) -> list[tuple[str, tuple[str, ...]]]:
    """Page and cells of each row of the table whose first cell says this."""
    tables = [part for part in document.parts if isinstance(part, Table) and part.rows[0].cells[0] == first]
    assert len(tables) == 1
    return [(str(row.place), row.cells) for row in tables[0].rows]


@pytest.mark.parametrize("number", WITH_TEXT)
def test_every_quote_is_found_on_its_page(shared: Path, number: str) -> None:
    truth = json.loads(path_of(shared, number).with_suffix(".json").read_text(encoding="utf-8"))

    document = reading(shared, number)

    found = [(quote, page) for quote, page in quotes(truth) if page in {"", *places(document, quote)}]
    assert found == list(quotes(truth))
    assert all(places(document, quote) for quote, _ in quotes(truth))
    assert document.language == truth["language"]


@pytest.mark.parametrize("number", WITH_TEXT)
def test_everything_read_is_verbatim(shared: Path, number: str) -> None:
    raw = path_of(shared, number).read_bytes()

    document = read_pdf(raw, file="tender.pdf")

    assert not_verbatim(document, raw) == []
    assert len(list(pieces(document))) > 50


def test_award_table_that_a_page_break_cuts_is_whole(shared: Path) -> None:
    rows = table(reading(shared, "T03"), "Tildelingskriterium")

    assert [(page, cells[:2]) for page, cells in rows] == [
        ("page 3", ("Tildelingskriterium", "Vekt")),
        ("page 3", ("Pris", "45 %")),
        ("page 4", ("Oppgaveforståelse og prosjektorganisasjon", "30 %")),
        ("page 4", ("Klima og miljø", "25 %")),
    ]
    assert rows[-1][1][2].splitlines() == [
        "a) Forpliktende klimagassbudsjett for materialer ut over krav M7 (15 %)",
        "b) Andel utslippsfrie maskintimer ut over krav M1 (10 %)",
    ]


def test_award_table_of_several_lots_is_whole(shared: Path) -> None:
    rows = table(reading(shared, "T09"), "Tildelingskriterium")

    assert rows == [
        ("page 3", ("Tildelingskriterium", "Del 1", "Del 2", "Del 3", "Del 4")),
        ("page 3", ("Pris", "40 %", "50 %", "60 %", "50 %")),
        ("page 3", ("Kvalitet og brukervennlighet", "30 %", "30 %", "40 %", "20 %")),
        ("page 4", ("Klima og miljø", "30 %", "20 %", "–", "–")),
        ("page 4", ("Leveringssikkerhet", "–", "–", "–", "30 %")),
    ]


def test_award_table_in_one_of_two_columns_is_whole(shared: Path) -> None:
    rows = table(reading(shared, "T10"), "Kriterium")

    assert rows == [
        ("page 4", ("Kriterium", "Vekt")),
        ("page 4", ("Livssykluskostnad (innkjøpspris, strøm, service og verdifall over åtte år)", "65 %")),
        ("page 4", ("Brukervennlighet og sikkerhet (prøvekjøring med ansatte)", "20 %")),
        ("page 4", ("Leveringstid og serviceapparat", "15 %")),
    ]


def test_pictures_of_pages_are_not_readable(shared: Path) -> None:
    document = reading(shared, "T11")

    assert (document.is_readable, document.pages, document.parts) == (False, 3, ())
    assert [remark.code for remark in document.remarks] == ["pages-without-text"]
