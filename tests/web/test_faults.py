"""Faults on the site: no access and lost sessions are told apart, and addresses for forms lead to their page."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def told(page: bytes) -> tuple[str, list[str]]:
    """The heading, and where the buttons lead."""
    tree = html.fromstring(page)
    return str(tree.xpath("string(//h1)")), tree.xpath("//main//a[contains(@class, 'ds-button')]/@href")


@pytest.mark.parametrize(
    ("prefix", "heading"),
    [
        ("", "Rollen din gir ikke tilgang til dette"),
        ("/nn", "Rolla di gir ikkje tilgang til dette"),
        ("/en", "Your role does not give access to this"),
    ],
)
def test_who_may_not_is_told_that_it_is_the_role(cast: Cast, prefix: str, heading: str) -> None:
    answer = signed_in(cast.reader).get(f"{prefix}/bodies/{cast.own.key}/comment/")

    assert (answer.status_code, *told(answer.content)) == (403, heading, [f"{prefix}/me/"])


@pytest.mark.parametrize(
    ("prefix", "heading"),
    [
        ("", "Du er logget ut, eller siden har stått åpen for lenge"),
        ("/nn", "Du er logga ut, eller sida har stått open for lenge"),
        ("/en", "You are signed out, or the page has been open for too long"),
    ],
)
def test_a_form_sent_after_signing_out_leads_to_sign_in(cast: Cast, prefix: str, heading: str) -> None:
    where = f"{prefix}/bodies/{cast.own.key}/comment/"

    answer = Client(HTTP_HOST="localhost", enforce_csrf_checks=True).post(where, {"text": "Ord"})

    assert (answer.status_code, *told(answer.content)) == (403, heading, [f"{prefix}/account/login/?next={where}"])


def test_a_form_that_is_too_old_leads_back_to_its_page(cast: Cast) -> None:
    where = f"/bodies/{cast.own.key}/comment/"
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.force_login(cast.contact, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(where, {"text": "Ord"})

    assert (answer.status_code, *told(answer.content)) == (
        403, "Du er logget ut, eller siden har stått åpen for lenge", [where],
    )  # fmt: skip


@pytest.mark.parametrize("deed", ["start", "take", "discard"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_address_for_forms_opened_as_a_page_leads_to_the_plan(cast: Cast, prefix: str, deed: str) -> None:
    answer = signed_in(cast.contact).get(f"{prefix}/bodies/{cast.own.key}/plan/{deed}/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert told(answer.content)[1] == [f"{prefix}/bodies/{cast.own.key}/plan/"]
