"""Layouts as offices print them: columns, tables with and without lines, lists, notes, page headers."""

from __future__ import annotations

import random

import pytest

from documents.print import printed, prose, shown, simple
from documents.verbatim import not_verbatim
from dugnad.documents.document import Block, Document, Table
from dugnad.documents.pdf import read_pdf

CRITERIA = "[*Kriterium*],[*Vekt*],[*Slik vurderes det*],[Pris],[50 %],[Samlet pris],"
CLIMATE = "[Klima og miljø],[30 %],[a) Utslipp fra transport (20 %) \\ b) Emballasje (10 %)]"


def read(source: str) -> Document:
    return read_pdf(printed('#set text(lang: "nb", size: 10pt, hyphenate: false)\n' + source), file="test.pdf")


def blocks(document: Document, kind: str) -> list[Block]:
    return [part for part in document.parts if isinstance(part, Block) and part.kind == kind]


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in blocks(document, kind)]


def tables(document: Document) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in part.rows] for part in document.parts if isinstance(part, Table)]


@pytest.mark.parametrize("lines", ["1pt", "none", "(x: none, y: 0.5pt)"])
@pytest.mark.parametrize("columns", ["(1fr, auto, 2fr)", "(150pt, 60pt, 1fr)"])
@pytest.mark.parametrize("inset", ["5pt", "(x: 6pt, y: 2pt)"])
def test_criteria_table_has_its_rows_and_columns(lines: str, columns: str, inset: str) -> None:
    long = f"[Oppgaveforståelse og prosjektorganisasjon],[20 %],[{prose(1, 3)}],"
    source = (
        f"{prose(20, 4)}\n\n#table(stroke: {lines}, inset: {inset}, columns: {columns}, {CRITERIA}{long}{CLIMATE})\n\n"
    )

    document = read(source + prose(30, 4))

    assert tables(document) == [
        [
            ("Kriterium", "Vekt", "Slik vurderes det"),
            ("Pris", "50 %", "Samlet pris"),
            ("Oppgaveforståelse og prosjektorganisasjon", "20 %", prose(1, 3)),
            ("Klima og miljø", "30 %", "a) Utslipp fra transport (20 %)\nb) Emballasje (10 %)"),
        ]
    ]
    assert texts(document, "paragraph") == [prose(20, 4), prose(30, 4)]


def test_weights_on_the_right_are_a_table() -> None:
    rows = "[Pris],[50 %],[Kvalitet og service],[9 %],[Klima og miljø],[30 %]"

    document = read(f"#grid(columns: (1fr, 60pt), row-gutter: 8pt, align: (left, right), {rows})\n\n{prose(1, 3)}")

    assert tables(document) == [[("Pris", "50 %"), ("Kvalitet og service", "9 %"), ("Klima og miljø", "30 %")]]
    assert texts(document, "paragraph") == [prose(1, 3)]


def test_merged_cells_are_empty_after_the_first() -> None:
    rows = (
        "table.cell(colspan: 3)[*Matrise*], table.cell(rowspan: 2)[Miljø], [EPD], [10 %], [Transport], [15 %],"
        " [Pris], table.cell(colspan: 2)[75 %]"
    )

    document = read(f"#table(columns: 3, {rows})")

    assert tables(document) == [
        [("Matrise", "", ""), ("Miljø", "EPD", "10 %"), ("", "Transport", "15 %"), ("Pris", "75 %", "")]
    ]


@pytest.mark.parametrize("lines", ["1pt", "none"])
def test_table_over_several_pages_is_one(lines: str) -> None:
    rows = [(f"K{at}", prose(at, 2), f"Attest {at}") for at in range(1, 31)]
    cells = ",".join(f"[{cell}]" for row in rows for cell in row)
    head = "table.header([*Nr.*],[*Krav*],[*Dokumentasjon*])"
    edges = "header: [Vik kommune #h(1fr) Sak 26\\/1], footer: context [Side #counter(page).display()]"
    page = f"#set page(height: 16cm, {edges})\n"

    document = read(
        f"{page}= Krav\n#show table.cell: set block(breakable: false)\n"
        f"#table(stroke: {lines}, columns: (40pt, 1fr, 80pt), {head}, {cells})\n{prose(50, 3)}"
    )

    [found] = tables(document)
    assert found[0] == ("Nr.", "Krav", "Dokumentasjon")
    assert [row[0] for row in found[1:] if row[0]] == [row[0] for row in rows]
    assert [" ".join(cell.split()) for row in found[1:] for cell in row if cell] == [
        cell for row in rows for cell in row
    ]
    assert texts(document, "header") == ["Vik kommune", "Sak 26/1"]
    assert texts(document, "footer") == ["Side 1"]
    assert texts(document, "paragraph") == [prose(50, 3)]


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("justify", ["true", "false"])
def test_columns_are_read_one_after_the_other(columns: int, justify: str) -> None:
    paragraphs = [prose(at, 3) for at in range(10, 90, 5)]
    body = "\n\n".join(paragraphs)

    document = read(
        f"#set par(justify: {justify})\n= Felles overskrift over hele siden\n{prose(1, 6)}\n\n"
        f"#columns({columns})[{body}]\n\n{prose(95, 4)}"
    )

    assert texts(document, "paragraph") == [prose(1, 6), *paragraphs, prose(95, 4)]
    assert tables(document) == []


