"""Signing in by an identity provider, against a real one on this machine: who is let in, which answers are refused."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app

from dugnad.records.actions.invitations import invite_person
from dugnad.records.actions.people import OPERATOR
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, RoleName
from dugnad.records.permissions import roles_of
from dugnad.web.provider import Vouched, vouched
from people import Cast, make_cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")]
NEW = "ny@eksempel.invalid"
CLIENT = "dugnad-prove"
Change = Callable[[str, dict[str, Any]], dict[str, Any]]


@dataclass
class Provider:
    """A provider that answers as told: `change` may falsify what it says at an address."""

    address: str = ""
    change: Change | None = None

    def knows(self, sub: str, **claims: Any) -> None:
        """Somebody with these claims."""
        requests.put(f"{self.address}/users/{quote(sub)}", json=claims, timeout=5).raise_for_status()


@contextmanager
def running(**given: Any) -> Iterator[Provider]:
    """The provider, on a port of its own."""
    provider, app = Provider(), oidc_provider_mock.app(**given)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        pieces, status, headers = run_wsgi_app(app, environ, buffered=True)
        body = b"".join(pieces)
        if provider.change and "json" in headers.get("Content-Type", ""):
            body = json.dumps(provider.change(environ["PATH_INFO"], json.loads(body))).encode()
            headers["Content-Length"] = str(len(body))
        start(status, list(headers))
        return [body]

    server = make_server("localhost", 0, answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    provider.address = f"http://localhost:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def one_provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(one_provider: Provider, settings: Settings) -> Iterator[Provider]:
    """The provider, set up here as the surroundings would."""
    use(one_provider, settings)
    yield one_provider
    one_provider.change = None


def use(provider: Provider, settings: Settings) -> None:
    app = {
        "provider_id": "oidc",
        "name": "Ansattporten",
        "client_id": CLIENT,
        "secret": "hemmelig",
        "settings": {"server_url": provider.address, "scope": ["openid", "profile", "email"]},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def onward(page: HttpResponse) -> str:
    """Where the page that leads to the provider goes on to."""
    (found,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    return html.unescape(found)


def come_back(client: Client, address: str, sub: str) -> HttpResponse:
    """Sign in at the provider as somebody, and follow it back here."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    place = urlsplit(answer.headers["Location"])
    return client.get(f"{place.path}?{place.query}")


def enter(client: Client, sub: str, **given: str) -> HttpResponse:
    """All the way by the provider."""
    return come_back(client, onward(client.post("/account/oidc/login/", given)), sub)


def heading(answer: HttpResponse) -> tuple[int, str]:
    """The status and what the page is about."""
    (found,) = re.findall(r"<h1>(.*?)</h1>", answer.content.decode())
    return answer.status_code, found


def altinn(*numbers: str) -> list[dict[str, Any]]:
    """An authorization as Ansattporten tells it."""
    parties = [{"orgno": {"authority": "iso6523-actorid-upis", "ID": f"0192:{one}"}, "name": "X"} for one in numbers]
    return [
        {"type": "ansattporten:altinn:resource", "resource": "urn:altinn:resource:x", "authorized_parties": parties}
    ]


def test_sign_in_asks_with_state_nonce_and_pkce(provider: Provider) -> None:
    asked = parse_qs(urlsplit(onward(browser().post("/nn/account/oidc/login/"))).query)

    assert {name: asked[name] for name in ("response_type", "code_challenge_method", "redirect_uri", "client_id")} == {
        "response_type": ["code"],
        "code_challenge_method": ["S256"],
        "redirect_uri": ["http://localhost/account/oidc/login/callback/"],
        "client_id": [CLIENT],
    }
    assert [len(asked[name][0]) > 15 for name in ("state", "nonce", "code_challenge")] == [True] * 3


def test_what_the_provider_is_asked_cannot_be_changed_by_the_address(provider: Provider) -> None:
    page = browser().post("/account/oidc/login/?scope=admin&auth_params=prompt%3Dnone")

    asked = parse_qs(urlsplit(onward(page)).query)
    assert (sorted(asked["scope"][0].split()), "prompt" in asked) == (["email", "openid", "profile"], False)


