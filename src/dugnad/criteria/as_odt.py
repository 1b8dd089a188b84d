"""Tender text as OpenDocument: named styles, numbered headings, and fields that ask to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from odf import dc, meta
from odf.opendocument import OpenDocumentText
from odf.style import (
    Footer,
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.table import Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import (
    Bookmark,
    H,
    OutlineLevelStyle,
    OutlineStyle,
    P,
    PageCount,
    PageNumber,
    Span,
    TextInput,
)

from dugnad.criteria import tender_words as words
from dugnad.criteria.as_docx import clean
from dugnad.criteria.repack import repacked
from dugnad.criteria.tender import AWARD, Entry, Field, Pieces, TenderText

FONT = "Liberation Sans"
INK, QUIET, BLUE = "#1e2b3c", "#46566a", "#123a66"
COUNTRIES = {"nb": "NO", "nn": "NO", "en": "GB"}


def odt_tender(text: TenderText) -> bytes:
    """The document's bytes; the same text gives the same bytes."""
    document = OpenDocumentText()
    _about(document, text)
    _styles(document, text)
    body = document.text
    body.addElement(P(stylename="Title", text=clean(text.title)))
    for line in text.lead:
        body.addElement(P(stylename="Standard", text=clean(line)))
    for section in text.sections:
        body.addElement(H(outlinelevel=1, stylename="Heading_20_1", text=clean(section.heading)))
        body.addElement(P(stylename="Standard", text=clean(section.lead)))
        if section.kind == AWARD:
            body.addElement(_weights(text))
        for entry in section.entries:
            for element in _entry(entry, text.language):
                body.addElement(element)
    for element in _annex(text):
        body.addElement(element)
    made = BytesIO()
    document.write(made)
    return repacked(made.getvalue(), text.on)


def _about(document: Any, text: TenderText) -> None:
    moment = f"{text.on.isoformat()}T00:00:00"
    for element in list(document.meta.childNodes):
        document.meta.removeChild(element)
    for made in (
        meta.Generator(text="dugnad"),
        dc.Title(text=clean(text.title)),
        dc.Language(text=f"{text.language}-{COUNTRIES[text.language]}"),
        meta.InitialCreator(text="dugnad"),
        dc.Creator(text="dugnad"),
        meta.CreationDate(text=moment),
        dc.Date(text=moment),
    ):
        document.meta.addElement(made)


def _styles(document: Any, text: TenderText) -> None:
    language, country = text.language, COUNTRIES[text.language]
    _paragraph(document, "Standard", "", size=10.5, after=0.2, language=language, country=country)
    _paragraph(document, "Title", "Standard", size=22, colour=BLUE, bold=True, after=0.35)
    for level, size, before in ((1, 15, 0.7), (2, 11.5, 0.5)):
        style = f"Heading_20_{level}"
        _paragraph(document, style, "Standard", size=size, colour=BLUE, bold=True, before=before, level=level)
    for name, base, before in (("Vedlegg", "Heading_20_1", 0.0), ("Vedlegg_20_2", "Heading_20_2", 0.5)):
        size = 15.0 if name == "Vedlegg" else 11.5
        _paragraph(document, name, base, size=size, colour=BLUE, bold=True, before=before, breaks=name == "Vedlegg")
    _paragraph(document, "Krav", "Standard", size=10.5, framed=True)
    _paragraph(document, "Utdyping", "Standard", size=9.5, after=0.15)
    _paragraph(document, "Tall", "Standard", size=9.5, after=0.0, align="end")
    _paragraph(document, "Celle", "Standard", size=9.5, after=0.0)
    _paragraph(document, "Henvisning", "Standard", size=8, colour=QUIET, after=0.3)
    for name, given in (
        ("Sterk", {"fontweight": "bold"}),
        ("Skraa", {"fontstyle": "italic"}),
        ("Felt", {"color": "#8a4b00"}),
    ):
        style = Style(name=name, family="text")
        style.addElement(TextProperties(**given))
        document.styles.addElement(style)
    outline = OutlineStyle(name="Outline")
    outline.addElement(OutlineLevelStyle(level=1, numformat="1", numsuffix=" "))
    outline.addElement(OutlineLevelStyle(level=2, numformat="1", numsuffix=" ", displaylevels=2))
    document.styles.addElement(outline)
    _table_styles(document)
    _page(document, text)


def _paragraph(
    document: Any,
    name: str,
    base: str,
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    before: float = 0.0,
    after: float = 0.2,
    level: int = 0,
    align: str = "start",
    framed: bool = False,
    breaks: bool = False,
    language: str = "",
    country: str = "",
) -> None:
    given: dict[str, Any] = {"name": name, "family": "paragraph", "displayname": name.replace("_20_", " ")}
    given |= {"parentstylename": base} if base else {}
    given |= {"defaultoutlinelevel": level} if level else {}
    style = Style(**given)
    layout: dict[str, Any] = {"margintop": f"{before}cm", "marginbottom": f"{after}cm", "textalign": align}
    if level:
        layout["keepwithnext"] = "always"
    if breaks:
        layout["breakbefore"] = "page"
    if framed:
        layout |= {"borderleft": f"2.25pt solid {BLUE}", "padding": "0.15cm", "backgroundcolor": "#f3f6f9"}
    style.addElement(ParagraphProperties(**layout))
    shown: dict[str, Any] = {"fontsize": f"{size}pt", "color": colour, "fontfamily": FONT}
    shown["fontweight"] = "bold" if bold else "normal"
    if language:
        shown |= {"language": language, "country": country}
    style.addElement(TextProperties(**shown))
    document.styles.addElement(style)


