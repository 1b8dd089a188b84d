"""Invitations: who may write which, what is stored of the link, and what becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dugnad.errors import DugnadError, Refused
from dugnad.records.actions import invitations as actions
from dugnad.records.actions.people import OPERATOR, close_account, end_role
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Invitation, Person, RoleName
from dugnad.records.permissions import roles_of
from dugnad.records.queries.people import invitation_by_secret, open_invitations_for
from people import Cast, make_body, make_cast

pytestmark = pytest.mark.django_db
NEW = "ny@eksempel.invalid"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def actions_noted() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("action", flat=True))


def refusal(deed: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(DugnadError) as caught:
        deed(**given)
    return caught.value.code if isinstance(caught.value, Refused) else type(caught.value).__name__


def invited(cast: Cast, email: str = NEW, role: str = RoleName.BUYER) -> tuple[Invitation, str]:
    return actions.invite_person(by=cast.contact, email=email, role=role, body=cast.own)


def test_only_the_hash_of_the_link_is_stored(cast: Cast) -> None:
    invitation, secret = invited(cast, " NY@Eksempel.invalid ")

    stored = str(Invitation.objects.values().get())
    assert (invitation.email, secret in stored, hashlib.sha256(secret.encode()).hexdigest() in stored) == (
        NEW,
        False,
        True,
    )
    assert len(secret) >= 43
    assert invitation_by_secret(secret) == invitation
    entry = LogEntry.objects.get()
    assert (entry.action, entry.body, NEW in str(entry.__dict__)) == ("invite_person", str(cast.own.pk), False)


def test_a_link_holds_for_fourteen_days(cast: Cast) -> None:
    invitation, _ = invited(cast)

    assert invitation.expires_at - invitation.created_at == pytest.approx(timedelta(days=14), abs=timedelta(seconds=5))


@pytest.mark.parametrize(
    ("who", "role", "place", "is_allowed"),
    [
        ("contact", "buyer", "own", True),
        ("contact", "leader", "own", False),
        ("contact", "buyer", "other", False),
        ("leader", "leader", "own", True),
        ("leader", "contact", "other", False),
        ("buyer", "reader", "own", False),
        ("reader", "reader", "own", False),
        ("stranger", "reader", "own", False),
        ("coordinator", "leader", "ministry", True),
        ("coordinator", "leader", "other", False),
        ("coordinator", "contact", "other", True),
        ("coordinator", "buyer", "other", False),
        ("coordinator", "governor", "46", True),
        ("coordinator", "coordinator", "", False),
        ("coordinator", "administrator", "", False),
        ("governor", "adviser", "46", True),
        ("governor", "adviser", "11", False),
        ("governor", "governor", "46", False),
        ("adviser", "adviser", "46", False),
        ("administrator", "administrator", "", True),
        ("administrator", "reader", "agency", True),
    ],
)
def test_who_may_invite_to_what(cast: Cast, who: str, role: str, place: str, is_allowed: bool) -> None:
    body = getattr(cast, place) if place and not place.isdigit() else None
    given = {"by": getattr(cast, who), "email": NEW, "role": role, "body": body,
             "county": place if place.isdigit() else ""}  # fmt: skip

    if is_allowed:
        actions.invite_person(**given)
    else:
        assert refusal(actions.invite_person, **given) == "NotAllowed"

    assert Invitation.objects.count() == int(is_allowed)


@pytest.mark.parametrize(
    ("role", "place", "why"),
    [
        ("buyer", "", "needs-body"),
        ("buyer", "46", "needs-body"),
        ("adviser", "", "needs-county"),
        ("adviser", "own", "no-body"),
        ("administrator", "own", "no-body"),
        ("administrator", "46", "no-county"),
        ("king", "", "unknown-role"),
    ],
)
def test_a_role_has_its_own_kind_of_place(cast: Cast, role: str, place: str, why: str) -> None:
    body, county = (cast.own, "") if place == "own" else (None, place)

    assert refusal(actions.invite_person, by=OPERATOR, email=NEW, role=role, body=body, county=county) == why


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x\0@eksempel.invalid", f"{'a' * 260}@eksempel.invalid"])
def test_what_is_no_address_is_refused(cast: Cast, email: str) -> None:
    assert refusal(invited, cast=cast, email=email) == "bad-address"


def test_nobody_is_invited_to_a_body_that_has_ended(cast: Cast) -> None:
    ended = make_body("Gamlevik kommune (DEMO)", until=date(2019, 12, 31))

    assert refusal(actions.invite_person, by=OPERATOR, email=NEW, role="reader", body=ended) == "ended-body"


def test_of_two_invitations_to_the_same_the_newer_holds(cast: Cast) -> None:
    _, first = invited(cast)
    _, second = invited(cast)

    found = [invitation_by_secret(secret) for secret in (first, second)]
    assert [one.is_open for one in found if one] == [False, True]
    assert actions_noted() == ["invite_person", "withdraw_invitation", "invite_person"]


def test_whoever_holds_the_link_begins_an_account_with_the_role(cast: Cast) -> None:
    invitation, _ = invited(cast)

    person = actions.begin_by_invitation(invitation=invitation, name=" Kari  Nordmann ", language="nn")

    assert (person.email, person.name, person.language, [role.role for role in roles_of(person)]) == (
        NEW,
        "Kari Nordmann",
        "nn",
        ["buyer"],
    )
    assert actions_noted() == ["invite_person", "begin_account", "accept_invitation", "give_role"]
    assert refusal(actions.begin_by_invitation, invitation=invitation, name="En til") == "not-open"


def test_a_link_does_not_open_an_account_that_exists(cast: Cast) -> None:
    invitation, _ = invited(cast, cast.other_contact.email.upper())

    assert refusal(actions.begin_by_invitation, invitation=invitation, name="Tyv") == "has-account"
    assert Person.objects.get(pk=cast.other_contact.pk).name == cast.other_contact.name


def test_the_invited_takes_the_role_and_nobody_else_does(cast: Cast) -> None:
    invitation, _ = invited(cast, cast.stranger.email)
    assert refusal(actions.accept_invitation, by=cast.reader, invitation=invitation) == "NotAllowed"

    actions.accept_invitation(by=cast.stranger, invitation=invitation)

    assert [role.body for role in roles_of(cast.stranger)] == [cast.own]
    assert refusal(actions.accept_invitation, by=cast.stranger, invitation=invitation) == "not-open"


def test_what_has_run_out_or_is_withdrawn_is_not_accepted(cast: Cast) -> None:
    late, _ = invited(cast, cast.stranger.email)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert refusal(actions.accept_invitation, by=cast.stranger, invitation=late) == "not-open"

    again, _ = actions.renew_invitation(by=cast.contact, invitation=late)
    actions.withdraw_invitation(by=cast.leader, invitation=again)

    assert refusal(actions.accept_invitation, by=cast.stranger, invitation=again) == "not-open"
    assert refusal(actions.renew_invitation, by=cast.contact, invitation=again) == "not-open"


def test_sent_again_the_old_link_opens_nothing(cast: Cast) -> None:
    invitation, old = invited(cast)

    _, new = actions.renew_invitation(by=cast.contact, invitation=invitation)

    assert (invitation_by_secret(old), invitation_by_secret(new)) == (None, invitation)


def test_invitations_are_changed_by_those_who_may_give_the_role(cast: Cast) -> None:
    invitation, _ = invited(cast)

    for other in (cast.buyer, cast.other_leader, cast.coordinator, cast.governor, cast.stranger):
        assert refusal(actions.withdraw_invitation, by=other, invitation=invitation) == "NotAllowed"
        assert refusal(actions.renew_invitation, by=other, invitation=invitation) == "NotAllowed"


@pytest.mark.parametrize(
    ("who", "role", "place"),
    [
        ("coordinator", "leader", "ministry"),
        ("coordinator", "governor", "46"),
        ("leader", "contact", "own"),
        ("administrator", "leader", "own"),
        ("administrator", "coordinator", ""),
    ],
)
def test_nobody_gives_a_role_to_themselves(cast: Cast, who: str, role: str, place: str) -> None:
    by = getattr(cast, who)
    body = getattr(cast, place) if place and not place.isdigit() else None
    county = place if place.isdigit() else ""

    for address in (by.email, by.email.upper(), f" {by.email.title()} "):
        given = {"by": by, "email": address, "role": role, "body": body, "county": county}
        assert refusal(actions.invite_person, **given) == "own-address"

    invitation, _ = actions.invite_person(by=by, email=NEW, role=role, body=body, county=county)
    Person.objects.filter(pk=by.pk).update(email=NEW)
    by.refresh_from_db()
    assert refusal(actions.accept_invitation, by=by, invitation=invitation) == "NotAllowed"


def test_an_invitation_does_not_outlive_the_right_of_its_writer(cast: Cast) -> None:
    new, _ = actions.invite_person(by=cast.leader, email=NEW, role="leader", body=cast.own)
    known, _ = actions.invite_person(by=cast.leader, email=cast.stranger.email, role="contact", body=cast.own)
    cast.leader.roles.all().delete()

    assert refusal(actions.begin_by_invitation, invitation=new, name="Ny") == "not-open"
    assert refusal(actions.accept_invitation, by=cast.stranger, invitation=known) == "not-open"
    assert (Person.objects.filter(email=NEW).count(), cast.stranger.roles.count()) == (0, 0)


def test_of_two_leaders_that_the_coordinator_invited_the_first_is_let_in(cast: Cast) -> None:
    places = [actions.invite_person(by=cast.coordinator, email=one, role="leader", body=cast.ministry)[0]
              for one in (cast.stranger.email, NEW)]  # fmt: skip

    actions.accept_invitation(by=cast.stranger, invitation=places[0])

    assert refusal(actions.begin_by_invitation, invitation=places[1], name="Ny") == "not-open"
    actions.withdraw_invitation(by=cast.coordinator, invitation=places[1])


def test_the_operators_invitations_always_stand(cast: Cast) -> None:
    invitation, _ = actions.invite_person(by=OPERATOR, email=cast.stranger.email, role="leader", body=cast.own)

    actions.accept_invitation(by=cast.stranger, invitation=invitation)

    assert [role.role for role in roles_of(cast.stranger)] == ["leader"]


@pytest.mark.parametrize("is_closed", [False, True])
def test_with_the_role_go_the_invitations_that_it_allowed(cast: Cast, is_closed: bool) -> None:
    lost, _ = actions.invite_person(by=cast.leader, email=NEW, role="leader", body=cast.own)
    others, _ = invited(cast, "annen@eksempel.invalid")

    if is_closed:
        close_account(by=cast.administrator, person=cast.leader)
    else:
        end_role(by=cast.administrator, role=cast.leader.roles.get())

    assert [Invitation.objects.get(pk=one.pk).withdrawn_at is None for one in (lost, others)] == [False, True]
    assert actions_noted()[-1] == "withdraw_invitation"


def test_nobody_writes_invitations_by_the_thousand(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    invited(cast, "en@eksempel.invalid")
    invited(cast, "to@eksempel.invalid")

    assert refusal(invited, cast=cast, email="tre@eksempel.invalid") == "too-many"


def test_addresses_of_settled_invitations_are_forgotten(cast: Cast) -> None:
    old, _ = invited(cast, "gammel@eksempel.invalid")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=91))
    invited(cast)

    counts = [actions.forget_invitations(by="worker"), actions.forget_invitations(by="worker")]

    assert (counts, [one.email for one in open_invitations_for(NEW)]) == ([1, 0], [NEW])
    assert Invitation.objects.filter(email__startswith="gammel").count() == 0
