"""Changes that people make to single bodies: contact, obligation class, mergers, and who hosts a county's desk."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.actions.matching import write_register_table
from dugnad.records.actions.register import must_keep
from dugnad.records.county import check_county
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, DeskHost, ObligationClass
from dugnad.register.known import PERSON
from dugnad.register.unit import looks_official

LANGUAGES = ("nb", "nn", "en")


def change_contact(*, by: Person, body: Body, email: str, website: str, language: str, is_sure: bool = False) -> Body:
    """Set the body's official post address, website and language. A person's own address is refused unless sure."""
    if not permissions.may_change_contact(by, body):
        raise NotAllowed(by.by, f"change the contact of {body.key}")
    email = email.strip().lower()
    if email and not looks_official(email) and not is_sure:
        raise Refused("personal-address", "This looks like a person's own address.", field="email")
    if language not in LANGUAGES:
        raise Refused("language", f'"{language}" is no language of ours.', field="language")
    wanted = {"email": email, "website": website.strip(), "language": language}
    changed = {name: value for name, value in wanted.items() if getattr(body, name) != value}
    if not changed:
        return body
    with transaction.atomic():
        before = shown({name: getattr(body, name) for name in changed})
        set_by_person(body, changed)
        write_log(by=by, action="change_contact", subject=body.key, body=body, before=before, after=shown(changed),
                  changed=sorted(changed))  # fmt: skip
    return body


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """The contact as the log tells it: an office's address in full, but never one that looks like a person's own."""
    email = values.get("email", "")
    return {name: value for name, value in values.items() if name != "email" or not email or looks_official(email)}


def change_class(*, by: Person, body: Body, obligation_class: str, reason: str) -> Body:
    """Set the obligation class, with the reason that everybody can read."""
    must_keep(by)
    reason = " ".join(reason.split())
    if obligation_class not in ObligationClass.values:
        raise Refused("class", f'"{obligation_class}" is no obligation class.', field="obligation_class")
    if not reason:
        raise Refused("reason", "Give the reason in a sentence.", field="reason")
    with transaction.atomic():
        before = {"obligation_class": body.obligation_class, "class_reason": body.class_reason}
        set_by_person(body, {"obligation_class": obligation_class, "class_reason": reason[:400]})
        after = {"obligation_class": body.obligation_class, "class_reason": body.class_reason}
        write_log(by=by, action="change_class", subject=body.key, body=body, before=before, after=after)
    write_register_table()
    return body


def set_by_person(body: Body, values: dict[str, Any]) -> None:
    """Set fields that neither content nor an import changes from now on. Called inside a transaction."""
    body.origins = Body.objects.select_for_update().values_list("origins", flat=True).get(pk=body.pk)
    for name, value in values.items():
        setattr(body, name, value)
    body.origins = body.origins | dict.fromkeys(values, PERSON)
    body.save(update_fields=[*values, "origins", "changed_at"])


def merge_bodies(*, by: str | Person, old: list[Body], into: Body, on: date) -> Body:
    """Note that the bodies ended the day before and that another took over. All keep their rows and their histories."""
    must_keep(by)
    ended = [body for body in old if body != into]
    refuse_merger(old, ended, into, on)
    with transaction.atomic():
        for body in ended:
            before = {"until": body.until.isoformat() if body.until else None}
            last = min(date.fromordinal(on.toordinal() - 1), body.until or date.max)
            set_by_person(body, {"until": last})
            body.successors.add(into)
            write_log(by=by, action="merge_body", subject=body.key, body=body, before=before,
                      after={"until": last.isoformat(), "successor": into.key})  # fmt: skip
        write_log(by=by, action="take_over_bodies", subject=into.key, body=into,
                  after={"predecessors": [body.key for body in ended], "on": on.isoformat()})  # fmt: skip
    write_register_table()
    return into


def refuse_merger(old: list[Body], ended: list[Body], into: Body, on: date) -> None:
    """A merger needs somebody who ends, an heir that lives, and no circle."""
    if not ended or len({body.pk for body in old}) != len(old):
        raise Refused("merger", "Name each body that ends once, and another that takes over.")
    if into.until and into.until < on:
        raise Refused("merger", f"{into.name} ended on {into.until}. Choose the body that takes over.", field="into")
    gone = next(
        (body for body in ended if body.until and body.until < on and body.successors.exclude(pk=into.pk).exists()),
        None,
    )
    if gone is not None:
        raise Refused("merger", f"{gone.name} has ended already and has another successor.", field="old")
    heirs: set[UUID] = {into.pk}
    seen: set[UUID] = set()
    while heirs - seen:
        seen |= heirs
        heirs = set(Body.objects.filter(predecessors__in=heirs).values_list("pk", flat=True))
    if any(body.pk in seen for body in ended):
        raise Refused("merger", f"{into.name} was taken over by one of these itself: that would be a circle.")


def appoint_host(*, by: Person, county: str, body: Body, since: date) -> DeskHost:
    """Point out the host of the county's support desk; the one before ends the day before."""
    if not permissions.may_appoint_host(by, county):
        raise NotAllowed(by.by, f"appoint the host of county {county}")
    check_county(county)
    if body.until and body.until < since:
        raise Refused("ended", f"{body.name} ended on {body.until}.", field="body")
    with transaction.atomic():
        now = DeskHost.objects.select_for_update().filter(county=county, until=None).first()
        if now is not None and now.body_id == body.pk:
            raise Refused("same-host", f"{body.name} is the host already.", field="body")
        if now is not None:
            if since <= now.since:
                raise Refused("too-early", f"The host of today has been so since {now.since}.", field="since")
            now.until = date.fromordinal(since.toordinal() - 1)
            now.save(update_fields=["until"])
        host = DeskHost.objects.create(county=county, body=body, since=since)
        before = {"host": now.body.key if now else None}
        after = {"host": body.key, "since": since.isoformat()}
        write_log(by=by, action="appoint_host", subject=body.key, body=body, county=county, before=before, after=after)
    return host
