"""Joint framework agreements: written down by a desk or by the body that runs one, kept up to date, told of in time.

`seen` is the version that the person had on screen: who saw an older one is told so, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from dugnad.criteria.cpv_groups import cpv_code
from dugnad.criteria.kept import kept_library
from dugnad.desk.agreements import (
    SEEN,
    changed_words,
    criteria_since,
    groups_of_agreement,
    load_agreements,
    threshold,
)
from dugnad.desk.mail_words import day_words
from dugnad.errors import DugnadError, NotAllowed, Refused
from dugnad.plan.given import clean_text, clean_url
from dugnad.plan.letter import one_line
from dugnad.records.actions.case_post import post_to
from dugnad.records.actions.log import write_log
from dugnad.records.actions.search import index_one
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.desk import Desk, Preference, advisers_of
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_keep_agreement, may_prepare, may_work_desk

FIRST_YEAR, LAST_YEAR = 2000, 2200
MOST_CODES, MOST_CRITERIA, MOST_MEMBERS = 50, 200, 500
MOST_SUPPLIERS, MOST_NOK = 10_000, 10**12
NOTICE = re.compile(r"[0-9A-Za-z][0-9A-Za-z/ ._:~-]{0,59}")
FIELDS = (
    "title", "owner", "cooperative", "cpv", "group", "criteria", "since", "until", "longest_until", "options",
    "suppliers", "value_nok", "notice", "url", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What is written down of an agreement."""

    title: str
    owner: Body
    since: date
    until: date
    cooperative: str = ""
    members: tuple[Body, ...] = ()
    cpv: tuple[str, ...] = ()
    group: str = ""
    criteria: tuple[str, ...] = ()
    longest_until: date | None = None
    options: str = ""
    suppliers: int | None = None
    value_nok: int | None = None
    notice: str = ""
    url: str = ""
    remark: str = ""


@transaction.atomic
def create_agreement(*, by: Person, desk: Desk, agreed: Agreed) -> Agreement:
    """A draft, seen by those alone who keep it."""
    if not may_write_down(by, desk.county, agreed.owner):
        raise NotAllowed(by.by, f"write down agreements of {agreed.owner.key} at desk {desk.county}")
    agreement = Agreement(desk=desk, by=by)
    fill(agreement, agreed)
    agreement.save()
    agreement.members.set(agreed.members)
    write_log(by=by, action="create_agreement", subject=agreement.pk, body=agreed.owner, county=desk.county)
    return agreement


def may_write_down(by: Person, county: str, owner: Body) -> bool:
    """The desk's people; and the contact or leader of the body that runs it, at the desk of its own county."""
    return may_work_desk(by, county) or (may_prepare(by, owner) and county == owner.county)


@transaction.atomic
def change_agreement(*, by: Person, agreement: Agreement, seen: int, agreed: Agreed) -> Agreement:
    """Write down what has changed. When its end is moved, those who are in it are told in time again."""
    row = held(by, agreement, seen)
    if agreed.owner.pk != row.owner_id and not may_work_desk(by, row.desk_id):
        raise Refused("owner-fixed", "Only the support service gives an agreement another owner.", field="owner")
    before = {name: getattr(row, name) for name in FIELDS}
    members = set(row.members.values_list("pk", flat=True))
    fill(row, agreed)
    changed = sorted(name for name in FIELDS if getattr(row, name) != before[name])
    if members != {body.pk for body in agreed.members}:
        row.members.set(agreed.members)
        changed.append("members")
    if not changed:
        return row
    if row.until != before["until"]:
        row.warned_months = None
    return counted(by, row, "change_agreement", changed)


@transaction.atomic
def publish_agreement(*, by: Person, agreement: Agreement) -> Agreement:
    """Open for all to see."""
    row = held(by, agreement, None)
    if not row.is_draft:
        raise Refused("not-as-seen", "This is published already.")
    row.is_draft = False
    return counted(by, row, "publish_agreement")


