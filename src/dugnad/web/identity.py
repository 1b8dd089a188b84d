"""Who is let in by an identity provider: the invited, those who have an account, those who act for a body here."""

from __future__ import annotations

import hmac
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import override

from dugnad.errors import DugnadError
from dugnad.records.actions.invitations import accept_invitation, begin_by_invitation
from dugnad.records.actions.people import PROVIDER, begin_account, give_reader
from dugnad.records.models.people import Invitation, Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import still_stands
from dugnad.records.queries.people import invitation_by_id, open_invitations_for, person_by_email
from dugnad.records.queries.register import body_by_key
from dugnad.web.account import told
from dugnad.web.provider import Vouched
from dugnad.web.templatetags.text import language

INVITED = "invitation"
"""Under this name the session remembers whose link was followed on the way to the provider."""


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of an identity provider."""

    error_messages = {  # noqa: RUF012 - the library's shape
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": told("error-connected-other"),
        "no_password": told("error-last-way-in"),
        "disconnect_last": told("error-last-way-in"),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Accounts are made here or by an invitation, never by the library itself."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Decide before anything is stored: let in, connect, or refuse with a page that says why."""
        asked, given = sociallogin.state.get("nonce") or "", getattr(sociallogin, "nonce", None) or ""
        if not asked or not hmac.compare_digest(str(asked), str(given)):
            refuse(request, "unsafe")
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        invitation, tongue = remembered(request), str(sociallogin.state.get("tongue") or language())
        try:
            with override(tongue), transaction.atomic():
                person = let_in(sociallogin, invitation)
                if not sociallogin.account.pk:
                    sociallogin.connect(request, person)
        except Turned as turned:
            refuse(request, turned.why)
        except DugnadError:
            refuse(request, "not-open")


class Turned(Exception):
    """Turned away at the door; `why` names the text that explains."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def let_in(sociallogin: SocialLogin, invitation: Invitation | None) -> Person:
    """The account that the sign-in leads to, with what it brings: an accepted invitation, the reader's role."""
    vouched: Vouched = sociallogin.vouched
    body = body_named(vouched.orgnrs)
    person = known(sociallogin, vouched) or invited(vouched, invitation) or acting(vouched, body)
    if person is None:
        raise Turned("unknown")
    if not person.is_active:
        raise Turned("closed")
    accept_waiting(person, vouched, invitation)
    if body is not None:
        give_reader(person=person, body=body)
    return person


def known(sociallogin: SocialLogin, vouched: Vouched) -> Person | None:
    """An account that is connected already, or whose address the provider has verified."""
    if sociallogin.account.pk:
        return Person.objects.get(pk=sociallogin.account.user_id)
    return person_by_email(vouched.email) if vouched.email else None


def invited(vouched: Vouched, invitation: Invitation | None) -> Person | None:
    """A new account by the link that was followed, or by an invitation to the verified address."""
    if invitation is None and vouched.email:
        invitation = next((one for one in open_invitations_for(vouched.email) if still_stands(one)), None)
    if invitation is None or not still_stands(invitation):
        return None
    if person_by_email(invitation.email) is not None:  # the link alone does not open another's account
        raise Turned("has-account")
    return begin_by_invitation(invitation=invitation, name=vouched.name, language=language())


def acting(vouched: Vouched, body: Body | None) -> Person | None:
    """A new account for somebody who acts for a body of the register. Only a verified address is kept."""
    if body is None:
        return None
    return begin_account(by=PROVIDER, email=vouched.email, name=vouched.name, language=language())


def accept_waiting(person: Person, vouched: Vouched, invitation: Invitation | None) -> None:
    """What the person was invited to besides: by the link followed, or at the verified address."""
    waiting = open_invitations_for(vouched.email) if vouched.email and vouched.email == person.email else []
    if invitation is not None and invitation.is_open:
        waiting = [*waiting, invitation] if invitation.pk not in {one.pk for one in waiting} else waiting
    for one in waiting:
        current = invitation_by_id(one.pk)
        if current is None or not still_stands(current) or current.by_id == person.pk:
            continue
        if current.email.lower() != person.email.lower():
            raise Turned("other-address")
        accept_invitation(by=person, invitation=current)


def body_named(orgnrs: tuple[str, ...]) -> Body | None:
    """The first body of the register, still there, that the provider names."""
    found = (body_by_key(number) for number in orgnrs)
    return next((body for body in found if body is not None and body.until is None), None)


def remembered(request: HttpRequest) -> Invitation | None:
    """The invitation whose link was followed, once."""
    pk: Any = request.session.pop(INVITED, None)
    return invitation_by_id(pk) if pk else None


def refuse(request: HttpRequest, why: str) -> None:
    """A page that says why nobody was signed in."""
    raise ImmediateHttpResponse(render(request, "account/turned.html", {"why": why}, status=403))
