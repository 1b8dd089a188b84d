"""Desks: the seats that content ships, what each desk says of itself, and the warning before what it rests on ends."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction

from dugnad.content import content_path, read_csv
from dugnad.desk.ends import End, is_due, near_ends, threshold, warning
from dugnad.desk.routing import NATIONAL, hours_fault, load_desks
from dugnad.errors import NotAllowed, Refused
from dugnad.plan.letter import day_text, one_line
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.actions.notes import queue_note
from dugnad.records.models.desk import Desk, advisers_of
from dugnad.records.models.people import Person, RoleName

MOST_DAYS, MOST_PERCENT = 10, 2000
LENGTHS = {"phone": 40, "agreement": 200, "funding": 200}
SETTINGS = (
    "email", "phone", "website", "hours", "answer_days", "closed_since", "closed_until", "agreement", "agreement_url",
    "agreement_since", "agreement_until", "funding", "funding_until", "position_percent",
)  # fmt: skip
UNTOLD = {"email", "phone"}
"""Logged as changed, never with their value."""
PHONE = re.compile(r"\+?[0-9 ()-]{5,40}")


@transaction.atomic
def load_shipped_desks(*, by: str) -> int:
    """Make the desks that are not there yet, as empty seats; how many were made. What a desk has changed stays."""
    shipped = load_desks()
    known = set(Desk.objects.values_list("county", flat=True))
    new = [
        Desk(county=county, hours={day: list(hours) for day, hours in shipped.hours.items()},
             answer_days=shipped.answer_days)
        for county in (*shipped.neighbours, NATIONAL)
        if county not in known
    ]  # fmt: skip
    Desk.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        write_log(by=by, action="load_desks", subject="desks", count=len(new))
    return len(new)


@transaction.atomic
def keep_desk(*, by: Person, desk: Desk, seen: str, **given: Any) -> Desk:
    """Opening hours, leave, address, agreement and money of a desk. `seen`: when it was last changed, as on screen."""
    row = Desk.objects.select_for_update().get(pk=desk.pk)
    if not permissions.may_keep_desk(by, row.county):
        raise NotAllowed(by.by, f"keep the desk {row.county}")
    if row.changed_at.isoformat() != seen:
        raise Refused("changed-meanwhile", "Somebody has changed this desk since you opened it.")
    unknown = set(given) - set(SETTINGS)
    if unknown:
        raise ValueError(f"no such setting of a desk: {sorted(unknown)}")
    values = {name: tidy(name, value) for name, value in given.items()}
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    check_desk(row)
    changed = sorted(name for name, value in values.items() if before[name] != value)
    if not changed:
        return row
    row.save()
    told = [name for name in changed if name not in UNTOLD]
    write_log(
        by=by, action="keep_desk", subject=row.county, county=row.county, changed=changed,
        before={name: plain(before[name]) for name in told}, after={name: plain(values[name]) for name in told},
    )  # fmt: skip
    return row


def tidy(name: str, value: Any) -> Any:
    """A text on one line; all else as it is."""
    return one_line(value).strip() if isinstance(value, str) else value


def plain(value: Any) -> Any:
    """As the log holds it."""
    return value.isoformat() if isinstance(value, date) else value


def check_desk(desk: Desk) -> None:
    """Refuse what a desk cannot say of itself, with the field to mend."""
    check_addresses(desk)
    check_days(desk)
    for weekday, hours in desk.hours.items():
        if hours_fault(str(weekday), hours):
            raise Refused("bad-hours", "A desk opens before it closes; write both times.", field=f"day_{weekday}")
    if not 1 <= desk.answer_days <= MOST_DAYS:
        raise Refused("bad-number", f"Answer within 1 to {MOST_DAYS} working days.", field="answer_days")
    if desk.position_percent is not None and not 1 <= desk.position_percent <= MOST_PERCENT:
        raise Refused("bad-number", f"Write 1 to {MOST_PERCENT} percent.", field="position_percent")
    for name, most in LENGTHS.items():
        if len(getattr(desk, name)) > most:
            raise Refused("too-long", f"Write at most {most} signs.", field=name)


def check_addresses(desk: Desk) -> None:
    """The desk's own address, phone number and pages. Two desks with one address would get each other's mail."""
    if desk.email:
        try:
            validate_email(desk.email)
        except ValidationError as error:
            raise Refused("bad-address", "This is no e-mail address.", field="email") from error
        if Desk.objects.filter(email__iexact=desk.email).exclude(pk=desk.pk).exists():
            raise Refused("address-taken", "Another desk has this address.", field="email")
        if Person.objects.filter(email__iexact=desk.email).exists():
            raise Refused("persons-address", "This is a person's own address. Use one of the desk.", field="email")
    if desk.phone and not PHONE.fullmatch(desk.phone):
        raise Refused("bad-phone", "This is no phone number.", field="phone")
    for name in ("website", "agreement_url"):
        if getattr(desk, name):
            try:
                URLValidator(schemes=["http", "https"])(getattr(desk, name))
            except ValidationError as error:
                raise Refused("not-a-web-address", "This is no address of a page.", field=name) from error


def check_days(desk: Desk) -> None:
    """A leave has two ends, in order; so has an agreement."""
    if (desk.closed_since is None) != (desk.closed_until is None):
        missing = "closed_since" if desk.closed_since is None else "closed_until"
        raise Refused("missing", "Write both the first and the last day.", field=missing)
    for first, last in (("closed_since", "closed_until"), ("agreement_since", "agreement_until")):
        begins, ends = getattr(desk, first), getattr(desk, last)
        if begins and ends and ends < begins:
            raise Refused("wrong-order", "The last day is before the first.", field=last)


def ends_of(desk: Desk, on: date) -> list[End]:
    """What of the desk ends soon, or has ended."""
    return near_ends({"agreement": desk.agreement_until, "funding": desk.funding_until}, on)


def warn_of_ends(*, by: str, on: date) -> int:
    """Warn of what ends soon, once at each threshold; how many mails are queued."""
    return sum(warn_desk(by=by, county=county, on=on) for county in Desk.objects.values_list("county", flat=True))


@transaction.atomic
def warn_desk(*, by: str, county: str, on: date) -> int:
    """One desk's warnings. Where nobody can be told, they wait until somebody can."""
    desk = Desk.objects.select_for_update().get(county=county)
    due = [end for end in ends_of(desk, on) if is_due(end, desk.warned)]
    people = to_warn(county) if due else []
    if not people:
        return 0
    for end in due:
        for person in people:
            post_warning(desk, end, person)
        desk.warned = {**desk.warned, end.key: threshold(end, load_desks().warn_days)}
        write_log(by=by, action="warn_desk", subject=county, county=county, what=end.what, days=end.days)
    Desk.objects.filter(pk=desk.pk).update(warned=desk.warned)  # nothing that people look at has changed
    return len(due) * len(people)


