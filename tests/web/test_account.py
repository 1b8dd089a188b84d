"""Signing in: password, lock-out, one-time codes, new password, sessions; no stranger learns who has an account."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from dugnad.records.actions.notes import send_note
from dugnad.records.models.log import LogEntry
from dugnad.records.models.mail import Note
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from people import make_body, make_person, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "en lang setning om vår"  # noqa: S105 - made up
OTHER = "en annen setning om høst"
QUEUED = ('INSERT INTO "records_note"', 'INSERT INTO "django_tasks')
CODE = re.compile(r'<code class="secret">(\w+)</code>')


@pytest.fixture(autouse=True)
def surroundings(settings: Settings) -> Iterator[None]:
    """Hashing that costs nothing, a mail server that keeps what it gets, nobody locked out from before."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_HOST = "localhost"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def body() -> Body:
    return make_body("Eksempelvik kommune (DEMO)", orgnr="310000108")


@pytest.fixture
def leader(body: Body) -> Person:
    return make_person("leder", RoleName.LEADER, body=body, password=PASSWORD)


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def sign_in(client: Client, person: Person, password: str = PASSWORD, **given: str) -> tuple[int, str]:
    """What signing in by password gives: the status and where it leads."""
    answer = client.post("/account/login/", {"login": person.email, "password": password, **given})
    return answer.status_code, answer.headers.get("Location", "")


def errors(page: str) -> list[str]:
    """What a page says is wrong."""
    told = re.findall(r"<li>(.*?)</li>", page.partition('role="alert"')[2].partition("</ul>")[0])
    return [re.sub("<[^>]+>", "", one) for one in told]


