"""Letters, runs and answers as pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from dugnad.plan.questions import load_questions
from dugnad.records.acted import with_acts
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Act, Dispatch, Letter, OptOut, Reply, Run
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body, ObligationClass
from dugnad.records.models.status import StatusReport
from dugnad.records.permissions import counties_of, may_coordinate
from dugnad.records.queries.register import living_bodies
from dugnad.records.reply_link import id_of

CLASSES = (ObligationClass.SHALL, ObligationClass.INVITED, ObligationClass.SUPPORTER)
STATUSES = ("not-joined", "not-confirmed", "no-plan", "status-not-answered")
LINK_HOLDS = timedelta(days=400)
OPEN_FOR = timedelta(days=60)
PER_PAGE = 50
About, State = Decision.About, Dispatch.State
ANSWERED = (StatusReport.State.SUBMITTED, StatusReport.State.APPROVED)
FOLLOW = ("all", "silent", "opened", "replied", "acted", "bounced", "failed", "waiting", "contact", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which bodies a letter goes to. An empty list is no limit."""

    classes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    status: str = ""
    silent_in: str = ""
    """The id of a run: only those who had it and have not answered."""
    has_email: str = ""
    """`yes` or `no`; empty for both."""
    demo: bool = False
    """Demonstration bodies instead of real ones, never both."""
    without_open: bool = False
    """Leave out those who have a letter already that waits for an answer."""

    def as_dict(self) -> dict[str, Any]:
        """As the run keeps it."""
        return {
            "classes": list(self.classes), "kinds": list(self.kinds), "counties": list(self.counties),
            "status": self.status, "silent_in": self.silent_in, "has_email": self.has_email, "demo": self.demo,
            "without_open": self.without_open,
        }  # fmt: skip


def chosen_bodies(choice: Choice, on: date) -> QuerySet[Any]:
    """The living bodies that fit, each once, by name."""
    found = living_bodies(on).filter(is_demo=choice.demo, obligation_class__in=choice.classes or CLASSES)
    if choice.kinds:
        found = found.filter(kind__in=choice.kinds)
    if choice.counties:
        found = found.filter(county__in=choice.counties)
    if choice.has_email:
        found = found.exclude(email="") if choice.has_email == "yes" else found.filter(email="")
    if choice.silent_in:
        found = found.filter(pk__in=silent_bodies(choice.silent_in))
    if choice.status:
        found = found.filter(lacks(choice.status, on))
    found = found.annotate(has_open=Exists(open_letters_of(OuterRef("pk"), on)))
    if choice.without_open:
        found = found.filter(has_open=False)
    return found.order_by("name", "pk")


def open_letters_of(body: Any, on: date) -> QuerySet[Dispatch]:
    """Letters of the last weeks, sent or prepared, that ask for something and that nobody has answered."""
    gone = [State.BOUNCED, State.FAILED, State.LEFT_OUT]
    rows = Dispatch.objects.filter(body=body, reminder=0, replied_at=None, acted_at=None)
    rows = rows.exclude(state__in=gone).exclude(act=Act.NOTHING)
    return rows.filter(run__created_at__date__gt=on - OPEN_FOR)


def class_counts(county: str, on: date) -> list[tuple[str, int]]:
    """How many real bodies of each class the letter could go to."""
    found = living_bodies(on).filter(is_demo=False, obligation_class__in=CLASSES)
    if county:
        found = found.filter(county=county)
    counts = dict(found.order_by().values_list("obligation_class").annotate(count=Count("pk")))
    return [(code.value, counts.get(code.value, 0)) for code in CLASSES]


def lacks(status: str, on: date) -> Any:
    """The condition that a body has not come so far; a condition we do not know fits nobody."""
    decisions = Decision.objects.filter(body=OuterRef("pk"), is_rejected=False)
    if status == "not-joined":
        latest = decisions.filter(about__in=[About.JOIN, About.WITHDRAW]).order_by("-on", "-recorded_at")
        joined = Body.objects.annotate(latest=Subquery(latest.values("about")[:1])).filter(latest=About.JOIN)
        return Q(obligation_class__in=["invited", "supporter"]) & ~Q(pk__in=joined.values("pk"))
    if status == "not-confirmed":
        return Q(obligation_class="shall") & ~Exists(decisions.filter(about=About.CONFIRM))
    if status == "no-plan":
        return ~Q(Exists(Plan.objects.filter(body=OuterRef("pk"), state=Plan.State.IN_FORCE)))
    if status == "status-not-answered":
        has_said = Q(state__in=ANSWERED) | Q(published_at__isnull=False)
        year = load_questions().newest_year(on) or on.year
        reports = StatusReport.objects.filter(has_said, body=OuterRef("pk"), year=year)
        return ~Q(Exists(reports))
    return Q(pk__in=[])


