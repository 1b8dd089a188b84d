"""Tables: merged cells, content controls, tables in tables, tracked rows."""

from __future__ import annotations

import pytest

from documents.word import bold, cell, control, p, r, row, table, word
from dugnad.documents.document import Table
from dugnad.documents.docx import read_docx

SPAN = '<w:gridSpan w:val="2"/>'
BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def rows(*made: str) -> list[tuple[str, ...]]:
    """The cells of the one table."""
    (found,) = read_docx(word(table(*made)), file="a.docx").parts
    assert isinstance(found, Table)
    return [each.cells for each in found.rows]


@pytest.mark.parametrize(
    ("made", "read"),
    [
        ([row("a", "b"), row("c")], [("a", "b"), ("c", "")]),
        ([row(cell("a", properties=SPAN), "b"), row("c", "d", "e")], [("a", "", "b"), ("c", "d", "e")]),
        ([row(cell("a", properties=BEGINS), "b"), row(cell(p(), properties=GOES_ON), "c")], [("a", "b"), ("", "c")]),
        ([row(cell("a", properties=GOES_ON), "b")], [("a", "b")]),
        ([row("a", properties='<w:gridBefore w:val="1"/>'), row("b", "c")], [("", "a"), ("b", "c")]),
        ([row(cell("a", p(), "b"), "c")], [("a\nb", "c")]),
        ([row(control(cell("a")), "b")], [("a", "b")]),
        ([control(row("a", "b"))], [("a", "b")]),
        ([row(cell(control(p("a"))), cell(p(control(r("b")))))], [("a", "b")]),
        ([row(cell(control(p("Skriv her"), "<w:showingPlcHdr/>")), "b")], [("", "b")]),
        ([row(control(cell("Skriv her"), "<w:showingPlcHdr/>"), "b")], [("", "b")]),
        ([row("a", properties="<w:ins/>"), row("b", properties="<w:del/>")], [("a",)]),
        ([row(cell("a", properties='<w:gridSpan w:val="99999"/>'))], [("a",) + ("",) * 62]),
        ([row(cell(p("delt ", properties="<w:rPr><w:del/></w:rPr>"), p("ord")))], [("delt ord",)]),
    ],
)  # fmt: skip
def test_cells_stand_in_their_grid(made: list[str], read: list[tuple[str, ...]]) -> None:
    assert rows(*made) == read


def test_places_count_tables_and_rows_of_the_body() -> None:
    body = table(row("a")) + p("4 Tildeling", style="Overskrift1") + control(table(row("b"), row("c")))

    document = read_docx(word(body), file="a.docx")

    assert [str(row.place) for part in document.parts if isinstance(part, Table) for row in part.rows] == [
        "table 1 row 1",
        "table 2 row 1 (under «4 Tildeling»)",
        "table 2 row 2 (under «4 Tildeling»)",
    ]


def test_table_inside_a_cell_follows_with_the_place_of_the_outer_row() -> None:
    outer = table(row("a"), row(cell("før", table(row("b", "c"), row("d", "e")), p())))

    first, inner, after = read_docx(word(outer + table(row("f"))), file="a.docx").parts

    assert [each.cells for each in first.rows] == [("a",), ("før",)]
    assert [(each.cells, str(each.place)) for each in inner.rows] == [
        (("b", "c"), "table 1 row 2"),
        (("d", "e"), "table 1 row 2"),
    ]
    assert str(after.place) == "table 2 row None"


@pytest.mark.parametrize(
    ("first", "headers"),
    [
        (row("Kriterium", "Vekt", properties="<w:tblHeader/>"), [True, False]),
        (row(cell(p(bold("Kriterium"))), cell(p(bold("Vekt")))), [True, False]),
        (row("Kriterium", "Vekt"), [False, False]),
    ],
)
def test_header_row_is_told_by_its_mark_or_by_bold(first: str, headers: list[bool]) -> None:
    (found,) = read_docx(word(table(first, row("Pris", "50 %"))), file="a.docx").parts

    assert [each.is_header for each in found.rows] == headers


def test_text_box_in_a_cell_follows_the_table() -> None:
    box = "<w:r><w:pict><w:txbxContent>" + p("Merk") + "</w:txbxContent></w:pict></w:r>"

    found, merk = read_docx(word(table(row(cell(p("a", box))))), file="a.docx").parts

    assert found.rows[0].cells == ("a",)
    assert (merk.kind, merk.text, str(merk.place)) == ("box", "Merk", "table 1 row 1")