@transaction.atomic
def withdraw_agreement(*, by: Person, agreement: Agreement) -> Agreement:
    """Out of the public list, and a draft again."""
    row = held(by, agreement, None)
    if row.is_draft:
        raise Refused("not-as-seen", "This is a draft already.")
    row.is_draft = True
    return counted(by, row, "withdraw_agreement")


@transaction.atomic
def drop_agreement(*, by: Person, agreement: Agreement) -> None:
    """Throw a draft away."""
    row = held(by, agreement, None)
    if not row.is_draft:
        raise Refused("not-as-seen", "Withdraw it first: others can see it.")
    write_log(by=by, action="drop_agreement", subject=row.pk, body=row.owner, county=row.desk_id)
    row.delete()


def held(by: Person, agreement: Agreement, seen: int | None) -> Agreement:
    """The agreement's row, kept from others until the deed is done; for those who keep it."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("desk", "owner").get(pk=agreement.pk)
    if not may_keep_agreement(by, row):
        raise NotAllowed(by.by, f"keep agreement {agreement.pk}")
    if seen is not None and row.version != seen:
        raise Refused("changed-meanwhile", "Somebody has changed this agreement since you opened it.")
    return row


def counted(by: Person, row: Agreement, action: str, changed: Iterable[str] = ()) -> Agreement:
    """Count the change, log it, and let search find it so."""
    row.version += 1
    row.save()
    write_log(by=by, action=action, subject=row.pk, body=row.owner, county=row.desk_id, changed=list(changed))
    index_one("agreement", str(row.pk))
    return row


def fill(row: Agreement, agreed: Agreed) -> None:
    """Lay what was written over the row, made clean; refused where it cannot be so."""
    title = clean_text(one_line(agreed.title), "title", 200)
    if not title:
        raise Refused("missing", "Give the agreement a name.", field="title")
    check_days(agreed)
    if len(agreed.members) > MOST_MEMBERS:
        raise Refused("too-many-here", f"An agreement has {MOST_MEMBERS} members at most.", field="members")
    row.title, row.owner = title, agreed.owner
    row.since, row.until, row.longest_until = agreed.since, agreed.until, agreed.longest_until
    row.cooperative = clean_text(one_line(agreed.cooperative), "cooperative", 200)
    row.options = clean_text(one_line(agreed.options), "options", 200)
    row.remark = clean_text(one_line(agreed.remark), "remark", 400)
    row.cpv, row.group, row.criteria = codes(agreed.cpv), known_group(agreed.group), known_criteria(agreed.criteria)
    row.suppliers = bounded(agreed.suppliers, "suppliers", MOST_SUPPLIERS)
    row.value_nok = bounded(agreed.value_nok, "value_nok", MOST_NOK)
    row.notice, row.url = notice_number(agreed.notice), clean_url(agreed.url, "url")


def check_days(agreed: Agreed) -> None:
    """It begins before it ends, and the options are used after that."""
    days = [agreed.since, agreed.until, *([agreed.longest_until] if agreed.longest_until else [])]
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise Refused("bad-day", "Write a day of our time.", field="until")
    if agreed.until < agreed.since:
        raise Refused("ends-before-start", "It must end after it begins.", field="until")
    if agreed.longest_until is not None and agreed.longest_until < agreed.until:
        raise Refused(
            "ends-before-start", "With all options it cannot end earlier than without.", field="longest_until"
        )


def codes(written: Iterable[str]) -> list[str]:
    """CPV codes with eight digits, each once."""
    try:
        found = list(dict.fromkeys(cpv_code(one) for one in written))
    except DugnadError as error:
        raise Refused("bad-cpv", str(error), field="cpv") from error
    if len(found) > MOST_CODES:
        raise Refused("too-many-here", f"Write {MOST_CODES} codes at most.", field="cpv")
    return found


def known_group(name: str) -> str:
    """A product group of the library, or none."""
    if name and name not in kept_library().library.groups:
        raise Refused("unknown", f"There is no product group called {name[:60]!r}.", field="group")
    return name


def known_criteria(written: Iterable[str]) -> list[str]:
    """Criteria that the library has shown, by ID and day; one without a day is taken as it is now."""
    keys = list(dict.fromkeys(known_criterion(one.strip()) for one in written if one.strip()))
    if len(keys) > MOST_CRITERIA:
        raise Refused("too-many-here", f"Write {MOST_CRITERIA} criteria at most.", field="criteria")
    return keys


def known_criterion(written: str) -> str:
    """One criterion, also from the address of its page."""
    name, _, day = written.rstrip("/").rpartition("/")[2].partition("@")
    criterion = kept_library().library.criteria.get(name)
    versions = [one for one in criterion.versions.values if one.status in SEEN] if criterion else []
    found = next((one for one in reversed(versions) if not day or one.day.isoformat() == day), None)
    if found is None:
        raise Refused("unknown-criterion", f"The library has no criterion {written[:80]!r}.", field="criteria")
    return found.key


def bounded(number: int | None, field: str, most: int) -> int | None:
    """A whole number that can be, or none."""
    if number is not None and not 1 <= number <= most:
        raise Refused("bad-number", f"Write a whole number from 1 to {most}.", field=field)
    return number


def notice_number(written: str) -> str:
    """The number that the notice was published under, or the notice's own id."""
    written = written.strip()
    if written and not NOTICE.fullmatch(written):
        raise Refused("bad-notice", "Write the notice's number, as 2026-101234.", field="notice")
    return written


