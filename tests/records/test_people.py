"""Accounts and roles: what each action does, notes and refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from dugnad.errors import DugnadError, NotAllowed, Refused
from dugnad.records.actions import people as actions
from dugnad.records.actions.invitations import invite_person
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import NO_ADDRESS, Person, Role, RoleName
from dugnad.records.queries.people import stored_about
from people import Cast, make_cast, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def noted() -> list[tuple[str, str, str]]:
    """The log: who, what, to whom."""
    return list(LogEntry.objects.order_by("pk").values_list("by", "action", "subject"))


def refusal(deed: Callable[..., Any], **given: Any) -> str:
    """How a deed was refused, and that nothing was noted."""
    with pytest.raises(DugnadError) as caught:
        deed(**given)
    assert noted() == []
    return caught.value.code if isinstance(caught.value, Refused) else type(caught.value).__name__


def test_contact_ends_the_buyers_role(cast: Cast) -> None:
    actions.end_role(by=cast.contact, role=cast.buyer.roles.get())

    assert list(cast.buyer.roles.all()) == []
    assert noted() == [(cast.contact.by, "end_role", cast.buyer.by)]
    entry = LogEntry.objects.get()
    assert (entry.body, entry.before) == (
        str(cast.own.pk),
        {"role": "buyer", "body": cast.own.key, "county": ""},
    )


def test_everybody_may_give_up_a_role_of_their_own(cast: Cast) -> None:
    actions.end_role(by=cast.reader, role=cast.reader.roles.get())

    assert noted() == [(cast.reader.by, "end_role", cast.reader.by)]


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("contact", "leader"),
        ("buyer", "reader"),
        ("other_leader", "reader"),
        ("governor", "other_governor"),
        ("governor", "contact"),
        ("adviser", "governor"),
        ("coordinator", "buyer"),
        ("coordinator", "contact"),
        ("coordinator", "leader"),
        ("coordinator", "administrator"),
        ("stranger", "reader"),
    ],
)
def test_roles_of_others_are_ended_only_by_those_who_may_give_them(cast: Cast, who: str, whose: str) -> None:
    role = getattr(cast, whose).roles.get()

    assert refusal(actions.end_role, by=getattr(cast, who), role=role) == "NotAllowed"
    assert Role.objects.filter(pk=role.pk).exists() is True


def test_the_last_administrator_stays(cast: Cast) -> None:
    role = cast.administrator.roles.get()

    assert refusal(actions.end_role, by=cast.administrator, role=role) == "last-administrator"
    assert refusal(actions.end_role, by=actions.OPERATOR, role=role) == "last-administrator"
    assert refusal(actions.close_account, by=cast.administrator, person=cast.administrator) == "last-administrator"


def test_a_closed_administrator_does_not_count(cast: Cast) -> None:
    other = make_person("nummer-to", RoleName.ADMINISTRATOR)
    actions.close_account(by=cast.administrator, person=other)
    LogEntry.objects.all().delete()

    assert refusal(actions.end_role, by=cast.administrator, role=cast.administrator.roles.get()) == "last-administrator"


def test_of_two_administrators_one_may_go(cast: Cast) -> None:
    make_person("nummer-to", RoleName.ADMINISTRATOR)

    actions.end_role(by=cast.administrator, role=cast.administrator.roles.get())

    assert Role.objects.filter(role="administrator").count() == 1


def test_closing_wipes_the_person_and_keeps_the_row_and_the_log(cast: Cast) -> None:
    person = cast.contact
    name, address = person.name, person.email
    invite_person(by=cast.leader, email=address, role=RoleName.BUYER, body=cast.own)
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=True)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(user=person, provider="oidc", uid="1", extra_data={})

    actions.close_account(by=person, person=person)

    closed = Person.objects.get(pk=person.pk)
    assert (closed.name, closed.email, closed.is_active) == ("", f"{closed.pk}@{NO_ADDRESS}", False)
    assert (closed.has_usable_password(), closed.roles.count(), closed.sessions) == (False, 0, 1)
    left = (EmailAddress, Authenticator, SocialAccount)
    assert [kept.objects.filter(user=closed).count() for kept in left] == [0, 0, 0]
    assert [action for _, action, _ in noted()] == ["invite_person", "end_role", "close_account"]
    written = "".join(str(row) for row in LogEntry.objects.values()) + str(list(cast.own.invitations.values()))
    assert (name in written, address in written) == (False, False)


def test_accounts_are_closed_by_their_owner_or_an_administrator_alone(cast: Cast) -> None:
    for other in (cast.leader, cast.coordinator, cast.contact, cast.stranger):
        assert refusal(actions.close_account, by=other, person=cast.buyer) == "NotAllowed"

    actions.close_account(by=cast.administrator, person=cast.buyer)

    assert Person.objects.get(pk=cast.buyer.pk).is_active is False


def test_own_name_changes_and_the_log_does_not_tell_it(cast: Cast) -> None:
    actions.change_account(by=cast.buyer, name="  Nytt   Navn ", language="nn")

    entry = LogEntry.objects.get()
    assert (Person.objects.get(pk=cast.buyer.pk).name, entry.before, entry.after, entry.details) == (
        "Nytt Navn",
        {"language": "nb"},
        {"language": "nn"},
        {"changed": ["name", "language"]},
    )


@pytest.mark.parametrize(("name", "language"), [("", "nb"), (" ", "nb"), ("x" * 121, "nb"), ("Navn", "sv")])
def test_an_account_needs_a_name_and_a_language(cast: Cast, name: str, language: str) -> None:
    assert refusal(actions.change_account, by=cast.buyer, name=name, language=language) == "bad-account"


def test_all_sessions_end_at_once(cast: Cast) -> None:
    before = cast.buyer.get_session_auth_hash()

    actions.end_sessions(by=cast.buyer)

    assert (Person.objects.get(pk=cast.buyer.pk).get_session_auth_hash() == before, noted()) == (
        False,
        [(cast.buyer.by, "end_sessions", cast.buyer.by)],
    )


def test_the_provider_makes_a_reader_of_somebody_without_a_role_in_the_body(cast: Cast) -> None:
    actions.give_reader(person=cast.stranger, body=cast.own)
    actions.give_reader(person=cast.stranger, body=cast.own)
    actions.give_reader(person=cast.leader, body=cast.own)

    assert noted() == [(actions.PROVIDER, "give_role", cast.stranger.by)]
    assert [role.role for role in cast.leader.roles.all()] == ["leader"]


def test_only_the_operator_offers_a_new_password(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.offer_password(by=cast.administrator, person=cast.buyer)

    actions.offer_password(by=actions.OPERATOR, person=cast.buyer)

    assert noted() == [("operator", "offer_password", cast.buyer.by)]


def test_only_the_operator_takes_codes_away_and_all_sessions_end(cast: Cast) -> None:
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=cast.leader, type=kind, data={"secret": "x"})
    Authenticator.objects.create(user=cast.governor, type="totp", data={"secret": "x"})
    before = cast.leader.get_session_auth_hash()
    with pytest.raises(NotAllowed):
        actions.reset_codes(by=cast.administrator, person=cast.leader)

    actions.reset_codes(by=actions.OPERATOR, person=cast.leader)

    assert [one.user for one in Authenticator.objects.all()] == [cast.governor]
    assert Person.objects.get(pk=cast.leader.pk).get_session_auth_hash() != before
    assert noted() == [("operator", "reset_codes", cast.leader.by)]


def test_without_codes_there_is_nothing_to_take_away(cast: Cast) -> None:
    before = cast.buyer.get_session_auth_hash()

    why = refusal(actions.reset_codes, by=actions.OPERATOR, person=cast.buyer)

    assert (why, cast.buyer.get_session_auth_hash(), noted()) == ("no-codes", before, [])


def test_all_that_is_stored_is_told_to_its_owner_and_nobody_elses(cast: Cast) -> None:
    actions.end_role(by=cast.leader, role=cast.buyer.roles.get())

    told = stored_about(cast.buyer)

    assert (told["account"]["email"], told["roles"], [row["action"] for row in told["log"]]) == (
        cast.buyer.email,
        [],
        ["end_role"],
    )
    assert cast.leader.email not in str(told)
