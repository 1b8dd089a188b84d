"""The list of notices: found by title, buyer and number, paged, and honest about nonsense."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from dugnad.monitor.pictures.notices import PER_PAGE
from dugnad.monitor.pictures.reading import Reading
from web import shown
from web.conftest import Small
from web.made import Purchase, make_store


def titles(site: Client, **asked: object) -> list[str]:
    """The titles that the list shows."""
    page = html.fromstring(site.get("/notices/", asked).content.decode())
    return [shown.texts_of(one) for one in page.xpath("//section[@id='list']//tbody//th/a")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("biler", ["Felles kjøp av biler"]),
        ("BILER", ["Felles kjøp av biler"]),
        ("2025-000002", ["Kjøp av møbler"]),
        ("direktoratet", ["Kjøp av IT-utstyr", "Kjøp av trykksaker"]),
        ("999 100 003", ["Kjøp av IT-utstyr", "Kjøp av trykksaker"]),
        ("00000000-0000-4000-8000-000000000001", ["Kjøp av måltider"]),
        ("%", []),
        ("' OR 1=1 --", []),
        ("x" * 5000, []),
    ],
)
def test_notice_is_found_by_title_buyer_and_number(site: Client, asked: str, found: list[str]) -> None:
    assert titles(site, q=asked) == found


def test_newest_stand_first(site: Client) -> None:
    assert titles(site)[:2] == ["Felles kjøp av biler", "Kjøp av IT-utstyr"]


def test_notices_are_chosen_by_finding(site: Client) -> None:
    assert titles(site, outcome="POSSIBLE_BREACH") == ["Kjøp av trykksaker", "Kjøp av møbler"]


def test_long_list_is_paged(tmp_path: Path, settings: Settings) -> None:
    many = [Purchase(number=number, announced=date(2025, 1, 1)) for number in range(1, PER_PAGE + 3)]
    settings.STORE = make_store(tmp_path, many)
    visitor = Client(HTTP_HOST="localhost")

    counts = [len(titles(visitor, page=page)) for page in (1, 2, 3)]

    assert counts == [PER_PAGE, 2, 2]


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "99"}, {"page": "¹"}, {"outcome": "LUCKY"}])
def test_list_says_when_a_choice_does_not_exist(site: Client, asked: dict[str, str]) -> None:
    page = html.fromstring(site.get("/notices/", asked).content.decode())

    said = [shown.texts_of(one) for one in shown.of_class(page, "ds-alert")]
    assert said == ["Et av valgene i adressen finnes ikke, så vi så bort fra det."]


def test_empty_store_and_empty_search_say_so(tmp_path: Path, settings: Settings, site: Client) -> None:
    none = site.get("/notices/", {"q": "finnesikke"}).content.decode()
    settings.STORE = tmp_path

    empty = site.get("/notices/").content.decode()

    assert ("Vi fant ingen kunngjøring som passer." in none, "Ingen kunngjøringer er lest ennå.</p>" in empty) == (
        True,
        True,
    )


def test_list_alone_answers_while_typing(site: Client) -> None:
    part = site.get("/notices/", {"q": "biler"}, headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in part, 'id="list"' in part) == (False, True)


def test_list_asks_as_much_for_one_notice_as_for_three(
    small_stores: Small, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answer = Reading.rows
    monkeypatch.setattr(Reading, "rows", lambda self, sql, values=(): asked.append(sql) or answer(self, sql, values))
    counts = []
    for count in (1, 3):
        settings.STORE = small_stores(count)
        visitor = Client(HTTP_HOST="localhost")
        titles(visitor)
        asked.clear()
        titles(visitor)
        counts.append(len(asked))

    assert counts[0] == counts[1]