def silent_bodies(run_id: str) -> QuerySet[Any, Any]:
    """Those who had the run's letter and have neither answered nor done what it asked; nobody where it is no run."""
    key = as_id(run_id)
    if key is None:
        return Dispatch.objects.none().values("body")
    asking = Dispatch.objects.filter(run=key, reminder=0).exclude(act=Act.NOTHING)
    return with_acts(asking).filter(replied_at=None, done_at=None).values("body")


def as_id(text: object) -> UUID | None:
    """An id, or None where it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def letter_by_id(letter_id: UUID) -> Letter | None:
    """One letter."""
    return Letter.objects.filter(pk=letter_id).first()


def run_by_id(run_id: UUID | str) -> Run | None:
    """One run with its letter."""
    key = as_id(run_id)
    return Run.objects.select_related("letter").filter(pk=key).first() if key else None


def letters_of(person: Person) -> QuerySet[Letter]:
    """The letters that the person may change: the nation's and all counties', or those of the own counties."""
    found = Letter.objects.annotate(run_count=Count("runs"))
    if may_coordinate(person):
        return found
    return found.filter(county__in=counties_of(person, RoleName.GOVERNOR))


def followed_counties(person: Person | None) -> frozenset[str] | None:
    """The counties whose bodies the person follows up; None: all of them."""
    return None if may_coordinate(person) else counties_of(person, RoleName.GOVERNOR, RoleName.ADVISER)


def runs_followed_by(person: Person) -> QuerySet[Run]:
    """The runs that are on their way or sent and that reach bodies the person follows up; the writer's own always."""
    found = (
        Run.objects.select_related("letter")
        .order_by("-created_at", "pk")
        .annotate(letters=Count("dispatches", filter=Q(dispatches__reminder=0), distinct=True))
    )
    counties = followed_counties(person)
    if counties is None:
        return found
    reached = Dispatch.objects.filter(run=OuterRef("pk"), body__county__in=counties)
    begun = ~Q(state=Run.State.PREPARED) | Q(letter__county__in=counties_of(person, RoleName.GOVERNOR))
    return found.filter(Exists(reached)).filter(begun)


def letters_in(run: Run, counties: Iterable[str] | None = None) -> QuerySet[Any]:
    """The run's letters, without reminders, each with `done_at`; of some counties only, where given."""
    rows = with_acts(run.dispatches.filter(reminder=0))
    return rows if counties is None else rows.filter(body__county__in=list(counties))


def followed(run: Run, counties: Iterable[str] | None, show: str, text: str = "") -> QuerySet[Any]:
    """The letters of one kind of standing, for those who follow up."""
    rows = letters_in(run, counties).select_related("body").order_by("body__name", "pk")
    if text:
        rows = rows.filter(body__name__icontains=text)
    conditions: dict[str, Q] = {
        "silent": Q(replied_at=None, done_at=None)
        & ~Q(act=Act.NOTHING)
        & ~Q(state__in=[State.BOUNCED, State.FAILED, State.LEFT_OUT]),
        "opened": Q(opened_at__isnull=False),
        "replied": Q(replied_at__isnull=False),
        "acted": Q(done_at__isnull=False),
        "bounced": Q(state=State.BOUNCED),
        "failed": Q(state=State.FAILED),
        "waiting": Q(state__in=[State.WAITING, State.SENDING]),
        "contact": Q(Exists(answers_of(run, Reply.What.CONTACT, state="waiting"))),
        "question": Q(Exists(answers_of(run, Reply.What.ASK))),
    }
    return rows.filter(conditions[show]) if show in conditions else rows


def answers_of(run: Run, what: str, state: str = "") -> QuerySet[Reply]:
    """The body's answers of one kind on the letter or its reminders."""
    found = Reply.objects.filter(dispatch__run=run, dispatch__body=OuterRef("body"), what=what)
    return found.filter(details__state=state) if state else found


@dataclass(slots=True)
class Response:
    """How many were written to, and what came of it. Every share is of `asked`: thanks need no answer."""

    code: str
    letters: int = 0
    sent: int = 0
    asked: int = 0
    """Of those sent, the letters that ask for something."""
    bounced: int = 0
    failed: int = 0
    waiting: int = 0
    opened: int = 0
    replied: int = 0
    acted: int = 0

    @property
    def replied_percent(self) -> float | None:
        """Answered, of the letters that ask for something and were not returned; None where there are none."""
        return 100 * self.replied / self.asked if self.asked else None

    @property
    def acted_percent(self) -> float | None:
        """Did what was asked, of the same."""
        return 100 * self.acted / self.asked if self.asked else None

    @property
    def thanked(self) -> int:
        """Letters that ask nothing: they are in no share."""
        return self.sent - self.asked

    def count(self, row: dict[str, Any]) -> None:
        """One letter more."""
        self.letters += 1
        self.sent += row["state"] == State.SENT
        self.bounced += row["state"] == State.BOUNCED
        self.failed += row["state"] == State.FAILED
        self.waiting += row["state"] in {State.WAITING, State.SENDING}
        if row["state"] == State.SENT:
            self.opened += row["opened_at"] is not None
        if row["state"] == State.SENT and row["act"] != Act.NOTHING:
            self.asked += 1
            self.replied += row["replied_at"] is not None
            self.acted += row["done_at"] is not None


