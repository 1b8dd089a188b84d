"""What the ministries look at together: measures by owner, plans that pull apart, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Min
from django.utils import timezone

from dugnad.records.models.coordination import JointDecision
from dugnad.records.models.decisions import Decision
from dugnad.records.models.plan import Measure, PlanVersion
from dugnad.records.models.register import Body
from dugnad.records.queries.plan import Shown, national_measures, shown_measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One owner's measures in the national plans in force."""

    name: str
    body: Body | None
    measures: tuple[Shown, ...]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(one.is_late for one in self.measures)

    @property
    def silent(self) -> int:
        """How many nobody has reported on."""
        return sum(one.is_silent for one in self.measures)

    @property
    def done(self) -> int:
        """How many are reported done, or shown as reached."""
        return sum(one.measure.state == Measure.State.DONE or one.is_reached for one in self.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two measures of different plans for the same indicator and bodies that ask for different things."""

    first: Measure
    second: Measure
    is_target: bool
    is_deadline: bool


def owners(on: date) -> tuple[Owner, ...]:
    """The owners by name, each with its measures; in two questions."""
    return owners_of([one for one in shown_measures(national_measures(), on) if one.measure.owner])


def owners_of(measures: Sequence[Shown]) -> tuple[Owner, ...]:
    """Measures gathered by the owner's name."""
    found: dict[str, list[Shown]] = defaultdict(list)
    for one in measures:
        found[one.measure.owner].append(one)
    return tuple(
        Owner(name=name, body=next((one.measure.owner_body for one in own if one.measure.owner_body), None),
              measures=tuple(own))
        for name, own in sorted(found.items())
    )  # fmt: skip


def conflicts(measures: Sequence[Measure] | None = None) -> tuple[Conflict, ...]:
    """Pairs of measures in national plans in force that ask the same bodies for different things."""
    bound = [one for one in (national_measures() if measures is None else measures) if one.indicator]
    found = (conflict(one, other) for one, other in combinations(bound, 2))
    return tuple(one for one in found if one is not None)


def conflict(first: Measure, second: Measure) -> Conflict | None:
    """What the two disagree on, if they are about the same thing at all. What one leaves open is no disagreement.

    Nor is the day from which a law applies a deadline.
    """
    if first.plan_id == second.plan_id or first.indicator != second.indicator or not share_audience(first, second):
        return None
    targets, deadlines = (first.target, second.target), (first.deadline, second.deadline)
    has_targets = None not in targets
    is_target = has_targets and (targets[0] != targets[1] or first.is_ceiling != second.is_ceiling)
    has_deadlines = None not in deadlines and not (first.plan.is_law or second.plan.is_law)
    is_deadline = has_deadlines and deadlines[0] != deadlines[1]
    if not is_target and not is_deadline:
        return None
    return Conflict(first=first, second=second, is_target=is_target, is_deadline=is_deadline)


def share_audience(first: Measure, second: Measure) -> bool:
    """Are both for some of the same bodies, or both for none in particular?"""
    one, other = set(first.audience), set(second.audience)
    return bool(one & other) or (not one and not other)


def joint_decisions() -> list[JointDecision]:
    """Every joint decision, the newest first, with what replaced it."""
    return list(JointDecision.objects.select_related("replaces").prefetch_related("replaced_by"))


def open_decisions() -> list[JointDecision]:
    """Those that no later one has replaced."""
    return list(JointDecision.objects.filter(replaced_by=None))


def first_recorded() -> date | None:
    """The day of the first thing that a quarterly report could tell; None where nothing is recorded yet."""
    found = (
        PlanVersion.objects.filter(plan__body=None).aggregate(first=Min("at"))["first"],
        Decision.objects.filter(about=Decision.About.ADOPT_PLAN).aggregate(first=Min("recorded_at"))["first"],
    )
    agreed = JointDecision.objects.aggregate(first=Min("on"))["first"]
    days = [*(timezone.localdate(at) for at in found if at), *([agreed] if agreed else [])]
    return min(days, default=None)
