"""Invitations: written, sent again, withdrawn, accepted, forgotten. The link's secret is told once and never stored."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.log import write_log
from dugnad.records.actions.people import (
    LANGUAGES,
    OPERATOR,
    begin_account,
    check_place,
    give_role,
    named,
    told_role,
)
from dugnad.records.models.people import NO_ADDRESS, Invitation, Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_change_invitation, may_give_role, may_renew_invitation, still_stands

SECRET_BYTES = 32
ADDRESS_LENGTH = 254
FORGOTTEN_AFTER = timedelta(days=90)
"""How long an invitation keeps its address after it was accepted, withdrawn or ran out."""
NOT_OPEN = "The invitation is accepted or withdrawn, has run out, or its writer may no longer give the role."
MOST_A_DAY = 200
"""Invitations that one person may write in a day."""


def hash_of(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite_person(
    *, by: Person | str, email: str, role: str, body: Body | None = None, county: str = "", language: str = "nb"
) -> tuple[Invitation, str]:
    """Invite somebody to a role: the invitation and its secret. An open one to the same is withdrawn."""
    check_place(role, body, county)
    if by != OPERATOR and not (isinstance(by, Person) and may_give_role(by, role, body=body, county=county)):
        raise NotAllowed(named(by), f"give the role {role}")
    email = checked_address(email)
    if isinstance(by, Person) and email == by.email.lower():
        raise Refused(
            "own-address", "Nobody gives a role to themselves. Ask somebody else to invite you.", field="email"
        )
    if body is not None and body.until is not None and body.until < timezone.localdate():
        raise Refused("ended-body", f"{body.name} ended on {body.until}. Invite to its successor.", field="body")
    check_pace(by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    withdraw_open(by=by, email=email, role=role, body=body, county=county)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        body=body,
        county=county,
        language=language if language in LANGUAGES else "nb",
        secret_hash=hash_of(secret),
        by=by if isinstance(by, Person) else None,
        expires_at=timezone.now() + Invitation.KEPT,
    )
    told = told_role(invitation)
    write_log(by=by, action="invite_person", subject=invitation.pk, body=body, county=county, after=told)
    return invitation, secret


def checked_address(email: str) -> str:
    """The address in small letters; refused where it is none, or stands for none."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("bad-address", "This is no e-mail address.", field="email") from error
    if len(email) > ADDRESS_LENGTH or email.endswith(f"@{NO_ADDRESS}"):
        raise Refused("bad-address", "This address cannot be written to.", field="email")
    return email


def check_pace(by: Person | str) -> None:
    """Nobody sends strangers mail by the thousand from here."""
    since = timezone.now() - timedelta(days=1)
    if isinstance(by, Person) and by.invitations_sent.filter(created_at__gte=since).count() >= MOST_A_DAY:
        raise Refused("too-many", f"You have written {MOST_A_DAY} invitations in a day. Go on tomorrow.")


def withdraw_open(*, by: Person | str, email: str, role: str, body: Body | None, county: str) -> None:
    """Of two invitations to the same, the newer holds."""
    same = Invitation.objects.filter(email=email, role=role, body=body, county=county)
    for one in same.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()):
        one.withdrawn_at = timezone.now()
        one.save(update_fields=["withdrawn_at"])
        write_log(by=by, action="withdraw_invitation", subject=one.pk, body=body, county=county)


@transaction.atomic
def withdraw_invitation(*, by: Person, invitation: Invitation) -> None:
    """The link no longer opens anything."""
    if not may_change_invitation(by, invitation):
        raise NotAllowed(by.by, "withdraw this invitation")
    invitation = locked(invitation)
    if not invitation.is_open:
        raise Refused("not-open", "The invitation is accepted, withdrawn or has run out.")
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    body, county = invitation.body, invitation.county
    write_log(by=by, action="withdraw_invitation", subject=invitation.pk, body=body, county=county)


@transaction.atomic
def renew_invitation(*, by: Person, invitation: Invitation) -> tuple[Invitation, str]:
    """A new link that holds anew from today; the old one no longer opens anything."""
    if not may_renew_invitation(by, invitation):
        raise NotAllowed(by.by, "send this invitation again")
    invitation = locked(invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refused("not-open", "The invitation is accepted or withdrawn. Write a new one.")
    check_pace(by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation.secret_hash, invitation.expires_at = hash_of(secret), timezone.now() + Invitation.KEPT
    invitation.by = by  # who answers for it from now on
    invitation.save(update_fields=["secret_hash", "expires_at", "by"])
    body, county = invitation.body, invitation.county
    write_log(by=by, action="renew_invitation", subject=invitation.pk, body=body, county=county)
    return invitation, secret


def locked(invitation: Invitation) -> Invitation:
    """The invitation as it is now, and as nobody else changes it meanwhile."""
    return Invitation.objects.select_for_update(of=("self",)).select_related("body", "by").get(pk=invitation.pk)


@transaction.atomic
def accept_invitation(*, by: Person, invitation: Invitation) -> None:
    """Take the role; the account's address must be the one that was invited."""
    invitation = locked(invitation)
    if not by.is_active or by.email.lower() != invitation.email.lower() or invitation.by_id == by.pk:
        raise NotAllowed(by.by, "accept an invitation to another address, or of one's own")
    if not still_stands(invitation):
        raise Refused("not-open", NOT_OPEN)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    body, county = invitation.body, invitation.county
    write_log(by=by, action="accept_invitation", subject=invitation.pk, body=body, county=county)
    give_role(by=by, person=by, role=invitation.role, body=body, county=county)


@transaction.atomic
def begin_by_invitation(
    *, invitation: Invitation, name: str, language: str = "", password: str | None = None
) -> Person:
    """A new account for whoever holds the link, with the invited address and role. None: entered by a provider."""
    invitation = locked(invitation)
    if not still_stands(invitation):
        raise Refused("not-open", NOT_OPEN)
    if Person.objects.filter(email__iexact=invitation.email).exists():
        raise Refused("has-account", "There is an account with this address. Sign in first.")
    chosen = language or invitation.language
    try:
        with transaction.atomic():
            by = f"invitation:{invitation.pk}"
            person = begin_account(by=by, email=invitation.email, name=name, language=chosen, password=password)
    except IntegrityError as error:
        raise Refused("has-account", "There is an account with this address. Sign in first.") from error
    accept_invitation(by=person, invitation=invitation)
    return person


@transaction.atomic
def forget_invitations(*, by: str) -> int:
    """Wipe the addresses of invitations that have been settled for a while; how many."""
    before = timezone.now() - FORGOTTEN_AFTER
    settled = Invitation.objects.exclude(email__endswith=f"@{NO_ADDRESS}").filter(expires_at__lt=before)
    count = settled.update(email=f"glemt@{NO_ADDRESS}")
    if count:
        write_log(by=by, action="forget_invitations", subject="invitations", count=count)
    return count
