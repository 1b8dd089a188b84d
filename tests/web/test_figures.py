"""No page shows a figure that is not in `results/`, and no finding that is not in the store."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db
SHOWN = "environment-weight-share"
FIGURE = re.compile(
    r'<div class="figure.*?<p class="figure-number">\s*(?:<span class="figure-faint">)?(?P<value>[^<]*).*?'
    r'<p class="figure-of">(?P<of>.*?)</p>.*?<span>(?P<seen>\d+)',
    flags=re.DOTALL,
)


@pytest.fixture
def visitor(demo_store: Path, settings: Settings) -> Client:
    settings.STORE = demo_store
    return Client(HTTP_HOST="localhost")


def rows(store: Path, table: str, sql: str) -> list[tuple[object, ...]]:
    folder = store / "results" if table == "result" else store / "tables" / table
    return duckdb.sql(f"WITH {table} AS (SELECT * FROM '{folder}/*.parquet') {sql}").fetchall()  # noqa: S608


def figures(page: str) -> Iterator[tuple[str, float, float, int]]:
    """Every figure on a page: its value as shown, numerator, denominator and coverage."""
    for found in FIGURE.finditer(page):
        first, second = re.findall(r"\d[\d\N{NO-BREAK SPACE}]*", re.sub(r"<.*", "", found["of"], flags=re.DOTALL))[:2]
        value = found["value"].replace("\N{NO-BREAK SPACE}", " ").strip()
        yield value, plain(first), plain(second), int(found["seen"])


def plain(text: str) -> float:
    return float(text.replace("\N{NO-BREAK SPACE}", ""))


def stored(store: Path, scope: str, code: str, period: str) -> set[tuple[str, float, float, int]]:
    """Every stored figure of a place, as a page would write it."""
    sql = f"""SELECT indicator, value, numerator, denominator, coverage FROM result
              WHERE scope = '{scope}' AND code = '{code}' AND period = '{period}'"""  # noqa: S608
    return {
        (written(str(name), value), round(num or 0), round(den or 0), round(100 * seen))
        for name, value, num, den, seen in rows(store, "result", sql)
    }


def written(indicator: str, value: object) -> str:
    if not isinstance(value, float):
        return "–"
    if indicator == "ambition":
        return f"{value:.2f}".replace(".", ",")
    return f"{round(value if indicator.endswith('.median') else 100 * value)} %"


@pytest.mark.parametrize("period", ["2023", "2024", "2025", "2026", "all"])
def test_national_figures_are_stored_ones(visitor: Client, demo_store: Path, period: str) -> None:
    page = visitor.get(f"/national/?period={period}").content.decode()

    shown = list(figures(page))
    known = stored(demo_store, "nation", "DEMO", period)
    assert (len(shown) >= 5, [figure for figure in shown if figure not in known]) == (True, [])


def test_every_demonstration_bodys_figures_are_stored_ones(visitor: Client, demo_store: Path) -> None:
    codes = [
        str(code) for (code,) in rows(demo_store, "result", "SELECT DISTINCT code FROM result WHERE scope = 'body'")
    ]

    strange = {}
    for code in codes:
        page = visitor.get(f"/bodies/{code}/").content.decode()
        known = stored(demo_store, "body", code, "all")
        strange[code] = [figure for figure in figures(page) if figure not in known]

    assert (len(codes) > 15, {code: found for code, found in strange.items() if found}) == (True, {})


def test_path_on_the_national_page_is_the_stored_one(visitor: Client, demo_store: Path) -> None:
    page = visitor.get("/national/?period=all").content.decode()

    table = re.findall(r'<table class="ds-table path-table".*?</table>', page, flags=re.DOTALL)[0]
    shown = sorted(re.findall(r'fill-([a-z-]+)"></span>.*?data-label="[^"]*">(\d+)<', table, flags=re.DOTALL))
    sql = """SELECT replace(indicator, 'path-taken.', ''), numerator::INTEGER::VARCHAR FROM result
             WHERE starts_with(indicator, 'path-taken.') AND scope = 'nation' AND period = 'all' AND numerator > 0"""
    assert shown == sorted(rows(demo_store, "result", sql))


def test_county_tiles_are_the_stored_shares(visitor: Client, demo_store: Path) -> None:
    page = visitor.get("/counties/?period=all").content.decode()

    tile = r'<li class="tile-(\d\d)">(?:(?!</li>).)*<span class="tile-number">(\d+)'
    shown = dict(re.findall(tile, re.findall(r'<ul class="tiles">.*?</ul>', page, flags=re.DOTALL)[0]))
    sql = f"""SELECT replace(code, 'DEMO-', ''), round(100 * value)::INTEGER::VARCHAR FROM result
              WHERE indicator = '{SHOWN}' AND scope = 'county' AND period = 'all' AND coverage >= 0.5
              AND starts_with(code, 'DEMO-') AND code <> 'DEMO-unknown'"""  # noqa: S608
    assert shown == dict(rows(demo_store, "result", sql))


@pytest.mark.long
@pytest.mark.alone
def test_national_page_is_quick_from_stored_results(visitor: Client) -> None:
    visitor.get("/national/")
    started = time.process_time()

    for _ in range(5):
        visitor.get("/national/")

    assert (time.process_time() - started) / 5 < 0.25  # a loose bound; bench measures the true one


@pytest.mark.parametrize("chart", ["trend/nation/DEMO", "path/nation/DEMO/all", "weights/nation/DEMO/all"])
@pytest.mark.parametrize("size", ["wide", "half", "narrow"])
def test_chart_is_a_picture_without_script_or_foreign_address(visitor: Client, chart: str, size: str) -> None:
    answer = visitor.get(f"/charts/{chart}.svg?size={size}")

    picture = answer.content.decode()
    foreign = re.findall(r"<script|<foreignObject|href=|url\(http", picture)
    assert (answer.headers["Content-Type"], picture[:4], foreign) == ("image/svg+xml", "<svg", [])


def test_downloaded_chart_carries_title_and_source(visitor: Client) -> None:
    picture = visitor.get("/en/charts/path/nation/DEMO/all.svg?size=sheet").content.decode()

    said = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    assert ("lots that the rule binds" in said, "Computed 2 November 2026" in said) == (True, True)


@pytest.mark.parametrize(
    "address",
    ["trend/nation/XX", "trend/planet/NO", "path/body/1/all", "weights/county/46/all", "path/nation/DEMO/1999"],
)
def test_chart_of_nothing_is_not_found(visitor: Client, address: str) -> None:
    answer = visitor.get(f"/charts/{address}.svg")

    assert (answer.status_code, "Vi fant ikke siden" in answer.content.decode()) == (404, True)
