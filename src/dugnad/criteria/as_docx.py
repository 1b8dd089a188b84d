"""Tender text as a Word document: real headings and numbers, each field a content control named ID.field."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zlib import crc32

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from dugnad.criteria import tender_words as words
from dugnad.criteria.docx_look import ANNEX, ANNEX_ENTRY, CELL, CITATION, DETAIL, LOCALES, REQUIREMENT, new_document
from dugnad.criteria.repack import repacked
from dugnad.criteria.tender import AWARD, Entry, Field, Pieces, Section, TenderText

LONGEST_BOOKMARK, LONGEST_TAG = 40, 64
"""What Word allows."""
WIDTHS = (Cm(1.6), Cm(10.9), Cm(3.5))
"""Of the columns of the table of weights."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def docx_tender(text: TenderText) -> bytes:
    """The document's bytes; the same text gives the same bytes."""
    document = new_document(text)
    document.add_paragraph(clean(text.title), style="Title")
    for line in text.lead:
        document.add_paragraph(clean(line))
    for section in text.sections:
        document.add_heading(clean(section.heading), level=1)
        document.add_paragraph(clean(section.lead))
        if section.kind == AWARD:
            _weights(document, text)
        for entry in section.entries:
            _entry(document, entry, text.language)
    _annex(document, text)
    made = BytesIO()
    document.save(made)
    return repacked(made.getvalue(), text.on)


def clean(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def _entry(document: DocxDocument, entry: Entry, language: str) -> None:
    heading = document.add_heading(clean(entry.name), level=2)
    _bookmark(heading, entry)
    required = document.add_paragraph(style=REQUIREMENT)
    _write(required, entry.requirement, entry, language)
    parts: list[tuple[str, Pieces]] = [
        ("documentation", entry.documentation),
        ("labels", (f"{entry.labels}. {entry.equivalents}",) if entry.labels else ()),
        ("scoring", entry.scoring),
        ("follow_up", entry.follow_up),
        ("evidence", entry.evidence),
    ]
    if entry.kind == AWARD:
        parts.insert(0, ("weight", (words.weight_text(entry.weight_percent, language),)))
    for name, pieces in parts:
        if pieces:
            _detail(document, words.word(name, language), pieces, entry, language)
    if entry.note:
        document.add_paragraph(clean(entry.note), style=DETAIL).runs[0].italic = True
    document.add_paragraph(clean(entry.citation), style=CITATION)


def _detail(document: DocxDocument, label: str, pieces: Pieces, entry: Entry, language: str) -> None:
    paragraph = document.add_paragraph(style=DETAIL)
    paragraph.add_run(f"{label}: ").bold = True
    _write(paragraph, pieces, entry, language)


def _write(paragraph: Paragraph, pieces: Pieces, entry: Entry, language: str) -> None:
    for piece in pieces:
        if isinstance(piece, Field):
            paragraph._p.append(_control(piece, entry))  # noqa: SLF001 - python-docx has no content controls
            if piece.note:
                paragraph.add_run(f" ({clean(piece.note)})").italic = True
        else:
            run = paragraph.add_run(clean(piece))
            if entry.language != language:
                mark = OxmlElement("w:lang")
                mark.set(qn("w:val"), LOCALES[entry.language])
                run._r.get_or_add_rPr().append(mark)  # noqa: SLF001 - nor languages of a run


def _control(field: Field, entry: Entry) -> Any:
    """A content control in running text: filled with the limit, or showing what is to be filled in."""
    name = entry.version.criterion[: LONGEST_TAG - len(field.name) - 1]
    tag = f"{name}.{field.name}"
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:tag/><w:id/></w:sdtPr><w:sdtContent><w:r><w:t/></w:r>"
        "</w:sdtContent></w:sdt>"
    )
    properties, content = control[0], control[1]
    properties[0].set(qn("w:val"), clean(field.label)[:LONGEST_TAG])
    properties[1].set(qn("w:val"), tag)
    properties[2].set(qn("w:val"), str(crc32(f"{entry.number}.{tag}".encode()) & 0x7FFFFFFF))
    run = content[0]
    run[0].text = clean(field.value or f"[{field.label}]")
    run[0].set(qn("xml:space"), "preserve")
    if not field.value:
        properties.append(OxmlElement("w:showingPlcHdr"))
        run.insert(0, parse_xml(f'<w:rPr {nsdecls("w")}><w:rStyle w:val="PlaceholderText"/></w:rPr>'))
    properties.append(OxmlElement("w:text"))
    return control


def bookmark_of(criterion: str) -> str:
    """The bookmark of a criterion: its id, shortened where it is too long, and still its own."""
    name = f"k_{criterion.replace('-', '_')}"
    if len(name) <= LONGEST_BOOKMARK:
        return name
    return f"{name[: LONGEST_BOOKMARK - 9]}_{crc32(criterion.encode()):08x}"


def _bookmark(paragraph: Paragraph, entry: Entry) -> None:
    """The heading can be linked to by the criterion's id."""
    number = str(crc32(entry.key.encode()) & 0x7FFFFF)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), bookmark_of(entry.version.criterion))
    end.set(qn("w:id"), number)
    paragraph.runs[0]._r.addprevious(start)  # noqa: SLF001 - nor bookmarks
    paragraph._p.append(end)  # noqa: SLF001


def _weights(document: DocxDocument, text: TenderText) -> None:
    language = text.language
    header = [words.word(name, language) for name in ("number", "name", "weight")]
    rows = [(number, clean(name), words.weight_text(weight, language)) for number, name, weight in text.weights]
    if text.weight_sum is not None:
        rows.append(("", words.word("sum", language), words.weight_text(text.weight_sum, language)))
    table = document.add_table(rows=0, cols=3)
    table.style = document.styles["Table Grid"]
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    for place, cells in enumerate([tuple(header), *rows]):
        row = table.add_row()
        is_strong = place == 0 or (text.weight_sum is not None and place == len(rows))
        for cell, shown, width in zip(row.cells, cells, WIDTHS, strict=True):
            cell.width = width
            cell.paragraphs[0].style = document.styles[CELL]
            cell.paragraphs[0].add_run(shown).bold = is_strong
        row.cells[2].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if place == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - nor repeated header rows
    document.add_paragraph()


def _annex(document: DocxDocument, text: TenderText) -> None:
    if not text.entries:
        return
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph(text.annex_title, style=ANNEX)
    document.add_paragraph(text.annex_lead)
    for section in text.sections:
        _advices(document, section, text.language)


def _advices(document: DocxDocument, section: Section, language: str) -> None:
    for entry in section.entries:
        document.add_paragraph(clean(f"{entry.number} {entry.name}"), style=ANNEX_ENTRY)
        advice = entry.advice
        told = [
            ("verification", advice.verification),
            ("why", advice.why),
            ("caution", advice.caution),
            ("guidance", advice.guidance),
            ("already_law", advice.already_law),
            ("effect", advice.effect),
            ("sources", "; ".join(advice.sources)),
            ("status", f"{advice.status}. {words.word('level', language)}: {entry.level}"),
        ]
        for name, shown in told:
            if shown:
                _detail(document, words.word(name, language), (shown,), entry, language)
