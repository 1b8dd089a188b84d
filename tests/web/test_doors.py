"""Every page of the support service that needs no parameter is reached by links from the front or from the queue."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from lxml import html

from dugnad.records.models.desk import Desk
from dugnad.web.urls import PAGES
from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db
NO_PAGES = {
    "desk-known", "desk-bodies", "desk-enough", "desk-search", "events-calendar", "desk-measures-export",
    "desk-measures-picture",
}  # fmt: skip
"""What forms and pages fetch themselves, or what is no page."""
THEIRS = {
    "adviser": {"cases", "case-new", "mails", "told", "unanswered", "event-new", "agreement-new", "desk-mine"},
    "visitor": {"desk-front", "desk-ask", "answers", "events", "agreements", "desks", "desk-measures"},
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def plain_pages() -> set[str]:
    """The names of the service's pages without parameters."""
    every = [one for module in PAGES for one in module.urls if isinstance(one, URLPattern)]
    found = {str(one.name) for one in every if str(one.pattern).startswith("desk/") and "<" not in str(one.pattern)}
    return found - NO_PAGES


def reached(client: Client, start: str) -> set[str]:
    """The addresses under the support service that links lead to from the start."""
    seen, waiting = {start}, deque([start])
    while waiting:
        answer = client.get(waiting.popleft())
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for link in html.fromstring(answer.content).xpath("//a/@href"):
            path = link.partition("?")[0].partition("#")[0]
            if path.startswith("/desk/") and path not in seen:
                seen.add(path)
                waiting.append(path)
    return seen


@pytest.mark.parametrize(("who", "start"), [("visitor", "/"), ("adviser", "/desk/cases/")])
def test_every_page_is_reached_by_links(cast: Cast, who: str, start: str) -> None:
    found = reached(signed_in(cast.adviser if who == "adviser" else None), start)

    wanted = {name: reverse(name) for name in THEIRS[who]}
    assert {name for name, path in wanted.items() if path not in found} == set()


def test_every_page_without_parameters_is_somebodys(cast: Cast) -> None:
    assert plain_pages() - {"desk-overview"} == THEIRS["visitor"] | THEIRS["adviser"]


def test_governor_reaches_the_comparison(cast: Cast) -> None:
    assert "/desk/overview/" in reached(signed_in(cast.governor), "/desk/needs/46/")


@pytest.mark.parametrize("path", ["/desk/", "/desk/list/", "/desk/list/46/", "/desk/needs/46/"])
def test_the_register_of_agreements_and_the_figures_are_one_step_away(cast: Cast, path: str) -> None:
    links = html.fromstring(signed_in(cast.adviser).get(path).content).xpath("//main//a/@href")

    assert {link.partition("?")[0] for link in links} >= {"/desk/agreements/", "/desk/measures/"}


def test_the_morning_page_warns_of_money_that_ends(cast: Cast) -> None:
    ends = timezone.localdate() + timedelta(days=20)
    client = signed_in(cast.adviser)
    client.get("/desk/list/46/")
    Desk.objects.filter(county="46").update(funding_until=ends)

    told = html.fromstring(client.get("/desk/needs/46/").content).xpath("//*[@role='status']//li")
    before = html.fromstring(signed_in(cast.coordinator).get("/desk/needs/11/").content).xpath(
        "//*[@role='status']//li"
    )

    assert (len(told), len(before)) == (1, 0)
    assert str(ends.year) in told[0].text_content()


def test_every_rule_of_the_law_can_be_asked_about_as_it_is_today(cast: Cast) -> None:
    client = signed_in(None)

    page = html.fromstring(client.get("/law/").content)
    links = page.xpath("//article//a[contains(@href, 'about=law')]/@href")
    asked = html.fromstring(client.get(links[0]).content)
    past = html.fromstring(client.get("/law/?on=2024-06-01").content)

    assert len(links) == len(page.xpath("//article[contains(@class, 'rule')]"))
    assert asked.xpath("//input[@name='about']/@value")[0].startswith("law:")
    assert past.xpath("//a[contains(@href, 'about=law')]") == []