def code_now(secret: str) -> str:
    """What the app shows."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_password_opens_the_account_and_is_noted(leader: Person) -> None:
    client = browser()

    status, place = sign_in(client, leader)

    assert (status, place) == (302, "/me/")
    assert client.get("/me/account/").status_code == 200
    assert list(LogEntry.objects.values_list("by", "action")) == [(leader.by, "sign_in")]


def test_failures_lock_outs_and_sign_outs_are_noted_once_a_minute_without_the_address(leader: Person) -> None:
    for number in range(7):
        sign_in(browser(), leader, "feil passord her")
        browser().post("/account/login/", {"login": f"ingen{number}@eksempel.invalid", "password": "feil"})
    client = signed_in(leader)
    client.post("/account/logout/")

    noted = list(LogEntry.objects.order_by("pk").values_list("by", "action", "subject"))

    tried = f"account:{leader.pk}"
    assert noted == [
        (tried, "fail_sign_in", leader.by),
        ("unknown", "fail_sign_in", "unknown"),
        (tried, "lock_out", leader.by),
        ("unknown", "lock_out", "unknown"),
        (leader.by, "sign_out", leader.by),
    ]
    assert "@" not in str(list(LogEntry.objects.values()))


def test_secret_of_the_codes_is_stored_sealed_and_older_ones_are_read(leader: Person, settings: Settings) -> None:
    secret = generate_totp_secret()
    stored = TOTP.activate(leader, secret).instance
    sealed = str(stored.data)
    sealed_fits = stored.wrap().validate_code(code_now(secret))
    settings.SECRET_KEY = "en annen nøkkel"  # noqa: S105 - made up
    cache.delete(TOTP(stored)._get_used_cache_key(code_now(secret)))
    other_key_fits = stored.wrap().validate_code(code_now(secret))
    stored.data = {"secret": secret}

    plain_fits = stored.wrap().validate_code(code_now(secret))

    assert (secret in sealed, sealed_fits, other_key_fits, plain_fits) == (False, True, False, True)


def test_address_is_the_same_in_any_case(leader: Person) -> None:
    answer = browser().post("/account/login/", {"login": leader.email.upper(), "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")


def test_person_comes_to_the_pages_in_their_own_language(leader: Person) -> None:
    Person.objects.update(language="nn")

    assert sign_in(browser(), leader) == (302, "/nn/me/")


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "E-postadressen og passordet hører ikke sammen."),
        ("/nn", "E-postadressa og passordet høyrer ikkje saman."),
        ("/en", "The e-mail address and the password do not belong together."),
    ],
)
def test_wrong_password_and_unknown_address_get_the_same_answer(leader: Person, prefix: str, said: str) -> None:
    addresses = (leader.email, "ingen@eksempel.invalid")
    given = [{"login": one, "password": "feil passord her"} for one in addresses]

    answers = [browser().post(f"{prefix}/account/login/", one) for one in given]

    assert [(one.status_code, errors(one.content.decode())) for one in answers] == [(200, [said])] * 2


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(leader: Person) -> None:
    for _ in range(5):
        sign_in(browser(), leader, "feil passord her")

    answer = browser().post("/account/login/", {"login": leader.email, "password": PASSWORD})

    assert errors(answer.content.decode()) == ["For mange forsøk. Vent et kvarter og prøv igjen."]


def test_the_count_is_the_same_by_whatever_name_and_port_the_site_is_asked(leader: Person) -> None:
    for number in range(5):
        host = ("localhost", "127.0.0.1")[number % 2]
        Client(HTTP_HOST=f"{host}:{8000 + number}").post("/account/login/", {"login": leader.email, "password": "feil"})

    assert sign_in(browser(), leader)[0] == 200


def test_neither_a_restart_nor_other_visitors_undo_the_lock_out(leader: Person) -> None:
    for _ in range(5):
        sign_in(browser(), leader, "feil passord her")

    for number in range(400):
        cache.set(f"visitor-{number}", 1)
    cache.clear()

    assert sign_in(browser(), leader)[0] == 200


def test_tries_at_codes_are_counted_where_nothing_pushes_them_out(leader: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(leader, secret)
    for _ in range(5):
        client = browser()
        sign_in(client, leader)
        client.post("/account/codes/authenticate/", {"code": "000000"})
        cache.clear()

    client = browser()
    sign_in(client, leader)
    answer = client.post("/account/codes/authenticate/", {"code": code_now(secret)})

    assert "For mange forsøk." in answer.content.decode()


def test_others_are_not_locked_out_with_it(leader: Person, body: Body) -> None:
    other = make_person("kontakt", RoleName.CONTACT, body=body, password=PASSWORD)
    for _ in range(5):
        sign_in(browser(), leader, "feil passord her")

    assert sign_in(browser(), other)[0] == 302


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_signing_in_leads_to_no_other_site(leader: Person, place: str) -> None:
    assert sign_in(browser(), leader, next=place) == (302, "/me/")
    client = signed_in(leader)
    assert client.post("/account/logout/", {"next": place}).headers["Location"] == "/"


def test_host_that_the_request_names_is_no_place_to_go_on_to(leader: Person, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    elsewhere = Client(HTTP_HOST="evil.example")

    placed = [sign_in(elsewhere, leader, next=f"{one}evil.example/me/log/") for one in ("http://", "//")]
    left = elsewhere.post("/account/logout/", {"next": "http://evil.example/me/log/"})

    assert (placed, left.headers["Location"]) == ([(302, "/me/")] * 2, "/")


def test_host_that_is_not_the_sites_is_refused(leader: Person, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]

    assert Client(HTTP_HOST="evil.example").get("/account/login/?next=/me/log/").status_code == 400


def test_one_comes_back_to_the_page_that_asked(leader: Person) -> None:
    asked = browser().get("/me/log/").headers["Location"]

    assert (asked, sign_in(browser(), leader, next="/me/log/")) == ("/account/login/?next=/me/log/", (302, "/me/log/"))


def test_no_form_works_without_its_token(leader: Person) -> None:
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")

    answers = [strict.post(address) for address in ("/account/login/", "/me/account/", "/me/account/close/")]

    said = [
        ("Du er logget ut, eller siden har stått åpen for lenge" in one.content.decode(), one.status_code)
        for one in answers
    ]
    assert said == [(True, 403)] * 3
    assert Person.objects.get(pk=leader.pk).is_active is True


def test_session_cookie_is_kept_from_scripts_and_ends_with_the_sign_out(leader: Person, settings: Settings) -> None:
    client = browser()
    sign_in(client, leader)
    cookie = client.cookies["dugnad"]

    kept = (cookie["httponly"], cookie["samesite"], settings.SESSION_COOKIE_AGE)
    client.post("/account/logout/")

    assert kept == (True, "Lax", 12 * 3600)
    assert client.get("/me/account/").headers["Location"] == "/account/login/?next=/me/account/"


def test_what_a_signed_in_person_sees_is_kept_for_nobody_else(leader: Person) -> None:
    client = browser()
    sign_in(client, leader)

    kept = [client.get(address).headers["Cache-Control"] for address in ("/", "/me/account/", "/account/codes/")]

    assert ["private" in one and "no-store" in one for one in kept] == [True] * 3


def test_there_is_no_way_to_sign_up(leader: Person) -> None:
    addresses = ("/account/signup/", "/account/email/", "/accounts/signup/", "/account/")

    assert [browser().get(one).status_code for one in addresses] == [404] * 4


def test_closed_account_is_not_opened(leader: Person) -> None:
    Person.objects.update(is_active=False)

    status, place = sign_in(browser(), leader)

    assert (status, signed_in(None).get(place or "/account/inactive/").status_code) in [(302, 200), (200, 200)]
    assert LogEntry.objects.count() == 0


def test_changing_the_password_ends_other_sessions(leader: Person) -> None:
    here, elsewhere = browser(), browser()
    sign_in(here, leader)
    sign_in(elsewhere, leader)

    changed = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})

    assert (changed.status_code, changed.headers["Location"]) == (302, "/me/account/")
    assert [one.get("/me/account/").status_code for one in (here, elsewhere)] == [200, 302]
    assert (mail.outbox[0].subject, mail.outbox[0].to) == ("Passordet ditt på dugnad er endret", [leader.email])
    assert LogEntry.objects.filter(action="password_changed", by=leader.by).count() == 1


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kort setning", None),
        ("for kort", "Passordet må ha minst 12 tegn."),
        ("leder@eksempel", "Passordet ligner for mye på navnet eller adressen din."),
        ("123456789012345", "Passordet kan ikke bare være tall."),
        ("1q2w3e4r5t6y", "Passordet er et av dem som prøves først. Velg et annet."),
    ],
)
def test_rules_for_passwords(leader: Person, password: str, said: str | None) -> None:
    client = browser()
    sign_in(client, leader)
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}

    answer = client.post("/account/password/change/", given)

    page = answer.content.decode()
    assert (answer.status_code, said is None or said in page) == (302 if said is None else 200, True)


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "De to passordene er ikke like."),
        ("/nn", "Dei to passorda er ikkje like."),
        ("/en", "The two passwords differ."),
    ],
)
def test_two_passwords_that_differ_are_told_in_each_language(leader: Person, prefix: str, said: str) -> None:
    client = browser()
    sign_in(client, leader)
    given = {"oldpassword": PASSWORD, "password1": OTHER, "password2": PASSWORD}

    page = client.post(f"{prefix}/account/password/change/", given).content.decode()

    assert said in page


def test_new_password_by_a_link_that_works_once(leader: Person, settings: Settings) -> None:
    settings.BASE_URL = "https://dugnad.example"
    client = browser()
    client.post("/account/password/reset/", {"email": leader.email}, headers={"Host": "localhost:1234"})
    (link,) = re.findall(r"https://dugnad\.example(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    form = client.get(link).headers["Location"]

    done = client.post(form, {"password1": OTHER, "password2": OTHER})

    assert (done.status_code, sign_in(browser(), leader, OTHER)) == (302, (302, "/me/"))
    again = browser().get(link, follow=True).content.decode()
    assert "Lenken virker ikke lenger" in again


def test_asking_for_a_new_password_tells_nothing_of_who_has_an_account(leader: Person) -> None:
    answers = [
        browser().post("/account/password/reset/", {"email": one}) for one in (leader.email, "ingen@eksempel.invalid")
    ]

    assert [(one.status_code, one.headers["Location"]) for one in answers] == [
        (302, "/account/password/reset/done/")
    ] * 2
    assert [one.subject for one in mail.outbox] == ["Nytt passord for dugnad", "Ingen konto på dugnad"]


def test_address_without_an_account_gets_one_letter_a_day(leader: Person) -> None:
    for _ in range(3):
        browser().post("/account/password/reset/", {"email": "ingen@eksempel.invalid"})
        browser().post("/account/password/reset/", {"email": "Ingen@eksempel.invalid"})
        browser().post("/account/password/reset/", {"email": leader.email})

    subjects = [one.subject for one in mail.outbox]
    assert (subjects.count("Ingen konto på dugnad"), subjects.count("Nytt passord for dugnad")) == (1, 3)


def test_nobody_waits_for_the_mail_server_and_the_queue_tells_no_secret(leader: Person, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked = []
    for address in (leader.email, "ingen@eksempel.invalid", "ingen@eksempel.invalid"):
        with CaptureQueriesContext(connection) as queries:
            browser().post("/account/password/reset/", {"email": address})
        asked.append(sum(one["sql"].startswith(QUEUED) for one in queries))

    waiting = [*Note.objects.values(), *DBTaskResult.objects.values()]

    assert (len(mail.outbox), asked, len(waiting)) == (0, [asked[0]] * 3, 6)
    assert [one in str(waiting) for one in (leader.email, "ingen@", "/reset/key/")] == [False] * 3
    for note in Note.objects.all():
        send_note(note_id=note.pk)
    assert (len(mail.outbox), Note.objects.count()) == (2, 0)


def test_without_a_mail_server_the_page_says_what_to_do(leader: Person, settings: Settings) -> None:
    settings.EMAIL_HOST = ""

    page = browser().get("/account/password/reset/").content.decode()
    browser().post("/account/password/reset/", {"email": leader.email})

    assert ("Denne installasjonen sender ikke e-post." in page, len(mail.outbox)) == (True, 0)


def test_leader_sets_up_one_time_codes_before_acting_where_they_are_required(
    leader: Person, settings: Settings
) -> None:
    settings.MFA = "required"
    client = browser()
    sign_in(client, leader)
    assert client.get("/me/account/").headers["Location"] == "/account/codes/activate/"
    assert client.post("/bodies/310000108/people/").headers["Location"] == "/account/codes/activate/"
    (secret,) = CODE.findall(client.get("/account/codes/activate/").content.decode())

    done = client.post("/account/codes/activate/", {"code": code_now(secret)})

    assert done.headers["Location"] == "/account/codes/recovery/"
    assert len(re.findall(r"<li><code>\w+</code></li>", client.get("/account/codes/recovery/").content.decode())) == 10
    assert client.get("/me/account/").status_code == 200
    assert "Rollen din krever engangskoder." in client.post("/account/codes/deactivate/").content.decode()


def with_codes(person: Person) -> tuple[Client, str]:
    """A browser that set up one-time codes just now, and the app's secret."""
    client = browser()
    sign_in(client, person)
    (secret,) = CODE.findall(client.get("/account/codes/activate/").content.decode())
    client.post("/account/codes/activate/", {"code": code_now(secret)})
    return client, secret


