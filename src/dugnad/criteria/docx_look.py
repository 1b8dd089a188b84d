"""How the tender text looks in Word: styles, heading numbers of its own, page, footer and document properties."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dugnad.criteria import tender_words as words
from dugnad.criteria.tender import TenderText

FONT = "Arial"
INK, QUIET, BLUE = RGBColor(0x1E, 0x2B, 0x3C), RGBColor(0x46, 0x56, 0x6A), RGBColor(0x12, 0x3A, 0x66)
LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
REQUIREMENT, DETAIL, CITATION, CELL, ANNEX, ANNEX_ENTRY = (
    "Dugnad Krav",
    "Dugnad Utdyping",
    "Dugnad Henvisning",
    "Dugnad Celle",
    "Dugnad Vedlegg",
    "Dugnad Vedlegg 2",
)
NUMBERING = 90
"""The number of our list among those of the template."""


def new_document(text: TenderText) -> DocxDocument:
    """An empty document with everything but its words."""
    document = Document()
    without_picture(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _properties(document, text)
    _numbering(document)
    _styles(document, LOCALES[text.language])
    _footer(document, text)
    return document


def without_picture(document: DocxDocument) -> None:
    """The template's own thumbnail is of another document."""
    links = document.part.package.rels
    for name in [name for name, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[name]


def _properties(document: DocxDocument, text: TenderText) -> None:
    told = document.core_properties
    moment = datetime.combine(text.on, time())
    told.title, told.language, told.author = text.title, LOCALES[text.language], "dugnad"
    told.last_modified_by, told.comments, told.keywords, told.revision = "dugnad", "", "", 1
    told.created = told.modified = moment
    told.subject = words.title("set", text.language)


def _numbering(document: DocxDocument) -> None:
    """Heading 1 and 2 carry 1 and 1.1; Word counts them itself."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:lvlText w:val="{form}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:tabs><w:tab w:val="num" w:pos="709"/></w:tabs><w:ind w:left="709" w:hanging="709"/></w:pPr></w:lvl>'
        for level, form in enumerate(("%1", "%1.%2"))
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING}"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )
    first = root.find(qn("w:num"))
    root.append(abstract) if first is None else first.addprevious(abstract)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{NUMBERING}"><w:abstractNumId w:val="{NUMBERING}"/></w:num>')
    )


def _styles(document: DocxDocument, locale: str) -> None:
    normal = set_style(document, "Normal", 10.5, INK, after=6)
    normal.paragraph_format.line_spacing = 1.15
    set_locale(document, locale)
    set_style(document, "Title", 22, BLUE, bold=True, after=10)
    plain_title(document)
    for level, size, before in ((1, 15, 20), (2, 11.5, 14)):
        heading = set_style(document, f"Heading {level}", size, BLUE, bold=True, before=before, after=5)
        heading.paragraph_format.keep_with_next = True
        _numbered(heading, NUMBERING, level - 1)
    requirement = set_style(document, REQUIREMENT, 10.5, INK, after=6, base="Normal")
    requirement.paragraph_format.left_indent = Cm(0.25)
    _framed(requirement)
    set_style(document, DETAIL, 9.5, INK, after=4, base="Normal")
    set_style(document, CELL, 9.5, INK, before=3, after=3, base="Normal")
    set_style(document, CITATION, 8, QUIET, after=8, base="Normal")
    for name, base, size in ((ANNEX, "Heading 1", 15), (ANNEX_ENTRY, "Heading 2", 11.5)):
        _numbered(set_style(document, name, size, BLUE, bold=True, base=base, before=12), 0, 0)
    placeholder = document.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    placeholder.font.color.rgb = RGBColor(0x8A, 0x4B, 0x00)


def set_style(
    document: DocxDocument,
    name: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 6,
    base: str = "",
) -> ParagraphStyle:
    has_it = name in [style.name for style in document.styles]
    style: Any = document.styles[name] if has_it else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = document.styles[base]
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    style.font.name, style.font.size, style.font.color.rgb, style.font.bold = FONT, Pt(size), colour, bold
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    made: ParagraphStyle = style
    return made


def set_locale(document: DocxDocument, locale: str) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)


def plain_title(document: DocxDocument) -> None:
    """The template's title has a line under it."""
    properties = document.styles["Title"].element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _numbered(style: ParagraphStyle, number: int, level: int) -> None:
    properties = style.element.get_or_add_pPr()
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = number
    if not number:
        style.paragraph_format.left_indent = style.paragraph_format.first_line_indent = Cm(0)


def _framed(style: ParagraphStyle) -> None:
    """A bar to the left and a light ground: this is what binds the supplier."""
    properties = style.element.get_or_add_pPr()
    bar = parse_xml(f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" w:color="123A66"/></w:pBdr>')
    ground = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F3F6F9"/>')
    before = ("w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr")
    place = sum(child.tag in {qn(name) for name in before} for child in properties)
    properties.insert(place, bar)
    properties.insert(place + 1, ground)


def _footer(document: DocxDocument, text: TenderText) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles[CITATION]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text.title}\t{words.word('page', text.language)} ")
    counted(paragraph, "PAGE")
    paragraph.add_run(f" {words.word('of', text.language)} ")
    counted(paragraph, "NUMPAGES")


def counted(paragraph: Any, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own
