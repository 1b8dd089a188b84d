"""Word documents, read from their XML: paragraphs, tables and their numbering, tracked changes as accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from dugnad.documents.document import Block, Document, Part, Place, Row, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(raw: bytes, *, file: str) -> Document:
    """One DOCX file as blocks and tables in reading order."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"), _parser()).find(f"{W}body")
    assert body is not None  # noqa: S101
    return Document(file=file, media="docx", parts=tuple(_parts(body, file)))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The element's own paragraphs and tables; content controls are looked through."""
    for child in element:
        if child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _children(content)
        else:
            yield child


def _parts(body: etree._Element, file: str) -> Iterator[Part]:
    paragraph, table, heading = 0, 0, ""
    for child in _children(body):
        if child.tag == f"{W}p":
            paragraph += 1
            text, style = _text(child), _style(child)
            level = int(style[-1]) if style.startswith("Heading") and style[-1].isdigit() else 0
            heading = text if level else heading
            place = Place(file=file, paragraph=paragraph, heading=heading)
            kind = "heading" if level else "item" if child.find(f".//{W}numPr") is not None else "paragraph"
            if text:
                yield Block(kind=kind, text=text, place=place, level=level)  # type: ignore[arg-type]
        elif child.tag == f"{W}tbl":
            table += 1
            rows = tuple(
                Row(
                    cells=tuple("\n".join(filter(None, map(_text, cell.iter(f"{W}p")))) for cell in row.iter(f"{W}tc")),
                    place=Place(file=file, table=table, row=number, heading=heading),
                )
                for number, row in enumerate(child.iter(f"{W}tr"), 1)
            )
            yield Table(rows=rows, place=Place(file=file, table=table, heading=heading))


def _text(paragraph: etree._Element) -> str:
    return " ".join("".join(piece.text or "" for piece in paragraph.iter(f"{W}t")).split())


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else ""
