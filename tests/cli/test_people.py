"""`dugnad people`: the first administrator comes in, roles are listed and ended, from the machine itself."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from click.testing import CliRunner
from pytest_django import Settings

from dugnad.cli.people import command
from dugnad.errors import DugnadError
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.permissions import roles_of
from people import make_cast, signed_in

pytestmark = pytest.mark.django_db
NEW = "ny@eksempel.invalid"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_VAR", str(tmp_path))


def said(*given: str) -> str:
    """What the command says."""
    return CliRunner().invoke(command, given, catch_exceptions=False, standalone_mode=False).output


def refusal(*given: str) -> str:
    """The error that the command ends with."""
    error = CliRunner().invoke(command, given, standalone_mode=False).exception
    assert isinstance(error, DugnadError)
    return str(error)


def test_first_administrator_comes_in_by_the_printed_link() -> None:
    told = json.loads(said("invite", NEW, "--role", "administrator", "--json"))
    given = {"name": "Ny", "password1": "en lang setning om vår", "password2": "en lang setning om vår"}

    answer = signed_in(None).post(urlsplit(told["link"]).path, given)

    assert (answer.status_code, [one.role for one in roles_of(Person.objects.get(email=NEW))]) == (
        302,
        ["administrator"],
    )
    assert LogEntry.objects.order_by("pk").values_list("by", "action")[0] == ("operator", "invite_person")


def test_people_are_listed_and_their_roles_ended() -> None:
    cast = make_cast()
    assert [one["email"] for one in json.loads(said("list", "--role", "leader", "--body", "310000108", "--json"))[
        "people"
    ]] == [cast.leader.email]  # fmt: skip

    said("end", cast.leader.email, "--role", "leader", "--body", "310000108")
    said("end", cast.buyer.email)

    assert (cast.leader.roles.count(), Person.objects.get(pk=cast.buyer.pk).is_active) == (0, False)


def test_link_for_a_new_password_opens_the_page() -> None:
    cast = make_cast()

    link = said("password", cast.buyer.email).split()[0]

    assert signed_in(None).get(urlsplit(link).path).headers["Location"].endswith("-set-password/")


def test_lost_codes_are_set_up_anew_at_the_next_sign_in(settings: Settings) -> None:
    settings.MFA = "required"
    leader = make_cast().leader
    TOTP.activate(leader, generate_totp_secret())
    before = signed_in(leader)

    told = json.loads(said("reset-codes", leader.email, "--json"))
    again = signed_in(Person.objects.get(pk=leader.pk))

    assert told == {"email": leader.email, "reset": "codes"}
    assert [one.get("/me/account/").headers["Location"] for one in (before, again)] == [
        "/account/login/?next=/me/account/",
        "/account/codes/activate/",
    ]
    assert LogEntry.objects.filter(action="reset_codes").values_list("by", "subject")[0] == ("operator", leader.by)


def test_account_without_codes_is_left_as_it_is() -> None:
    cast = make_cast()

    assert refusal("reset-codes", cast.buyer.email) == "This account has no one-time codes: nothing is changed."


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("invite", NEW, "--role", "leader"), 'The role "leader" is for a body: say which.'),
        (
            ("invite", NEW, "--role", "leader", "--body", "1"),
            'No body in the register has the number or short name "1".',
        ),
        (("invite", "x", "--role", "coordinator"), "This is no e-mail address."),
        (("end", NEW), f"Nobody has an account with the address {NEW}. See: dugnad people list"),
        (("reset-codes", NEW), f"Nobody has an account with the address {NEW}. See: dugnad people list"),
        (("password", NEW), f"Nobody has an account with the address {NEW}. See: dugnad people list"),
    ],
)
def test_wrong_use_is_told(given: tuple[str, ...], why: str) -> None:
    assert (refusal(*given), LogEntry.objects.count()) == (why, 0)


def test_last_administrator_stays() -> None:
    cast = make_cast()

    assert refusal("end", cast.administrator.email).startswith("This is the last administrator.")


def test_where_no_address_is_set_the_link_is_told_to_need_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUGNAD_BASE_URL", raising=False)
    told = said("invite", NEW, "--role", "administrator")
    monkeypatch.setenv("DUGNAD_BASE_URL", "https://dugnad.eksempel.invalid")

    again = said("invite", NEW, "--role", "administrator")

    assert ("DUGNAD_BASE_URL" in told, "DUGNAD_BASE_URL" in again) == (True, False)
