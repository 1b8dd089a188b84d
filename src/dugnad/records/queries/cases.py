"""Cases as a desk and an asker see them. What is internal is left out here, before any page or mail is made of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Case as CaseOf
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from dugnad.records import permissions
from dugnad.records.case_link import living
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, CaseFile, Consult, Entry
from dugnad.records.models.people import Person
from dugnad.records.queries.register import any_case

PER_PAGE = 50
MOST_WORDS, MOST_DIGITS = 6, 9
DAY = timedelta(days=1)
SHOWS = ("open", "mine", "new", "late", "today", "waiting", "to-read", "consulted", "closed", "all")
"""What a queue can be narrowed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One page of a queue, and how many there are of each sort."""

    cases: tuple[Case, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


def queue(person: Person, desks: Collection[str], show: str, now: datetime, page: int = 1, text: str = "") -> Queue:
    """The cases of the desks that the person works at: late ones first, those that wait for their asker last."""
    own = frozenset(desks) & permissions.desks_of(person)
    narrowed = holding(narrow(own, person, show, now), text)
    total = narrowed.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    waits = CaseOf(When(state=Case.State.ASKED_BACK, then=Value(1)), default=Value(0))
    order = ("-asked_at", "-number") if show in {"closed", "all"} else (waits, "promised_at", "number")
    # only the page's own cases are joined with what is shown of them
    keys = list(narrowed.order_by(*order).values_list("pk", flat=True)[(page - 1) * PER_PAGE : page * PER_PAGE])
    rows = Case.objects.filter(pk__in=keys).select_related("body", "taken_by", "draft").in_bulk()
    cases = tuple(rows[key] for key in keys)
    return Queue(cases=cases, counts=counts(own, person, now), total=total, page=page, pages=pages)


def holding(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those with the number, or of which the title or the body's name holds every word."""
    for word in text.split()[:MOST_WORDS]:
        fits = any_case("title", word) | any_case("body__name", word) | any_case("body_told", word)
        digits = word.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS:
            fits |= Q(number=int(digits))
        cases = cases.filter(fits)
    return cases


def narrow(desks: Collection[str], person: Person, show: str, now: datetime) -> QuerySet[Case]:
    """The cases of the desks of one sort."""
    if show == "consulted":
        asked = Consult.objects.filter(case=OuterRef("pk"), desk__in=desks, ended_at=None)
        return Case.objects.filter(Exists(asked), state__in=Case.OPEN)
    return Case.objects.filter(sorts(person, now).get(show, Q()), desk__in=desks)


def sorts(person: Person, now: datetime) -> dict[str, Q]:
    """What makes a case of each sort."""
    is_open = Q(state__in=sorted(Case.OPEN))
    here = timezone.localtime(now)
    tomorrow = timezone.make_aware(datetime.combine(here.date() + DAY, time.min))
    return {
        "open": is_open,
        "mine": is_open & Q(taken_by=person),
        "new": Q(state=Case.State.NEW),
        "late": Q(state__in=["new", "taken"], promised_at__lt=now),
        "today": Q(state__in=["new", "taken"], promised_at__gte=now, promised_at__lt=tomorrow),
        "waiting": Q(state=Case.State.ASKED_BACK),
        "to-read": is_open & Q(draft__state="to-read") & ~Q(draft__by=person),
        "closed": Q(state__in=["answered", "closed", "merged"]),
    }


def counts(desks: Collection[str], person: Person, now: datetime) -> dict[str, int]:
    """How many there are of each sort of open case, in two questions to the database."""
    wanted = {name: how for name, how in sorts(person, now).items() if name != "closed"}
    open_ones = Case.objects.filter(desk__in=desks, state__in=sorted(Case.OPEN))
    found = open_ones.aggregate(**{name.replace("-", "_"): Count("pk", filter=how) for name, how in wanted.items()})
    asked = narrow(desks, person, "consulted", now).count()
    return {name: found[name.replace("-", "_")] for name in wanted} | {"consulted": asked}


def waiting_consults(person: Person) -> int:
    """How many open cases of other desks wait for what the person's desks think."""
    asked = Consult.objects.filter(desk__in=permissions.desks_of(person), replied_at=None, ended_at=None)
    return asked.filter(case__state__in=sorted(Case.OPEN)).count()


def case_for(person: Person | None, case_id: UUID) -> Case | None:
    """The case, if the person may see it at all: for others there is no such case."""
    case = Case.objects.select_related("desk", "body", "taken_by", "merged_into", "asker").filter(pk=case_id).first()
    return case if case is not None and permissions.may_see_case(person, case) else None


def entries_for(person: Person | None, case: Case) -> list[Entry]:
    """What was said, as the person may read it."""
    rows = Entry.objects.filter(case=case).select_related("by").prefetch_related("files")
    return list(rows) if permissions.may_read_internal(person, case) else list(without_internal(rows))


def asker_entries(case: Case, *, is_proven: bool = True) -> list[Entry]:
    """What was said between the asker and the desk: all that ever leaves the desk. `is_proven`: of the address."""
    said = without_internal(Entry.objects.filter(case=case))
    return list((said if is_proven else said.exclude(PROVEN_REPLY)).prefetch_related("files"))


PROVEN_REPLY = Q(kind=Entry.Kind.REPLY, is_by_asker=True) & ~Q(message_id="")
"""What came by mail, or was written by a mailed link: from whoever has the address.

The link that is shown when somebody has asked proves nothing, as anybody may write another's address: whoever holds it
never reads this.
"""


def proven_replies(case: Case) -> QuerySet[Entry]:
    """Replies of the case that only whoever has proven the address may read."""
    return Entry.objects.filter(PROVEN_REPLY, case=living(case) or case)


def own_entries(case: Case) -> list[Entry]:
    """What was said in this case before it was joined with another: all that is shown without proof of the address."""
    said = Entry.objects.filter(case=living(case) or case, said_in=case.number)
    return list(without_internal(said).exclude(PROVEN_REPLY).prefetch_related("files"))


def without_internal(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Without notes and what colleagues asked each other."""
    return rows.exclude(kind__in=sorted(Entry.INTERNAL))


def asker_files(case: Case) -> QuerySet[CaseFile]:
    """The files that the asker may fetch again."""
    return CaseFile.objects.filter(case=case, is_internal=False).exclude(entry__kind__in=sorted(Entry.INTERNAL))


def own_files(case: Case) -> QuerySet[CaseFile]:
    """The files that came with what was said in this case before it was joined with another."""
    return shown_files(living(case) or case).filter(entry__said_in=case.number)


def shown_files(case: Case) -> QuerySet[CaseFile]:
    """The files that are shown without proof of the address."""
    return asker_files(case).exclude(entry__in=proven_replies(case))


def is_address_proven(case: Case) -> bool:
    """Is the asker's address shown to be theirs: by an account, or a mail that its own server vouches for?"""
    if case.asker_id:
        return True
    came = case.arrivals.filter(is_proven=True, fate__in=[Arrival.Fate.OPENED, Arrival.Fate.THREADED])
    return bool(case.asker_email) and came.filter(sender__iexact=case.asker_email).exists()


def asked_back(person: Person) -> QuerySet[Case]:
    """The person's own questions that wait for the person: the desk has asked something back. Oldest first."""
    return Case.objects.filter(asker=person, state=Case.State.ASKED_BACK, forgotten_at=None).order_by("asked_back_at")


def my_cases(person: Person) -> QuerySet[Case]:
    """What the person has asked, the newest first."""
    return Case.objects.filter(asker=person).select_related("desk", "body").order_by("-asked_at")
