"""The report as text, HTML and PDF: the same words in each, nothing read as markup, and a PDF that anyone can read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from lxml import html

from dugnad.check.as_html import html_report
from dugnad.check.as_pdf import pdf_report
from dugnad.check.as_text import text_report
from dugnad.check.report import (
    Bullets,
    Evidence,
    Grid,
    Labels,
    Report,
    Section,
    Told,
    Words,
    report_as_dict,
    report_from_dict,
)

HOSTILE = '<script>alert(1)</script> #eval("x") $a$ *b* [c] @d \\e'


def report(title: str = "Kontroll: Renhold") -> Report:
    """One of every kind of part, with words that must stay words."""
    told = Told(
        title="Lønn",
        outcome="Mulig brudd",
        tone="attention",
        sentence=HOSTILE,
        citation="LOA § 5e",
        unverified="ikke kontrollert",
        evidence=(Evidence(quote="Lønn skal følge avtalen.", place="side 3"),),
        todo="Skriv klausulen.",
        paste="Leverandøren skal [frist].",
    )
    grid = Grid(caption="Tildelingskriterier", header=("Kriterium", "Vekt"), rows=(("Pris", "70 %"), (HOSTILE, "30 %")))
    return Report(
        title=title,
        language="nb",
        lead=("Én ting bør rettes.",),
        sections=(
            Section(heading="Dette bør du rette", parts=(told,)),
            Section(heading="Klima og miljø", parts=(Words(text=HOSTILE), Bullets(items=("en", HOSTILE)), grid)),
        ),
        labels=Labels(citation="Hjemmel", evidence="Bevis", todo="Gjør dette", paste="Forslag:", contents="Innhold"),
        footer="Laget av dugnad.",
    )


def test_html_shows_hostile_words_as_words_and_loads_nothing() -> None:
    page = html.fromstring(html_report(report(HOSTILE)))

    loaded = page.xpath("//script | //img | //link | //iframe | //@src | //@href | //@onclick")
    assert (loaded, page.xpath("string(//h1)"), page.get("lang")) == ([], HOSTILE, "nb")


def test_html_table_has_caption_and_column_headers() -> None:
    page = html.fromstring(html_report(report()))

    headers = [(cell.text, cell.get("scope")) for cell in page.xpath("//th")]
    assert (page.xpath("string(//caption)"), headers) == (
        "Tildelingskriterier",
        [("Kriterium", "col"), ("Vekt", "col")],
    )


def test_text_holds_every_word_of_the_report() -> None:
    text = " ".join(text_report(report()).split())

    wanted = ("Kontroll: Renhold", "Lønn: Mulig brudd", "LOA § 5e", "ikke kontrollert", "«Lønn skal følge avtalen.»",
              "side 3", "Skriv klausulen.", "Leverandøren skal [frist].", "Pris")  # fmt: skip
    assert [word for word in wanted if word not in text] == []


def test_report_survives_json() -> None:
    made = report()

    assert report_from_dict(report_as_dict(made)) == made


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf_report(report()))) as opened:
        yield opened


def test_pdf_is_tagged_titled_and_has_a_language(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        told = (metadata.get("dc:title"), metadata.get("pdfuaid:part"))

    shown = (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), bool(pdf.Root.ViewerPreferences.DisplayDocTitle))
    assert (told, shown) == (("Kontroll: Renhold", "1"), ("nb", True, True))


def test_pdf_has_headings_and_table_headers_in_its_structure(pdf: pikepdf.Pdf) -> None:
    tags = [tag for tag, _ in structure(pdf.Root.StructTreeRoot)]

    headers = [scope for tag, scope in structure(pdf.Root.StructTreeRoot) if tag == "/TH"]
    counted = {tag: tags.count(tag) for tag in ("/H1", "/H2", "/Table", "/Caption", "/L")}
    assert (counted, headers) == (
        {"/H1": 1, "/H2": 2, "/Table": 1, "/Caption": 1, "/L": 1},
        ["/Column", "/Column"],
    )


def test_pdf_has_no_script_and_no_way_out(pdf: pikepdf.Pdf) -> None:
    held = [key for key in ("/OpenAction", "/AA", "/AcroForm", "/Names") if key in pdf.Root]

    assert [key for key in held if key != "/Names" or "/JavaScript" in pdf.Root.Names] == []


def structure(node: Any) -> Iterator[tuple[str, str | None]]:
    """(tag, scope of a header cell) of the structure tree in order."""
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), scope_of(node)
        if "/K" in node:
            children = node.K if isinstance(node.K, pikepdf.Array) else [node.K]
            for child in children:
                yield from structure(child)


def scope_of(node: pikepdf.Dictionary) -> str | None:
    """The scope of a header cell, where it is one."""
    attributes = node.get("/A")
    if attributes is None:
        return None
    every = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(one.Scope) for one in every if isinstance(one, pikepdf.Dictionary) and "/Scope" in one), None)
