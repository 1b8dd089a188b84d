"""A paper as Word document: real headings, lists and tables with repeated headers, language and title, no author."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from dugnad.criteria.docx_look import (
    BLUE,
    CELL,
    CITATION,
    INK,
    LOCALES,
    QUIET,
    counted,
    plain_title,
    set_locale,
    set_style,
    without_picture,
)
from dugnad.criteria.repack import repacked
from dugnad.plan.as_pdf import UNDATED, facts_of, widths
from dugnad.plan.paper import Block, Bullets, Figures, Fill, Grid, Heading, Lead, Link, Paper, Text
from dugnad.plan.paper_settled import settled
from dugnad.plan.paper_text import TO_FILL, paper_words

LEAD, FIGURE, AFTER_TABLE, PLACEHOLDER = "Dugnad Ingress", "Dugnad Tall", "Dugnad Luft", "Placeholder Text"
AMBER = RGBColor(0x8A, 0x4B, 0x00)
TEXT_WIDTH = 9070
"""Between the margins, in twentieths of a point."""


def docx_paper(paper: Paper) -> bytes:
    """The document's bytes; the same paper gives the same bytes."""
    said = settled(paper)
    document = new_document(said)
    add_head(document, said)
    document.add_paragraph(said.title, style="Title")
    for block in said.blocks:
        add_block(document, block)
    if said.foot:
        add_lines(document.add_paragraph(style=CITATION), said.foot)
    made = BytesIO()
    document.save(made)
    return repacked(made.getvalue(), said.on or UNDATED)


def new_document(paper: Paper) -> DocxDocument:
    """An empty document with page, styles, properties and footer."""
    document = Document()
    without_picture(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = (Cm(1.5), Cm(1.5)) if paper.tight else (Cm(2.4), Cm(2.2))
    add_properties(document, paper)
    add_styles(document, paper)
    add_footer(document, paper)
    return document


def add_properties(document: DocxDocument, paper: Paper) -> None:
    """Title, language and words to find it by. Nobody is named as author."""
    told = document.core_properties
    told.title, told.language, told.keywords = (
        paper.title[:255],
        LOCALES[paper.language],
        "; ".join(paper.keywords)[:255],
    )
    told.author = told.last_modified_by = told.comments = told.subject = ""
    told.revision = 1
    told.created = told.modified = datetime.combine(paper.on or UNDATED, time())


def add_styles(document: DocxDocument, paper: Paper) -> None:
    """One sans-serif look for all of them."""
    size = 9.5 if paper.tight else 10.5
    normal = set_style(document, "Normal", size, INK, after=4 if paper.tight else 8)
    normal.paragraph_format.line_spacing = 1.05 if paper.tight else 1.2
    set_locale(document, LOCALES[paper.language])
    set_style(document, "Title", 17 if paper.tight else 22, BLUE, bold=True, after=8)
    plain_title(document)
    for level, points, before in (
        ((1, 12.0, 9.0), (2, 11.0, 6.0)) if paper.tight else ((1, 13.5, 18.0), (2, 11.5, 12.0))
    ):
        heading = set_style(document, f"Heading {level}", points, BLUE, bold=True, before=before, after=4)
        heading.paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        set_style(document, name, size, INK, after=3)
    set_style(document, "Caption", size - 0.5, INK, bold=True, before=8, after=3)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    set_style(document, LEAD, size + 1.5, INK, after=6, base="Normal")
    set_style(document, FIGURE, size, INK, after=3, base="Normal")
    set_style(document, CELL, size - 0.5, INK, before=2, after=2, base="Normal")
    set_style(document, CITATION, 8.5, QUIET, after=6, base="Normal")
    set_style(document, AFTER_TABLE, 3, QUIET, after=0, base="Normal")
    placeholder = document.styles.add_style(PLACEHOLDER, WD_STYLE_TYPE.CHARACTER)
    placeholder.font.color.rgb = AMBER


def add_footer(document: DocxDocument, paper: Paper) -> None:
    """The title, and which page of how many."""
    words = {name: said[paper.language] for name, said in paper_words().items()}
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles[CITATION]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{shortened(paper.title)}\t{words['page']} ")
    counted(paragraph, "PAGE")
    paragraph.add_run(f" {words['of']} ")
    counted(paragraph, "NUMPAGES")


def shortened(title: str) -> str:
    """The title as a footer has room for it."""
    return title if len(title) <= 80 else f"{title[:79]}…"  # noqa: PLR2004 - what stands on a line


def add_head(document: DocxDocument, paper: Paper) -> None:
    """Who writes to whom, when and about which case."""
    words = paper_words()
    if paper.sender:
        add_lines(document.add_paragraph(), paper.sender, is_strong=True)
    if paper.recipient:
        add_lines(document.add_paragraph(), "\n".join(paper.recipient))
    facts = [f"{words[name][paper.language]}: {said}" for name, said in facts_of(paper) if said]
    if facts:
        add_lines(document.add_paragraph(style=CITATION), "\n".join(facts))


def add_lines(paragraph: Paragraph, text: str, *, is_strong: bool = False) -> None:
    """The text, its line breaks kept; what is to be filled in stands out."""
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.add_run().add_break()
        for piece in filter(None, TO_FILL.split(line)):
            run = paragraph.add_run(piece, style=PLACEHOLDER if TO_FILL.fullmatch(piece) else None)
            run.bold = is_strong or None


def add_block(document: DocxDocument, block: Block) -> None:
    """One part of the paper."""
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level - 1)
        case Text():
            add_lines(document.add_paragraph(style=CITATION if block.quiet else None), block.text)
        case Lead():
            add_lines(document.add_paragraph(style=LEAD), block.text)
        case Fill():
            document.add_paragraph().add_run(f"[{block.text}]", style=PLACEHOLDER)
        case Bullets():
            add_list(document, block)
        case Figures():
            add_figures(document, block)
        case Grid():
            add_grid(document, block)
        case Link():
            add_link(document, block)


