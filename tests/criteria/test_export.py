"""Every form of an export: what it must hold, that it opens, and that the same text gives the same bytes."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from odf.opendocument import load
from odf.text import Bookmark, H, TextInput
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from criteria.made import DAY, made_criterion, made_library, made_version, words
from dugnad.content import content_path, read_yaml
from dugnad.criteria.as_dict import library_as_dict, schema
from dugnad.criteria.as_docx import bookmark_of
from dugnad.criteria.criterion import Library
from dugnad.criteria.entry_rows import safe
from dugnad.criteria.export import FORMS, export
from dugnad.criteria.selection import Pick, Selection
from dugnad.criteria.tender import TenderText, tender_text
from dugnad.errors import DugnadError

KEYS = tuple(
    f"{name}@2026-11-22"
    for name in (
        *("shared-environmental-management", "cleaning-labelled-products", "it-spare-parts", "it-screen-energy"),
        *("food-organic", "cleaning-wages"),
    )
)
OFFICE = ("docx", "odt", "xlsx")


@pytest.fixture(scope="module")
def library() -> Library:
    return replace(made_library(), terms=read_yaml(content_path("criteria/terms.yaml")))


@pytest.fixture(scope="module")
def text(library: Library) -> TenderText:
    return made_text(library)


def made_text(library: Library, language: str = "nb", on: date = DAY) -> TenderText:
    weights = {"it-screen-energy@2026-11-22": 20.0, "food-organic@2026-11-22": 12.5}
    picks = tuple(Pick(key, weights.get(key)) for key in KEYS)
    selection = Selection(picks, title="Kontor & kantine", other=(("Pris", 47.5), ("Livssykluskostnad", 20.0)))
    return tender_text(library, selection, language=language, on=on)


def shown(data: bytes, form: str) -> str:
    """Everything that stands in the file, as one string."""
    if form == "pdf":
        document = PdfDocument(data)
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    if form not in OFFICE:
        return data.decode()
    with ZipFile(BytesIO(data)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    return " ".join(re.sub(r"<[^>]+>", "", part) for part in parts)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "eforms"])
def test_every_form_holds_ids_and_says_what_is_not_verified(text: TenderText, form: str) -> None:
    told = shown(export(text, form), form)

    assert [key for key in KEYS if key not in told] == []
    assert "ikke kontrollert" in told


@pytest.mark.parametrize("form", list(FORMS))
def test_same_text_gives_the_same_bytes(library: Library, form: str) -> None:
    assert export(made_text(library), form) == export(made_text(library), form)


@pytest.mark.parametrize("form", OFFICE)
def test_office_files_carry_the_day_and_no_person(text: TenderText, form: str) -> None:
    with ZipFile(BytesIO(export(text, form))) as package:
        days = {info.date_time[:3] for info in package.infolist()}
        about = package.read("meta.xml" if form == "odt" else "docProps/core.xml").decode()

    people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator)[^>]*>([^<]*)<", about)
    assert days == {(2026, 11, 22)}
    assert set(people) == {"dugnad"}
    assert set(re.findall(r"T(\d\d:\d\d:\d\d)", about)) == {"00:00:00"}


def test_word_document_has_headings_numbers_fields_and_language(text: TenderText) -> None:
    document = Document(BytesIO(export(text, "docx")))

    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    numbering = document.styles["Heading 2"].element.find(f".//{qn('w:numPr')}")
    controls = [
        (one.find(f".//{qn('w:tag')}").get(qn("w:val")), "".join(part.text for part in one.iter(qn("w:t"))))
        for one in document.element.iter(qn("w:sdt"))
    ]
    bookmarks = [one.get(qn("w:name")) for one in document.element.iter(qn("w:bookmarkStart"))]
    assert headings[:4] == [
        ("Heading 1", "Kvalifikasjonskrav"),
        ("Heading 2", "Miljøledelse"),
        ("Heading 1", "Kravspesifikasjon"),
        ("Heading 2", "Miljømerkede midler"),
    ]
    assert numbering.find(qn("w:ilvl")).get(qn("w:val")) == "1"
    assert controls == [("cleaning-labelled-products.share", "50"), ("it-spare-parts.years", "[Antall år]")]
    assert bookmarks == [f"k_{one.partition('@')[0].replace('-', '_')}" for one in KEYS]
    assert (document.core_properties.title, document.core_properties.language) == (text.title, "nb-NO")
    assert [one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))] == ["nb-NO"]


def test_bookmarks_of_long_ids_are_their_own() -> None:
    long = "construction-site-emission-free-machines"

    names = [bookmark_of(one) for one in ("a-b", f"{long}-weight", f"{long}-work")]

    assert (names[0], max(map(len, names)), len(set(names))) == ("k_a_b", 40, 3)


def test_word_document_lists_weights_in_a_table_with_a_header(text: TenderText) -> None:
    table = Document(BytesIO(export(text, "docx"))).tables[0]

    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows] == [
        ["Nr.", "Navn", "Vekt"],
        ["3.1", "Klima og miljø: Energibruk i skjermer", "20 %"],
        ["3.2", "Klima og miljø: Økologisk andel", "12,5 %"],
        ["3.3", "Pris", "47,5 %"],
        ["3.4", "Livssykluskostnad", "20 %"],
        ["", "Sum", "100 %"],
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_opendocument_has_headings_and_fields(text: TenderText) -> None:
    document = load(BytesIO(export(text, "odt")))

    assert [str(one) for one in document.getElementsByType(H)][:2] == ["Kvalifikasjonskrav", "Miljøledelse"]
    assert [str(one) for one in document.getElementsByType(TextInput)] == ["50", "[Antall år]"]
    assert [one.getAttribute("name") for one in document.getElementsByType(Bookmark)] == [f"k_{one}" for one in KEYS]


def test_workbook_has_a_row_a_criterion_and_a_sum_that_counts(text: TenderText) -> None:
    book = load_workbook(BytesIO(export(text, "xlsx")))

    awards = book["Tildelingskriterier"]
    rows = [(row[1].value, row[3].value, row[4].value) for row in awards.iter_rows(min_row=2)]
    assert book.sheetnames == ["Krav", "Tildelingskriterier", "Kontraktsvilkår", "Kilder"]
    assert rows == [
        ("it-screen-energy@2026-11-22", "Klima og miljø: Energibruk i skjermer", 20),
        ("food-organic@2026-11-22", "Klima og miljø: Økologisk andel", 12.5),
        (None, "Pris", 47.5),
        (None, "Livssykluskostnad", 20),
        (None, "Sum", "=SUM(E2:E5)"),
    ]
    assert [row[1].value for row in book["Krav"].iter_rows(min_row=2)] == list(KEYS[:3])
    assert book["Kilder"].max_row == 3


def test_csv_has_a_row_a_criterion(text: TenderText) -> None:
    rows = list(csv.DictReader(StringIO(export(text, "csv").decode("utf-8-sig"))))

    assert [row["Id"] for row in rows] == [*KEYS, "", ""]
    assert [row["Vekt (prosent)"] for row in rows] == ["", "", "", "20.0", "12.5", "", "47.5", "20.0"]
    assert rows[2]["Felt som skal fylles ut"] == "Antall år: [Antall år] (foreslått 7, ikke kontrollert)"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_taken_for_a_formula(library: Library, start: str) -> None:
    told = words(f"{start}HYPERLINK(1)", f"{start}1", f"{start}1")
    version = made_version("made-risky", name=told, requirement=told, parameters=())
    more = replace(library, criteria={"made-risky": made_criterion(version)})
    selection = Selection((Pick(version.key),), other=((f"{start}1", 100.0),))
    text = tender_text(more, selection, language="nb", on=DAY)

    row, own = csv.DictReader(StringIO(export(text, "csv").decode("utf-8-sig")))
    sheets = load_workbook(BytesIO(export(text, "xlsx")))
    cells = [cell for line in sheets["Krav"].iter_rows() for cell in line]

    assert (row["Navn"], own["Navn"]) == (f"'{start}HYPERLINK(1)", f"'{start}1")
    assert sheets["Tildelingskriterier"]["D2"].value == f"'{start}1"
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("start", ["\t", "\r"])
def test_blanks_that_hide_a_formula_are_guarded_too(start: str) -> None:
    assert (safe(f"{start}=1"), safe("Vanlig")) == (f"'{start}=1", "Vanlig")


def test_pdf_is_tagged_with_title_and_language(text: TenderText) -> None:
    data = export(text, "pdf")

    document = PdfDocument(data)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == text.title
    assert b"/Lang" in data


def test_markdown_reads_as_headings_and_no_sign_becomes_layout(library: Library) -> None:
    told = words("Bruk *ikke* <b> eller [lenke](x)", None, None)
    version = made_version("made-signs", name=told, requirement=told, parameters=())
    more = replace(library, criteria={"made-signs": made_criterion(version)})
    text = tender_text(more, Selection((Pick(version.key),)), language="nb", on=DAY)

    lines = export(text, "md").decode().splitlines()

    assert lines[0] == "# Klima-, miljø- og samfunnskrav"
    assert "## 1 Kravspesifikasjon" in lines
    assert "> Bruk \\*ikke\\* \\<b\\> eller \\[lenke\\](x)" in lines
    assert "`dugnad: made-signs@2026-11-22 /k/made-signs@2026-11-22`" in lines


def missing(told: object, rule: dict[str, object], path: str = "$") -> list[str]:
    """Required keys that are missing, by the schema; enough of JSON Schema for our own."""
    if "$ref" in rule:
        return missing(told, schema()["$defs"][str(rule["$ref"]).rpartition("/")[2]], path)
    if isinstance(told, list):
        inner = rule.get("items", {})
        return [fault for place, one in enumerate(told) for fault in missing(one, inner, f"{path}[{place}]")]  # type: ignore[arg-type]
    if not isinstance(told, dict):
        return []
    faults = [f"{path}.{key}" for key in rule.get("required", ()) if key not in told]  # type: ignore[attr-defined]
    for key, inner in rule.get("properties", {}).items():  # type: ignore[attr-defined]
        faults += missing(told.get(key), inner, f"{path}.{key}")
    return faults


def test_json_follows_its_schema(text: TenderText, library: Library) -> None:
    tender, whole = json.loads(export(text, "json")), library_as_dict(library, on=DAY)
    rules = {one["properties"].get("type", {}).get("const", "library"): one for one in schema()["oneOf"]}

    assert (missing(tender, schema()), missing(tender, rules["tender-text"])) == ([], [])
    assert (missing(whole, schema()), missing(whole, rules["library"])) == ([], [])
    assert {one["id"]: len(one["versions"]) for one in whole["criteria"]}["cleaning-labelled-products"] == 2


def test_library_of_an_earlier_day_knows_no_later_version(library: Library) -> None:
    whole = library_as_dict(library, on=date(2026, 2, 1))

    assert [(one["id"], [each["version"] for each in one["versions"]]) for one in whole["criteria"]] == [
        ("cleaning-labelled-products", ["2026-01-15"])
    ]


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 11, 22), "quality-nor-env-criteria"),
        (date(2025, 5, 1), "quality-nor-env-criteria"),
        (date(2023, 5, 1), "quality"),
    ],
)
def test_eforms_award_criteria_carry_codes_of_the_day(library: Library, on: date, code: str) -> None:
    root = ET.fromstring(export(made_text(library, on=on), "eforms"))  # noqa: S314 - our own file

    codes = [one.text for one in root.iter() if one.tag.endswith("}AwardingCriterionTypeCode")]
    weights = [one.text for one in root.iter() if one.tag.endswith("}ParameterNumeric")]
    assert codes == [code, code, "price", "cost"]
    assert weights == ["20", "12.5", "47.5", "20"]


def test_eforms_says_what_is_not_verified(library: Library) -> None:
    version = replace(library.criteria["it-spare-parts"].latest, kind="award-criterion")
    more = replace(library, criteria={"it-spare-parts": made_criterion(version)})
    text = tender_text(more, Selection((Pick(version.key, 30.0),)), language="nb", on=DAY)

    told = export(text, "eforms").decode()

    assert "[Antall år] (foreslått 7, ikke kontrollert)" in told
    assert "dugnad: it-spare-parts@2026-11-22 /k/it-spare-parts@2026-11-22" in told


def test_eforms_without_award_criteria_says_so(library: Library) -> None:
    text = tender_text(library, Selection((Pick("cleaning-wages@2026-11-22"),)), language="nb", on=DAY)

    with pytest.raises(DugnadError, match="no award criteria"):
        export(text, "eforms")


@pytest.mark.parametrize("language", ["nn", "en"])
@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_is_written_in_other_languages(library: Library, form: str, language: str) -> None:
    told = shown(export(made_text(library, language), form), form)

    heading = {"nn": "Energibruk i skjermar", "en": "Energy use of screens"}[language]
    assert told.count(heading) > 0


@pytest.mark.long
def test_libreoffice_opens_the_documents(text: TenderText, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    pages = {}
    for form in ("docx", "odt"):
        (tmp_path / f"tender.{form}").write_bytes(export(text, form))
        command = [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, f"tender.{form}"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
        pages[form] = shown((tmp_path / "tender.pdf").read_bytes(), "pdf")

    for told in pages.values():
        assert [
            one for one in ("1 Kvalifikasjonskrav", "2.2 Reservedeler", "[Antall år]", *KEYS) if one not in told
        ] == []
