"""The national plans as content tells them: goals, measures, owners then and now, deadlines and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dugnad.content import content_files, content_path, place, read_yaml
from dugnad.errors import ContentError

Text = Mapping[str, str]
CHECKED = frozenset({"V", "S", "A", "A*"})
"""Marks of what was seen at the source; whatever has another is shown as not checked."""
DEFINITIONS = "plan/definitions.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalGoal:
    """A goal of a plan, by its key within the plan."""

    key: str
    text: Text
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalMeasure:
    """A measure. Without an owner it is done by each of the bodies that it is meant for."""

    key: str
    goal: str
    title: Text
    text: Text
    owner: str
    owner_then: str
    audience: tuple[str, ...]
    deadline: date | None
    indicator: str
    target: float | None
    is_ceiling: bool
    state: str
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalPlan:
    """One file of content/plan/national. `digest` tells whether its bytes have changed."""

    key: str
    kind: str
    """`plan`: adopted by whoever owns it; `law`: the law's duties restated by us, owned and adopted by nobody."""
    title: Text
    lead: Text
    since: date
    until: date | None
    is_years_only: bool
    owner: str
    source: Mapping[str, str]
    goals: tuple[NationalGoal, ...]
    measures: tuple[NationalMeasure, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the ministries, counties and bodies mean by a word."""

    key: str
    term: Text
    text: Text
    source: Mapping[str, str]


def plan_files() -> list[Path]:
    """The files, one a plan."""
    return content_files("plan/national", "*.yaml")


def load_national_plans() -> tuple[NationalPlan, ...]:
    """Every plan of the content; the first fault is raised."""
    from dugnad.plan.national_check import plan_faults  # noqa: PLC0415 - the check knows this module

    plans = []
    for path in plan_files():
        given = read_yaml(path)
        faults = plan_faults(path, given)
        if faults:
            raise faults[0]
        plans.append(plan_of(given, digest_of(path)))
    return tuple(plans)


def digest_of(path: Path) -> str:
    """The first 16 digits of the file's hash."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def plan_of(given: Mapping[str, Any], digest: str) -> NationalPlan:
    """A plan of a file that has no fault."""
    return NationalPlan(
        key=given["key"],
        kind=given.get("kind", "plan"),
        title=given["title"],
        lead=given["lead"],
        since=given["since"],
        until=given.get("until"),
        is_years_only=given.get("years_only", False),
        owner=given.get("owner", ""),
        source=given["source"],
        goals=tuple(NationalGoal(**goal) for goal in given["goals"]),
        measures=tuple(measure_of(measure) for measure in given["measures"]),
        digest=digest,
    )


def measure_of(given: Mapping[str, Any]) -> NationalMeasure:
    """A measure; the owner of today before the one the plan named."""
    named, now = given.get("owner", ""), given.get("owner_now", "")
    return NationalMeasure(
        key=given["key"],
        goal=given.get("goal", ""),
        title=given["title"],
        text=given.get("text", {}),
        owner=now or named,
        owner_then=named if now and now != named else "",
        audience=tuple(given.get("audience", ())),
        deadline=given.get("deadline"),
        indicator=given.get("indicator", ""),
        target=given.get("target"),
        is_ceiling=given.get("is_ceiling", False),
        state=given.get("state", "not-reported"),
        source=given["source"],
    )


@cache
def definitions() -> tuple[Definition, ...]:
    """The common definitions, in the order in which they are told."""
    from dugnad.plan.national_check import definition_faults  # noqa: PLC0415 - the check knows this module

    path = content_path(DEFINITIONS)
    given = read_yaml(path)
    faults = definition_faults(path, given)
    if faults:
        raise faults[0]
    return tuple(Definition(**one) for one in given["definitions"])


def check_plans() -> list[ContentError]:
    """All faults of the national plans and the common definitions."""
    from dugnad.plan.national_check import definition_faults, plan_faults  # noqa: PLC0415

    faults: list[ContentError] = []
    keys: dict[str, Path] = {}
    for path in plan_files():
        try:
            given = read_yaml(path)
        except ContentError as error:
            faults.append(error)
            continue
        found = plan_faults(path, given)
        if not found and given["key"] in keys:
            problem = f'The key "{given["key"]}" is also that of {place(keys[given["key"]])}.'
            found = [ContentError(place(path), 1, problem, "Give each plan a key of its own.")]
        elif not found:
            keys[given["key"]] = path
        faults += found
    try:
        path = content_path(DEFINITIONS)
        return faults + definition_faults(path, read_yaml(path))
    except ContentError as error:
        return [*faults, error]
