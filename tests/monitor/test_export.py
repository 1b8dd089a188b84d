"""Downloads hold the same figures in every format, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook

from dugnad.monitor.export import COLUMNS, export
from dugnad.monitor.indicators import load_indicators
from dugnad.monitor.results import Row

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROWS = [
    Row(
        indicator="environment-weight-share",
        scope="body",
        code="987654325",
        period="2025",
        numerator=3,
        denominator=8,
        coverage=0.8,
        value=0.375,
        computed_at=AT,
    ),
    Row(
        indicator="path-taken.possible-breach",
        scope="body",
        code="911222334",
        period="all",
        numerator=0,
        denominator=0,
        coverage=0,
        value=None,
        computed_at=AT,
    ),
]
EVIL = '=HYPERLINK("http://example.org";"Storvik")'
NAMES = {("body", "987654325"): EVIL, ("body", "911222334"): "<b>Vestby</b> & Øy"}


def exported(form: str, language: str = "nb") -> bytes:
    return export(ROWS, load_indicators(), form=form, language=language, names=NAMES)


def test_json_holds_the_figures_and_null_for_unknown() -> None:
    first, second = json.loads(exported("json"))

    assert first == {
        "indicator": "environment-weight-share",
        "name": "Minst 30 prosent vekt på klima og miljø",
        "scope": "body",
        "code": "987654325",
        "place": EVIL,
        "period": "2025",
        "numerator": 3,
        "denominator": 8,
        "coverage": 0.8,
        "value": 0.375,
        "unit": "share",
        "computed_at": "2026-11-22T12:00:00+00:00",
    }
    assert (second["name"], second["value"]) == ("Veien som er valgt: Mulig brudd", None)


def test_csv_has_a_heading_and_no_formula() -> None:
    data = exported("csv")

    heading, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert data.startswith(b"\xef\xbb\xbf")
    assert tuple(heading) == COLUMNS
    assert (first[4], first[6:10]) == (f"'{EVIL}", ["3", "8", "0.8", "0.375"])
    assert (second[4], second[9]) == ("<b>Vestby</b> & Øy", "")


def test_xlsx_has_numbers_as_numbers_and_no_formula() -> None:
    sheet = load_workbook(io.BytesIO(exported("xlsx"))).active

    rows: Any = list(sheet.iter_rows())  # type: ignore[union-attr]
    assert tuple(cell.value for cell in rows[0]) == COLUMNS
    assert (rows[1][4].value, rows[1][4].data_type) == (f"'{EVIL}", "s")
    assert [(cell.value, cell.data_type) for cell in rows[1][6:10]] == [(3, "n"), (8, "n"), (0.8, "n"), (0.375, "n")]
    assert rows[2][9].value is None


def test_html_escapes_names_and_says_unknown() -> None:
    page = html.fromstring(exported("html"))

    cells = [[cell.text_content() for cell in row] for row in page.findall(".//tbody/tr")]
    assert page.get("lang") == "nb"
    assert page.findall(".//p")[1].text_content() == (
        "Kilde: kunngjøringer på Doffin (DFØ) og TED (© European Union, https://ted.europa.eu). Beregnet 2026-11-22."
    )
    assert cells == [
        ["Minst 30 prosent vekt på klima og miljø", EVIL, "2025", "38\u00a0%", "3", "8", "80\u00a0%"],
        ["Veien som er valgt: Mulig brudd", "<b>Vestby</b> & Øy", "alle år", "ukjent", "0", "0", "0\u00a0%"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|"])
def test_text_that_starts_as_a_formula_is_quoted(start: str) -> None:
    names = {("body", "987654325"): f"{start}1+1"}

    data = export(ROWS[:1], load_indicators(), form="csv", names=names)

    _, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row[4] == f"'{start}1+1"


def test_row_of_an_indicator_that_is_no_more_is_left_out() -> None:
    rows = [*ROWS[:1], replace(ROWS[0], indicator="once-there")]

    found = json.loads(export(rows, load_indicators(), form="json", names=NAMES))

    assert [one["indicator"] for one in found] == ["environment-weight-share"]


def test_names_follow_the_language() -> None:
    found = [[one["name"] for one in json.loads(exported("json", language))] for language in ("nb", "nn", "en")]

    assert [names[1] for names in found] == [
        "Veien som er valgt: Mulig brudd",
        "Vegen som er vald: Mogleg brot",
        "The road taken: Possible breach",
    ]