@pytest.mark.parametrize("mfa", ["required", "optional"])
def test_codes_set_up_here_end_a_session_that_had_only_the_password(
    leader: Person, settings: Settings, mfa: str
) -> None:
    settings.MFA = mfa
    elsewhere = browser()
    sign_in(elsewhere, leader)

    here, _ = with_codes(leader)

    gone = elsewhere.get("/me/account/").headers["Location"]
    assert (here.get("/me/account/").status_code, gone) == (200, "/account/login/?next=/me/account/")
    assert list(LogEntry.objects.filter(action="end_sessions").values_list("by", flat=True)) == [leader.by]


@pytest.mark.parametrize("mfa", ["required", "optional"])
def test_codes_of_the_account_lend_no_strength_to_a_session_that_gave_none(
    leader: Person, settings: Settings, mfa: str
) -> None:
    settings.MFA = mfa
    client, secret = browser(), generate_totp_secret()
    sign_in(client, leader)
    TOTP.activate(leader, secret)
    asked = "/account/codes/reauthenticate/?next="
    pages = ("/me/account/", "/account/codes/recovery/", "/account/codes/deactivate/", "/account/password/change/")

    led = [client.get(one).headers.get("Location", "").replace("%2F", "/") for one in pages]
    posted = client.post("/bodies/310000108/people/", {"email": "x@eksempel.invalid", "role": "leader"})
    given = client.post(f"{asked}/me/account/", {"code": code_now(secret)})

    assert led == [f"{asked}{one}" for one in pages]
    assert posted.headers["Location"].startswith("/account/codes/reauthenticate/")
    assert (given.headers["Location"], client.get("/me/account/").status_code) == ("/me/account/", 200)


