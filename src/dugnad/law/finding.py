"""What the law says of one lot: outcome, ground, rule version, the facts used, the citation and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Outcome = Literal[
    "NOT_APPLICABLE", "OUTSIDE_ACT", "DUTY_APPLIES", "DUTY_DECLARED", "MET_WEIGHT", "MET_RANK", "MET_SPEC",
    "MET_COMBINATION", "EXEMPT_CLAIMED", "SHOULD_NOT_MET", "REASONS_MISSING", "POSSIBLE_BREACH",
    "INVALID_CODE_FOR_DATE", "MANUAL_REVIEW", "NOT_COLLECTABLE", "UNKNOWN",
]  # fmt: skip
Mark = Literal["A", "A*", "B", "C", "I"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the notice that contradicts itself; becomes a problem row."""

    code: str
    field: str
    message: str
    severity: Literal["error", "warning", "info"] = "warning"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the law in force from a day. `value` is None where no source gives it."""

    name: str
    value: float | None
    cite: str
    href: str
    mark: Mark
    norm: str
    missing: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which regulation and part a notice falls under on a day, and why."""

    regulation: Literal["foa", "ff", "kkf", "none", "unknown"]
    part: Literal["1", "2", "3", "4", "unknown"]
    is_bound: bool | None
    """Is the buyer bound by the climate and environment rule? None: unknown."""
    must_announce: bool | None
    is_inside_act: bool | None
    rule_version: str | None
    why: str
    """One English line for developers and the law page's details."""
    limit: str = ""
    """Which limit puts the notice outside the rule (abroad, defence, exempt, not-bound, too-early), else empty."""
    amounts: tuple[Amount, ...] = ()
    """The amounts that the value was compared with; their marks bear on the finding's."""
    part_mark: Mark | None = None
    """The mark of the CPV list that decided the part, where one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row of the finding table, without the notice's and lot's ids."""

    rule: str
    basis: str
    rule_version: str | None
    outcome: Outcome
    ground: str | None
    weight_environment_certain: float | None
    weight_environment_max: float | None
    rank_environment: int | None
    reasons: str
    citation: str
    mark: Mark
    sentence_nb: str
    sentence_nn: str
    sentence_en: str
    facts: dict[str, Any]
    problems: tuple[Problem, ...] = ()