def to_warn(county: str) -> list[Person]:
    """The desk's own people, the county's Statsforvalter, and the coordinators: each once."""
    others = Person.objects.filter(is_active=True, roles__role=RoleName.COORDINATOR)
    others = others | Person.objects.filter(is_active=True, roles__role=RoleName.GOVERNOR, roles__county=county)
    every = {person.pk: person for person in [*advisers_of(county), *others.distinct()]}
    return [person for person in every.values() if person.has_address]


def post_warning(desk: Desk, end: End, person: Person) -> None:
    """One mail, in the reader's language."""
    prefix = "" if person.language == "nb" else f"/{person.language}"
    link = f"{settings.BASE_URL}{prefix}/desk/list/{desk.county}/"
    day, name = day_text(end.on, person.language), county_name(desk.county, person.language)
    subject, text = warning(end, desk=name, day=day, link=link, language=person.language)
    queue_note(to=person.email, subject=subject, text=f"{text.strip()}\n")


def county_name(county: str, language: str) -> str:
    """The county's name; the nation's for the back-up desk."""
    if county == NATIONAL:
        return {"en": "Norway"}.get(language, "Norge" if language == "nb" else "Noreg")
    rows = {row["number"]: row["name"] for row in read_csv(content_path("codelists/counties/counties.csv"))}
    return rows.get(county, county)