def test_codes_switched_off_end_other_sessions(leader: Person, settings: Settings) -> None:
    settings.MFA = "optional"
    here, _ = with_codes(leader)
    other = browser()
    sign_in(other, leader)
    other.post("/account/codes/authenticate/", {"code": RecoveryCodes(leader_codes(leader)).get_unused_codes()[0]})
    assert other.get("/me/account/").status_code == 200

    here.post("/account/codes/deactivate/")

    assert [one.get("/me/account/").status_code for one in (here, other)] == [200, 302]


def leader_codes(person: Person) -> Authenticator:
    """What is stored of the recovery codes."""
    return Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)


def test_buyer_needs_no_one_time_codes(body: Body, settings: Settings) -> None:
    settings.MFA = "required"
    client = browser()
    sign_in(client, make_person("innkjoper", RoleName.BUYER, body=body, password=PASSWORD))

    assert client.get("/me/account/").status_code == 200


def test_where_it_is_optional_the_leader_goes_on_without(leader: Person, settings: Settings) -> None:
    settings.MFA = "optional"

    assert signed_in(leader).get("/me/account/").status_code == 200


def test_code_is_asked_for_and_a_wrong_one_refused(leader: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(leader, secret)
    client = browser()
    assert sign_in(client, leader) == (302, "/account/codes/authenticate/")
    assert client.get("/me/account/").status_code == 302

    wrong = client.post("/account/codes/authenticate/", {"code": "000000"})
    right = client.post("/account/codes/authenticate/", {"code": code_now(secret)})

    assert (errors(wrong.content.decode()), right.headers["Location"]) == (
        ["Kode: Koden er feil eller gått ut."],
        "/me/",
    )


def test_recovery_code_works_once(leader: Person) -> None:
    TOTP.activate(leader, generate_totp_secret())
    code = RecoveryCodes.activate(leader).get_unused_codes()[0]
    places = []
    for _ in range(2):
        client = browser()
        sign_in(client, leader)
        places.append(client.post("/account/codes/authenticate/", {"code": code}).headers.get("Location"))

    assert places == ["/me/", None]


def test_stored_password_is_hashed_slowly(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

    stored = Person.objects.create_user("a@eksempel.invalid", password=PASSWORD).password

    assert identify_hasher(stored).algorithm == "argon2"