def test_number_of_a_body_makes_a_reader(provider: Provider, cast: Cast) -> None:
    provider.knows("p1", name="Kari  Nordmann", authorization_details=altinn(cast.own.orgnr or ""), pid="01010112345")
    client = browser()

    answer = enter(client, "p1")

    person = Person.objects.get(socialaccount__uid="p1")
    assert (answer.status_code, answer.headers["Location"], client.get("/me/account/").status_code) == (
        302,
        "/me/",
        200,
    )
    assert [(role.role, role.body) for role in roles_of(person)] == [("reader", cast.own)]
    assert (person.name, person.has_address, person.has_usable_password()) == ("Kari Nordmann", False, False)
    assert list(LogEntry.objects.order_by("pk").values_list("by", "action")) == [
        ("identity-provider", "begin_account"),
        ("identity-provider", "give_role"),
        (person.by, "account_connected"),
        (person.by, "sign_in"),
    ]


def test_nothing_of_the_token_is_stored(provider: Provider, cast: Cast) -> None:
    provider.knows("p2", orgnr=cast.own.orgnr, pid="01010112345")

    enter(browser(), "p2")

    stored = SocialAccount.objects.get(uid="p2")
    assert (stored.extra_data, SocialToken.objects.count()) == ({}, 0)
    assert "01010112345" not in str(LogEntry.objects.values()) + str(Person.objects.values())


def test_coming_again_is_the_same_account_and_a_new_body_a_new_role(provider: Provider, cast: Cast) -> None:
    provider.knows("p3", orgnr=cast.own.orgnr)
    enter(browser(), "p3")
    provider.knows("p3", orgnr=cast.other.orgnr)

    enter(browser(), "p3")

    person = Person.objects.get(socialaccount__uid="p3")
    assert sorted(role.body.name for role in roles_of(person) if role.body) == sorted([cast.own.name, cast.other.name])


@pytest.mark.parametrize("claims", [{}, {"orgnr": "999999999"}, {"orgnr": "974761076"}, {"email": NEW}, {"name": "X"}])
def test_anything_else_is_refused_with_a_page(provider: Provider, cast: Cast, claims: dict[str, Any]) -> None:
    before = Person.objects.count()
    provider.knows("fremmed", **claims)
    client = browser()

    answer = enter(client, "fremmed")

    assert heading(answer) == (403, "Du slapp ikke inn")
    assert (Person.objects.count(), SocialAccount.objects.count(), LogEntry.objects.count()) == (before, 0, 0)
    assert client.get("/me/account/").status_code == 302


def test_verified_address_opens_the_invitation(provider: Provider, cast: Cast) -> None:
    invite_person(by=cast.contact, email=NEW, role=RoleName.BUYER, body=cast.own)
    provider.knows("p4", name="Ny", email=NEW.upper(), email_verified=True)

    answer = enter(browser(), "p4")

    person = Person.objects.get(email=NEW)
    assert (answer.status_code, [role.role for role in roles_of(person)]) == (302, ["buyer"])


def test_unverified_address_opens_nothing(provider: Provider, cast: Cast) -> None:
    invite_person(by=cast.contact, email=NEW, role=RoleName.BUYER, body=cast.own)
    provider.knows("p5", email=NEW, email_verified=False)
    provider.knows("p6", email=cast.leader.email)

    answers = [heading(enter(browser(), sub)) for sub in ("p5", "p6")]

    assert (answers, SocialAccount.objects.count()) == ([(403, "Du slapp ikke inn")] * 2, 0)


def test_verified_address_opens_the_account_that_has_it(provider: Provider, cast: Cast) -> None:
    provider.knows("p7", email=cast.leader.email, email_verified=True)

    answer = enter(browser(), "p7")

    assert (answer.status_code, SocialAccount.objects.get(uid="p7").user_id) == (302, cast.leader.pk)


def test_unverified_address_of_another_is_not_taken_over_with_the_readers_role(provider: Provider, cast: Cast) -> None:
    provider.knows("p8", email=cast.leader.email, orgnr=cast.own.orgnr)

    enter(browser(), "p8")

    person = Person.objects.get(socialaccount__uid="p8")
    assert (person.pk == cast.leader.pk, person.has_address) == (False, False)


def test_link_of_an_invitation_leads_by_the_provider_to_the_role(provider: Provider, cast: Cast) -> None:
    _, secret = invite_person(by=OPERATOR, email=NEW, role=RoleName.CONTACT, body=cast.own)
    provider.knows("p9", name="Ny")
    client = browser()

    answer = come_back(client, onward(client.post(f"/invitations/{secret}/", {"provider": "1"})), "p9")

    person = Person.objects.get(email=NEW)
    assert (answer.status_code, [role.role for role in roles_of(person)]) == (302, ["contact"])


def test_link_alone_does_not_open_an_account_that_exists(provider: Provider, cast: Cast) -> None:
    _, secret = invite_person(by=OPERATOR, email=cast.stranger.email, role=RoleName.CONTACT, body=cast.own)
    provider.knows("p10", name="Tyv")
    client = browser()

    page = client.post(f"/invitations/{secret}/", {"provider": "1"})

    assert (page.status_code, SocialAccount.objects.count(), roles_of(cast.stranger)) == (403, 0, [])


