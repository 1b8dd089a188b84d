"""Tracked changes are read as accepted."""

from __future__ import annotations

import pytest

from documents.word import p, r, row, table, word
from dugnad.documents.document import Block
from dugnad.documents.docx import read_docx

MARK_DELETED = "<w:rPr><w:del/></w:rPr>"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (p("Vekt ", deleted("20"), f"<w:ins>{r('30')}</w:ins>", " %"), [(1, "Vekt 30 %")]),
        (p(f"<w:moveFrom>{r('Flyttet')}</w:moveFrom>") + p(f"<w:moveTo>{r('Flyttet')}</w:moveTo>"), [(2, "Flyttet")]),
        (p("Første ", properties=MARK_DELETED) + p("andre") + p("tredje"), [(1, "Første andre"), (3, "tredje")]),
        (p(deleted("Borte"), properties=MARK_DELETED) + p("andre"), [(2, "andre")]),
        (p("Siste", properties=MARK_DELETED), [(1, "Siste")]),
        (p("Før tabell", properties=MARK_DELETED) + table(row("a")), [(1, "Før tabell")]),
        (p("Ny", properties="<w:rPr><w:ins/></w:rPr>") + p("linje"), [(1, "Ny"), (2, "linje")]),
        (f"<w:ins>{p('Satt inn')}</w:ins>", [(1, "Satt inn")]),
        (p(r("Fet", "<w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), [(1, "Fet")]),
        (p(f"<w:ins>{deleted('Inn og ut')}{r('Inn')}</w:ins>"), [(1, "Inn")]),
    ],
)  # fmt: skip
def test_changes_are_read_as_accepted(body: str, read: list[tuple[int, str]]) -> None:
    document = read_docx(word(body), file="a.docx")

    assert [(part.place.paragraph, part.text) for part in document.parts if isinstance(part, Block)] == read


def test_former_style_is_not_the_style() -> None:
    was = '<w:pPrChange><w:pPr><w:pStyle w:val="Overskrift1"/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'

    (block,) = read_docx(word(p("Brødtekst nå", properties=was)), file="a.docx").parts

    assert block.kind == "paragraph"


def test_deleted_table_is_gone_but_counted() -> None:
    body = table(row("gammel", properties="<w:del/>")) + table(row("ny"))

    (found,) = read_docx(word(body), file="a.docx").parts

    assert [(each.cells, each.place.table) for each in found.rows] == [(("ny",), 2)]
