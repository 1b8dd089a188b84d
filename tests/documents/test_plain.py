"""Plain text: what its blank lines, numbers, bullets and columns say."""

from __future__ import annotations

import pytest

from dugnad.documents.document import Block, Document, Table
from dugnad.documents.plain import read_plain
from dugnad.errors import DocumentError

TENDER = (
    "KONKURRANSEGRUNNLAG\n"
    "\n"
    "Renhold av skoler\n"
    "\n"
    "1 Om anskaffelsen\n"
    "\n"
    "Kommunen skal kjøpe renhold til alle skolene. Avtalen\n"
    "gjelder fra 1. januar.\n"
    "Det er ikke lov å levere for sent.\n"
    "\n"
    "2 Tildelingskriterier\n"
    "\n"
    "1. Pris\n"
    "2. Miljø\n"
    "\n"
    "3 Krav\n"
    "- Biler skal være\n"
    "  elektriske\n"
    "  - også lånebiler\n"
    "a) Papir skal være miljømerket\n"
)


def read(text: str) -> Document:
    return read_plain(text.encode(), file="a.txt")


def blocks(document: Document) -> list[tuple[str, int, str, str]]:
    """Kind, level, label and text of each block."""
    return [(part.kind, part.level, part.label, part.text) for part in document.parts if isinstance(part, Block)]


def rows(text: str) -> list[tuple[str, ...]]:
    """The rows of the one table."""
    (found,) = (part for part in read(text).parts if isinstance(part, Table))
    return [row.cells for row in found.rows]


def test_blocks_of_a_tender() -> None:
    assert blocks(read(TENDER)) == [
        ("paragraph", 0, "", "KONKURRANSEGRUNNLAG"),
        ("paragraph", 0, "", "Renhold av skoler"),
        ("heading", 1, "", "1 Om anskaffelsen"),
        ("paragraph", 0, "", "Kommunen skal kjøpe renhold til alle skolene. Avtalen gjelder fra 1. januar."),
        ("paragraph", 0, "", "Det er ikke lov å levere for sent."),
        ("heading", 1, "", "2 Tildelingskriterier"),
        ("item", 1, "", "1. Pris"),
        ("item", 1, "", "2. Miljø"),
        ("heading", 1, "", "3 Krav"),
        ("item", 1, "-", "Biler skal være elektriske"),
        ("item", 1, "-", "også lånebiler"),
        ("item", 1, "", "a) Papir skal være miljømerket"),
    ]


def test_place_counts_blocks_and_names_the_heading() -> None:
    document = read(TENDER)

    assert str(document.parts[6].place) == "paragraph 7 (under «2 Tildelingskriterier»)"
    assert (document.media, document.language) == ("text", "nob")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    document = read_plain("Miljøkrav på øya gjelder.".encode(encoding), file="a.txt")

    assert [part.text for part in document.parts if isinstance(part, Block)] == ["Miljøkrav på øya gjelder."]


@pytest.mark.parametrize(
    "text",
    [
        "Kriterium\tVekt\nPris\t50 %\n",
        "Kriterium | Vekt\nPris | 50 %\n",
        "| Kriterium | Vekt |\n|-----------|------|\n| Pris | 50 % |\n",
        "Kriterium       Vekt\nPris            50 %\n",
        "Kriterium       Vekt\nPris            50 %".replace("Vekt", "   Vekt").replace("50", "   50"),
    ],
)
def test_simple_tables_are_read(text: str) -> None:
    assert rows(text) == [("Kriterium", "Vekt"), ("Pris", "50 %")]


def test_list_of_contents_is_no_text() -> None:
    text = "Innhold\n\n1 Om oss ...... 2\n2 Krav ........ 3\n\n1 Om oss\n\nVi kjøper.\n\n2 Krav\n\nElektrisk bil.\n"

    kinds = [kind for kind, *_ in blocks(read(text))]

    assert kinds == ["contents", "contents", "contents", "heading", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("# Krav\n\nTekst.", ("heading", 1)),
        ("## Krav\n\nTekst.", ("heading", 2)),
        ("Krav\n====\n\nTekst.", ("heading", 1)),
        ("MILJØKRAV\n\nBilene skal være elektriske.", ("heading", 1)),
        ("Krav\n\nTekst.", ("paragraph", 0)),
    ],
)
def test_heading_is_told_by_its_marks(text: str, heading: tuple[str, int]) -> None:
    kind, level, *_ = blocks(read(text))[0]

    assert (kind, level) == heading


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\x03" * 50, bytes(range(256)) * 4])
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_plain(raw, file="a.txt")

    assert (caught.value.code, str(caught.value)) == (
        "wrong-type",
        "a.txt: This is not text. Save it as DOCX, PDF or UTF-8 text.",
    )
