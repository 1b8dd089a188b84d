"""Who has joined, confirmed and withdrawn: for one body, for many, and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from dugnad.plan.adhesion import DONE, State, standing
from dugnad.records.models.decisions import Decision
from dugnad.records.models.register import Body
from dugnad.records.queries.register import living_bodies


@dataclass(frozen=True, slots=True, kw_only=True)
class Adhesion:
    """Where a body stands, and the decisions that say so, the newest first."""

    state: State
    decision: Decision | None
    """The decision that the state rests on."""
    history: tuple[Decision, ...]

    @property
    def is_verified(self) -> bool:
        """Does it rest on somebody who signed in? Told without signing in: not until the body's people confirm it."""
        return self.decision is None or self.decision.is_verified

    @property
    def is_done(self) -> bool:
        """Has the body done what the letter asks of it? So its own page tells, also before it is confirmed."""
        return self.state in DONE

    @property
    def counts(self) -> bool:
        """Does it count in figures? Only what somebody has said who signed in."""
        return self.is_done and self.is_verified


@dataclass(frozen=True, slots=True, kw_only=True)
class AdhesionCount:
    """How many bodies of one class and kind have done what the letter asks. `bodies` is what it counts of."""

    obligation_class: str
    kind: str
    bodies: int
    done: int
    """Joined (invited and supporters) or confirmed (shall), by somebody who signed in."""
    unverified: int
    """Beside these: told without signing in, not confirmed by the body's own people yet."""
    withdrawn: int


def adhesion_of(body: Body) -> Adhesion:
    """Where one body stands."""
    return adhesions_of([body])[body.pk]


def adhesions_of(bodies: Iterable[Body]) -> dict[UUID, Adhesion]:
    """Where each of the bodies stands, by its id, in one question."""
    asked = {body.pk: body.obligation_class for body in bodies}
    made: dict[UUID, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(body__in=list(asked)).select_related("corrected_by", "corrects"):
        made[decision.body_id].append(decision)
    return {key: adhesion_from(obligation_class, made[key]) for key, obligation_class in asked.items()}


def adhesion_from(obligation_class: str, newest_first: list[Decision]) -> Adhesion:
    """The state with what it rests on."""
    if not newest_first:
        return unheard(obligation_class)
    state, decision = standing(obligation_class, newest_first)
    return Adhesion(state=state, decision=decision, history=tuple(newest_first))


@cache
def unheard(obligation_class: str) -> Adhesion:
    """The state of a body that has decided nothing: the same for all of its class."""
    state, decision = standing(obligation_class, [])
    return Adhesion(state=state, decision=decision, history=())


def counted_bodies(on: date, county: str = "") -> QuerySet[Body]:
    """The bodies that figures count on the day: real ones, and demonstration bodies only where there are no real."""
    living = living_bodies(on)
    if living.filter(is_demo=False).exists():
        living = living.filter(is_demo=False)
    return living.filter(county=county) if county else living


def adhesion_counts(on: date, county: str = "") -> tuple[AdhesionCount, ...]:
    """By class and kind, as recorded decisions stood on the day, with how many bodies there are."""
    bodies = list(
        counted_bodies(on, county).exclude(obligation_class="none").values_list("pk", "obligation_class", "kind")
    )
    made: dict[UUID, list[Decision]] = defaultdict(list)
    among = counted_bodies(on, county).values("pk")
    for decision in Decision.objects.filter(on__lte=on, body__in=among).exclude(about=Decision.About.ADOPT_PLAN):
        made[decision.body_id].append(decision)
    groups: dict[tuple[str, str], list[Adhesion]] = defaultdict(list)
    for key, obligation_class, kind in bodies:
        groups[obligation_class, kind].append(adhesion_from(obligation_class, made.get(key, [])))
    return tuple(adhesion_count(*group, found) for group, found in sorted(groups.items()))


def adhesion_count(obligation_class: str, kind: str, found: list[Adhesion]) -> AdhesionCount:
    """One line of the counts."""
    done = [one for one in found if one.is_done]
    return AdhesionCount(
        obligation_class=obligation_class,
        kind=kind,
        bodies=len(found),
        done=sum(one.is_verified for one in done),
        unverified=sum(not one.is_verified for one in done),
        withdrawn=sum(one.state == "withdrawn" for one in found),
    )
