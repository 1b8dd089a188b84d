"""What the support service's pages share: one trail, one look for choices, one word for one thing."""

from __future__ import annotations

import re

import pytest
from lxml import html

from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.register import Kind
from dugnad.web.ask_form import choices_of
from dugnad.web.words import page_words
from people import Cast, make_body, make_cast, signed_in

pytestmark = pytest.mark.django_db
PAGES = (
    "", "ask/", "search/?q=x", "answers/", "list/", "list/46/", "events/", "events/new/", "agreements/",
    "agreements/new/", "measures/", "cases/", "mail/", "told/", "mine/", "needs/46/", "contacts/46/", "unanswered/",
    "handover/46/", "contacts/46/310000108/",
)  # fmt: skip
TEXTS = (
    "ask", "cases", "mail", "desk_list", "desk_told", "answers", "search", "events", "agreements", "needs", "contacts",
    "measures", "privacy", "own_data", "refused",
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    load_shipped_desks(by="content")
    return make_cast()


def page(cast: Cast, address: str) -> html.HtmlElement:
    """A page of the service as its adviser sees it."""
    answer = signed_in(cast.adviser).get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_same_trail(cast: Cast, path: str) -> None:
    trail = page(cast, f"/desk/{path}").xpath("//nav[contains(@class, 'crumbs')]//a")

    assert [(one.text, one.get("href")) for one in trail][:2] == [
        ("Forsiden", "/"), *[("Få hjelp", "/desk/")] * bool(path),
    ]  # fmt: skip


def test_box_to_tick_stands_before_its_words_which_say_no_more(cast: Cast) -> None:
    label = page(cast, "/desk/contacts/46/310000108/").xpath("//label[@for='id_is_shared']")[0]

    assert [one.tag for one in label] == ["input", "span"]
    assert label.text_content().split() == ["Del", "det", "som", "er", "avtalt", "og", "lovet"]


def test_bodies_of_like_names_are_told_apart_also_where_they_have_no_county() -> None:
    health = make_body("Helse Likevik HF", Kind.HEALTH, county="", orgnr="310009997")
    municipality = make_body("Likevik kommune", orgnr="310009989")

    told = [(name, apart) for _, name, apart in choices_of([health, municipality])]

    assert told == [("Helse Likevik HF", "Helseforetak"), ("Likevik kommune", "Vestland")]


def test_no_heading_stands_over_an_empty_list(cast: Cast) -> None:
    front = page(cast, "/desk/").xpath("//main//h2")
    unanswered = page(cast, "/desk/unanswered/").xpath("//main//h2")

    assert [one.text_content().strip() for one in front] == ["Hvem svarer", "Mer fra støttetjenesten"]
    assert [one.text_content() for one in unanswered] == ["Lett etter uten svar"]


def test_what_is_stored_is_told_once_where_people_write(cast: Cast) -> None:
    links = page(cast, "/desk/ask/").xpath("//main//a[@href='/privacy/#desk']/text()")

    assert links == ["Alt om personvern her"]


@pytest.mark.parametrize("name", TEXTS)
def test_readers_of_english_meet_one_name_for_the_service(name: str) -> None:
    told = {key: str(texts["en"]) for key, texts in page_words(name).items()}

    named = {
        key for key, text in told.items() if re.search(r"(?<![{])\bdesks?\b(?![}]| take-over)", text, re.IGNORECASE)
    }

    assert named == set()
