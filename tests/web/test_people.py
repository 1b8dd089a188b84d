"""Who works with a body, who is invited, whose account is closed: shown to those who may, told plainly when refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.records.actions.invitations import invite_person
from dugnad.records.models.people import Invitation, Person, Role, RoleName
from dugnad.records.permissions import roles_of
from people import Cast, make_cast, make_person, signed_in

pytestmark = pytest.mark.django_db
NEW = "ny@eksempel.invalid"
LINK = re.compile(r"https://dugnad\.example(/(?:nn/|en/)?invitations/[\w-]{43}/)")
PASSWORD = "en lang setning om vår"  # noqa: S105 - made up
INVITE = {"email": NEW, "role": "buyer", "language": "nb"}


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.BASE_URL = "https://dugnad.example"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return make_cast()


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def link_in(text: str) -> str:
    (found,) = set(LINK.findall(text))
    return str(found)


def test_colleagues_see_each_other(cast: Cast) -> None:
    page = page_of(signed_in(cast.reader), f"/bodies/{cast.own.key}/people/")

    mine = [cast.reader, cast.buyer, cast.colleague, cast.contact, cast.leader]
    assert [one.email in page for one in mine] == [True] * 5
    assert [one.email in page for one in (cast.other_leader, cast.governor)] == [False] * 2
    assert 'name="email"' not in page


@pytest.mark.parametrize("who", ["other_leader", "coordinator", "governor", "adviser", "stranger"])
def test_others_do_not_see_them(cast: Cast, who: str) -> None:
    answer = signed_in(getattr(cast, who)).get(f"/bodies/{cast.own.key}/people/")

    assert (answer.status_code, cast.leader.email in answer.content.decode()) == (403, False)


@pytest.mark.parametrize("address", ["/bodies/310000213/people/", "/people/", "/me/account/", "/people/invite/"])
def test_page_asks_the_same_for_one_and_for_three(cast: Cast, address: str) -> None:
    person = make_person("nummer-to", RoleName.ADMINISTRATOR)
    client, asked = signed_in(person), []
    client.get(address)  # the session is made
    for number in range(3):
        make_person(f"folk-{number}", RoleName.READER, body=cast.other)
        Role.objects.create(person=person, role=list(RoleName)[number], body=cast.other)
        invite_person(by=person, email=f"ny{number}@eksempel.invalid", role="reader", body=cast.other)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))

    assert asked[0] == asked[2]


def test_invitation_is_sent_in_the_language_of_the_invited(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "localhost"

    answer = signed_in(cast.contact).post(f"/bodies/{cast.own.key}/people/", INVITE | {"language": "nn"}, follow=True)

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([NEW], "Invitasjon til dugnad: Eksempelvik kommune")
    assert ("Rolle: Innkjøpar" in str(letter.body), link_in(str(letter.body))[:16]) == (True, "/nn/invitations/")
    page = answer.content.decode()
    assert ("Invitasjonen er sendt." in page, NEW in page, LINK.findall(page)) == (True, True, [])


def test_without_a_mail_server_the_link_is_shown_once(cast: Cast) -> None:
    client = signed_in(cast.contact)

    shown = client.post(f"/bodies/{cast.own.key}/people/", INVITE).content.decode()

    assert signed_in(None).get(link_in(shown)).status_code == 200
    assert LINK.findall(page_of(client, f"/bodies/{cast.own.key}/people/")) == []


def test_link_is_by_the_sites_own_name_whatever_a_request_calls_it(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "localhost"
    client = signed_in(cast.contact)

    client.post(f"/bodies/{cast.own.key}/people/", INVITE, headers={"Host": "localhost:4444"})

    (letter,) = mail.outbox
    assert ("localhost" in str(letter.body), link_in(str(letter.body))[:13]) == (False, "/invitations/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": ""}, "Feltet er påkrevet."),
        ({"email": "nobody"}, "Oppgi en gyldig e-postadresse"),
        ({"email": f"{'a' * 300}@eksempel.invalid"}, "tegn"),
        ({"email": "<script>@eksempel.invalid"}, "Oppgi en gyldig e-postadresse"),
        ({"email": "a\0b@eksempel.invalid"}, "tegn"),
        ({"role": "leader"}, "Velg et gyldig valg."),
        ({"role": ""}, "Feltet er påkrevet."),
        ({"language": "sv"}, "Velg et gyldig valg."),
    ],
)
def test_bad_invitation_is_told_and_not_written(cast: Cast, change: dict[str, str], said: str) -> None:
    answer = signed_in(cast.contact).post(f"/bodies/{cast.own.key}/people/", INVITE | change)

    assert (answer.status_code, said in answer.content.decode(), Invitation.objects.count()) == (400, True, 0)


def test_buyer_invites_nobody(cast: Cast) -> None:
    answer = signed_in(cast.buyer).post(f"/bodies/{cast.own.key}/people/", INVITE)

    assert (answer.status_code, Invitation.objects.count()) == (403, 0)


def test_coordinator_invites_the_leader_of_a_body_that_has_none(cast: Cast) -> None:
    given = {"email": NEW, "role": "leader", "language": "nb", "body": "310 001 333", "county": ""}

    answer = signed_in(cast.coordinator).post("/people/invite/", given)

    assert (answer.status_code, Invitation.objects.get().body) == (200, cast.ministry)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": "310000108"}, "Denne rollen kan du ikke gi her."),
        ({"email": "Koordinator@eksempel.invalid"}, "Ingen gir en rolle til seg selv."),
    ],
)
def test_coordinator_becomes_no_leader(cast: Cast, change: dict[str, str], said: str) -> None:
    given = {"email": NEW, "role": "leader", "language": "nb", "body": "310001333", "county": ""} | change

    answer = signed_in(cast.coordinator).post("/people/invite/", given)

    assert (answer.status_code, said in answer.content.decode(), Invitation.objects.count()) == (400, True, 0)


def test_link_of_somebody_who_may_no_longer_invite_is_gone(cast: Cast) -> None:
    _, secret = invite_person(by=cast.leader, email=NEW, role="leader", body=cast.own)
    Role.objects.filter(person=cast.leader).delete()
    given = {"name": "Ny", "password1": PASSWORD, "password2": PASSWORD}

    answers = [signed_in(None).get(f"/invitations/{secret}/"), signed_in(None).post(f"/invitations/{secret}/", given)]

    assert [one.status_code for one in answers] == [404, 404]
    assert "kan ikke lenger gi rollen" in answers[0].content.decode()


@pytest.mark.parametrize(
    ("who", "role", "body", "county", "said"),
    [
        ("coordinator", "leader", "", "", "Denne rollen gjelder en virksomhet."),
        ("coordinator", "leader", "999999999", "", "Vi fant ingen virksomhet med dette nummeret."),
        ("coordinator", "administrator", "", "", "Velg et gyldig valg."),
        ("coordinator", "governor", "", "", "Denne rollen gjelder et fylke."),
        ("governor", "adviser", "", "11", "Velg et gyldig valg."),
        ("governor", "coordinator", "", "", "Velg et gyldig valg."),
        ("administrator", "coordinator", "310000108", "", "Denne rollen gjelder ikke en virksomhet."),
        ("administrator", "leader", "\0", "", "Null-tegn er ikke tillatt."),
    ],
)
def test_bad_invitation_elsewhere_is_told(cast: Cast, who: str, role: str, body: str, county: str, said: str) -> None:
    given = {"email": NEW, "role": role, "language": "nb", "body": body, "county": county}

    answer = signed_in(getattr(cast, who)).post("/people/invite/", given)

    assert (answer.status_code, said in answer.content.decode(), Invitation.objects.count()) == (400, True, 0)


def test_invitation_is_withdrawn_and_sent_again(cast: Cast) -> None:
    client = signed_in(cast.contact)
    first = link_in(client.post(f"/bodies/{cast.own.key}/people/", INVITE).content.decode())
    invitation = Invitation.objects.get()

    second = link_in(client.post(f"/people/invitations/{invitation.pk}/again/").content.decode())
    opened = [signed_in(None).get(link).status_code for link in (first, second)]
    client.post(f"/people/invitations/{invitation.pk}/withdraw/")

    assert (opened, signed_in(None).get(second).status_code) == ([404, 200], 404)
    again = client.post(f"/people/invitations/{invitation.pk}/again/")
    assert (again.status_code, "Skriv en ny." in again.content.decode()) == (409, True)


def test_role_is_ended_from_the_page(cast: Cast) -> None:
    role = cast.buyer.roles.get()

    page = signed_in(cast.contact).post(f"/people/roles/{role.pk}/end/", follow=True).content.decode()

    assert ("Rollen er avsluttet." in page, cast.buyer.email in page) == (True, False)


def test_last_administrator_is_told_why(cast: Cast) -> None:
    client, role = signed_in(cast.administrator), cast.administrator.roles.get()

    answers = [client.post(one) for one in (f"/people/roles/{role.pk}/end/", "/me/account/close/",
                                            f"/people/{cast.administrator.pk}/close/")]  # fmt: skip

    said = "Dette er den siste administratoren."
    assert [(one.status_code, said in one.content.decode()) for one in answers] == [(409, True)] * 3
    assert Role.objects.filter(role="administrator").count() == 1


def test_administrator_finds_and_closes_an_account(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    found = page_of(client, "/people/?q=innkjoper&role=buyer")
    assert (cast.buyer.email in found, cast.colleague.email in found) == (True, False)

    closed = client.post(f"/people/{cast.buyer.pk}/close/", follow=True).content.decode()

    assert ("Kontoen er avsluttet." in closed, cast.buyer.email in closed) == (True, False)
    assert client.get(f"/people/{cast.buyer.pk}/close/").status_code == 404


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?role=king", "?page=%00"])
def test_page_of_everybody_says_when_a_choice_does_not_exist(cast: Cast, query: str) -> None:
    page = page_of(signed_in(cast.administrator), f"/people/{query}")

    assert "Et av valgene i adressen finnes ikke" in page


def test_everybody_is_paged(cast: Cast) -> None:
    for number in range(40):
        make_person(f"mange-{number:02}")
    client = signed_in(cast.administrator)

    pages = [page_of(client, f"/people/?q=mange-&page={number}").count("Avslutt kontoen til") for number in (1,)]
    every = [page_of(client, f"/people/?page={number}").count("Avslutt kontoen til") for number in (1, 2)]

    assert (pages, every) == ([40], [50, 6])


def test_new_account_by_the_link(cast: Cast) -> None:
    _, secret = invite_person(by=cast.contact, email=NEW, role="buyer", body=cast.own, language="nn")
    client = signed_in(None)
    page = page_of(client, f"/nn/invitations/{secret}/")
    assert "Du er invitert til rolla Innkjøpar for Eksempelvik kommune." in page

    answer = client.post(f"/nn/invitations/{secret}/", {"name": "Ny Ny", "password1": PASSWORD, "password2": PASSWORD})

    person = Person.objects.get(email=NEW)
    assert (answer.headers["Location"], client.get("/me/account/").status_code) == ("/nn/me/", 200)
    assert (person.language, person.check_password(PASSWORD), [one.role for one in roles_of(person)]) == (
        "nn",
        True,
        ["buyer"],
    )
    assert signed_in(None).get(f"/invitations/{secret}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "Feltet er påkrevet."),
        ({"name": "x" * 121}, "120"),
        ({"name": "a\0"}, "Null-tegn er ikke tillatt."),
        ({"password1": "kort", "password2": "kort"}, "Passordet må ha minst 12 tegn."),
        ({"password1": NEW, "password2": NEW}, "Passordet ligner for mye på navnet eller adressen din."),
        ({"password2": "noe helt annet"}, "De to passordene er ikke like."),
    ],
)
def test_bad_account_is_told_and_not_made(cast: Cast, change: dict[str, str], said: str) -> None:
    _, secret = invite_person(by=cast.contact, email=NEW, role="buyer", body=cast.own)
    given = {"name": "Ny", "password1": PASSWORD, "password2": PASSWORD} | change

    answer = signed_in(None).post(f"/invitations/{secret}/", given)

    made = Person.objects.filter(email=NEW).count()
    assert (answer.status_code, said in answer.content.decode(), made) == (400, True, 0)


def test_signed_in_with_the_invited_address_one_takes_the_role(cast: Cast) -> None:
    _, secret = invite_person(by=cast.contact, email=cast.stranger.email, role="buyer", body=cast.own)
    client = signed_in(cast.stranger)
    assert "Ta imot rollen" in page_of(client, f"/invitations/{secret}/")

    answer = client.post(f"/invitations/{secret}/")

    assert (answer.status_code, [one.role for one in cast.stranger.roles.all()]) == (302, ["buyer"])


def test_link_of_another_gives_the_signed_in_nothing(cast: Cast) -> None:
    _, secret = invite_person(by=cast.contact, email=NEW, role="buyer", body=cast.own)
    client = signed_in(cast.stranger)

    answer = client.post(f"/invitations/{secret}/")

    assert (answer.status_code, NEW in answer.content.decode(), cast.stranger.roles.count()) == (403, False, 0)


def test_who_has_an_account_signs_in_first(cast: Cast) -> None:
    _, secret = invite_person(by=cast.contact, email=cast.stranger.email, role="buyer", body=cast.own)

    page = page_of(signed_in(None), f"/invitations/{secret}/")

    assert f"/account/login/?next=/invitations/{secret}/" in page


def test_link_that_has_run_out_says_so(cast: Cast) -> None:
    _, secret = invite_person(by=cast.contact, email=NEW, role="buyer", body=cast.own)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    answers = [signed_in(None).get(f"/invitations/{one}/") for one in (secret, "gjettet", "x" * 200, "%00")]

    said = [(one.status_code, "Invitasjonen virker ikke" in one.content.decode()) for one in answers]
    assert said == [(404, True)] * 4


def test_own_account_changes_exports_and_closes(cast: Cast) -> None:
    client = signed_in(cast.buyer)
    changed = client.post("/me/account/", {"name": "Nytt Navn", "language": "en"})
    assert changed.headers["Location"] == "/en/me/account/?saved=1"
    told = client.get("/me/account/export/")
    assert (told.headers["Content-Disposition"], told.json()["account"]["name"]) == (
        'attachment; filename="dugnad-account.json"',
        "Nytt Navn",
    )

    page = client.post("/me/account/close/").content.decode()

    assert ("Kontoen er avsluttet" in page, client.get("/me/account/").status_code) == (True, 302)
    assert Person.objects.get(pk=cast.buyer.pk).name == ""


@pytest.mark.parametrize(
    "given", [{"name": "", "language": "nb"}, {"name": "a\0", "language": "nb"}, {"name": "A", "language": "xx"}]
)
def test_bad_change_of_the_own_account_is_told(cast: Cast, given: dict[str, str]) -> None:
    answer = signed_in(cast.buyer).post("/me/account/", given)

    assert (answer.status_code, "Ett felt må rettes." in answer.content.decode()) == (400, True)


def test_signing_out_everywhere_ends_every_session(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.buyer), signed_in(cast.buyer)

    here.post("/me/account/sign-out/")

    assert [one.get("/me/account/").status_code for one in (here, elsewhere)] == [302, 302]


def test_closing_ends_every_session_of_the_closed(cast: Cast) -> None:
    client = signed_in(cast.buyer)

    signed_in(cast.administrator).post(f"/people/{cast.buyer.pk}/close/")

    assert client.get("/me/account/").status_code == 302


def test_open_pages_give_a_stranger_no_cookie() -> None:
    assert [list(signed_in(None).get(one).cookies) for one in ("/", "/bodies/", "/privacy/")] == [[], [], []]