def warn_of_ends(*, by: str, on: date) -> int:
    """Tell those who are in an agreement that it ends, once at each threshold; how many agreements."""
    told = 0
    for agreement in Agreement.objects.filter(is_draft=False, until__gte=on):
        months = threshold(agreement.until, on)
        if months is not None and (agreement.warned_months is None or months < agreement.warned_months):
            told += warn(by, agreement, months, on)
    return told


@transaction.atomic
def warn(by: str, agreement: Agreement, months: int, on: date) -> bool:
    """The mails about one agreement. Of two workers, one sends them."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("owner", "desk").get(pk=agreement.pk)
    if row.is_draft or (row.warned_months is not None and row.warned_months <= months):
        return False
    row.warned_months = months
    row.save(update_fields=["warned_months"])
    people = concerned(row)
    for person in people:
        post(row, person, months, on)
    write_log(
        by=by, action="warn_agreement", subject=row.pk, body=row.owner, county=row.desk_id, months=months,
        count=len(people),
    )  # fmt: skip
    return True


def concerned(row: Agreement) -> list[Person]:
    """The desk's advisers who want mail, and the contacts and leaders of the owner and the members."""
    bodies = [row.owner_id, *row.members.values_list("pk", flat=True)]
    silent = set(Preference.objects.filter(told=Preference.Told.NONE).values_list("person", flat=True))
    own = Person.objects.filter(
        is_active=True, roles__body__in=bodies, roles__role__in=[RoleName.CONTACT, RoleName.LEADER]
    )
    people = {person.pk: person for person in [*advisers_of(row.desk_id), *own.distinct()]}
    return [person for person in people.values() if person.has_address and person.pk not in silent]


def post(row: Agreement, person: Person, months: int, on: date) -> None:
    """One mail, in the person's language."""
    tongue = person.language
    prefix = "" if tongue == settings.LANGUAGE_CODE else f"/{tongue}"
    since = criteria_since(row.criteria, groups_of_agreement(row.group, row.cpv), row.since, on)
    subject, text = load_agreements().mails["expires"].in_language(
        tongue, title=row.title, day=day_words(row.until, tongue), months=str(months),
        owner=row.cooperative or row.owner.called(tongue), changed=changed_words(since, tongue),
        link=f"{settings.BASE_URL}{prefix}/desk/agreements/{row.pk}/",
    )  # fmt: skip
    post_to(
        to=person.email, language=tongue, subject=" ".join(subject.split()), text=f"{text}\n", what="agreement"
    )  # fmt: skip