def _table_styles(document: Any) -> None:
    cell = Style(name="Rute", family="table-cell")
    cell.addElement(TableCellProperties(borderbottom="0.5pt solid #b9c3cf", padding="0.1cm"))
    document.automaticstyles.addElement(cell)
    for name, width in (("Smal", "1.6cm"), ("Bred", "11cm"), ("Vekt", "3.4cm")):
        column = Style(name=name, family="table-column")
        column.addElement(TableColumnProperties(columnwidth=width))
        document.automaticstyles.addElement(column)


def _page(document: Any, text: TenderText) -> None:
    layout = PageLayout(name="A4")
    layout.addElement(
        PageLayoutProperties(
            pagewidth="21cm", pageheight="29.7cm", margintop="2.4cm", marginbottom="2cm", marginleft="2.5cm",
            marginright="2.5cm",
        )
    )  # fmt: skip
    document.automaticstyles.addElement(layout)
    page = MasterPage(name="Standard", pagelayoutname="A4")
    footer = Footer()
    line = P(stylename="Henvisning", text=f"{clean(text.title)} · {words.word('page', text.language)} ")
    line.addElement(PageNumber(selectpage="current"))
    line.addText(f" {words.word('of', text.language)} ")
    line.addElement(PageCount())
    footer.addElement(line)
    page.addElement(footer)
    document.masterstyles.addElement(page)


def _entry(entry: Entry, language: str) -> Iterator[Any]:
    heading = H(outlinelevel=2, stylename="Heading_20_2")
    heading.addElement(Bookmark(name=f"k_{entry.key}"))
    heading.addText(clean(entry.name))
    yield heading
    required = P(stylename="Krav")
    _write(required, entry.requirement)
    yield required
    labels: Pieces = (f"{entry.labels}. {entry.equivalents}",) if entry.labels else ()
    weight: Pieces = (words.weight_text(entry.weight_percent, language),) if entry.kind == AWARD else ()
    for name, pieces in (
        ("weight", weight),
        ("documentation", entry.documentation),
        ("labels", labels),
        ("scoring", entry.scoring),
        ("follow_up", entry.follow_up),
        ("evidence", entry.evidence),
    ):
        if pieces:
            yield _detail(words.word(name, language), pieces)
    if entry.note:
        yield P(stylename="Utdyping", text=clean(entry.note))
    yield P(stylename="Henvisning", text=clean(entry.citation))


def _detail(label: str, pieces: Pieces) -> Any:
    paragraph = P(stylename="Utdyping")
    paragraph.addElement(Span(stylename="Sterk", text=f"{label}: "))
    _write(paragraph, pieces)
    return paragraph


def _write(paragraph: Any, pieces: Pieces) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            paragraph.addText(clean(piece))
            continue
        paragraph.addElement(_field(piece))
        if piece.note:
            paragraph.addElement(Span(stylename="Skraa", text=f" ({clean(piece.note)})"))


def _field(field: Field) -> Any:
    """An input field: with the limit, or with the name of what is to be filled in, which is printed too."""
    shown = TextInput(description=clean(field.label), text=clean(field.value or f"[{field.label}]"))
    if field.value:
        return shown
    marked = Span(stylename="Felt")
    marked.addElement(shown)
    return marked


def _weights(text: TenderText) -> Any:
    language = text.language
    table = Table(name="Vekter")
    for style in ("Smal", "Bred", "Vekt"):
        table.addElement(TableColumn(stylename=style))
    head = TableHeaderRows()
    head.addElement(_row(*(words.word(name, language) for name in ("number", "name", "weight")), is_strong=True))
    table.addElement(head)
    for number, name, weight in text.weights:
        table.addElement(_row(number, name, words.weight_text(weight, language)))
    if text.weight_sum is not None:
        total = words.weight_text(text.weight_sum, language)
        table.addElement(_row("", words.word("sum", language), total, is_strong=True))
    return table


def _row(*cells: str, is_strong: bool = False) -> Any:
    row = TableRow()
    for place, shown in enumerate(cells):
        cell = TableCell(stylename="Rute", valuetype="string")
        paragraph = P(stylename="Tall" if place == len(cells) - 1 else "Celle")
        if is_strong:
            paragraph.addElement(Span(stylename="Sterk", text=clean(shown)))
        else:
            paragraph.addText(clean(shown))
        cell.addElement(paragraph)
        row.addElement(cell)
    return row


def _annex(text: TenderText) -> Iterator[Any]:
    if not text.entries:
        return
    yield P(stylename="Vedlegg", text=text.annex_title)
    yield P(stylename="Standard", text=text.annex_lead)
    for entry in text.entries:
        yield P(stylename="Vedlegg_20_2", text=clean(f"{entry.number} {entry.name}"))
        advice = entry.advice
        for name, shown in (
            *(("verification", advice.verification), ("why", advice.why), ("caution", advice.caution)),
            *(("guidance", advice.guidance), ("already_law", advice.already_law), ("effect", advice.effect)),
            *(("sources", "; ".join(advice.sources)), ("status", advice.status)),
        ):
            if shown:
                yield _detail(words.word(name, text.language), (shown,))
