"""The type of a document is told by its bytes, never by its name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from documents.word import p, packaged, relationships, word, zipped
from dugnad.documents.document import Block
from dugnad.documents.read import read_document
from dugnad.errors import DocumentError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
ODT_TEXT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
    "<text:tracked-changes><text:p>Slettet</text:p></text:tracked-changes>"
    '<text:h text:outline-level="2">4 Tildeling</text:h><text:p>Vekt<text:s/>30<text:tab/>%'
    "<text:note><text:note-body><text:p>Se § 5b</text:p></text:note-body></text:note></text:p>"
    "<text:list><text:list-item><text:p>Pris</text:p></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Kriterium</text:p>"
    "</table:table-cell><table:table-cell><text:p>Vekt</text:p></table:table-cell></table:table-row>"
    '</table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2">'
    "<text:p>Pris</text:p><text:p>50 %</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
    "</table:table>"
    "</office:text></office:body></office:document-content>"
)


def office(main: str) -> bytes:
    """A package whose main part is of another Office program."""
    files = packaged({main: "<x/>"})
    return zipped(files | {"_rels/.rels": relationships([("m", "officeDocument", main, False)]).encode()})


def odt(mimetype: str, content: str) -> bytes:
    return zipped({"mimetype": mimetype.encode(), "content.xml": content.encode()})


def test_word_document_is_read_whatever_its_name() -> None:
    document = read_document(word(p("Tekst")), file="oversikt.pdf")

    assert (document.media, [part.text for part in document.parts]) == ("docx", ["Tekst"])


def test_text_is_read_whatever_its_name() -> None:
    document = read_document("Miljøkrav gjelder.".encode(), file="krav.docx")

    assert (document.media, [part.text for part in document.parts]) == ("text", ["Miljøkrav gjelder."])


def test_pdf_is_read_by_its_content(shared: Path) -> None:
    path = next(iter(sorted((shared / "tenders").glob("*.pdf"))))

    assert read_document(path.read_bytes(), file="krav.docx").media == "pdf"


def test_open_document_text_is_read() -> None:
    document = read_document(odt("application/vnd.oasis.opendocument.text", ODT_TEXT), file="krav.odt")

    blocks = [(part.kind, part.level, part.text, str(part.place)) for part in document.parts if isinstance(part, Block)]
    assert document.media == "odt"
    assert blocks == [
        ("heading", 2, "4 Tildeling", "paragraph 1 (under «4 Tildeling»)"),
        ("paragraph", 0, "Vekt 30 %", "paragraph 2 (under «4 Tildeling»)"),
        ("note", 0, "Se § 5b", "paragraph 2 (under «4 Tildeling»)"),
        ("item", 1, "Pris", "paragraph 3 (under «4 Tildeling»)"),
    ]
    assert [(row.cells, row.is_header) for row in document.parts[-1].rows] == [
        (("Kriterium", "Vekt"), True),
        (("Pris\n50 %", ""), False),
    ]


@pytest.mark.parametrize(
    ("raw", "code", "problem"),
    [
        (b"", "empty", "The file is empty."),
        (b" \r\n\x00", "empty", "The file is empty."),
        (OLE + "WordDocument".encode("utf-16-le"), "old-format", "This is in the old Word format (.doc)."),
        (OLE + "Workbook".encode("utf-16-le"), "old-format", "This is in an old Office format."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "The document is protected by a password."),
        (b"{\\rtf1\\ansi Hei}", "wrong-type", "This is an RTF file."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "wrong-type", "This is a picture."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00", "wrong-type", "This is a picture."),
        (gzip.compress(b"hei" * 99, mtime=0), "wrong-type", "This is a packed folder."),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "wrong-type", "This is a program."),
        (b"<!DOCTYPE html><html><body>Hei</body></html>", "wrong-type", "This is a web page."),
        (b'<?xml version="1.0"?><ContractNotice/>', "wrong-type", "This is XML, not a tender document."),
        (b'<ContractNotice xmlns="urn:x"/>', "wrong-type", "This is XML, not a tender document."),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
         "wrong-type", "This is a Word document saved as XML."),
        (office("xl/workbook.xml"), "wrong-type", "This is a spreadsheet."),
        (office("ppt/presentation.xml"), "wrong-type", "This is a presentation."),
        (zipped({"krav.docx": b"PK"}), "wrong-type", "This is a zip file that is no document."),
        (zipped({}), "wrong-type", "This is a zip file that is no document."),
        (odt("application/vnd.oasis.opendocument.spreadsheet", ODT_TEXT), "wrong-type",
         "This is an OpenDocument file, but not a text document."),
        (bytes(range(256)) * 8, "wrong-type", "This is no kind of document that is read here."),
    ],
)  # fmt: skip
def test_other_files_are_refused_with_the_remedy(raw: bytes, code: str, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(raw, file="krav.docx")

    error = caught.value
    assert (error.code, error.problem, error.file) == (code, problem, "krav.docx")
    assert str(error) == f"krav.docx: {problem} {error.remedy}"
    assert len(error.remedy) > 10
