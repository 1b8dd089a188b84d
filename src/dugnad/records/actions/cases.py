"""Cases: asked, routed to a desk, described, joined, closed, taken up again. Whatever is done is counted and logged.

`seen` is the version of the case that the person had on screen: who saw an older one is told so, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dugnad.desk.question import MOST_TEXT, MOST_TITLE, ROLES, Question, Upload, title_of
from dugnad.desk.routing import route
from dugnad.desk.working_time import promised
from dugnad.errors import NotAllowed, Refused
from dugnad.plan.letter import one_line
from dugnad.records import permissions
from dugnad.records.actions.case_files import keep_files
from dugnad.records.actions.case_post import post_to_asker, post_to_desk
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.actions.knowledge_use import count_use
from dugnad.records.actions.log import write_log
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Draft, DraftVersion, Entry
from dugnad.records.models.desk import NATIONAL, Desk, open_desks
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body

Kind, State = Entry.Kind, Case.State
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FIRST_NUMBER = 1000
CHANGEABLE = frozenset({"title", "cpv", "group", "is_legal", "body", "deadline", "asker_role"})
TOLD_ALREADY = frozenset({"answered", "withdrawn"})
"""Why a case is closed that its asker knows of: it was answered, or they withdrew it themselves."""
CLOSED_BECAUSE = ("answered", "known-answer", "withdrawn", "elsewhere", "no-reply", "not-a-question")


@transaction.atomic
def ask_desk(
    *, by: Person | str, question: Question, files: Iterable[Upload] = (), body: Body | None = None, on: datetime,
    asker: Person | None = None,
) -> Case:  # fmt: skip
    """A question reaches the desk of its body's county, or the one that steps in. `on`: the moment it was asked.

    `asker`: whose account it is asked from, where that is shown otherwise than by who does it.
    """
    text = said(question.text)
    asker = by if isinstance(by, Person) else asker
    county = body.county if body else question.county
    desk, why = desk_for(county, on)
    case = open_case(question, text, body=body, county=county, desk=desk, why=why, on=on, asker=asker)
    said_by = by if isinstance(by, Person) else None
    entry = add_entry(case, Kind.QUESTION, text, by=said_by, is_by_asker=True, at=on)
    keep_files(case, entry, files)
    write_log(by=by, action="ask_desk", subject=case.pk, county=case.county, desk=desk.county, routed=why)
    post_to_asker(case=case, entry=entry, what="receipt")
    post_to_desk(case=case, what="new")
    return case


def open_case(
    question: Question, text: str, *, body: Body | None, county: str, desk: Desk, why: str, on: datetime,
    asker: Person | None = None,
) -> Case:  # fmt: skip
    """The case's row, with a promise; nothing is said in it yet."""
    return Case.objects.create(
        number=next_number(),
        desk=desk,
        routed=why,
        county=county,
        body=body,
        body_told="" if body else one_line(question.body_told)[:200],
        asker=asker,
        asker_name="" if asker else one_line(question.name)[:120],
        asker_email="" if asker else question.email.strip()[:254],
        asker_role=question.role if question.role in ROLES else "",
        language=question.language,
        channel=question.channel,
        title=(one_line(question.title) or title_of(text))[:MOST_TITLE],
        cpv=question.cpv,
        group=question.group,
        deadline=question.deadline,
        context=dict(question.context),
        asked_at=on,
        promised_at=promised(timezone.localtime(on), desk.answer_days, desk.hours),
    )


def desk_for(county: str, on: datetime) -> tuple[Desk, str]:
    """The desk that gets a question from the county at the moment, and why that one."""
    if not Desk.objects.exists():
        load_shipped_desks(by="content")
    found = route(county, open_desks(timezone.localtime(on).date()))
    return Desk.objects.get(county=found.county), found.why


def next_number() -> int:
    """The number after the last. The back-up desk's row is held meanwhile, so that two cases never get the same."""
    Desk.objects.select_for_update(no_key=True).get(county=NATIONAL)
    return max(highest_number(), FIRST_NUMBER) + 1


