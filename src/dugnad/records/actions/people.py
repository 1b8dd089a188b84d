"""Accounts and roles: given, ended, closed; each with its line in the log, never with a name or address in it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.log import write_log
from dugnad.records.county import check_county
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.people import NO_ADDRESS, OF_BODY, OF_COUNTY, Invitation, Person, Role, RoleName
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_close_account, may_end_role, may_renew_invitation

OPERATOR = "operator"
"""Whoever runs the installation and types commands on its machine: may do everything there."""
PROVIDER = "identity-provider"
LANGUAGES = ("nb", "nn", "en")
NAME_LENGTH = 120
MINUTE = 60


def named(by: Person | str) -> str:
    """How errors name who tried."""
    return by if isinstance(by, str) else by.by


def told_role(role: Role | Invitation) -> dict[str, Any]:
    """A role as the log tells it."""
    return {"role": role.role, "body": role.body.key if role.body else "", "county": role.county}


def check_place(role: str, body: Body | None, county: str) -> None:
    """A role is for a body, a county or the nation, and for nothing else."""
    if role not in RoleName.values:
        raise Refused("unknown-role", f'"{role}" is no role. Write one of {", ".join(RoleName.values)}.', field="role")
    if (role in OF_BODY) != (body is not None):
        problem = f'The role "{role}" is for a body: say which.' if role in OF_BODY else f'"{role}" is not for a body.'
        raise Refused("needs-body" if role in OF_BODY else "no-body", problem, field="body")
    if (role in OF_COUNTY) != bool(county):
        problem = f'The role "{role}" is for a county: say which.' if role in OF_COUNTY else f'"{role}" has no county.'
        raise Refused("needs-county" if role in OF_COUNTY else "no-county", problem, field="county")
    if not (county == NATIONAL and role == RoleName.ADVISER):  # the shared back-up desk has advisers too
        check_county(county)


def forget_kept(person: Person) -> None:
    """Roles kept on the person for this request are read anew."""
    person.__dict__.pop("kept_roles", None)


def give_role(*, by: Person | str, person: Person, role: str, body: Body | None, county: str = "") -> Role:
    """The role, given now or had already; for actions that have made sure it may be given."""
    given, is_new = Role.objects.get_or_create(person=person, role=role, body=body, county=county)
    if is_new:
        write_log(by=by, action="give_role", subject=person.by, body=body, county=county, after=told_role(given))
        forget_kept(person)
    return given


@transaction.atomic
def end_role(*, by: Person | str, role: Role) -> None:
    """End a role, one's own or another's; the last administrator stays."""
    if by != OPERATOR and not (isinstance(by, Person) and may_end_role(by, role)):
        raise NotAllowed(named(by), f"end the role {role.role}")
    if role.role == RoleName.ADMINISTRATOR:
        keep_one_administrator(without=role.person)
    before = told_role(role)
    person, body, county = role.person, role.body, role.county
    role.delete()
    write_log(by=by, action="end_role", subject=person.by, body=body, county=county, before=before)
    forget_kept(person)
    withdraw_lost(by=by, person=person)


def withdraw_lost(*, by: Person | str, person: Person) -> None:
    """Withdraw the open invitations of somebody who may no longer give their roles."""
    is_open = {"accepted_at": None, "withdrawn_at": None, "expires_at__gt": timezone.now()}
    for one in Invitation.objects.select_related("body").filter(by=person, **is_open):
        if not may_renew_invitation(person, one):
            Invitation.objects.filter(pk=one.pk).update(withdrawn_at=timezone.now())
            write_log(by=by, action="withdraw_invitation", subject=one.pk, body=one.body, county=one.county)


def keep_one_administrator(*, without: Person) -> None:
    """Somebody must be able to let others in. The rows are locked, so that two cannot end each other."""
    every = Role.objects.select_for_update().filter(role=RoleName.ADMINISTRATOR, person__is_active=True)
    if {role.person_id for role in every} <= {without.pk}:
        remedy = "Give somebody else the role first."
        raise Refused("last-administrator", f"This is the last administrator. {remedy}")


@transaction.atomic
def change_account(*, by: Person, name: str, language: str) -> None:
    """Change one's own name and language; the log says that, not what the name is."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or language not in LANGUAGES:
        raise Refused(
            "bad-account", f"A name of 1 to {NAME_LENGTH} characters and a language are needed.", field="name"
        )
    before = {"language": by.language}
    changed = [
        part for part, is_other in (("name", by.name != name), ("language", by.language != language)) if is_other
    ]
    by.name, by.language = name, language
    by.save(update_fields=["name", "language"])
    write_log(
        by=by, action="change_account", subject=by.by, before=before, after={"language": language}, changed=changed
    )


