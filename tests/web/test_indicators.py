"""The indicators' pages: no figure that is not in the results, coverage beside every share, downloads that agree."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html
from openpyxl import load_workbook
from pytest_django import Settings

from dugnad.monitor.indicators import load_indicators
from dugnad.monitor.pictures.reading import Reading, reading_of
from web import shown
from web.conftest import Small

INDICATORS = {indicator.name: indicator for indicator in load_indicators()}
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
PARTS = [(name, part.part) for name, indicator in INDICATORS.items() for part in indicator.figures]


@pytest.fixture
def demo(demo_store: Path, settings: Settings) -> Client:
    settings.STORE = demo_store
    return Client(HTTP_HOST="localhost")


def stored(store: Path) -> dict[str, dict[str, Any]]:
    """The stored rows by the name that a figure on a page carries."""
    rows = reading_of(store).rows("SELECT * EXCLUDE computed_at FROM result")
    return {f"{row['indicator']}|{row['scope']}|{row['code']}|{row['period']}": row for row in rows}


def numbers(text: str) -> list[float]:
    """The numbers in a text, as both languages write them."""
    bare = re.sub(r"(?<=\d)[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} ](?=\d{3})", "", text)
    return [float(found.replace(",", ".")) for found in NUMBER.findall(bare)]


def unit_of(row_name: str) -> str:
    """The unit in which content says that the figure is told."""
    indicator = INDICATORS[row_name.partition(".")[0]]
    return indicator.figure(row_name).unit


def expected(row: dict[str, Any], shows: str) -> list[float]:
    """The numbers that may stand on the page for a stored row."""
    if shows == "count":
        return [row["numerator"], row["denominator"]]
    if shows == "coverage":
        return [100 * row["coverage"]]
    if row["value"] is None:
        return []
    return [100 * row["value"] if unit_of(row["indicator"]) == "share" else row["value"]]


def tolerance(row: dict[str, Any], shows: str) -> float:
    """How far rounding may move a number."""
    is_fine = shows == "count" or (shows == "value" and unit_of(row["indicator"]) == "score")
    return 0.005001 if is_fine else 0.5001


def strangers(page: html.HtmlElement, rows: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Figures on the page that are not those of a stored row."""
    found = []
    for one in shown.with_attribute(page, "data-result"):
        row, shows = rows.get(one.get("data-result", "")), one.get("data-shows", "")
        told = numbers(shown.texts_of(one))
        wanted = expected(row, shows) if row else [float("nan")]
        if len(told) != len(wanted) or any(
            not abs(a - b) <= tolerance(row, shows) for a, b in zip(told, wanted, strict=True) if row
        ):
            found.append((one.get("data-result", ""), shown.texts_of(one)))
    return found


def nameless(page: html.HtmlElement) -> list[str]:
    """Numbers in figures and tables that do not say which row they are."""
    cells = page.xpath(
        "//main//td[contains(@class, 'number')] | //main//*[@class='figure-number' or @class='figure-seen']"
    )
    return [
        text
        for cell in cells
        if numbers(text := shown.texts_of(cell)) and not shown.with_attribute(cell, "data-result")
    ]


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_no_figure_in_the_overview_is_not_in_the_results(demo: Client, demo_store: Path, language: str) -> None:
    for period in ("2024", "all"):
        page = html.fromstring(demo.get(f"{language}/indicators/", {"period": period}).content.decode())

        shows = len(shown.with_attribute(page, "data-result"))
        assert (strangers(page, stored(demo_store)), nameless(page), shows) == ([], [], 3 * len(INDICATORS))


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_no_figure_of_an_indicator_is_not_in_the_results(demo: Client, demo_store: Path, name: str, part: str) -> None:
    rows = stored(demo_store)
    for period in ("2025", "all"):
        answer = demo.get(f"/indicators/{name}/", {"period": period, "part": part})
        page = html.fromstring(answer.content.decode())

        is_rare = name == "declared-against-document"  # few of the demonstration's lots point to documents
        is_enough = len(shown.with_attribute(page, "data-result")) > (0 if is_rare else 30)
        assert (strangers(page, rows), nameless(page), is_enough) == ([], [], True)


@pytest.mark.parametrize("name", INDICATORS)
def test_every_share_has_its_coverage_beside_it(demo: Client, name: str) -> None:
    page = html.fromstring(demo.get(f"/indicators/{name}/").content.decode())

    keys: dict[str, list[str]] = {}
    for one in shown.with_attribute(page, "data-result"):
        keys.setdefault(one.get("data-result", ""), []).append(one.get("data-shows", ""))
    lacking = [key for key, shows in keys.items() if shows.count("value") != shows.count("coverage")]
    assert lacking == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", INDICATORS)
def test_page_tells_all_that_content_says(demo: Client, name: str, language: str) -> None:
    prefix = "" if language == "nb" else f"/{language}"
    about = INDICATORS[name]

    page = shown.texts_of(html.fromstring(demo.get(f"{prefix}/indicators/{name}/").content.decode()).xpath("//main")[0])

    told = (about.title, about.question, about.method, about.why, about.numerator, about.denominator, about.uncertainty,
            *about.exclusions, *about.assumptions)  # fmt: skip
    assert [text[language] for text in told if " ".join(text[language].split()) not in page] == []


