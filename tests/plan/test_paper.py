"""A paper as PDF, Word and HTML: the same words in each, nothing read as markup, files that anyone can read."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.oxml.ns import qn

from check.test_report import structure
from dugnad.content import content_path
from dugnad.plan.as_docx import docx_paper
from dugnad.plan.as_pdf import pages_of, pdf_paper, pdf_papers
from dugnad.plan.paper import Bullets, Figure, Figures, Fill, Grid, Heading, Lead, Link, Paper, Text
from dugnad.plan.paper_text import check_paper_words

HOSTILE = '<script>alert(1)</script> #eval("x") $a$ *b* [c] @d \\e `f` %{g} & "h"'
PAPER = Paper(
    title="Invitasjon til å slutte seg til",
    language="nb",
    on=date(2026, 11, 22),
    sender="Departementet for eksempler",
    recipient=("Eksempelvik kommune", "310 000 108"),
    dated="22. november 2026",
    reference="2026/123-4",
    foot="Kilde: kunngjøringer lest 22. november 2026.",
    keywords=("årsstatus",),
    blocks=(
        Lead("Dette er status."),
        Figures((Figure("14", "kunngjøringer med miljø", "av 23"), Figure("Ukjent", "oppfølging"))),
        Heading("Hva vi ber om"),
        Text("Første linje.\nAndre linje."),
        Bullets(("svare", HOSTILE)),
        Bullets(("først", "så"), numbered=True),
        Bullets(("først igjen",), numbered=True),
        Grid("Største kjøp", ("Kjøp", "Verdi"), (("Måltider", "12 500 000"), (HOSTILE, "4")), frozenset({1})),
        Fill("økonomiske konsekvenser fylles ut"),
        Link("Svar her", "https://eksempel.invalid/reply/abc"),
        Text("Liten skrift.", quiet=True),
    ),
)


def opened(paper: Paper) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_paper(paper)))


def tagged(paper: Paper) -> list[tuple[str, str | None]]:
    with opened(paper) as pdf:
        return list(structure(pdf.Root.StructTreeRoot))


def test_pdf_is_tagged_titled_and_has_a_language() -> None:
    pdf = opened(PAPER)

    with pdf.open_metadata() as metadata:
        told = (metadata.get("dc:title"), metadata.get("pdfuaid:part"))
    shown = (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), bool(pdf.Root.ViewerPreferences.DisplayDocTitle))
    assert (told, shown) == ((PAPER.title, "1"), ("nb-NO", True, True))


def test_pdf_has_headings_lists_links_and_table_headers_in_its_structure() -> None:
    found = tagged(PAPER)

    tags = [tag for tag, _ in found]
    counted = {tag: tags.count(tag) for tag in ("/H1", "/H2", "/Table", "/Caption", "/L", "/Link")}
    assert (counted, [scope for tag, scope in found if tag == "/TH"]) == (
        {"/H1": 1, "/H2": 1, "/Table": 1, "/Caption": 1, "/L": 3, "/Link": 1},
        ["/Column", "/Column"],
    )


def test_same_paper_gives_the_same_bytes() -> None:
    assert (pdf_paper(PAPER), docx_paper(PAPER)) == (pdf_paper(PAPER), docx_paper(PAPER))


def test_word_document_reads_back_with_headings_lists_table_and_link() -> None:
    document = Document(io.BytesIO(docx_paper(PAPER)))

    styled = [(one.style.name, one.text) for one in document.paragraphs if one.style and one.text]
    table = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert (styled, table) == (
        [
            ("Normal", "Departementet for eksempler"),
            ("Normal", "Eksempelvik kommune\n310 000 108"),
            ("Dugnad Henvisning", "Dato: 22. november 2026\nReferanse: 2026/123-4"),
            ("Title", "Invitasjon til å slutte seg til"),
            ("Dugnad Ingress", "Dette er status."),
            ("Dugnad Tall", "14 kunngjøringer med miljø av 23"),
            ("Dugnad Tall", "Ukjent oppfølging"),
            ("Heading 1", "Hva vi ber om"),
            ("Normal", "Første linje.\nAndre linje."),
            ("List Bullet", "svare"),
            ("List Bullet", HOSTILE),
            ("List Number", "først"),
            ("List Number", "så"),
            ("List Number", "først igjen"),
            ("Caption", "Største kjøp"),
            ("Normal", "[økonomiske konsekvenser fylles ut]"),
            ("Normal", "Svar her"),
            ("Dugnad Henvisning", "Liten skrift."),
            ("Dugnad Henvisning", "Kilde: kunngjøringer lest 22. november 2026."),
        ],
        [["Kjøp", "Verdi"], ["Måltider", "12 500 000"], [HOSTILE, "4"]],
    )


def test_word_document_has_title_and_language_and_names_nobody() -> None:
    document = Document(io.BytesIO(docx_paper(PAPER)))

    told = document.core_properties
    repeated = document.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    languages = {one.get(qn("w:val")) for one in document.styles.element.xpath("//w:lang")}
    assert (told.title, told.language, told.author, told.last_modified_by, len(repeated), languages) == (
        PAPER.title, "nb-NO", "", "", 1, {"nb-NO"},
    )  # fmt: skip


def test_each_numbered_list_begins_at_one() -> None:
    document = Document(io.BytesIO(docx_paper(PAPER)))

    numbers = [
        one._p.pPr.numPr.numId.val for one in document.paragraphs if one.style and one.style.name == "List Number"
    ]
    assert (numbers[0] == numbers[1], numbers[1] == numbers[2]) == (True, False)


STRANGE = {
    "null bytes": "a\0b\x01c\x1bd\ufeffe",
    "surrogate": "a\ud800b",
    "unassigned and private": "a\u0378\ue000b",
    "right to left": "مرحبا שלום \u202eabc",
    "no font here": "漢字 😀 𒀀 ᠠ",
    "one long word": "x" * 5000,
    "long address": "https://eksempel.invalid/" + "del/" * 300,
    "breaks": "a\r\nb\u2028c\x85d\te",
    "markup": HOSTILE * 20,
    "nothing": "",
    "json": '"}],"blocks":[{"kind":"text"',
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_words_break_neither_form_anywhere(text: str) -> None:
    every = (
        *(Heading(text, 9), Text(text), Text(text, quiet=True), Lead(text), Fill(text), Bullets((text, "b"))),
        *(Figures((Figure(text, text, text), Figure("1", text))), Grid(text, (text, "b"), ((text,), (text, "b", "c")))),
        *(Grid(text, (), ((text,),)), Grid(text, ("a",), ()), Link(text, text), Link(text, f"javascript:{text}")),
        Link(text, "https://eksempel.invalid/"),
    )
    paper = replace(PAPER, title=text, language=text, sender=text, recipient=(text, "b"), dated=text, reference=text,
                    foot=text, keywords=(text,), blocks=every)  # fmt: skip

    with pikepdf.open(io.BytesIO(pdf_paper(paper))) as pdf:
        language = str(pdf.Root.Lang)
    document = Document(io.BytesIO(docx_paper(paper)))
    assert (language, document.core_properties.language) == ("nb-NO", "nb-NO")


def test_address_that_is_not_of_the_web_is_shown_as_words() -> None:
    paper = replace(PAPER, blocks=(Link("Trykk", "javascript:alert(1)"), Link("Les", "file:///etc/passwd")))

    tags = [tag for tag, _ in tagged(paper)]
    shown = [one.text for one in Document(io.BytesIO(docx_paper(paper))).paragraphs]
    assert (tags.count("/Link"), shown[4:6]) == (0, ["Trykk javascript:alert(1)", "Les file:///etc/passwd"])


def test_heading_never_skips_a_level() -> None:
    paper = replace(PAPER, blocks=(Heading("En", 3), Text("a"), Heading("To", 9), Text("b"), Heading("Tre", 1)))

    tags = [tag for tag, _ in tagged(paper) if tag.startswith("/H")]
    assert tags == ["/H1", "/H2", "/H3", "/H2"]


@pytest.mark.parametrize(
    "host", ["https://dugnad.no", "https://svar.dugnad.innkjopssamarbeidet-i-fjordfylket.example.no/nn"]
)
def test_address_is_copied_from_the_file_as_it_is(host: str) -> None:
    address = f"{host}/reply/Ab-d_fGhIjKlMnOpQrStUvWxYz0123456789-bcdefg/"
    long_word = "menneskerettighetsorganisasjonsvirksomhetsplanleggingen"

    pdf = pdfium.PdfDocument(
        pdf_paper(replace(PAPER, title=long_word, blocks=(Heading(long_word), Text("x" * 300), Link(address, address))))
    )

    lines = [line for page in pdf for line in page.get_textpage().get_text_range().split("\r\n")]
    assert [line for line in lines if "://" in line] == [address]
    assert [line for line in lines if "\u200b" in line] == []
    assert [one.get_title() for one in pdf.get_toc()] == [long_word, long_word]
    assert pdf.get_metadata_dict()["Title"] == long_word
    assert max(map(len, (line for line in lines if line.startswith("xx")))) < 100


def test_pages_are_counted() -> None:
    long = replace(PAPER, blocks=(Bullets(tuple(str(number) for number in range(100))),))

    assert (pages_of(pdf_paper(PAPER)), pages_of(pdf_paper(long))) == (1, 3)


def test_many_letters_come_in_order() -> None:
    letters = [replace(PAPER, title=f"Brev {number}") for number in range(5)]

    titles = []
    for made in pdf_papers(letters):
        with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as metadata:
            titles.append(metadata.get("dc:title"))
    assert titles == ["Brev 0", "Brev 1", "Brev 2", "Brev 3", "Brev 4"]


def test_two_thousand_rows_are_one_table() -> None:
    rows = tuple((str(number), "b") for number in range(2000))
    paper = replace(PAPER, blocks=(Grid("Liste", ("Nr.", "Navn"), rows),))

    document = Document(io.BytesIO(docx_paper(paper)))
    assert (len(document.tables[0].rows), pages_of(pdf_paper(paper)) > 20) == (2001, True)


@pytest.mark.long
def test_ten_thousand_rows_are_one_table() -> None:
    rows = tuple((str(number), "y" * (number % 90)) for number in range(10_000))
    paper = replace(PAPER, blocks=(Grid("Liste", ("Nr.", "Navn"), rows),))

    tables = [tag for tag, _ in tagged(paper) if tag == "/Table"]
    assert (len(tables), len(Document(io.BytesIO(docx_paper(paper))).tables[0]._tbl.tr_lst)) == (1, 10_001)


def test_shipped_words_of_papers_have_no_fault() -> None:
    assert check_paper_words() == []


def test_missing_word_of_papers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan").mkdir()
    shipped = content_path("plan/paper.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan/paper.yaml").write_text(shipped.replace("nn: Side, ", ""), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert [one.problem for one in check_paper_words()] == ['"page" lacks nn.']
