"""How far the follow-up has come, counted: in the nation, in each county, in each class, with what it counts of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dugnad.plan.questions import load_questions
from dugnad.records.acted import with_acts
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Act, Dispatch
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body, DeskHost, ObligationClass
from dugnad.records.models.status import StatusReport
from dugnad.records.queries.decisions import adhesion_from, counted_bodies
from dugnad.records.queries.status import PUBLIC

SHALL, INVITED = ObligationClass.SHALL, ObligationClass.INVITED
YEARS_SHOWN = 5
NATION = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many of so many. What nobody has told is not counted as done, and is no "no" either."""

    name: str
    done: int
    of: int

    @property
    def share(self) -> float | None:
        """0 to 1; none where there is nobody to count."""
        return self.done / self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The follow-up of the bodies of one place on a day."""

    confirmed: Count
    """State bodies that have confirmed the letter."""
    joined: Count
    """Invited bodies that have joined."""
    planned: Count
    """Bodies with a plan in force, of those that the letter concerns."""
    told: Count
    """Bodies with an approved status for the year."""
    replied: Count
    """Letters that were answered or done as they ask, of those sent that ask for something."""
    unverified: int
    """Beside those joined and confirmed: told without signing in, not confirmed by the body's own people yet."""

    @property
    def counts(self) -> tuple[Count, ...]:
        """In the order in which pages show them."""
        return (self.confirmed, self.joined, self.planned, self.told, self.replied)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One body, as far as counting needs it."""

    obligation_class: str
    county: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The nation and its counties on a day."""

    on: date
    year: int
    """The newest year that statuses can be answered for."""
    is_demo: bool
    """Only demonstration bodies are counted: there are no others."""
    nation: FollowUp
    counties: dict[str, FollowUp]
    trend: tuple[tuple[int, FollowUp], ...]
    """The nation at the end of each year since the first decision, and on the day."""


