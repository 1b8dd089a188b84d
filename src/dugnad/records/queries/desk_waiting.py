"""What waits at a desk this morning: cases due, colleagues' questions, mail that nobody knows, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Consult
from dugnad.records.models.desk import ContactNote
from dugnad.records.models.people import Person
from dugnad.records.permissions import may_work_desk
from dugnad.records.queries.contacts import due_contacts

SHOWN = 8
DAY = timedelta(days=1)
UNANSWERED = Q(state__in=[Case.State.NEW, Case.State.TAKEN])


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One desk's morning. The cases are the first of those late or due today."""

    late: int
    today: int
    """Promised to be answered later today."""
    open: int
    to_read: int
    consults: int
    quarantined: int
    due: int
    """Promises and follow-ups."""
    cases: tuple[Case, ...]
    contacts: tuple[ContactNote, ...]

    @property
    def is_nothing(self) -> bool:
        """Does nothing wait today?"""
        return not (self.late or self.today or self.to_read or self.consults or self.quarantined or self.due)


def waiting_at(person: Person | None, county: str, now: datetime) -> Waiting | None:
    """What waits, for the desk's own people: others see none of it. The same few questions however much waits."""
    if person is None or not may_work_desk(person, county):
        return None
    here = timezone.localtime(now)
    tomorrow = timezone.make_aware(datetime.combine(here.date() + DAY, time.min))
    cases = Case.objects.filter(desk=county, state__in=sorted(Case.OPEN))
    due = cases.filter(UNANSWERED, promised_at__lt=tomorrow)
    counted = cases.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=UNANSWERED & Q(promised_at__lt=now)),
        today=Count("pk", filter=UNANSWERED & Q(promised_at__gte=now, promised_at__lt=tomorrow)),
        to_read=Count("pk", filter=Q(draft__state="to-read") & ~Q(draft__by=person)),
    )
    promised = due_contacts([county], here.date())
    return Waiting(
        **counted,
        consults=Consult.objects.filter(
            desk=county, replied_at=None, ended_at=None, case__state__in=sorted(Case.OPEN)
        ).count(),
        quarantined=Arrival.objects.filter(desk=county, fate=Arrival.Fate.QUARANTINED).count(),
        due=promised.count(),
        cases=tuple(due.select_related("body", "taken_by").order_by("promised_at", "number")[:SHOWN]),
        contacts=tuple(promised.order_by("promised_by", "follow_up_by", "pk")[:SHOWN]),
    )