def add_list(document: DocxDocument, block: Bullets) -> None:
    """A list; each numbered one begins at 1."""
    number = new_numbering(document) if block.numbered else 0
    for item in block.items:
        paragraph = document.add_paragraph(style="List Number" if block.numbered else "List Bullet")
        add_lines(paragraph, item)
        if number:
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no lists of its own
            numbering.get_or_add_ilvl().val = 0
            numbering.get_or_add_numId().val = number


def new_numbering(document: DocxDocument) -> int:
    """The number of a new count that looks like those before it."""
    style = document.styles["List Number"].element
    used = int(style.pPr.numPr.numId.val)
    root: Any = document.part.numbering_part.element
    abstract = next(num for num in root.num_lst if num.numId == used).abstractNumId.val
    number = root.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def add_figures(document: DocxDocument, block: Figures) -> None:
    """Each number with what it counts beside it."""
    for one in block.items:
        paragraph = document.add_paragraph(style=FIGURE)
        number = paragraph.add_run(f"{one.value} ")
        number.bold, number.font.size, number.font.color.rgb = True, Pt(14), BLUE
        paragraph.add_run(one.what)
        if one.note:
            note = paragraph.add_run(f" {one.note}")
            note.font.size, note.font.color.rgb = Pt(8.5), QUIET


def add_grid(document: DocxDocument, grid: Grid) -> None:
    """A table under its caption, its header row repeated on each page."""
    if grid.caption:
        document.add_paragraph(grid.caption, style="Caption")
    shares = widths(grid.header, grid.rows)
    columns = [int(TEXT_WIDTH * share / sum(shares)) for share in shares]
    kind = document.styles[CELL].style_id
    rows = (
        row_xml(row, grid.numbers, columns, kind, place == 0)
        for place, row in enumerate(chain([grid.header], grid.rows))
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B9C3CF"/>' for side in ("top", "bottom", "insideH")
    )
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    after = document.add_paragraph(style=AFTER_TABLE)
    after._p.addprevious(parse_xml(table))  # noqa: SLF001 - rows one by one take seconds for thousands


def row_xml(row: tuple[str, ...], numbers: frozenset[int], columns: list[int], kind: str, is_header: bool) -> str:
    """One row of a table."""
    cells = "".join(
        cell_xml(cell, columns[place], kind, is_right=place in numbers, is_header=is_header)
        for place, cell in enumerate(row)
    )
    head = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def cell_xml(text: str, width: int, kind: str, *, is_right: bool, is_header: bool) -> str:
    """One cell."""
    side = '<w:jc w:val="right"/>' if is_right else ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_header else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{kind}"/>{side}</w:pPr><w:r>{bold}{lines}</w:r></w:p></w:tc>'
    )


def add_link(document: DocxDocument, link: Link) -> None:
    """An address to follow."""
    paragraph = document.add_paragraph()
    target = document.part.relate_to(link.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    held = parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}" w:history="1"><w:r><w:rPr><w:color w:val="123A66"/>'
        f'<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{escape(link.text)}</w:t></w:r></w:hyperlink>'
    )
    paragraph._p.append(held)  # noqa: SLF001 - python-docx has no links of its own
