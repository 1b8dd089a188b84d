from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from dugnad.desk.file_kind import MOST_FILE_BYTES, holds_formula, kept_name, kind_of, safe_name

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
MACRO_SHEET = '<Override PartName="/xl/worksheets/a.xml" ContentType="application/vnd.ms-excel.macro&#115;heet+xml"/>'


def package(*names: str, mimetype: bytes = b"") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, b"x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (package("word/document.xml"), "docx"),
        (package("xl/workbook.xml"), "xlsx"),
        (package("content.xml", mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
        ("Hei på deg\n".encode(), "txt"),
        (b"", None),
        (b"%PDF" + b"x" * MOST_FILE_BYTES, None),
        (package("word/document.xml", "word/vbaProject.bin"), None),
        (package("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"), "xlsx"),
        (package("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), None),
        (package("xl/workbook.xml", "xl\\macrosheets\\sheet1.xml"), None),
        (package("word/document.xml", "word/embeddings/oleObject1.bin"), None),
        (package("word/document.xml", "word/embeddings/a.ps1"), None),
        (package("word/document.xml", "word/embeddings/a.LNK"), None),
        (package("word/document.xml", "customUI/x.hta"), None),
        (package("content.xml", "Basic/Standard/Module1.xml", mimetype=ODS), None),
        (package("content.xml", "Scripts/python/x.py", mimetype=ODS), None),
        (package("content.xml", "Configurations2/menubar/x.xml", mimetype=ODS), "ods"),
        (package("a.exe"), None),
        (package("hei.txt"), None),
        (b"MZ\x90", None),
        (b"\x7fELF", None),
        (b"<html><script>", None),
        (b"<?xml version='1.0'?><svg onload='x'/>", None),
        (b"GIF89a", "txt"),
        (b"a\0b", None),
        (b"\xff\xfe\x00", None),
        (b"PK\x03\x04broken", None),
    ],
)
def test_files_are_told_by_their_bytes(raw: bytes, kind: str | None) -> None:
    assert kind_of("krav.pdf", raw) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_package_that_says_itself_that_a_part_runs_is_not_taken(encoding: str) -> None:
    raw = {}
    for told in (MACRO_SHEET, MACRO_SHEET.replace("macro&#115;heet", "worksheet")):
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("[Content_Types].xml", told.encode(encoding))
            archive.writestr("xl/workbook.xml", b"x")
        raw[told] = made.getvalue()

    assert [kind_of("a.xlsx", one) for one in raw.values()] == [None, "xlsx"]


@pytest.mark.parametrize(
    ("text", "is_formula"),
    [
        ("\ufeff=1+1\n", True),
        ('navn\r=HYPERLINK("http://x.invalid")\r', True),
        ("a,b\n-2+3+cmd|' /C calc'!A0,1\n", True),
        ("+1+cmd|' /C calc'!A0\n", True),
        ("a;b\n-2,5+cmd|' /C calc'!A0;1\n", True),
        ("a;b\n\"-2,5+cmd|' /C calc'!A0\";1\n", True),
        ("sep=|\nab|=HYPERLINK(1)\n", True),
        ("\ufeffsep=#\nab#=A1\n", True),
        ("-1-SUM(A1:A9)\n", True),
        ("a,\u00a0=1\n", True),
        ("\uff1d1+1\n", True),
        ("pris;endring\n-12,50;-5 %\n- 3;--\n-;\n", False),
        ("navn;tlf\nKari Å;+47 22 33 44 55\nOla;+47 912-34-567 (mobil)\n", False),
        ('a,b\n"-1 234,50","+4722334455"\n-1.5e-3,-.5\n', False),
        ("dato\n-2026-11-23\nx = y\nA-B;c@d.invalid\n", False),
        ("sep=;\na;b\n-1;2\n", False),
    ],
)
def test_table_with_formulas_opens_as_text_and_numbers_stay_a_table(text: str, *, is_formula: bool) -> None:
    assert kept_name("a.csv", "txt", text.encode()) == ("a.csv.txt" if is_formula else "a.csv")


def test_large_table_is_looked_through_once() -> None:
    """Looked through once for each cell, it would never end."""
    signs = (b" ", b"\n", b"-1,", b'"', b'"-1,', b"- ;")

    assert [holds_formula(sign * 100_000) for sign in signs] == [False] * len(signs)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("krav.pdf", "krav.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kari\\krav.docx", "krav.docx"),
        ("a\0b\u202efdp.exe", "abfdp.exe"),
        ("", "fil"),
        ("...", "fil"),
        ("x" * 300 + ".pdf", "x" * 114 + ".pdf"),
        ('a"b<c>.txt', "abc.txt"),
    ],
)
def test_names_are_made_harmless(given: str, shown: str) -> None:
    assert safe_name(given) == shown


@pytest.mark.parametrize(
    ("given", "raw", "kept"),
    [
        ("a.hta", b"x", "a.hta.txt"),
        ("faktura.js", b"new ActiveXObject('x');", "faktura.js.txt"),
        ("faktura.pdf.exe", b"%PDF-1.4", "faktura.pdf.exe.pdf"),
        ("krav.docm", b"%PDF-1.4", "krav.docm.pdf"),
        ("Krav.PDF", b"%PDF-1.4", "Krav.PDF"),
        ("bilde.jpg", b"\xff\xd8\xff", "bilde.jpg"),
        ("krav", b"%PDF-1.4", "krav.pdf"),
        ("pris.csv", b"vare;pris\nsaks;-12,50\n", "pris.csv"),
        ("pris.csv", b"vare;pris\nsaks;=cmd|' /C calc'!A0\n", "pris.csv.txt"),
        ("pris.csv", b"@SUM(A1)", "pris.csv.txt"),
        ("x" * 300 + ".exe", b"x", "x" * 114 + ".txt"),
    ],
)
def test_file_ends_as_its_kind_does(given: str, raw: bytes, kept: str) -> None:
    assert kept_name(given, kind_of(given, raw) or "", raw) == kept


def test_markup_is_found_however_far_into_a_text() -> None:
    assert [kind_of("a.txt", b"x" * 100_000 + end) for end in (b"<script>alert(1)</script>", b"\x1b[2J", b"")] == [
        None, None, "txt",
    ]  # fmt: skip