def test_account_is_connected_from_within(provider: Provider, cast: Cast, settings: Settings) -> None:
    provider.knows("p11", name="Leder")
    client = signed_in(cast.leader)

    answer = enter(client, "p11", process="connect")

    assert (answer.headers["Location"], SocialAccount.objects.get(uid="p11").user_id) == (
        "/account/providers/",
        cast.leader.pk,
    )
    assert "Jobbinnloggingen er koblet til." in client.get("/account/providers/").content.decode()


def test_another_connects_nothing_that_is_connected(provider: Provider, cast: Cast) -> None:
    provider.knows("p12", email=cast.leader.email, email_verified=True)
    enter(browser(), "p12")

    enter(signed_in(cast.buyer), "p12", process="connect")

    assert SocialAccount.objects.get(uid="p12").user_id == cast.leader.pk


def test_closed_account_is_not_opened_by_the_provider(provider: Provider, cast: Cast) -> None:
    provider.knows("p13", email=cast.leader.email, email_verified=True)
    enter(browser(), "p13")
    Person.objects.filter(pk=cast.leader.pk).update(is_active=False)

    assert heading(enter(browser(), "p13")) == (403, "Du slapp ikke inn")


def test_signing_in_by_the_provider_leads_to_no_other_site(provider: Provider, cast: Cast) -> None:
    provider.knows("p14", orgnr=cast.own.orgnr)

    places = [
        enter(browser(), "p14", next=one).headers["Location"] for one in ("https://evil.example/", "//localhost/")
    ]

    assert (places, enter(browser(), "p14", next="/me/log/").headers["Location"]) == (["/me/"] * 2, "/me/log/")


def test_provider_is_a_second_step_of_its_own(provider: Provider, cast: Cast, settings: Settings) -> None:
    settings.MFA = "required"
    provider.knows("p15", email=cast.leader.email, email_verified=True)
    client = browser()

    enter(client, "p15")

    assert client.get("/me/account/").status_code == 200


def test_cancelling_is_said(provider: Provider) -> None:
    client = browser()
    address = onward(client.post("/account/oidc/login/"))
    state = parse_qs(urlsplit(address).query)["state"][0]

    answer = client.get(f"/account/oidc/login/callback/?error=access_denied&state={state}", follow=True)

    assert heading(answer) == (200, "Innloggingen ble avbrutt")


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=gjettet", "?error=server_error&state=x", "?state=%00"])
def test_answer_that_nobody_asked_for_is_refused(provider: Provider, query: str) -> None:
    answer = browser().get(f"/account/oidc/login/callback/{query}")

    assert heading(answer) == (401, "Innloggingen lyktes ikke")


def test_answer_to_another_browser_is_refused(provider: Provider, cast: Cast) -> None:
    provider.knows("p16", orgnr=cast.own.orgnr)
    address = onward(browser().post("/account/oidc/login/"))

    assert heading(come_back(browser(), address, "p16")) == (401, "Innloggingen lyktes ikke")


def test_token_with_another_nonce_is_refused(provider: Provider, cast: Cast) -> None:
    provider.knows("p17", orgnr=cast.own.orgnr)
    client = browser()
    address = re.sub(r"nonce=[^&]+", "nonce=en-annen", onward(client.post("/account/oidc/login/")))

    assert heading(come_back(client, address, "p17")) == (403, "Du slapp ikke inn")


@pytest.mark.parametrize(
    ("prefix", "tongue", "told"),
    [
        ("/nn", "nn", "Innlogginga lukkast ikkje"),
        ("/en", "en", "The sign-in did not succeed"),
        ("", "nb", "Innloggingen lyktes ikke"),
    ],
)
def test_failure_is_told_in_the_language_that_one_left_in(
    provider: Provider, cast: Cast, prefix: str, tongue: str, told: str
) -> None:
    client = browser()
    client.post(f"{prefix}/account/oidc/login/")

    answer = client.get("/account/oidc/login/callback/?code=x&state=gjettet")

    assert (heading(answer), answer.headers["Content-Language"]) == ((401, told), tongue)
    assert f'<html lang="{tongue}"' in answer.content.decode()


