"""Who works with what: a body's people, everybody, open invitations, and all that is stored about one person."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Invitation, Person, Role
from dugnad.records.models.register import Body

SECRET_LENGTH = 100


def roles_in(body: Body) -> QuerySet[Role]:
    """The people of a body, by role."""
    return (
        Role.objects.filter(body=body, person__is_active=True)
        .select_related("person", "body")
        .order_by("role", "person__name", "since")
    )


def role_by_id(pk: UUID | str) -> Role | None:
    """One role."""
    return Role.objects.select_related("person", "body").filter(pk=pk).first()


def person_by_id(pk: UUID | str) -> Person | None:
    """One account that is not closed."""
    return Person.objects.filter(pk=pk, is_active=True).first()


def person_by_email(email: str) -> Person | None:
    """The account with this address, in any case of letters."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()


def everybody(text: str = "", role: str = "") -> QuerySet[Person]:
    """Accounts that are not closed, with their roles; found by name, address or place."""
    roles = Prefetch("roles", Role.objects.select_related("body"))
    found = Person.objects.filter(is_active=True).prefetch_related(roles)
    if role:
        found = found.filter(roles__role=role)
    if text:
        place = Q(roles__body__name__icontains=text) | Q(roles__body__orgnr=text)
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text) | place)
    return found.order_by("name", "email").distinct()


def invitation_by_secret(secret: str) -> Invitation | None:
    """The invitation that a link opens, whatever its state."""
    if not secret or len(secret) > SECRET_LENGTH:
        return None
    found = hashlib.sha256(secret.encode()).hexdigest()
    return Invitation.objects.select_related("body", "by").filter(secret_hash=found).first()


def invitation_by_id(pk: UUID | str) -> Invitation | None:
    """One invitation."""
    return Invitation.objects.select_related("body", "by").filter(pk=pk).first()


def waiting() -> QuerySet[Invitation]:
    """Invitations that are neither accepted nor withdrawn, those that have run out with them."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("body")


def invitations_to(body: Body) -> QuerySet[Invitation]:
    """A body's waiting invitations."""
    return waiting().filter(body=body)


def invitations_by(person: Person) -> QuerySet[Invitation]:
    """The waiting invitations that one person wrote."""
    return waiting().filter(by=person)


def open_invitations_for(email: str) -> list[Invitation]:
    """What an address is invited to and may still accept."""
    found = waiting().select_related("body", "by")
    return list(found.filter(email__iexact=email.strip(), expires_at__gt=timezone.now()))


def has_one_time_codes(person: Person) -> bool:
    """Is an app for one-time codes set up?"""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def provider_accounts(person: Person) -> list[SocialAccount]:
    """Identity providers by which the account is entered."""
    return list(SocialAccount.objects.filter(user=person))


def stored_about(person: Person) -> dict[str, Any]:
    """All that is stored about a person, for that person."""
    done = LogEntry.objects.filter(Q(by=person.by) | Q(subject=person.by))
    invited = Invitation.objects.filter(email__iexact=person.email).select_related("body")
    return {
        "account": {
            "id": str(person.pk),
            "email": person.email if person.has_address else None,
            "name": person.name,
            "language": person.language,
            "created_at": person.created_at,
            "last_sign_in": person.last_login,
            "has_password": person.has_usable_password(),
            "has_one_time_codes": has_one_time_codes(person),
            "identity_providers": [
                {"provider": one.provider, "subject": one.uid, "since": one.date_joined}
                for one in provider_accounts(person)
            ],
        },
        "roles": [{**place_of(role), "since": role.since} for role in person.roles.select_related("body")],
        "invitations": [
            {**place_of(one), "written_at": one.created_at, "accepted_at": one.accepted_at} for one in invited
        ],
        "log": [
            {"at": one.at, "by": one.by, "action": one.action, "subject": one.subject, "before": one.before,
             "after": one.after, "details": one.details}
            for one in done.iterator()
        ],
    }  # fmt: skip


def place_of(one: Role | Invitation) -> dict[str, str]:
    """A role and where it holds."""
    return {"role": one.role, "body": one.body.name if one.body else "", "county": one.county}
