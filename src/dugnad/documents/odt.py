"""OpenDocument text files: paragraphs, headings, lists, notes and tables, without automatic numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from dugnad.documents.document import Block, Document, Kind, Place, Remark, Row, Table
from dugnad.documents.language import language_of
from dugnad.documents.outline import Line, Seen, ends_in_page, padded, parts
from dugnad.documents.package import SAVE_AGAIN, Package
from dugnad.errors import DocumentError

ODT = b"application/vnd.oasis.opendocument.text"
NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE = f"{NAMES}text:1.0}}", f"{NAMES}table:1.0}}", f"{NAMES}office:1.0}}"
LEFT_OUT = {
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note", f"{TEXT}hidden-text",
    f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}ruby-text",
}  # fmt: skip
BLANKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": " ", f"{TEXT}s": " "}
MOST_COLUMNS = 63
INDEXES = {f"{TEXT}table-of-content", f"{TEXT}illustration-index", f"{TEXT}table-index", f"{TEXT}alphabetical-index"}


def read_odt(raw: bytes, *, file: str) -> Document:
    """One ODT file; tracked deletions lie outside its text, so what is read is the text as accepted."""
    package = Package(raw, file=file)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read("META-INF/manifest.xml"):
        remedy = "Remove the password and save it anew."
        raise DocumentError(file, "The document is protected by a password.", remedy, "encrypted")
    body = package.xml("content.xml").find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise DocumentError(file, "The document has no text.", SAVE_AGAIN, "damaged-part")
    found = parts(Reader(file).seen(body), has_look=True)
    remarks = tuple(_remarks(package, file))
    return Document(
        file=file, media="odt", parts=found, is_readable=bool(found), language=language_of(found), remarks=remarks
    )


class Reader:
    """Reads the body in order, and counts its paragraphs and tables."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._paragraphs = 0
        self._tables = 0

    def seen(self, parent: etree._Element, *, level: int = 0, kind: Kind | None = None) -> list[Seen]:
        """The lines and tables; `level` of the list they stand in, `kind` where something around them says it."""
        found: list[Seen] = []
        for child in parent:
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                self._paragraphs += 1
                found.extend(self._line(child, level, kind))
            elif child.tag == f"{TABLE}table":
                self._tables += 1
                found.append(self._table(child))
            elif child.tag == f"{TEXT}list":
                found.extend(self.seen(child, level=level + 1, kind=kind))
            elif child.tag in INDEXES:
                found.extend(self.seen(child, level=level, kind="contents"))
            elif child.tag not in LEFT_OUT and not child.tag.endswith("-source"):
                found.extend(self.seen(child, level=level, kind=kind))
        return found

    def _line(self, element: etree._Element, level: int, kind: Kind | None) -> Iterator[Line]:
        place = Place(file=self._file, paragraph=self._paragraphs)
        raw = "".join(_said(element))
        own, depth = _kind(element, level)
        if text := " ".join(raw.split()):
            depth = 0 if kind else depth
            yield Line(block=Block(kind=kind or own, text=text, place=place, level=depth), has_page=ends_in_page(raw))
        for note in element.iter(f"{TEXT}note-body"):
            if text := " ".join("".join(_said(note)).split()):
                yield Line(block=Block(kind="note", text=text, place=place))

    def _table(self, table: etree._Element) -> Table:
        place = Place(file=self._file, table=self._tables)
        rows = [
            Row(cells=_cells(row), place=replace(place, row=number), is_header=is_header)
            for number, (row, is_header) in enumerate(_rows(table), 1)
        ]
        return Table(rows=padded(rows), place=place)


def _kind(element: etree._Element, level: int) -> tuple[Kind, int]:
    outline = element.get(f"{TEXT}outline-level", "1")
    if element.tag == f"{TEXT}h":
        return "heading", int(outline) if outline in set("123456789") else 1
    return ("item", level) if level else ("paragraph", 0)


def _said(element: etree._Element) -> Iterator[str]:
    """The text in order, without notes and comments."""
    yield element.text or ""
    for child in element:
        if child.tag in BLANKS:
            yield BLANKS[child.tag]
        elif child.tag not in LEFT_OUT:
            yield from _said(child)
            yield " " if child.tag == f"{TEXT}p" else ""
        yield child.tail or ""


def _rows(table: etree._Element, *, is_header: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child, is_header
        elif child.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
            yield from _rows(child, is_header=is_header or child.tag == f"{TABLE}table-header-rows")


def _cells(row: etree._Element) -> tuple[str, ...]:
    texts: list[str] = []
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        times = cell.get(f"{TABLE}number-columns-repeated", "1")
        lines = (" ".join("".join(_said(each)).split()) for each in cell.iter(f"{TEXT}p", f"{TEXT}h"))
        text = "\n".join(filter(None, lines)) if cell.tag == f"{TABLE}table-cell" else ""
        texts.extend([text] * (min(int(times[:4]), MOST_COLUMNS) if times.isdecimal() else 1))
        if len(texts) >= MOST_COLUMNS:
            break
    return tuple(texts[:MOST_COLUMNS])


def _remarks(package: Package, file: str) -> Iterator[Remark]:
    yield from package.remarks
    names = [name.lower() for name in package.names]
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        message = f"{file} holds macros. They were not run; the text was read without them."
        yield Remark(code="macros-ignored", message=message, place=Place(file=file))