def said(text: str, field: str = "text") -> str:
    """What somebody wrote, with even line ends; refused where it is empty, too long or cannot be shown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Refused("missing", "Write something.", field=field)
    if len(text) > MOST_TEXT:
        raise Refused("too-long", f"The text is longer than {MOST_TEXT} signs.", field=field)
    if CONTROLS.search(text):
        raise Refused("unreadable", "The text holds signs that cannot be shown.", field=field)
    return text


def add_entry(
    case: Case, kind: str, text: str, *, by: Person | None, at: datetime | None = None, is_by_asker: bool = False,
    message_id: str = "", said_in: int | None = None,
) -> Entry:  # fmt: skip
    """One thing said in the case."""
    at = at or timezone.now()
    return Entry.objects.create(
        case=case, kind=kind, text=text, by=by, at=at, is_by_asker=is_by_asker, message_id=message_id, said_in=said_in
    )


def made_id() -> str:
    """A Message-ID for what came from the asker's address without one."""
    return make_msgid(domain="uten-navn.invalid")


def held(case: Case, seen: int | None) -> Case:
    """The case's row, kept from others until the deed is done. Who saw an older version is told so."""
    row = Case.objects.select_for_update(of=("self",)).select_related("desk").get(pk=case.pk)  # never the desk's row
    if seen is not None and row.version != seen:
        raise Refused("changed-meanwhile", "Somebody has changed this case since you opened it.")
    return row


def held_living(case: Case) -> Case:
    """The case's row, or that of the case it was joined with and lives on in; no other row is kept from others.

    One that was joined while we waited is let go before the next is asked for, so that nobody waits in a ring.
    """
    while True:
        with transaction.atomic():
            row = held(Case(pk=living_key(case)), None)
            if not row.merged_into_id:
                return row
            transaction.set_rollback(True)


def living_key(case: Case) -> UUID:
    """The id of the case in which the case lives on, so far as is known now."""
    key: UUID = case.pk
    while into := Case.objects.filter(pk=key).values_list("merged_into", flat=True).first():
        key = into
    return key


def must_work(by: Person, case: Case, what: str) -> None:
    """The desk's own people alone."""
    if not permissions.may_work_case(by, case):
        raise NotAllowed(by.by, f"{what} case {case.pk}")


def must_be_open(case: Case) -> None:
    """Closed cases are reopened first."""
    if not case.is_open:
        raise Refused("case-closed", "This case is closed. Open it again first.")


def done(case: Case, by: Person | str, action: str, /, **details: Any) -> Case:
    """Count the change and log it; the caller has changed the row."""
    case.version += 1
    case.save()
    write_log(by=by, action=action, subject=case.pk, county=case.desk_id, **details)
    return case


@transaction.atomic
def set_case(*, by: Person, case: Case, seen: int, **fields: Any) -> Case:
    """Describe the case better: title, CPV, product group, body, whether it is about the law."""
    case = held(case, seen)
    must_work(by, case, "describe")
    unknown = set(fields) - CHANGEABLE
    if unknown:
        raise ValueError(f"no such field of a case: {sorted(unknown)}")
    if "title" in fields:
        fields["title"] = one_line(fields["title"])[:MOST_TITLE] or case.title
    changed = sorted(name for name, value in fields.items() if getattr(case, name) != value)
    for name, value in fields.items():
        setattr(case, name, value)
    if "body" in changed and case.body:
        case.county, case.body_told = case.body.county, ""
    return done(case, by, "set_case", changed=changed) if changed else case


@transaction.atomic
def merge_cases(*, by: Person, case: Case, into: Case, seen: int) -> Case:
    """Two cases about the same: the first lives on in the second, with all that was said. The asker is told by it."""
    first, second = sorted([case, into], key=lambda one: str(one.pk))
    rows = {one.pk: held(one, None) for one in (first, second)}  # always in the same order: nobody waits in a ring
    case, into = held(rows[case.pk], seen), rows[into.pk]
    for one in (case, into):
        must_work(by, one, "merge")
        must_be_open(one)
    if case.pk == into.pk:
        raise Refused("same-case", "A case cannot be joined with itself.")
    if who_asked(case) != who_asked(into):
        raise Refused("other-asker", "Two askers' cases are not joined: one would read what the other wrote.")
    for one in (case, into):  # a link whose holder has proved nothing shows what was said in its own case alone
        one.entries.filter(said_in=None).update(said_in=one.number)
    case.entries.update(case=into)
    case.files.update(case=into)
    case.arrivals.filter(fate=Arrival.Fate.QUARANTINED).update(desk=into.desk)
    case.arrivals.update(case=into)
    bring_draft(case, into)
    bring_proposal(case, into)
    case.consults.exclude(desk__in=[into.desk_id, *into.consults.values_list("desk", flat=True)]).update(case=into)
    case.state, case.merged_into, case.closed_at = State.MERGED, into, timezone.now()
    into.deadline = min((one.deadline for one in (case, into) if one.deadline), default=None)
    into.promised_at = min(case.promised_at, into.promised_at)  # a promise is not forgotten by being joined
    into.is_legal = into.is_legal or case.is_legal
    done(into, by, "merge_cases", joined=case.number)
    return done(case, by, "merge_cases", into=into.number)


