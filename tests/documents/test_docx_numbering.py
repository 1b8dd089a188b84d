"""Automatic numbers are printed as Word prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.word import HEADINGS, cell, levels, numbered, p, row, table, word
from dugnad.documents.document import Block
from dugnad.documents.docx import read_docx
from dugnad.documents.docx_numbering import in_format

DECIMALS = levels(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
LETTERS = levels(("lowerLetter", "%1)"), ("lowerRoman", "%2."), ("bullet", "\uf0b7"))


def lists(*abstract: str, nums: str = "") -> str:
    """numbering.xml: each list definition with the num of its own number, then more nums."""
    defined = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{each}</w:abstractNum>' for at, each in enumerate(abstract, 1)
    )
    plain = "".join(num(at, at) for at in range(1, len(abstract) + 1))
    return defined + plain + nums


def num(number: int, abstract: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def labels(body: str, numbering: str, styles: str = HEADINGS) -> list[str]:
    document = read_docx(word(body, styles=styles, parts={"numbering": numbering}), file="a.docx")
    return [part.label for part in document.parts if isinstance(part, Block)]


def items(*placed: tuple[int, int]) -> str:
    """One paragraph for each list and level."""
    return "".join(p("Tekst", properties=numbered(number, level)) for number, level in placed)


@pytest.mark.parametrize(
    ("placed", "printed"),
    [
        ([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2)], ["1", "1.1", "1.2", "2", "2.1", "2.1.1"]),
        ([(1, 1), (1, 0)], ["1.1", "2"]),
        ([(1, 0), (1, 2), (1, 1)], ["1", "1.1.1", "1.2"]),
        ([(2, 0), (2, 0), (2, 1), (2, 2), (2, 0)], ["a)", "b)", "i.", "•", "c)"]),
        ([(1, 0), (2, 0), (1, 0)], ["1", "a)", "2"]),
        ([(1, 0), (1, 0), (3, 0)], ["1", "2", "3"]),
        ([(1, 0), (1, 0), (4, 0), (4, 0)], ["1", "2", "1", "2"]),
        ([(5, 0), (5, 0)], ["7", "8"]),
        ([(0, 0), (99, 0)], ["", ""]),
    ],
)
def test_labels_are_counted_through_the_document(placed: list[tuple[int, int]], printed: list[str]) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    nums = num(3, 1) + num(4, 1, restart.format(1)) + num(5, 1, restart.format(7))

    assert labels(items(*placed), lists(DECIMALS, LETTERS, nums=nums)) == printed


def test_level_of_its_own_in_one_list() -> None:
    own = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/>'
    own += '<w:lvlText w:val="Del %1:"/></w:lvl></w:lvlOverride>'

    assert labels(items((2, 0), (2, 0)), lists(DECIMALS, nums=num(2, 1, own))[: -0 or None]) == ["Del III:", "Del IV:"]


def test_level_that_never_restarts() -> None:
    running = levels(("decimal", "%1"), ("decimal", "K%2"), more={1: '<w:lvlRestart w:val="0"/>'})

    assert labels(items((1, 0), (1, 1), (1, 0), (1, 1)), lists(running)) == ["1", "K1", "2", "K2"]


def test_heading_with_a_bullet_is_named_without_it() -> None:
    body = p("Krav", style="Overskrift1", properties=numbered(1, 2)) + p("Tekst.", properties=numbered(1, 0))

    document = read_docx(
        word(body, parts={"numbering": lists(levels(("none", ""), ("none", ""), ("bullet", "-")))}), file="a"
    )

    assert [(part.kind, part.label, part.place.heading) for part in document.parts] == [
        ("heading", "-", "Krav"),
        ("paragraph", "", "Krav"),
    ]


def test_legal_numbering_prints_digits() -> None:
    legal = levels(("upperRoman", "%1"), ("decimal", "%1.%2"), more={1: "<w:isLgl/>"})

    assert labels(items((1, 0), (1, 0), (1, 1)), lists(legal)) == ["I", "II", "2.1"]


def test_style_carries_the_numbering_and_the_place_names_it() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Overskrift{level}"><w:name w:val="heading {level}"/><w:pPr><w:numPr>'
        f'<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for level in (1, 2)
    )
    tied = {0: '<w:pStyle w:val="Overskrift1"/>', 1: '<w:pStyle w:val="Overskrift2"/>'}
    numbering = lists(levels(("decimal", "%1"), ("decimal", "%1.%2"), more=tied))
    body = p("Krav", style="Overskrift1") + p("Bil", style="Overskrift2") + p("Elektrisk.")

    document = read_docx(word(body, styles=styles, parts={"numbering": numbering}), file="a.docx")

    assert [(part.label, part.place.heading) for part in document.parts] == [
        ("1", "1 Krav"),
        ("1.1", "1.1 Bil"),
        ("", "1.1 Bil"),
    ]


def test_list_style_is_followed_to_its_list() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="L"/></w:abstractNum>'

    assert labels(items((9, 0), (9, 1)), lists(DECIMALS, nums=link + num(9, 9)), styles) == ["1", "1.1"]


def test_numbers_inside_cells_are_counted_but_no_text() -> None:
    inside = table(row(cell(p("Bil", properties=numbered(1)), p("Båt", properties=numbered(1)))))
    numbering = lists(DECIMALS)

    document = read_docx(word(inside + items((1, 0)), parts={"numbering": numbering}), file="a.docx")

    assert document.parts[0].rows[0].cells == ("Bil\nBåt",)
    assert document.parts[1].label == "3"


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (27, "lowerLetter", "aa"), (28, "upperLetter", "BB"), (4, "lowerRoman", "iv"), (1990, "upperRoman", "MCMXC"),
        (7, "decimalZero", "07"), (3, "ordinal", "3."), (5, "none", ""), (5, "pad3", "005"), (0, "lowerRoman", "0"),
        (0, "lowerLetter", ""), (12, "chineseCounting", "12"),
    ],
)  # fmt: skip
def test_number_formats(count: int, form: str, printed: str) -> None:
    assert in_format(count, form) == printed


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 8)), max_size=30))
def test_any_order_of_levels_gives_a_label_for_each_item(placed: list[tuple[int, int]]) -> None:
    found = labels(items(*placed), lists(DECIMALS, LETTERS))

    assert len(found) == len(placed)
