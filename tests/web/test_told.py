"""What was just done is told once, on the page that follows; a form that failed says so in its title."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from lxml import html

from dugnad.records.models.plan import Measure, Plan
from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def told(client: Client, where: str) -> list[str]:
    """What the status box at the top of the page says."""
    page = html.fromstring(client.get(where).content)
    return [one.text_content().strip() for one in page.xpath("//main/div[contains(@class,'told')]/*[@role='status']")]


def test_saving_is_told_once_and_the_plan_comes_next(cast: Cast) -> None:
    contact, where = signed_in(cast.contact), f"/bodies/{cast.own.key}/adhesion/"

    contact.post(where, {"about": "join", "decided_by": "Kommunestyret", "on": "2026-10-07"})

    first = contact.get(where)
    page = html.fromstring(first.content)
    assert page.xpath("string(//*[@role='status'])").strip() == "Tilslutningen er lagret."
    assert page.xpath("//section[@class='next-step']//a/@href") == [f"/bodies/{cast.own.key}/plan/"]
    assert told(contact, where) == []
    assert told(signed_in(cast.reader), where) == []


def test_visitors_get_no_cookie_from_it(cast: Cast) -> None:
    visitor = Client(HTTP_HOST="localhost")

    answer = visitor.get(f"/bodies/{cast.own.key}/adhesion/")

    assert (answer.status_code, list(answer.cookies)) == (200, [])


def test_comment_and_host_tell_that_they_are_saved(cast: Cast) -> None:
    contact, governor = signed_in(cast.contact), signed_in(cast.governor)
    comment, host = f"/bodies/{cast.own.key}/comment/", "/counties/46/host/"

    contact.post(comment, {"text": "Tallene mangler rammeavtaler."})
    governor.post(f"{host}?q=Eksempelvik", {"host": cast.own.key, "since": "2026-11-01"})

    assert told(contact, comment) == ["Uttalelsen er publisert."]
    assert told(governor, host) == ["Verten er lagret."]
    assert '<td role="cell" data-label="Til">nå' in governor.get(host).content.decode()


def test_a_report_on_a_measure_tells_that_it_is_saved(cast: Cast) -> None:
    plan = Plan.objects.create(body=cast.own, state="in-force", since=date(2026, 8, 1))
    measure = Measure.objects.create(plan=plan, title={"nb": "Tiltak"}, owner="Leder", deadline=date(2030, 1, 1))
    buyer, where = signed_in(cast.buyer), f"/bodies/{cast.own.key}/plan/"
    form = html.fromstring(buyer.get(f"{where}report/{measure.pk}/").content)

    buyer.post(
        f"{where}report/{measure.pk}/", {"state": "under-way", "seen": form.xpath("//input[@name='seen']/@value")[0]}
    )

    assert told(buyer, where) == ["Meldingen er lagret."]


def test_a_form_that_failed_says_so_in_its_title_and_takes_focus(cast: Cast) -> None:
    contact = signed_in(cast.contact)

    page = html.fromstring(contact.post(f"/bodies/{cast.own.key}/comment/", {"text": ""}).content)
    fresh = html.fromstring(contact.get(f"/bodies/{cast.own.key}/comment/").content)

    assert [one.xpath("string(//title)").startswith("Feil: ") for one in (page, fresh)] == [True, False]
    assert page.xpath("//*[@autofocus]/@id") == ["errors"]
