"""Every page: it works in three languages, keeps its queries, says so when input is bad, and stays within its walls."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from web.conftest import Small
from web.made import AGENCY, HARBOUR, RIDGE

pytestmark = pytest.mark.django_db
PAGES = ("/", "/national/", "/counties/", "/counties/46/", "/bodies/", f"/bodies/{HARBOUR}/", f"/bodies/{RIDGE}/")
HEADINGS = {
    "/": "Tar det offentlige miljøansvar når det kjøper inn?",
    "/nn/": "Tek det offentlege miljøansvar når det kjøper inn?",
    "/en/": "Does the public sector buy with the environment in mind?",
    "/national/": "Slik står det til i landet",
    "/en/national/": "How the country stands",
    "/counties/": "Fylkene side om side",
    "/counties/46/": "Slik følger virksomhetene i Vestland opp",
    "/nn/counties/46/": "Slik følgjer verksemdene i Vestland opp",
    "/bodies/": "Finn en offentlig virksomhet",
    f"/bodies/{HARBOUR}/": "Eksempelvik kommune",
    f"/en/bodies/{AGENCY}/": "Direktoratet for eksempler",
}


def heading(page: str) -> str:
    """The page's one main heading."""
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", found).strip()


def lead(page: str) -> str:
    """The sentence under the heading."""
    return re.sub(r"<[^>]+>|\s+", " ", re.findall(r'<p class="lead">(.*?)</p>', page, flags=re.DOTALL)[0]).strip()


@pytest.mark.parametrize("address", HEADINGS)
def test_page_says_what_it_is(site: Client, address: str) -> None:
    answer = site.get(address)

    assert (answer.status_code, heading(answer.content.decode())) == (200, HEADINGS[address])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_page_is_in_the_language_of_its_address(site: Client, address: str, language: str) -> None:
    prefix = "" if language == "nb" else f"/{language}"

    page = site.get(prefix + address).content.decode()

    assert re.findall(r'<html lang="(\w+)"', page) == [language]


QUESTIONS = {"/": 0, "/national/": 8, "/counties/": 6, "/counties/46/": 20, "/bodies/": 0}
"""How often a page asks the database; a body that only the notices know is looked for once."""


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_little_for_one_and_for_three_purchases(
    small_stores: Small,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    count: int,
) -> None:
    settings.STORE = small_stores(count)
    visitor = Client(HTTP_HOST="localhost")

    with django_assert_num_queries(QUESTIONS.get(address, 1)):
        answer = visitor.get(address)

    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/bodies/123/", "/bodies/abc/", "/counties/99/", "/counties/xx/", "/nothing/"])
def test_what_does_not_exist_is_said_in_words(site: Client, address: str) -> None:
    answer = site.get(address)

    assert (answer.status_code, heading(answer.content.decode())) == (404, "Vi fant ikke siden")


@pytest.mark.parametrize(
    "address",
    [
        "/national/?period=1999",
        "/counties/?period=soon",
        f"/bodies/{HARBOUR}/?period=%00",
        "/bodies/?kind=castle",
        "/bodies/?county=99",
        "/bodies/?sort=luck",
        "/bodies/?page=0",
        "/bodies/?page=9999999999",
    ],
)
def test_page_says_when_a_choice_does_not_exist(site: Client, address: str) -> None:
    answer = site.get(address)

    said = "Et av valgene i adressen finnes ikke, så vi så bort fra det." in answer.content.decode()
    assert (answer.status_code, said) == (200, True)


def test_front_page_explains_an_empty_store(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    settings.STORE = tmp_path_factory.mktemp("empty")

    page = Client(HTTP_HOST="localhost").get("/").content.decode()

    assert ("Ingen kunngjøringer er lest ennå." in page, "Ukjent: ingen kunngjøringer å måle på" in page) == (
        True,
        True,
    )


def test_national_lead_gives_number_of_how_many_and_coverage(site: Client) -> None:
    page = site.get("/national/?period=2025").content.decode()

    assert lead(page) == (
        "2025: I 2 av 3 delkontrakter teller klima og miljø minst 30 prosent. 75\N{NO-BREAK SPACE}% av delkontraktene "
        "kunne leses."
    ).replace("\N{NO-BREAK SPACE}", " ")
