"""One tender document of any kind that is read; what it is, is told by its bytes and never by its name."""

from __future__ import annotations

import re

from dugnad.documents.document import Document
from dugnad.documents.docx import read_docx
from dugnad.documents.odt import ODT, read_odt
from dugnad.documents.package import Package
from dugnad.documents.pdf import read_pdf
from dugnad.documents.plain import is_text, read_plain
from dugnad.errors import DocumentError

READS = "Save it as DOCX or PDF and try again."
PDF_STARTS_WITHIN = 1024
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF"), "This is a picture.",
     "Use the document that the picture was taken of, as DOCX or as PDF with text."),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ"), "This is a packed folder.",
     "Unpack it and add the documents in it."),
    ((b"MZ", b"\x7fELF"), "This is a program.", "Add the tender documents themselves, as DOCX or PDF."),
)  # fmt: skip
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|[\w.:-]+\s[^>]*xmlns)", re.IGNORECASE)
HTML = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def read_document(raw: bytes, *, file: str) -> Document:
    """The document as blocks and tables; DocumentError where it is of no kind that is read, or damaged."""
    if not raw.strip(b"\x00 \t\r\n"):
        raise DocumentError(file, "The file is empty.", "Add the file anew.", "empty")
    if raw.startswith(ZIP):
        return _packaged(raw, file)
    if raw.startswith(OLE):
        raise _compound(raw, file)
    if raw.startswith(b"{\\rtf"):
        raise DocumentError(file, "This is an RTF file.", READS, "wrong-type")
    for signs, problem, remedy in REFUSED:
        if raw.startswith(signs) and not is_text(raw):
            raise DocumentError(file, problem, remedy, "wrong-type")
    if b"%PDF-" in raw[:PDF_STARTS_WITHIN]:
        return read_pdf(raw, file=file)
    if MARKUP.match(raw.removeprefix(b"\xef\xbb\xbf")):
        raise _markup(raw, file)
    if is_text(raw):
        return read_plain(raw, file=file)
    raise DocumentError(file, "This is no kind of document that is read here.", READS, "wrong-type")


def _packaged(raw: bytes, file: str) -> Document:
    """A zip: Word and OpenDocument text are read, the rest is named."""
    package = Package(raw, file=file)
    names = [name.lower() for name in package.names]
    if package.has("mimetype") and package.has("content.xml"):
        if package.read("mimetype").strip().startswith(ODT):
            return read_odt(raw, file=file)
        problem = "This is an OpenDocument file, but not a text document."
        raise DocumentError(file, problem, READS, "wrong-type")
    links = package.relationships("").values() if package.has("_rels/.rels") else ()
    mains = [link.target.lower() for link in links if link.kind == "officeDocument"]
    if any(name.startswith("xl/") for name in (*mains, *names)) and "word/document.xml" not in names:
        raise DocumentError(file, "This is a spreadsheet.", "Save the sheets as PDF and add that.", "wrong-type")
    if any(name.startswith("ppt/") for name in (*mains, *names)) and "word/document.xml" not in names:
        raise DocumentError(file, "This is a presentation.", "Save it as PDF and add that.", "wrong-type")
    if mains or any(name.startswith("word/") for name in names):
        return read_docx(raw, file=file)
    problem = "This is a zip file that is no document."
    raise DocumentError(file, problem, "Unpack it and add the documents in it, as DOCX or PDF.", "wrong-type")


def _compound(raw: bytes, file: str) -> DocumentError:
    """What an OLE file is: an encrypted document, or one of the old Office formats."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        remedy = "Open it with its password, save it without one as DOCX or PDF, and try again."
        return DocumentError(file, "The document is protected by a password.", remedy, "encrypted")
    if "WordDocument".encode("utf-16-le") in raw:
        return DocumentError(file, "This is in the old Word format (.doc).", READS, "old-format")
    return DocumentError(file, "This is in an old Office format.", READS, "old-format")


def _markup(raw: bytes, file: str) -> DocumentError:
    if HTML.search(raw[:4096]):
        return DocumentError(file, "This is a web page.", "Save it as PDF and add that.", "wrong-type")
    if b"/xmlPackage" in raw[:4096]:
        return DocumentError(file, "This is a Word document saved as XML.", READS, "wrong-type")
    remedy = "A notice is checked as a notice; save a document as DOCX or PDF."
    return DocumentError(file, "This is XML, not a tender document.", remedy, "wrong-type")
