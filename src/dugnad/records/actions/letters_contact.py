"""A contact that was named on a letter's page: invited, or turned down, by somebody who may give the role."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction

from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.invitations import invite_person
from dugnad.records.actions.log import write_log
from dugnad.records.models.letters import Reply
from dugnad.records.models.people import Invitation, Person, RoleName
from dugnad.records.models.register import Body


@transaction.atomic
def settle_contact(*, by: Person, reply: Reply, is_invited: bool) -> tuple[Invitation, str] | None:
    """Invite the contact (the invitation and its secret), or turn the naming down and forget name and address."""
    body = reply.dispatch.body
    if not permissions.may_give_role(by, RoleName.CONTACT, body=body):
        raise NotAllowed(by.by, f"settle a contact of {body.key}")
    reply = Reply.objects.select_for_update(of=("self",)).select_related("dispatch__body").get(pk=reply.pk)
    if reply.what != Reply.What.CONTACT or reply.details.get("state") != "waiting":
        raise Refused("settled-already", "This contact is settled already.")
    made = None
    if is_invited:
        email, language = reply.details["email"], reply.dispatch.language
        made = invite_person(by=by, email=email, role=RoleName.CONTACT, body=body, language=language)
    reply.details = {"state": "invited" if is_invited else "turned-down"}
    reply.save(update_fields=["details"])
    write_log(by=by, action="settle_contact", subject=reply.dispatch_id, body=body, after=reply.details["state"])
    return made


def is_from_body(email: str, body: Body) -> bool:
    """Is the address in the body's own domain, as its post address or website shows it?"""
    domain = email.rpartition("@")[2].lower()
    own = {body.email.rpartition("@")[2].lower(), (urlsplit(body.website).hostname or "").removeprefix("www.")}
    return bool(domain) and domain in own