def overview(on: date) -> Overview:
    """The nation and every county, in the same few questions however many bodies there are."""
    bodies = {
        key: Known(obligation_class=of_class, county=county)
        for key, of_class, county in counted_bodies(on)
        .filter(obligation_class__in=[SHALL, INVITED])
        .values_list("pk", "obligation_class", "county")
    }
    done, letters = doings(bodies, on), letters_of(bodies, on)
    places: dict[str, list[UUID]] = defaultdict(list)
    for key, body in bodies.items():
        places[body.county].append(key)
    counties = {county: follow_up(keys, bodies, done, letters) for county, keys in places.items()}
    return Overview(
        on=on,
        year=status_year(on),
        is_demo=bool(bodies) and not counted_bodies(on).filter(is_demo=False).exists(),
        nation=together(counties.values()),
        counties=counties,
        trend=tuple(trend_of(bodies, done, on)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """What the bodies have recorded."""

    decisions: dict[UUID, list[Decision]]
    """The newest first."""
    planned: frozenset[UUID]
    told: frozenset[UUID]


def doings(bodies: dict[UUID, Known], on: date) -> Doings:
    """Decisions, plans in force and approved statuses; three questions."""
    decisions: dict[UUID, list[Decision]] = defaultdict(list)
    made = Decision.objects.filter(on__lte=on).exclude(about=Decision.About.ADOPT_PLAN)
    for decision in made.defer("note"):
        if decision.body_id in bodies:
            decisions[decision.body_id].append(decision)
    planned = Plan.objects.filter(state=Plan.State.IN_FORCE, body__isnull=False).values_list("body", flat=True)
    told = StatusReport.objects.filter(PUBLIC, year=status_year(on)).values_list("body", flat=True)
    return Doings(
        decisions=decisions,
        planned=frozenset(key for key in planned if key in bodies),
        told=frozenset(key for key in told if key in bodies),
    )


def status_year(on: date) -> int:
    """The newest year that can be answered on the day."""
    return load_questions().newest_year(on) or on.year


def letters_of(bodies: dict[UUID, Known], on: date) -> dict[UUID, tuple[int, int]]:
    """By body: letters sent to it that ask for something, and how many of them were answered or done; one question."""
    sent, answered = Counter[UUID](), Counter[UUID]()
    rows = with_acts(asking_letters()).filter(sent_at__date__lte=on)
    for body, replied_at, done_at in rows.values_list("body", "replied_at", "done_at"):
        if body in bodies:
            sent[body] += 1
            answered[body] += replied_at is not None or done_at is not None
    return {body: (count, answered[body]) for body, count in sent.items()}


def asking_letters() -> QuerySet[Dispatch]:
    """The letters that were sent and ask for something, without their reminders; thanks need no answer."""
    return Dispatch.objects.filter(reminder=0, state=Dispatch.State.SENT).exclude(act=Act.NOTHING)


def follow_up(
    keys: Iterable[UUID], bodies: dict[UUID, Known], done: Doings, letters: dict[UUID, tuple[int, int]]
) -> FollowUp:
    """The counts of some of the bodies."""
    own = list(keys)
    shall = [key for key in own if bodies[key].obligation_class == SHALL]
    invited = [key for key in own if bodies[key].obligation_class == INVITED]
    stands = {key: adhesion_from(bodies[key].obligation_class, done.decisions.get(key, [])) for key in own}
    return FollowUp(
        confirmed=Count(name="confirmed", done=sum(stands[key].counts for key in shall), of=len(shall)),
        joined=Count(name="joined", done=sum(stands[key].counts for key in invited), of=len(invited)),
        planned=Count(name="planned", done=sum(key in done.planned for key in own), of=len(own)),
        told=Count(name="told", done=sum(key in done.told for key in own), of=len(own)),
        replied=Count(
            name="replied",
            done=sum(letters.get(key, (0, 0))[1] for key in own),
            of=sum(letters.get(key, (0, 0))[0] for key in own),
        ),
        unverified=sum(one.is_done and not one.is_verified for one in stands.values()),
    )


def together(places: Collection[FollowUp]) -> FollowUp:
    """The counts of places that share no body, added up."""
    return FollowUp(
        confirmed=added([one.confirmed for one in places], "confirmed"),
        joined=added([one.joined for one in places], "joined"),
        planned=added([one.planned for one in places], "planned"),
        told=added([one.told for one in places], "told"),
        replied=added([one.replied for one in places], "replied"),
        unverified=sum(one.unverified for one in places),
    )


def added(counts: list[Count], name: str) -> Count:
    """One count of several."""
    return Count(name=name, done=sum(one.done for one in counts), of=sum(one.of for one in counts))


def trend_of(bodies: dict[UUID, Known], done: Doings, on: date) -> Iterator[tuple[int, FollowUp]]:
    """Joined and confirmed at the end of each year, and on the day; counted of the bodies that exist on the day."""
    first = min((decision.on.year for made in done.decisions.values() for decision in made), default=on.year)
    for year in range(max(first, on.year - YEARS_SHOWN + 1), on.year + 1):
        until = min(date(year, 12, 31), on)
        then = {key: [one for one in made if one.on <= until] for key, made in done.decisions.items()}
        yield year, follow_up(bodies, bodies, Doings(decisions=then, planned=frozenset(), told=frozenset()), {})


def late_state_bodies(on: date, county: str = "") -> QuerySet[Body]:
    """State bodies that were sent a letter whose day to reply has passed and have neither replied nor confirmed."""
    late = with_acts(asking_letters()).filter(
        body=OuterRef("pk"), run__reply_by__lt=on, replied_at__isnull=True, done_at__isnull=True
    )
    receipts = Decision.objects.filter(body=OuterRef("pk"), about=Decision.About.CONFIRM, is_rejected=False, on__lte=on)
    found = counted_bodies(on, county).filter(Exists(late), ~Exists(receipts), obligation_class=SHALL)
    return found.order_by("name", "pk")


def desk_host(county: str, on: date) -> DeskHost | None:
    """The host of the county's support desk on the day."""
    begun, not_ended = Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on)
    return DeskHost.objects.filter(begun & not_ended, county=county).select_related("body").first()


def as_dict(counted: FollowUp) -> dict[str, Any]:
    """The counts as plain data, each with what it counts of."""
    return {one.name: {"count": one.done, "of": one.of} for one in counted.counts} | {"unverified": counted.unverified}