def test_refusal_and_cancelling_are_told_in_the_language_that_one_left_in(provider: Provider, cast: Cast) -> None:
    provider.knows("p21")
    client = browser()
    turned = come_back(client, onward(client.post("/nn/account/oidc/login/")), "p21")
    state = parse_qs(urlsplit(onward(client.post("/en/account/oidc/login/"))).query)["state"][0]

    given_up = client.get(f"/account/oidc/login/callback/?error=access_denied&state={state}")

    assert heading(turned) == (403, "Du slapp ikkje inn")
    assert given_up.headers["Location"] == "/en/account/providers/cancelled/"


KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def signed_anew(key: Any, algorithm: str, **changes: Any) -> Change:
    """A provider whose token is signed by somebody else, with some claims changed."""

    def change(path: str, told: dict[str, Any]) -> dict[str, Any]:
        if "id_token" not in told:
            return told
        header = jwt.get_unverified_header(told["id_token"])
        claims = jwt.decode(told["id_token"], options={"verify_signature": False}) | changes
        kept = {"kid": header["kid"]} if "kid" in header else None
        return told | {"id_token": jwt.encode(claims, key, algorithm, headers=kept)}

    return change


def said_at(end: str, **changes: Any) -> Change:
    """A provider that says something else at one address."""
    return lambda path, told: told | changes if path.endswith(end) else told


FALSE = {
    "signed by another key": signed_anew(KEY, "RS256"),
    "signed by a shared secret": signed_anew("x" * 32, "HS256"),
    "not signed": signed_anew(None, "none"),
    "from another issuer": said_at("openid-configuration", issuer="https://annen.example"),
    "userinfo about somebody else": said_at("userinfo", sub="en-annen"),
    "no token": lambda path, told: {name: one for name, one in told.items() if name != "id_token"},
    "nonsense for a token": said_at("token", id_token="a.b.c"),  # noqa: S106 - no password
    "no keys": said_at("jwks", keys=[]),
}


@pytest.mark.parametrize("fault", FALSE)
def test_false_answer_is_refused(provider: Provider, cast: Cast, fault: str) -> None:
    provider.knows("p18", orgnr=cast.own.orgnr)
    provider.change = FALSE[fault]
    client = browser()

    answer = enter(client, "p18")

    assert heading(answer) == (401, "Innloggingen lyktes ikke")
    assert (SocialAccount.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_token_that_has_run_out_is_refused(settings: Settings, cast: Cast) -> None:
    with running(access_token_max_age=timedelta(seconds=-3600)) as late:
        use(late, settings)
        late.knows("p19", orgnr=cast.own.orgnr)

        assert heading(enter(browser(), "p19")) == (401, "Innloggingen lyktes ikke")


def test_token_for_another_client_is_refused(provider: Provider, cast: Cast) -> None:
    provider.knows("p20", orgnr=cast.own.orgnr)
    client = browser()
    address = onward(client.post("/account/oidc/login/"))
    configured.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["client_id"] = "en-annen"

    assert heading(come_back(client, address, "p20"))[0] == 401


def test_provider_that_does_not_answer_is_told(settings: Settings) -> None:
    use(Provider("http://localhost:1"), settings)

    answer = browser().post("/account/oidc/login/")

    assert heading(answer) == (502, "Innloggingen lyktes ikke")


def test_without_a_provider_there_is_no_such_door() -> None:
    answers = [browser().post("/account/oidc/login/"), browser().get("/account/oidc/login/callback/?code=x&state=y")]

    assert [one.status_code for one in answers] == [404, 404]


@pytest.mark.parametrize(
    ("claims", "numbers"),
    [
        ({"authorization_details": altinn("974761076")}, ("974761076",)),
        ({"authorization_details": altinn("974761076", "971032081", "974761076")}, ("974761076", "971032081")),
        ({"authorization_details": [{"type": "x", "orgno": "974 761 076"}]}, ("974761076",)),
        ({"orgnr": 974761076}, ("974761076",)),
        ({"organization_number": "0192:974761076"}, ("974761076",)),
        ({"orgnr": "974761077"}, ()),
        ({"orgnr": ["974761076"]}, ()),
        ({"authorization_details": "974761076"}, ()),
        ({"authorization_details": [None, 1, {"authorized_parties": [None, {"orgno": None}, {}]}]}, ()),
        ({}, ()),
    ],
)
def test_organisation_numbers_are_read_with_care(claims: dict[str, Any], numbers: tuple[str, ...]) -> None:
    assert vouched(claims).orgnrs == numbers


@pytest.mark.parametrize("claims", [{"email": 1, "email_verified": True}, {"name": None}, {"email": "a@b.no"}])
def test_other_claims_are_read_with_care(claims: dict[str, Any]) -> None:
    assert vouched(claims) == Vouched("", "", ())
