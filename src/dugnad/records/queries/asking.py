"""What somebody who asks needs to see: who answers and by when, answers, events, own cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from dugnad.desk.routing import NATIONAL, load_desks, route
from dugnad.desk.working_time import promised
from dugnad.records.case_link import living
from dugnad.records.models.cases import Case, CaseFile
from dugnad.records.models.desk import Desk, has_anybody, open_desks
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person
from dugnad.records.queries.cases import asker_files, my_cases

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Answerer:
    """The desk that answers somebody who asks now, why that one, and by when."""

    county: str
    why: str
    by: datetime | None
    """None where nobody is appointed anywhere that could answer: no time is promised then."""


def who_answers(county: str, now: datetime) -> Answerer:
    """Which desk gets a question from the county ("" where unknown) at the moment, and when it promises an answer."""
    found = route(county, open_desks(timezone.localdate(now)))
    if not has_anybody(found.county):
        return Answerer(found.county, found.why, None)
    desk = Desk.objects.filter(county=found.county).first()
    shipped = load_desks()
    days, hours = (desk.answer_days, desk.hours) if desk else (shipped.answer_days, shipped.hours)
    return Answerer(found.county, found.why, promised(timezone.localtime(now), days, hours))


def most_used_answers(most: int = 5) -> list[Knowledge]:
    """The published answers that people open most."""
    return list(Knowledge.objects.filter(state=Knowledge.State.PUBLISHED).order_by("-uses", "-published_at")[:most])


def next_events(county: str, now: datetime, most: int = 3) -> list[Event]:
    """What is held next: in the county and for the whole country; everywhere where no county is known."""
    coming = Event.objects.filter(state=Event.State.PUBLISHED, starts_at__gt=now)
    if county:
        coming = coming.filter(Q(desk=county) | Q(desk=NATIONAL))
    return list(coming.order_by("starts_at", "pk")[:most])


def my_case_page(person: Person, page: int) -> Page[Case]:
    """A page of what the person has asked: never what a colleague at the same body has."""
    return Paginator(my_cases(person).exclude(state=Case.State.MERGED), PER_PAGE).get_page(page)


def my_case(person: Person, case_id: UUID) -> Case | None:
    """A case that the person asked, where it lives now; None for everybody else's."""
    case = Case.objects.filter(pk=case_id, asker=person).first()
    return living(case)


def file_of_case(case: Case, file_id: UUID) -> CaseFile | None:
    """A file that the asker may fetch again."""
    return asker_files(case).filter(pk=file_id).first()