@dataclass(slots=True)
class Responses:
    """A run's response, all of it and by county and class."""

    total: Response = field(default_factory=lambda: Response(""))
    counties: list[Response] = field(default_factory=list)
    classes: list[Response] = field(default_factory=list)
    opted_out: int = 0


def responses(run: Run, counties: Iterable[str] | None = None) -> Responses:
    """Counted in one question, whatever the run's size."""
    found = Responses()
    by_county: dict[str, Response] = {}
    by_class: dict[str, Response] = {}
    columns = ("state", "act", "opened_at", "replied_at", "done_at", "body__county", "body__obligation_class")
    for row in letters_in(run, counties).values(*columns):
        county, duty = row["body__county"], row["body__obligation_class"]
        for one in (
            found.total,
            by_county.setdefault(county, Response(county)),
            by_class.setdefault(duty, Response(duty)),
        ):
            one.count(row)
    found.counties = [by_county[code] for code in sorted(by_county)]
    found.classes = [by_class[code] for code in (*CLASSES, "none") if code in by_class]
    return found


def public_responses() -> list[tuple[Run, Response]]:
    """The nation's runs that have gone, with counts and no names, the newest first."""
    runs = list(Run.objects.filter(letter__county="", started_at__isnull=False).select_related("letter")[:20])
    rows = with_acts(Dispatch.objects.filter(run__in=runs, reminder=0, body__is_demo=False))
    counted: dict[UUID, Response] = defaultdict(lambda: Response(""))
    for row in rows.values("run", "state", "act", "opened_at", "replied_at", "done_at"):
        counted[row["run"]].count(row)
    return [(run, counted[run.pk]) for run in runs if run.pk in counted]


def reminders_of(run: Run) -> dict[int, int]:
    """How many reminders of each number have been prepared."""
    rows = run.dispatches.filter(reminder__gt=0).exclude(state=State.LEFT_OUT)
    return dict(rows.values_list("reminder").annotate(count=Count("pk")).order_by("reminder"))


def sending_counts(run: Run) -> dict[str, Any]:
    """How far the mails have come, reminders with them; how many wait for another try, and when the next one is."""
    rows = run.dispatches.filter(channel=Dispatch.Channel.EMAIL)
    counts = dict(rows.values_list("state").annotate(count=Count("pk")).order_by())
    total = sum(counts.values())
    waiting = counts.get(State.WAITING, 0) + counts.get(State.SENDING, 0)
    now = timezone.now()
    letters = rows.filter(state__in=[State.WAITING, State.SENDING])
    if run.not_before and run.not_before > now:  # the whole run is paused
        put_off, at = waiting, run.not_before
    else:
        late = letters.filter(not_before__gt=now).aggregate(count=Count("pk"), at=Min("not_before"))
        put_off, at = late["count"], late["at"]
    return {
        "total": total, "done": total - waiting, "waiting": waiting, "failed": counts.get(State.FAILED, 0),
        "put_off": put_off, "next_at": at, "is_resting": 0 < waiting == put_off,
    }  # fmt: skip


def posted_counts(run: Run) -> dict[str, int]:
    """The letters on paper: how many there are, and how many wait to be posted."""
    rows = run.dispatches.filter(channel=Dispatch.Channel.PDF, reminder=0)
    answered = Q(replied_at__isnull=False) | Q(acted_at__isnull=False)
    sent, waiting = Q(state=State.SENT), Q(state=State.WAITING)
    return rows.aggregate(
        total=Count("pk"), waiting=Count("pk", filter=waiting), sent=Count("pk", filter=sent),
        answered=Count("pk", filter=sent & answered),
    )  # fmt: skip


def letter_to(run: Run, body: Body) -> Dispatch | None:
    """The letter that the body had in the run."""
    return letters_in(run).filter(body=body).select_related("body", "run__letter").first()


def reminders_to(run: Run, body: Body) -> list[Dispatch]:
    """The reminders that the body had."""
    return list(run.dispatches.filter(body=body, reminder__gt=0).order_by("reminder"))


def replies_of(run: Run, body: Body) -> list[Reply]:
    """What the body has answered on the letter and its reminders, oldest first."""
    found = Reply.objects.filter(dispatch__run=run, dispatch__body=body).select_related("dispatch__body")
    return list(found.order_by("at"))


def letter_of_link(token: str) -> Dispatch | None:
    """The letter that a personal link belongs to; None where the link is not ours, or has run out."""
    key = id_of(token)
    if key is None:
        return None
    since = timezone.now() - LINK_HOLDS
    rows = Dispatch.objects.select_related("body", "run__letter").filter(run__created_at__gte=since)
    return rows.filter(pk=key).exclude(state=State.LEFT_OUT).first()


def wants_no_reminders(body: Body) -> bool:
    """Has the body asked for no more reminders?"""
    return OptOut.objects.filter(pk=body.pk).exists()
