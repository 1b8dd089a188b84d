"""What the addresses of accounts need: a role, an account, an invitation and its link."""

from __future__ import annotations

from dugnad.records.actions.invitations import invite_person
from dugnad.records.actions.people import OPERATOR
from dugnad.records.models.people import RoleName
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    invitation, secret = invite_person(by=OPERATOR, email=cast.reader.email, role=RoleName.BUYER, body=cast.own)
    return {
        "secret": secret,
        "invitation": str(invitation.pk),
        "role": str(cast.buyer.roles.get().pk),
        "person": str(cast.colleague.pk),
    }