def test_paragraph_goes_on_over_page_break_header_and_note() -> None:
    page = "#set page(height: 12cm, header: [Vik kommune], footer: [Konkurransegrunnlag], numbering: none)\n"

    document = read(f"{page}Første#footnote[Noten står nederst på siden.] avsnitt. {prose(1, 40)}")

    assert texts(document, "paragraph") == [f"Første1 avsnitt. {prose(1, 40)}"]
    [block] = blocks(document, "paragraph")
    assert len(block.cuts) == (document.pages or 0) - 1
    assert all(block.text[cut] == " " for cut in block.cuts)
    assert texts(document, "header") == ["Vik kommune"]
    assert texts(document, "footer") == ["Konkurransegrunnlag"]
    assert [(note.label, note.text) for note in blocks(document, "note")] == [("1", "Noten står nederst på siden.")]


def test_lists_have_labels_and_levels() -> None:
    source = f'{prose(1, 2)}\n\n- første\n- andre: {prose(5, 3)}\n  - nestet\n- tredje\n\n#set enum(numbering: "a)")\n'

    document = read(source + "+ Pris teller 70 %.\n+ Miljø teller 30 %.\n\n" + prose(9, 2))

    assert [(item.label, item.level, item.text) for item in blocks(document, "item")] == [
        ("•", 1, "første"),
        ("•", 1, f"andre: {prose(5, 3)}"),
        ("‣", 2, "nestet"),
        ("•", 1, "tredje"),
        ("a)", 1, "Pris teller 70 %."),
        ("b)", 1, "Miljø teller 30 %."),
    ]
    assert texts(document, "paragraph") == [prose(1, 2), prose(9, 2)]


def test_headings_have_numbers_and_levels_and_contents_is_told_apart() -> None:
    source = f"= Innledning\n{prose(1, 3)}\n== Bakgrunn\n{prose(4, 3)}\n= Kriterier\n{prose(7, 3)}"

    document = read(f'#set heading(numbering: "1.1")\n#outline(title: "Innhold")\n{source}')

    assert [(block.label, block.level, block.text) for block in blocks(document, "heading")] == [
        ("", 1, "Innhold"), ("1", 1, "Innledning"), ("1.1", 2, "Bakgrunn"), ("2", 1, "Kriterier"),
    ]  # fmt: skip
    assert texts(document, "contents") == ["1 Innledning", "1.1 Bakgrunn", "2 Kriterier"]
    assert [block.place.heading for block in blocks(document, "paragraph")] == [
        "1 Innledning", "1.1 Bakgrunn", "2 Kriterier",
    ]  # fmt: skip


def test_hidden_and_turned_text_is_left_out_and_told() -> None:
    document = read(
        f"{prose(1, 2)}\n\n#text(white)[Skjult tekst]\n\n#rect(fill: navy)[#text(white)[Lys tekst på mørk bunn]]\n\n"
        "#rotate(90deg, reflow: true)[Tekst på siden]"
    )

    assert texts(document, "paragraph") == [prose(1, 2), "Lys tekst på mørk bunn"]
    assert [remark.code for remark in document.remarks] == ["hidden-text", "rotated-text"]


def test_landscape_page_that_is_turned_reads_as_shown() -> None:
    document = read(f"#set page(flipped: true)\n= Vedlegg\n{prose(1, 8)}")

    assert texts(document, "paragraph") == [prose(1, 8)]


@pytest.mark.parametrize("hyphenate", ["true", "false"])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_text_is_verbatim(hyphenate: str, columns: int) -> None:
    raw = printed(
        f'#set text(lang: "nb", size: 9pt, hyphenate: {hyphenate})\n#set par(justify: true)\n'
        f'#set page(columns: {columns}, numbering: "1")\n'
        + "\n\n".join(f"== Emne {at}\n{prose(at, 5)}\n- {prose(at + 3, 2)}" for at in range(1, 60, 6))
    )

    assert not_verbatim(read_pdf(raw, file="test.pdf"), raw) == []


TABLE = [("Kriterium", "Vekt", "Beskrivelse"), ("Pris", "60 %", "Samlet pris"), ("Miljø", "40 %", "Utslipp")]


@pytest.mark.parametrize("is_by_column", [True, False])
def test_table_is_found_however_it_is_drawn(is_by_column: bool) -> None:
    cells = [(row, column) for row in range(3) for column in range(3)]
    drawn = sorted(cells, key=lambda cell: cell[::-1]) if is_by_column else cells
    content = b"".join(shown(TABLE[row][column], 60 + 150 * column, 700 - 20 * row) for row, column in drawn)

    document = read_pdf(simple(content), file="test.pdf")

    assert tables(document) == [TABLE]


def test_cells_printed_line_by_line_are_put_together() -> None:
    lines = [
        ("Kriterium", "Vekt", "Beskrivelse"),
        ("Oppgaveforståelse og", "30 %", "Risiko og hvordan"),
        ("organisasjon", "", "den håndteres"),
        ("Miljø", "70 %", "Utslipp"),
    ]
    content = b"".join(
        shown(text, 60 + 160 * column, 700 - 14 * at)
        for at, line in enumerate(lines)
        for column, text in enumerate(line)
    )

    document = read_pdf(simple(content), file="test.pdf")

    assert tables(document) == [
        [
            ("Kriterium", "Vekt", "Beskrivelse"),
            ("Oppgaveforståelse og organisasjon", "30 %", "Risiko og hvordan den håndteres"),
            ("Miljø", "70 %", "Utslipp"),
        ]
    ]


def test_columns_drawn_in_disorder_are_read_by_place() -> None:
    columns = [[f"Kolonne {column} linje {at} med tekst som fyller" for at in range(40)] for column in (1, 2)]
    content = [
        shown(text, 60 + 250 * column, 760 - 14 * at, 9)
        for column, lines in enumerate(columns)
        for at, text in enumerate(lines)
    ]
    random.Random(1).shuffle(content)  # noqa: S311

    document = read_pdf(simple(b"".join(content)), file="test.pdf")

    assert " ".join(texts(document, "paragraph")) == " ".join(columns[0] + columns[1])
