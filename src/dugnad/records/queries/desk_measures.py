"""The figures of the support service, counted from what is recorded. Rows are counted here, and leave only as figures.

Nine questions to the database however much has happened. What is published of them is decided in
`dugnad.desk.measures`; nothing of a single case, person or text comes further than this module.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from dugnad.desk.measures import (
    Cell,
    Counts,
    Quarter,
    empty_counts,
    hours_waited,
    published_quarter,
    quarter_of,
    quarters_until,
    role_counts,
)
from dugnad.desk.routing import counties
from dugnad.desk.working_time import promised
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import NATIONAL, Desk
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.helped import HelpedCount
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Role
from dugnad.records.models.register import ObligationClass
from dugnad.records.models.spared import Spared
from dugnad.records.queries.register import living_bodies

QUARTERS = 8
Table = Mapping[date, dict[str, Counts]]
ANSWERS = "answer"
ANSWER = Coalesce("answered_at", models.Case(models.When(answered_by_known__isnull=False, then=F("closed_at"))))
"""The first answer; a case closed with an answer that was there already got that one."""
CASE_COLUMNS = ("county", "asked_at", "answer", "is_due", "is_in_time", "state", "reopened", "answered_by_known",
                "body", "is_of_body", "asker_role", "desk")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The quarters, the oldest first; the last one is still running."""

    on: date
    quarters: tuple[Quarter, ...]
    answers: int
    """Published answers today."""
    is_demo: bool
    """Only demonstration bodies have asked: there is nothing real to count yet."""

    def quarter(self, name: str) -> Quarter | None:
        """One of them by name."""
        return next((one for one in self.quarters if one.name == name), None)


def desk_measures(now: datetime, quarters: int = QUARTERS) -> Measures:
    """All there is to publish."""
    on = timezone.localdate(now)
    days = quarters_until(on, quarters)
    is_demo = is_only_demo()
    table, roles = counted(days, now, is_demo=is_demo)
    of_bodies = bodies_by_county(on, is_demo=is_demo)
    return Measures(
        on=on,
        quarters=tuple(published_quarter(day, table[day], of_bodies, roles[day]) for day in days),
        answers=Knowledge.objects.filter(state=Knowledge.State.PUBLISHED).count(),
        is_demo=is_demo,
    )


def county_measures(county: str, now: datetime, quarters: int = 2) -> list[tuple[str, Cell]]:
    """One county's last quarters by name, the newest first: the same cells, without counting the others."""
    on = timezone.localdate(now)
    days = quarters_until(on, quarters)
    is_demo = is_only_demo()
    table, _ = counted(days, now, is_demo=is_demo, county=county)
    of_bodies = bodies_by_county(on, is_demo=is_demo)
    found = [published_quarter(day, table[day], of_bodies, {}) for day in reversed(days)]
    return [(quarter.name, quarter.cells[county]) for quarter in found]


def is_only_demo() -> bool:
    """Have none but demonstration bodies asked? Real ones and those are never counted together."""
    asked = Case.objects.filter(body__isnull=False)
    has_demo, has_real = (asked.filter(body__is_demo=is_demo).exists() for is_demo in (True, False))
    return has_demo and not has_real


def counted(
    days: list[date], now: datetime, *, is_demo: bool, county: str = ""
) -> tuple[Table, dict[date, Counter[str]]]:
    """Everything of the quarters, of one county where it is named; and who asked."""
    table: Table = {day: empty_counts((*counties(), NATIONAL)) for day in days}
    since = timezone.make_aware(datetime.combine(days[0], time.min))
    rows = Case.objects.filter(asked_at__gte=since).exclude(LEFT_OUT)
    rows = rows.filter(county=county) if county else rows
    rows = rows if is_demo else rows.exclude(body__is_demo=True)
    is_due, is_in_time = Q(answer__isnull=False) | Q(promised_at__lt=now), Q(answer__lte=F("promised_at"))
    is_of_body = Exists(Role.objects.filter(person=OuterRef("asker"), body=OuterRef("body")))
    rows = rows.annotate(answer=ANSWER, is_of_body=is_of_body).filter(meant(now))
    rows = rows.annotate(is_due=holds(is_due), is_in_time=holds(is_in_time))
    roles = count_cases(rows.order_by().values_list(*CASE_COLUMNS), table, now)
    count_events(table, since, timezone.localdate(now), is_demo=is_demo)
    count_reused(table, days[0])
    count_helped(table, timezone.localdate(now))
    return table, roles


LEFT_OUT = Q(state=Case.State.MERGED) | Q(closed_because="not-a-question")
"""A case that was joined with another lives on in that one."""


def meant(now: datetime) -> Q:
    """Questions of accounts, and others once somebody at a desk has seen to them or should have.

    Anybody may send questions without an account: who fills a county up with them would see how many there were.
    """
    seen_to = Q(taken_at__isnull=False) | Q(answer__isnull=False) | Q(closed_because__in=["elsewhere", "no-reply"])
    return Q(asker__isnull=False) | seen_to | Q(promised_at__lt=now, state__in=sorted(Case.OPEN))


