"""What a Word document says, as it is printed."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from documents.word import (
    HEADINGS,
    NAMESPACES,
    W,
    bold,
    control,
    field,
    p,
    packaged,
    r,
    relationships,
    table,
    word,
    zipped,
)
from dugnad.documents.document import Block, Document
from dugnad.documents.docx import read_docx

TICKED = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def read(raw: bytes) -> Document:
    return read_docx(raw, file="a.docx")


def told(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(part.kind, part.text) for part in document.parts if isinstance(part, Block)]


def text_of(*runs: str) -> str:
    """The text of one paragraph of these runs."""
    return " | ".join(text for _, text in told(read(word(p(*runs)))))


def codes(document: Document) -> list[str]:
    return [remark.code for remark in document.remarks]


def test_place_counts_empty_paragraphs_and_names_the_heading() -> None:
    body = p("Forside") + p() + p("4 Tildeling", style="Overskrift1") + p() + p("Pris teller 50 %.")

    blocks = [part for part in read(word(body)).parts if isinstance(part, Block)]

    assert [(str(block.place), block.text) for block in blocks] == [
        ("paragraph 1", "Forside"),
        ("paragraph 3 (under «4 Tildeling»)", "4 Tildeling"),
        ("paragraph 5 (under «4 Tildeling»)", "Pris teller 50 %."),
    ]


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ('<w:style w:type="paragraph" w:styleId="X"><w:name w:val="heading 2"/></w:style>', 2),
        ('<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Overskrift 3"/></w:style>', 3),
        ('<w:style w:styleId="X"><w:name w:val="Krav"/><w:basedOn w:val="Overskrift2"/></w:style>', 2),
        ('<w:style w:styleId="X"><w:name w:val="K"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>', 1),
        (
            '<w:style w:styleId="X"><w:basedOn w:val="Overskrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>',
            0,
        ),
        ('<w:style w:styleId="X"><w:name w:val="Brødtekst"/><w:basedOn w:val="X"/></w:style>', 0),
    ],
)
def test_style_tells_the_heading(style: str, level: int) -> None:
    document = read(word(p("Miljøkrav", style="X"), styles=HEADINGS + style))

    (block,) = document.parts
    assert (block.kind, block.level) == (("heading", level) if level else ("paragraph", 0))


def test_own_outline_level_tells_the_heading() -> None:
    document = read(word(p("Miljøkrav", properties='<w:outlineLvl w:val="1"/>') + p("Tekst.")))

    assert told(document) == [("heading", "Miljøkrav"), ("paragraph", "Tekst.")]


def test_long_sentence_in_a_heading_style_is_a_numbered_clause() -> None:
    clause = "Leverandøren skal " + "sørge for at alle underleverandører gjør det samme " * 4 + "i hele perioden."

    document = read(word(p("Vilkår", style="Overskrift1") + p(clause, style="Overskrift2")))

    assert [kind for kind, _ in told(document)] == ["heading", "paragraph"]


def test_bold_numbered_line_is_a_heading_and_bold_list_is_not() -> None:
    body = (
        p(bold("Konkurransegrunnlag"))
        + p(bold("1 Om anskaffelsen"))
        + p("Kommunen skal kjøpe mat til skolene sine.")
        + p(bold("2 Kriterier"))
        + "".join(p(bold(f"{at}. {name}")) for at, name in enumerate(("Pris", "Miljø", "Kvalitet"), 1))
    )

    document = read(word(body, styles=""))

    assert [kind for kind, _ in told(document)] == ["paragraph", "heading", "paragraph", "heading"] + ["paragraph"] * 3


def test_bold_criteria_under_a_styled_heading_are_no_headings() -> None:
    body = p("Tildelingskriterier", style="Overskrift1")
    for name in ("1. Pris", "2. Miljø"):
        body += p(bold(name)) + p("Vi vurderer samlet pris i prisskjemaet, vedlegg 2.")

    document = read(word(body))

    assert {part.place.heading for part in document.parts} == {"Tildelingskriterier"}


def test_bold_numbered_line_goes_on_from_a_styled_chapter() -> None:
    body = p("4 Krav", style="Overskrift1") + p(bold("4.1 Kjøretøy")) + p("Bilene skal være elektriske.")

    document = read(word(body))

    assert [(part.kind, part.level) for part in document.parts] == [("heading", 1), ("heading", 2), ("paragraph", 0)]


def test_line_in_capitals_is_a_heading_only_where_text_follows() -> None:
    body = p("KONKURRANSEGRUNNLAG") + p("RENHOLD") + p("Sak 12") + p("MILJØKRAV") + p("Bilene skal være elektriske.")

    document = read(word(body, styles=""))

    assert [text for kind, text in told(document) if kind == "heading"] == ["MILJØKRAV"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (["a", "<w:r><w:tab/></w:r>", "b", "<w:r><w:br/></w:r>", "c"], "a b c"),
        (["HMS", "<w:r><w:noBreakHyphen/></w:r>", "kort"], "HMS-kort"),
        (["ut", "<w:r><w:softHyphen/></w:r>", "slipp\u00ad"], "utslipp"),
        (["minst ", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', " 30 %"], "minst ≥ 30 %"),
        (['<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " Ja"], "☒ Ja"),
        ([field(" REF _Ref1 ", r("4.2")), " gjelder"], "4.2 gjelder"),
        (['<w:fldSimple w:instr="PAGE">' + r("7") + "</w:fldSimple>"], "7"),
        (['<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "Aldri avsluttet felt"], "Aldri avsluttet felt"),
        (['<w:hyperlink r:id="x">' + r("lenke") + "</w:hyperlink>"], "lenke"),
        (["<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"], "x=2"),
        ([control(r("Velg dato"), "<w:showingPlcHdr/>"), "etter"], "etter"),
        ([control(r("☒"), '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'), " Ja"], "☒ Ja"),
        (["før ", '<w:commentRangeStart w:id="1"/>', "midt", '<w:r><w:commentReference w:id="1"/></w:r>'], "før midt"),
        (["<w:ruby><w:rt>" + r("x") + "</w:rt><w:rubyBase>" + r("y") + "</w:rubyBase></w:ruby>"], "y"),
        ([TICKED, " Ja"], "☒ Ja"),
    ],
)  # fmt: skip
def test_signs_are_read_as_printed(runs: list[str], text: str) -> None:
    assert text_of(*runs) == text


def test_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent>" + p("Viktig frist") + "</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    document = read(word(p("Før", both) + p("Etter")))

    assert told(document) == [("paragraph", "Før"), ("box", "Viktig frist"), ("paragraph", "Etter")]
    assert str(document.parts[1].place) == "paragraph 1"


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    notes = '<w:footnote w:type="separator" w:id="-1">' + p("skille") + "</w:footnote>"
    notes += '<w:footnote w:id="2">' + p("Se vedlegg 3.") + p("Og 4.") + "</w:footnote>"
    body = p("Kravet", '<w:r><w:footnoteReference w:id="2"/></w:r>', " gjelder.") + p("Neste")

    document = read(word(body, parts={"footnotes": notes}))

    assert told(document) == [
        ("paragraph", "Kravet gjelder."),
        ("note", "Se vedlegg 3. Og 4."),
        ("paragraph", "Neste"),
    ]


def test_headers_and_footers_are_read_once_each() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="p-header1"/>'
    section += '<w:footerReference w:type="default" r:id="p-footer1"/></w:sectPr>'
    body = p("Tekst", properties=section) + section
    parts = {"header1": p("Fjord kommune") + p("Fjord kommune"), "footer1": table_of("Side 1")}

    document = read(word(body, parts=parts))

    assert told(document) == [("header", "Fjord kommune"), ("paragraph", "Tekst"), ("footer", "Side 1")]
    assert [str(part.place) for part in document.parts] == ["header", "paragraph 1", "footer"]


def table_of(text: str) -> str:
    return table("<w:tr><w:tc>" + p(text) + "</w:tc></w:tr>")


def test_hidden_text_is_left_out_and_said() -> None:
    style = '<w:style w:type="paragraph" w:styleId="Veiledning"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("Synlig", r(" skjult", "<w:vanish/>")) + p("Fyll ut her", style="Veiledning")
    body += p(r("Vises likevel", '<w:vanish w:val="0"/>'), style="Veiledning")

    document = read(word(body, styles=style))

    assert told(document) == [("paragraph", "Synlig"), ("paragraph", "Vises likevel")]
    assert codes(document) == ["hidden-text"]


def test_places_outside_are_never_followed_and_said() -> None:
    body = p(field(r' INCLUDETEXT "\\\\tjener\\felles\\vilkaar.docx" ', r("Lagret tekst")))
    links = [("h1", "hyperlink", "https://example.org/", True), ("t", "attachedTemplate", "file:///c:/mal.dotm", True)]

    document = read(word(body, links=links))

    assert told(document) == [("paragraph", "Lagret tekst")]
    assert codes(document) == ["links-ignored"]


def test_macros_and_embedded_documents_are_left_out_and_said() -> None:
    files = packaged({"word/document.xml": f"<w:document {NAMESPACES}><w:body>{p('Tekst')}</w:body></w:document>"})
    files |= {"word/vbaProject.bin": b"\xd0\xcf", "word/embeddings/regneark.xlsx": b"PK"}

    document = read(zipped(files))

    assert told(document) == [("paragraph", "Tekst")]
    assert codes(document) == ["macros-ignored", "embedded-ignored"]


def test_text_of_another_format_is_said() -> None:
    document = read(word(p("Tekst") + '<w:altChunk r:id="x"/>'))

    assert [(remark.code, str(remark.place)) for remark in document.remarks] == [("embedded-ignored", "paragraph 1")]


@pytest.mark.parametrize(
    "listed",
    [
        p("Innhold") + p("1 Om oss") + p("2 Kriterier"),
        p("Innhold") + p("Om oss ........ 3") + p("Kriterier ........ 4"),
        p("INNHOLDSFORTEGNELSE") + p("Om oss", style="INNH1") + p("Kriterier", style="INNH1"),
        control(p("Innhold") + p("1 Om oss", "<w:r><w:tab/></w:r>", "3"), "<w:docPartObj><w:docPartGallery "
                'w:val="Table of Contents"/></w:docPartObj>'),
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "Om oss") + p("Noe gammelt 9")
        + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ],
)  # fmt: skip
def test_table_of_contents_is_no_text(listed: str) -> None:
    style = '<w:style w:type="paragraph" w:styleId="INNH1"><w:name w:val="toc 1"/></w:style>'
    body = listed + p("1 Om oss", style="Overskrift1") + p("Vi er en kommune.") + p("2 Kriterier", style="Overskrift1")

    kinds = [kind for kind, _ in told(read(word(body, styles=HEADINGS + style)))]

    assert kinds[-3:] == ["heading", "paragraph", "heading"]
    assert set(kinds[:-3]) == {"contents"}


def test_strict_document_is_read_as_any_other() -> None:
    body = p("Miljøkrav", style="Overskrift1") + p("Tekst", r(" skjult", '<w:vanish w:val="true"/>'))
    files = packaged(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {NAMESPACES}>{HEADINGS}</w:styles>",
            "word/_rels/document.xml.rels": relationships([("s", "styles", "styles.xml", False)]),
        }
    )
    strict = W.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml").replace("/2006", "")
    raw = zipped({name: part.replace(W.encode(), strict.encode()) for name, part in files.items()})

    assert told(read(raw)) == [("heading", "Miljøkrav"), ("paragraph", "Tekst")]


def test_diagram_text_follows_its_paragraph() -> None:
    frame = '<w:r><w:drawing><a:graphicData><dgm:relIds r:dm="d1"/></a:graphicData></w:drawing></w:r>'
    diagram = f"<dgm:dataModel {NAMESPACES}><a:p><a:r><a:t>Bestilling</a:t></a:r></a:p></dgm:dataModel>"
    files = packaged(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{p('Figur', frame)}</w:body></w:document>",
            "word/_rels/document.xml.rels": relationships([("d1", "diagramData", "diagrams/data1.xml", False)]),
            "word/diagrams/data1.xml": diagram,
        }
    )

    assert told(read(zipped(files))) == [("paragraph", "Figur"), ("box", "Bestilling")]


def test_document_from_another_program_is_read() -> None:
    made = python_docx.Document()
    made.add_heading("Tildelingskriterier", level=1)
    made.add_paragraph("Pris", style="List Bullet")
    made.add_paragraph("Levering", style="List Number")
    made.add_table(rows=1, cols=2).rows[0].cells[1].text = "30 %"
    target = io.BytesIO()
    made.save(target)

    heading, bullet, item, found = read(target.getvalue()).parts

    assert [(each.kind, each.label, each.text) for each in (heading, bullet, item)] == [
        ("heading", "", "Tildelingskriterier"),
        ("item", "•", "Pris"),
        ("item", "1.", "Levering"),
    ]
    assert [row.cells for row in found.rows] == [("", "30 %")]