def end_consults(case: Case) -> None:
    """The desks that were asked read the case no longer, also when it is taken up again."""
    case.consults.filter(ended_at=None).update(ended_at=timezone.now())


def bring_draft(case: Case, into: Case) -> None:
    """What was being written in the one lies beside what is written in the other, until somebody has joined the two."""
    old = Draft.objects.filter(case=case).exclude(text="").first()
    if old is None:
        return
    new, _ = Draft.objects.select_for_update().get_or_create(case=into)
    last = new.versions.aggregate(last=Max("number"))["last"] or 0
    DraftVersion.objects.create(
        draft=new, number=last + 1, text=old.text, based_on=new.version, is_beside=bool(new.text), by=old.by
    )
    if not new.text:
        new.text, new.version, new.by, new.state, new.read_by = old.text, last + 1, old.by, Draft.State.WRITING, None
        new.save()


def bring_proposal(case: Case, into: Case) -> None:
    """A proposal that is not published yet goes on in the case that lives on, unless that has one of its own."""
    if not Knowledge.objects.filter(case=into).exists():
        offered = Knowledge.objects.filter(case=case, state=Knowledge.State.DRAFT)
        offered.update(case=into, county=into.desk_id)


def who_asked(case: Case) -> str:
    """The asker, by account or address; a case without either has one of its own."""
    return str(case.asker_id) if case.asker_id else case.asker_email.casefold() or str(case.pk)


@transaction.atomic
def close_case(*, by: Person | str, case: Case, seen: int | None, reason: str, known: Knowledge | None = None) -> Case:
    """End a case without a new answer; `known`: the published answer that was enough."""
    case = held(case, seen)
    if isinstance(by, Person) and not permissions.is_asker(by, case):
        must_work(by, case, "close")
    if reason not in CLOSED_BECAUSE:
        raise Refused("missing", "Say why.", field="reason")
    if case.state == State.MERGED or (not case.is_open and case.state != State.ANSWERED):
        raise Refused("case-closed", "This case is closed already.")
    case.state, case.closed_at, case.closed_because = State.CLOSED, timezone.now(), reason
    case.asked_back_at = None
    end_consults(case)
    if known and known.pk != case.answered_by_known_id:
        count_use(knowledge=known)
    case.answered_by_known = known or case.answered_by_known
    done(case, by, "close_case", reason=reason)
    if reason not in TOLD_ALREADY:
        post_to_asker(case=case, entry=None, what="closed")
    return case


@transaction.atomic
def reopen_case(*, by: Person | str, case: Case, text: str = "") -> Case:
    """Take a case up again, by the desk or by whoever asked; what the asker adds comes with it."""
    case = held(case, None)
    is_asker = isinstance(by, str) or permissions.is_asker(by, case)
    if isinstance(by, Person) and not is_asker:
        must_work(by, case, "reopen")
    if case.is_open or case.state == State.MERGED or case.forgotten_at:
        raise Refused("not-closed", "This case cannot be opened again.")
    now = timezone.now()
    case.state = State.TAKEN if case.taken_by_id else State.NEW
    case.closed_at, case.closed_because, case.reopened = None, "", case.reopened + 1
    case.promised_at = promised(timezone.localtime(now), case.desk.answer_days, case.desk.hours)
    if text.strip():
        person = by if isinstance(by, Person) else None
        add_entry(case, Kind.REPLY if is_asker else Kind.NOTE, said(text), by=person, is_by_asker=is_asker)
    Draft.objects.filter(case=case).update(state=Draft.State.WRITING, read_by=None)
    done(case, by, "reopen_case")
    if is_asker:
        post_to_desk(case=case, what="reply")
    return case


def highest_number() -> int:
    """The last number given."""
    return Case.objects.aggregate(last=Max("number"))["last"] or 0


def context_of(given: Mapping[str, str]) -> dict[str, str]:
    """Where a question was asked from, in the four known parts."""
    return {name: one_line(given.get(name, ""))[:300] for name in ("kind", "id", "title", "path") if given.get(name)}