@pytest.mark.parametrize(
    "address", ["/indicators/nothing/", "/indicators/ambition/figures.exe", "/indicators/x/trend.svg"]
)
def test_what_does_not_exist_is_not_found(demo: Client, address: str) -> None:
    answer = demo.get(address)

    assert (answer.status_code, "Vi fant ikke siden" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("asked", [{"period": "1999"}, {"part": "luck"}, {"period": "2025-Q1"}])
def test_page_says_when_a_choice_does_not_exist(demo: Client, asked: dict[str, str]) -> None:
    page = html.fromstring(demo.get("/indicators/path-taken/", asked).content.decode())

    said = [shown.texts_of(one) for one in shown.of_class(page, "ds-alert")]
    assert said == ["Et av valgene i adressen finnes ikke, så vi så bort fra det."]


def wanted_rows(store: Path, name: str) -> list[tuple[Any, ...]]:
    """The rows that a download should hold."""
    names = ", ".join(f"'{one}'" for one in INDICATORS[name].row_names)
    sql = f"SELECT * FROM result WHERE indicator IN ({names}) AND scope IN ('nation', 'county', 'kind', 'cpv')"  # noqa: S608
    rows = reading_of(store).rows(sql.replace("*", "* EXCLUDE computed_at"))
    return sorted(key_of(row) for row in rows)


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row as it can be compared across formats."""
    place = tuple(row[name] for name in ("indicator", "scope", "code", "period"))
    return (*place, *(str(rounded(row[name])) for name in ("numerator", "denominator", "coverage", "value")))


def rounded(value: Any) -> float | None:
    return None if value in (None, "") else round(float(value), 9)


def test_downloads_hold_the_stored_rows_in_every_format(demo: Client, demo_store: Path) -> None:
    base = "/indicators/path-taken/figures"

    answers = {form: demo.get(f"{base}.{form}") for form in ("csv", "json", "xlsx")}

    sheet = load_workbook(io.BytesIO(answers["xlsx"].content)).active.iter_rows(values_only=True)
    head = next(sheet)
    found = {
        "csv": list(csv.DictReader(io.StringIO(answers["csv"].content.decode("utf-8-sig")))),
        "json": json.loads(answers["json"].content),
        "xlsx": [dict(zip(head, row, strict=True)) for row in sheet],
    }
    wanted = wanted_rows(demo_store, "path-taken")
    assert {form: sorted(map(key_of, rows)) == wanted for form, rows in found.items()} == dict.fromkeys(found, True)


def test_download_carries_a_name_and_its_kind(demo: Client) -> None:
    answer = demo.get("/indicators/ambition/bodies.csv")

    assert (answer.headers["Content-Disposition"], answer.headers["Content-Type"]) == (
        'attachment; filename="ambition-bodies.csv"',
        "text/csv; charset=utf-8",
    )


def test_download_of_bodies_holds_one_row_a_body_and_figure(demo: Client, demo_store: Path) -> None:
    text = demo.get("/indicators/price-only/bodies.csv").content.decode("utf-8-sig")

    sql = "SELECT code FROM result WHERE indicator = 'price-only' AND scope = 'body' AND period = 'all' ORDER BY code"
    assert [row["code"] for row in csv.DictReader(io.StringIO(text))] == [
        row["code"] for row in reading_of(demo_store).rows(sql)
    ]


@pytest.mark.parametrize("name", INDICATORS)
def test_chart_shows_the_years_of_the_table(demo: Client, name: str) -> None:
    part = INDICATORS[name].figures[0].part
    page = html.fromstring(demo.get(f"/indicators/{name}/").content.decode())
    rows = page.xpath("//figure//tbody/tr")
    table = {shown.texts_of(row[0]): shown.texts_of(shown.with_attribute(row[1], "data-result")[0]) for row in rows}

    chart = demo.get(f"/indicators/{name}/trend.svg", {"part": part}).content.decode()

    texts = [shown.texts_of(one) for one in html.fromstring(chart).xpath("//*[local-name()='text']")]
    lacking = [(year, told) for year, told in table.items() if told != "–" and not {year, told} <= set(texts)]
    assert (lacking, len(table) > 2) == ([], True)


def test_empty_store_has_no_figures_and_says_so(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = tmp_path
    visitor = Client(HTTP_HOST="localhost")

    pages = [
        html.fromstring(visitor.get(address).content.decode()) for address in ("/indicators/", "/indicators/ambition/")
    ]

    told = [[shown.texts_of(one) for one in shown.of_class(page, "figure-warning")] for page in pages]
    unknown = "Ukjent: ingen kunngjøringer å måle på i denne perioden."
    assert told == [[unknown] * len(INDICATORS), [unknown]]


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/path-taken/"])
def test_page_asks_as_much_for_one_notice_as_for_three(
    small_stores: Small, settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    asked: list[str] = []
    answer = Reading.rows
    monkeypatch.setattr(Reading, "rows", lambda self, sql, values=(): asked.append(sql) or answer(self, sql, values))
    counts = []
    for count in (1, 3):
        settings.STORE = small_stores(count)
        visitor = Client(HTTP_HOST="localhost")
        visitor.get(address)
        asked.clear()
        visitor.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
