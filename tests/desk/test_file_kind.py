from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from dugnad.desk.file_kind import MOST_FILE_BYTES, kept_name, kind_of, safe_name


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