@transaction.atomic
def end_sessions(*, by: Person) -> None:
    """Sign out everywhere."""
    by.sessions += 1
    by.save(update_fields=["sessions"])
    write_log(by=by, action="end_sessions", subject=by.by)


@transaction.atomic
def close_account(*, by: Person | str, person: Person) -> None:
    """Close an account: name, address, password, codes and provider are wiped; the row and the log lines stay."""
    if by != OPERATOR and not (isinstance(by, Person) and may_close_account(by, person)):
        raise NotAllowed(named(by), "close this account")
    if person.roles.filter(role=RoleName.ADMINISTRATOR).exists():
        keep_one_administrator(without=person)
    address = person.email
    for role in person.roles.select_related("body"):
        write_log(
            by=by, action="end_role", subject=person.by, body=role.body, county=role.county, before=told_role(role)
        )
    person.roles.all().delete()
    for kept in (EmailAddress, Authenticator, SocialAccount):
        kept.objects.filter(user=person).delete()
    Invitation.objects.filter(email__iexact=address).update(email=f"{person.pk}@{NO_ADDRESS}")
    person.name, person.email, person.is_active = "", f"{person.pk}@{NO_ADDRESS}", False
    person.sessions += 1
    person.set_unusable_password()
    person.save()
    write_log(by=by, action="close_account", subject=person.by)
    forget_kept(person)
    withdraw_lost(by=by, person=person)


def note_security(*, person: Person, event: str) -> None:
    """Note what the login library did with an account: signing in, a new password, one-time codes on or off."""
    write_log(by=person, action=event, subject=person.by)


def note_failed(*, email: str, event: str) -> None:
    """Note a sign-in that failed or was locked out: by account, or by nobody known. At most once a minute for each."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first() if email.strip() else None
    subject = person.by if person else "unknown"
    if caches["locks"].add(f"noted-{event}-{subject}", 1, MINUTE):
        write_log(by=f"account:{person.pk}" if person else "unknown", action=event, subject=subject)


def offer_password(*, by: Person | str, person: Person) -> None:
    """Note that whoever runs the installation made a link for a new password."""
    if by != OPERATOR:
        raise NotAllowed(named(by), "make a link for another's password")
    write_log(by=by, action="offer_password", subject=person.by)


@transaction.atomic
def reset_codes(*, by: Person | str, person: Person) -> None:
    """Forget somebody's one-time codes and recovery codes, and sign them out everywhere: the phone or the key is lost.

    They sign in with the password, and set codes up anew where their roles ask for it.
    """
    if by != OPERATOR:
        raise NotAllowed(named(by), "take away another's one-time codes")
    kept = Authenticator.objects.filter(user=person)
    if not kept.exists():
        raise Refused("no-codes", "This account has no one-time codes: nothing is changed.")
    kept.delete()
    person.sessions += 1
    person.save(update_fields=["sessions"])
    write_log(by=by, action="reset_codes", subject=person.by)


@transaction.atomic
def begin_account(*, by: str, email: str, name: str, language: str, password: str | None = None) -> Person:
    """A new account; for actions that have made sure that its owner is let in. No address: none is shown."""
    person = Person(name=" ".join(name.split())[:NAME_LENGTH], language=language if language in LANGUAGES else "nb")
    person.email = email.strip().lower() or f"{person.pk}@{NO_ADDRESS}"
    person.set_password(password)
    person.save(force_insert=True)
    write_log(by=by, action="begin_account", subject=person.by)
    return person


@transaction.atomic
def give_reader(*, person: Person, body: Body) -> None:
    """The identity provider says that the person acts for this body: it may read what the body's people read."""
    if not person.roles.filter(body=body).exists():
        give_role(by=PROVIDER, person=person, role=RoleName.READER, body=body)