def holds(condition: Q) -> models.ExpressionWrapper[Any]:
    """The condition as a column."""
    return models.ExpressionWrapper(condition, output_field=models.BooleanField())


def count_cases(rows: Iterable[tuple[Any, ...]], table: Table, now: datetime) -> dict[date, Counter[str]]:
    """What the cases give, in their quarters and counties; and who asked, by role.

    Anybody may write that they ask for a body: it counts as reached once somebody with a role in it has asked, or an
    adviser who could see and change it has answered.
    """
    roles: dict[date, list[str]] = defaultdict(list)
    desks = {desk.county: desk for desk in Desk.objects.all()}
    here = timezone.get_current_timezone()
    for county, asked_at, answer, is_due, is_in_time, state, reopened, known, body, is_of_body, role, desk in rows:
        asked = asked_at.astimezone(here)
        quarter = quarter_of(asked.date())
        counts = table[quarter].get(county) or table[quarter][NATIONAL]
        due, in_time = is_due, is_in_time
        if reopened:  # it was promised anew then: the first answer is held to the first promise
            first = promised(asked, desks[desk].answer_days, desks[desk].hours)
            due, in_time = answer is not None or first < now, answer is not None and answer <= first
        counts.asked += 1
        counts.reopened += reopened > 0
        counts.reused += known is not None
        counts.due += bool(due)
        if answer is not None:
            counts.answered += 1
            counts.in_time += bool(in_time)
            counts.solved += state not in Case.OPEN
            counts.waits.append(hours_waited(asked, answer.astimezone(here)))
        if body and (is_of_body or answer is not None):
            counts.bodies.add(body)
        roles[quarter].append(role)
    return {quarter: role_counts(roles[quarter]) for quarter in table}


def count_events(table: Table, since: datetime, on: date, *, is_demo: bool) -> None:
    """Events that have been held, who signed up, and who came."""
    end = timezone.make_aware(datetime.combine(on, time.max))
    held = Event.objects.filter(state=Event.State.PUBLISHED, starts_at__gte=since, ends_at__lte=end)
    for desk, starts_at in held.values_list("desk", "starts_at"):
        table[quarter_of(timezone.localdate(starts_at))][desk].events += 1
    seats = SignUp.objects.filter(event__in=held, state=SignUp.State.SEATED)
    seats = seats if is_demo else seats.exclude(body__is_demo=True)
    columns = ("event__desk", "event__starts_at", "has_attended", "body", "body__county")
    for desk, starts_at, has_attended, body, county in seats.values_list(*columns):
        quarter = table[quarter_of(timezone.localdate(starts_at))]
        quarter[desk].signed_up += 1
        quarter[desk].attended += has_attended is True
        if body and has_attended:
            (quarter.get(county) or quarter[NATIONAL]).bodies.add(body)


def count_reused(table: Table, since: date) -> None:
    """Questions that nobody had to ask: a published answer was enough. Those that a case was closed with are in."""
    rows = Spared.objects.filter(on__gte=since, kind=ANSWERS).order_by()
    for on, county, count in rows.values_list("on", "county").annotate(total=Sum("count")):
        quarter = table[quarter_of(on)]
        (quarter.get(county) or quarter[NATIONAL]).reused += count


def count_helped(table: Table, on: date) -> None:
    """How often an answer's readers said that it helped: what the counters grew by in each quarter."""
    seen: dict[str, dict[date, int]] = defaultdict(dict)
    for quarter, county, helped in HelpedCount.objects.values_list("quarter", "county", "helped"):
        seen[county][quarter] = helped
    for county, count in helped_now().items():
        seen[county][quarter_of(on)] = count
    for county, counts in seen.items():
        before = 0
        for quarter, count in sorted(counts.items()):
            if quarter in table:
                (table[quarter].get(county) or table[quarter][NATIONAL]).helped += max(0, count - before)
            before = max(before, count)


def helped_now() -> dict[str, int]:
    """By desk: how often its answers have helped so far."""
    rows = Knowledge.objects.order_by().values_list("county").annotate(total=Sum("helped"))
    return {county or NATIONAL: count or 0 for county, count in rows}


def bodies_by_county(on: date, *, is_demo: bool) -> dict[str, int]:
    """How many bodies each desk is there for; those without a county are the back-up desk's."""
    among = living_bodies(on).filter(is_demo=is_demo).exclude(obligation_class=ObligationClass.NONE)
    rows = among.order_by().values_list("county").annotate(count=Count("pk"))
    known = set(counties())
    found: Counter[str] = Counter()
    for county, count in rows:
        found[county if county in known else NATIONAL] += count
    return dict(found)
