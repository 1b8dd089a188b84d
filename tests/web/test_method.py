"""The method page and those about the site: measured errors, buyers not found, and statements that hold."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from dugnad.notices.tables import TABLES
from web import shown
from web.conftest import Small
from web.made import HARBOUR, Purchase, make_store

NOTHING = "{value: null, count: 0, of: 0, wilson_95: null}"
MEASURED = f"""
measured_on: 2026-11-20
sets:
  - {{labels: old, part: train, rows: 1, environment: [], social: []}}
  - labels: norwegian_phrases_dev
    part: held
    rows: 210
    environment:
      - {{language: all, n: 200, precision: {{count: 96, of: 98}}, recall: {{count: 96, of: 100}},
         doubtful_of_none: {{count: 3, of: 100}}}}
      - {{language: nor, n: 10, precision: {NOTHING}, recall: {NOTHING}, doubtful_of_none: {{count: 0, of: 10}}}}
    social: []
"""


def main_of(site: Client, address: str) -> html.HtmlElement:
    (found,) = html.fromstring(site.get(address).content.decode()).xpath("//main")
    return found


def store_with_strangers(folder: Path, names: list[str | None]) -> Path:
    """A store whose buyers were not found in the register."""
    make_store(folder, [Purchase(number=number) for number in range(1, len(names) + 1)])
    path = folder / "tables" / "buyer" / "part-0.parquet"
    rows = [
        {**row, "orgnr": None, "matched_by": "none", "name": name}
        for row, name in zip(pq.read_table(path).to_pylist(), names, strict=True)
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["buyer"]), path)
    return folder


@pytest.mark.parametrize("names", [["Et innkjøp"], ["Et innkjøp", "Et annet", None]])
def test_buyers_not_found_are_counted_and_listed(tmp_path: Path, settings: Settings, names: list[str | None]) -> None:
    settings.STORE = store_with_strangers(tmp_path, names)
    visitor = Client(HTTP_HOST="localhost")

    told = shown.texts_of(main_of(visitor, "/method/"))
    listed = [shown.texts_of(one) for one in main_of(visitor, "/method/unmatched/").xpath(".//tbody//th")]

    count = "1 norsk innkjøper står" if len(names) == 1 else "3 norske innkjøpere står"
    assert (count in told, sorted(listed)) == (True, sorted(name or "(uten navn)" for name in names))


def test_all_buyers_found_is_said(site: Client) -> None:
    assert "Alle innkjøpere er funnet." in shown.texts_of(main_of(site, "/method/unmatched/"))


def test_same_stranger_is_counted_once_with_its_notices(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = store_with_strangers(tmp_path, ["Et innkjøp", "Et innkjøp"])

    (row,) = main_of(Client(HTTP_HOST="localhost"), "/method/unmatched/").xpath(".//tbody/tr")

    assert [shown.texts_of(cell) for cell in row][:2] == ["Et innkjøp", "2"]


@pytest.mark.parametrize("page", ["0", "7", "x"])
def test_list_says_when_a_page_does_not_exist(site: Client, page: str) -> None:
    said = shown.of_class(main_of(site, f"/method/unmatched/?page={page}"), "ds-alert")

    assert [shown.texts_of(one) for one in said] == ["Et av valgene i adressen finnes ikke, så vi så bort fra det."]


def measured_rows(site: Client, address: str) -> list[list[str]]:
    rows = main_of(site, address).xpath(".//section[@aria-labelledby='errors']//tbody/tr")
    return [[shown.texts_of(cell) for cell in row] for row in rows]


def test_measured_errors_stand_with_number_and_interval(
    small_stores: Small, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "measured.yaml").write_text(MEASURED, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    settings.STORE = small_stores(1)

    rows = measured_rows(Client(HTTP_HOST="localhost"), "/en/method/")

    assert rows == [
        ["All", "200", "98.0% (92.9%–99.4%)96 of 98", "96.0% (90.2%–98.4%)96 of 100",
         "3.0% (1.0%–8.5%)3 of 100"],
        ["Norwegian", "10", "not measured", "not measured", "0% (0%–27.8%)0 of 10"],
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
@pytest.mark.parametrize("address", ["/method/", "/method/unmatched/", "/accessibility/", "/privacy/"])
def test_page_has_one_heading_and_its_sections(site: Client, address: str, language: str) -> None:
    page = main_of(site, language + address)

    sections = page.xpath(".//section[@aria-labelledby]")
    named = [page.xpath(f".//h2[@id='{one.get('aria-labelledby')}']") for one in sections]
    assert (len(page.xpath(".//h1")), [len(one) for one in named]) == (1, [1] * len(sections))


def test_contents_lead_to_sections_that_exist(site: Client) -> None:
    page = main_of(site, "/method/")

    targets = [one.get("href", "")[1:] for one in shown.of_class(page, "contents")[0].iter("a")]
    assert [len(page.xpath(f".//*[@id='{target}']")) for target in targets] == [1] * 8


def test_credits_name_the_sources(site: Client) -> None:
    told = shown.texts_of(main_of(site, "/en/method/"))

    credit = "TED: © European Union, https://ted.europa.eu."
    assert [text in told for text in (credit, "Doffin", "Statistics Norway (SSB)", "Brønnøysund Register Centre")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    "address",
    [
        "/notices/", "/indicators/", "/indicators/ambition/", "/indicators/ambition/figures.csv", "/law/", "/method/",
        "/accessibility/", "/privacy/", f"/notices/{Purchase(number=1).notice_id}/", f"/bodies/{HARBOUR}/",
    ],
)  # fmt: skip
def test_reading_sets_no_cookie_as_the_privacy_page_says(site: Client, address: str) -> None:
    answer = site.get(address)

    assert (answer.status_code, list(answer.cookies)) == (200, [])


@pytest.mark.parametrize(("mode", "said"), [("embedded", True), ("production", False)])
def test_privacy_tells_of_uploads_only_where_they_are_taken(
    site: Client, settings: Settings, mode: str, said: bool
) -> None:
    settings.MODE = mode

    assert ("Når du laster opp" in shown.texts_of(main_of(site, "/privacy/"))) == said
