"""What a signed-in person should do next, by role: the body's own steps, the county's letters, the nation's work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dugnad.desk.ends import near_ends
from dugnad.monitor.pictures.body import body_picture
from dugnad.monitor.pictures.unmatched import unmatched_count
from dugnad.records.acted import with_acts
from dugnad.records.models.desk import NATIONAL, Desk
from dugnad.records.models.letters import Act, Dispatch, Reply, Run
from dugnad.records.models.notices import ImportJob
from dugnad.records.models.people import OF_BODY, OF_COUNTY, Invitation, Person, RoleName
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body, DeskHost, RegisterImport
from dugnad.records.models.status import SdgAnswer, StatusReport
from dugnad.records.permissions import (
    PREPARE,
    REPORT,
    counties_of,
    desks_of,
    may_administer,
    may_approve,
    may_coordinate,
    roles_of,
    works_in,
)
from dugnad.records.queries.agreements import ending_for
from dugnad.records.queries.cases import asked_back, counts, waiting_consults
from dugnad.records.queries.contacts import my_due_count
from dugnad.records.queries.decisions import adhesions_of
from dugnad.records.queries.figures import status_year
from dugnad.records.queries.knowledge import stale_counts
from dugnad.records.queries.mail import waiting_mails
from dugnad.records.queries.plan import national_measures, shown_measures
from dugnad.records.queries.standing import Step, next_step, open_letters

SDG_PARTS = ("B", "C", "D", "E")
RUNS_SHOWN = 5
AGREEMENTS_SHOWN = 5
QUESTIONS_SHOWN = 5
QUESTION_WAITS = timedelta(days=30)
"""How long a question on a letter's page is shown as waiting."""
ASKS = ~Q(act=Act.NOTHING)
HAS_REPLIED = Q(replied_at__isnull=False) | Q(done_at__isnull=False)
WAITING_IMPORTS = (RegisterImport.State.PREVIEWED, RegisterImport.State.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step for one person. `what` names it; `is_mine`: the person may do it, and does not only see it."""

    what: str
    body: Body | None = None
    county: str = ""
    count: int = 0
    by: date | None = None
    notice_id: str | None = None
    run: UUID | None = None
    agreement: UUID | None = None
    case: UUID | None = None
    title: str = ""
    show: str = ""
    """What the page where it is done is narrowed to."""
    is_mine: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyState:
    """What decides a body's steps."""

    body: Body
    late: tuple[Measure, ...]
    current: StatusReport | None
    """This year's status, whatever its state."""
    asked: Dispatch | None
    """The newest letter, where it is not done as it asks."""
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRun:
    """How one sending of a letter goes in one county."""

    run: UUID
    county: str
    title: str
    reply_by: date | None
    sent: int
    replied: int

    @property
    def silent(self) -> int:
        """Bodies that have not replied."""
        return self.sent - self.replied


def my_bodies(person: Person) -> list[Body]:
    """The bodies that the person works in, by name."""
    found = {role.body_id: role.body for role in roles_of(person) if role.body and role.role in OF_BODY}
    return sorted(found.values(), key=lambda body: body.name)


def my_counties(person: Person) -> list[str]:
    """The counties in which the person follows up."""
    return sorted(counties_of(person, *(RoleName(name) for name in OF_COUNTY)) - {NATIONAL})


def my_tasks(person: Person, store: Path, on: date) -> list[Task]:
    """The person's steps, what can be done at once first."""
    found = chain(
        asked_back_tasks(person),
        body_tasks(person, store, on),
        case_tasks(person, timezone.now()),
        county_tasks(person, on),
        agreement_tasks(person, on),
        ends_tasks(person, on),
        nation_tasks(person, store, on),
        mail_tasks(person),
        administration_tasks(person),
        desk_tasks(person, on),
        answer_tasks(person),
    )
    return sorted(found, key=lambda task: not task.is_mine)


def body_tasks(person: Person, store: Path, on: date) -> Iterator[Task]:
    """What each of the person's bodies should do next."""
    for state in states_of(my_bodies(person), store, on):
        yield from tasks_of(person, state, on)


def tasks_of(person: Person, state: BodyState, on: date) -> Iterator[Task]:
    """One body's steps: what waits for this person, then the one next step, then what else is late."""
    body, step, asked = state.body, state.step, state.asked
    prepares, reports = works_in(person, body, PREPARE), works_in(person, body, REPORT)
    current = state.current
    is_submitted = current is not None and current.state == StatusReport.State.SUBMITTED
    if current is not None and is_submitted:
        yield Task(what="approve-status", body=body, is_mine=may_approve(person, body), count=current.year)
    if not (is_submitted and step.name == "answer-status"):
        is_mine = reports if step.name == "measures" else prepares
        yield Task(what=step.name, body=body, count=step.count, by=step.by, notice_id=step.notice_id, is_mine=is_mine)
    if state.late and step.name != "measures":
        yield Task(what="measures", body=body, count=len(state.late), by=state.late[0].deadline, is_mine=reports)
    if asked is not None and asked.replied_at is None and not step.is_asked:
        yield Task(what=f"letter-{asked.act}", body=body, by=asked.run.reply_by, is_mine=prepares)


def states_of(bodies: Sequence[Body], store: Path, on: date) -> list[BodyState]:
    """Where each of the bodies stands, in the same few questions however many there are."""
    if not bodies:
        return []
    adhesions = adhesions_of(bodies)
    plans = {plan.body_id: plan for plan in Plan.objects.filter(body__in=bodies, state=Plan.State.IN_FORCE)}
    late, letters = late_of(plans.values(), on), open_letters(bodies)
    current = {report.body_id: report for report in StatusReport.objects.filter(body__in=bodies, year=status_year(on))}
    return [
        BodyState(
            body=body,
            late=late[body.pk],
            current=current.get(body.pk),
            asked=letters.get(body.pk),
            step=next_step(
                body,
                on,
                body_picture(store, body.orgnr) if body.orgnr else None,
                adhesions[body.pk],
                plans.get(body.pk),
                late[body.pk],
                current.get(body.pk),
                letters.get(body.pk),
            ),
        )
        for body in bodies
    ]


def late_of(plans: Iterable[Plan], on: date) -> dict[UUID | None, tuple[Measure, ...]]:
    """The late measures of the plans by body, the oldest deadline first."""
    found: dict[UUID | None, tuple[Measure, ...]] = defaultdict(tuple)
    own = Measure.objects.filter(plan__in=list(plans)).select_related("plan").order_by("deadline", "position")
    for one in shown_measures(own, on):
        if one.is_late:
            found[one.measure.plan.body_id] += (one.measure,)
    return found


def county_tasks(person: Person, on: date) -> Iterator[Task]:
    """What waits in the person's counties: bodies without reply, and a desk without host."""
    counties = my_counties(person)
    if not counties:
        return
    for run in county_runs(counties):
        if run.silent:
            yield Task(
                what="county-letter", county=run.county, count=run.silent, by=run.reply_by, run=run.run, title=run.title
            )
    hosted = set(DeskHost.objects.filter(county__in=counties, until__isnull=True).values_list("county", flat=True))
    appoints = counties_of(person, RoleName.GOVERNOR)
    for county in counties:
        if county not in hosted:
            yield Task(what="host", county=county, is_mine=county in appoints)


def agreement_tasks(person: Person, on: date) -> Iterator[Task]:
    """Joint agreements of own bodies and desks that end soon: the new criteria are to be put in now."""
    for row in ending_for(person, on)[:AGREEMENTS_SHOWN]:
        yield Task(what="agreement-ends", body=row.owner, title=row.title, by=row.until, agreement=row.pk)


def ends_tasks(person: Person, on: date) -> Iterator[Task]:
    """Desks whose agreement or money ends soon: for their people, their Statsforvalter and the coordinator."""
    counties = desks_of(person) | counties_of(person, RoleName.GOVERNOR)
    if not counties:
        return
    found = Desk.objects.all() if may_coordinate(person) else Desk.objects.filter(county__in=counties)
    for desk in found:
        for end in near_ends({"agreement": desk.agreement_until, "funding": desk.funding_until}, on):
            yield Task(what=f"desk-{end.what}", county=desk.county, by=end.on, is_mine=True)


def county_runs(counties: Iterable[str]) -> list[CountyRun]:
    """The newest sendings that reached the counties: letters that ask for something, and how many have replied."""
    sent = with_acts(Dispatch.objects.filter(body__county__in=list(counties), reminder=0, state=Dispatch.State.SENT))
    rows = (
        sent.values("run", "body__county", "run__letter__title", "run__reply_by", "run__created_at")
        .annotate(sent=Count("pk", filter=ASKS), replied=Count("pk", filter=ASKS & HAS_REPLIED))
        .order_by("-run__created_at", "body__county")
    )
    return [
        CountyRun(
            run=row["run"], county=row["body__county"], title=row["run__letter__title"], reply_by=row["run__reply_by"],
            sent=row["sent"], replied=row["replied"],
        )
        for row in rows[:RUNS_SHOWN]
    ]  # fmt: skip


def silent_letters(counties: Iterable[str]) -> QuerySet[Dispatch]:
    """The letters to bodies in the counties that ask for something and have no reply, the newest sending first."""
    sent = Dispatch.objects.filter(ASKS, body__county__in=list(counties), reminder=0, state=Dispatch.State.SENT)
    waiting = with_acts(sent).exclude(HAS_REPLIED).select_related("body", "run__letter")
    return waiting.order_by("-run__created_at", "body__name", "pk")


def nation_tasks(person: Person, store: Path, on: date) -> Iterator[Task]:
    """The coordinator's work: letters, questions that came back, late measures, buyers to settle, the SDG answers."""
    if not may_coordinate(person):
        return
    for run in Run.objects.exclude(state=Run.State.SENT).select_related("letter").order_by("created_at")[:RUNS_SHOWN]:
        yield Task(what=f"run-{run.state}", run=run.pk, title=run.letter.title, by=run.reply_by)
    named = Q(what=Reply.What.CONTACT, details__state="waiting")
    since = timezone.now() - QUESTION_WAITS
    asked = Q(what=Reply.What.ASK, at__gte=since, details__case__isnull=True)  # others wait at their desk
    count = Reply.objects.filter(named | asked).count()
    if count:
        yield Task(what="replies", count=count)
    count = sum(one.is_late for one in shown_measures(national_measures().filter(deadline__lt=on), on))
    if count:
        yield Task(what="national-measures", count=count)
    unknown = unmatched_count(store)
    if unknown:
        yield Task(what="unmatched", count=unknown)
    told = SdgAnswer.objects.filter(year=on.year, part__in=SDG_PARTS)
    answered = told.exclude(value__isnull=True, points=[]).count()
    if answered < len(SDG_PARTS):
        yield Task(what="sdg", count=len(SDG_PARTS) - answered)


def answer_tasks(person: Person) -> Iterator[Task]:
    """Public answers of the person's desks that may be out of date."""
    for county, count, _ in stale_counts(person):
        yield Task(what="stale-answers", county=county, count=count)


def asked_back_tasks(person: Person) -> Iterator[Task]:
    """Own questions that the support service cannot answer before the person has told it something more."""
    for case in asked_back(person)[:QUESTIONS_SHOWN]:
        yield Task(what="case-asked-back", title=case.title, case=case.pk)


def case_tasks(person: Person, now: datetime) -> Iterator[Task]:
    """Cases at the person's desks: overdue ones first, then what colleagues wait for, then what nobody has taken."""
    desks = desks_of(person)
    if not desks:
        return
    counted = counts(desks, person, now) | {"consulted": waiting_consults(person)}
    for show in ("late", "to-read", "consulted", "new"):
        if counted[show]:
            yield Task(what=f"case-{show}", count=counted[show], show=show)


def mail_tasks(person: Person) -> Iterator[Task]:
    """Mail to the person's desks that waits to be looked at."""
    waiting = waiting_mails(person)
    if waiting:
        yield Task(what="mails", count=waiting)


def desk_tasks(person: Person, on: date) -> Iterator[Task]:
    """What the person's desks have promised bodies and should have done by now."""
    for county, count in sorted(my_due_count(person, on).items()):
        yield Task(what="desk-due", county=county, count=count)


def administration_tasks(person: Person) -> Iterator[Task]:
    """The administrator's work: invitations that nobody has taken, imports that failed or wait for a yes."""
    if not may_administer(person):
        return
    now = timezone.now()
    waiting = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now).count()
    if waiting:
        yield Task(what="invitations", count=waiting)
    failed = ImportJob.objects.filter(state=ImportJob.State.FAILED).count()
    if failed:
        yield Task(what="failed-imports", count=failed)
    for state in RegisterImport.objects.filter(state__in=WAITING_IMPORTS).values_list("state", flat=True):
        yield Task(what=f"register-{state}")
