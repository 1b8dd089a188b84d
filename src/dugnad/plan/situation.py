"""What a report or a case is told about a body: plain facts, gathered by whoever keeps the records and the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Lots where climate and environment count at least 30 per cent, of those whose weight could be read."""

    numerator: int
    denominator: int
    coverage_percent: float
    percent: float | None
    is_too_little: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Buy:
    """One of the largest purchases."""

    title: str
    announced: date | None
    value: float | None
    currency: str | None
    outcome: str
    """The code of its worst lot's outcome; UNKNOWN where nothing was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalPlan:
    """A national plan in force, as a case names it."""

    title: dict[str, str]
    mark: str
    """How well its source is checked: V, A and A* were seen."""
    number: int = 1
    """The version that is in force here."""
    published: date | None = None
    href: str = ""
    """Where it can be read."""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A body on a day. None means unknown or not yet; nothing here is a draft."""

    name: str
    name_nn: str
    name_en: str
    orgnr: str
    kind: str
    obligation_class: str
    is_demo: bool
    ended: date | None
    on: date
    share: Share | None
    counts: dict[str, int]
    """Lots that the rule binds, by the path they took: weight, rank, possible-breach, unknown …"""
    purchases: int
    """Own notices read."""
    first_seen: date | None
    last_seen: date | None
    largest: tuple[Buy, ...]
    computed: date | None
    """The day the figures were computed."""
    adhesion: str
    """joined, withdrawn, invited, confirmed, not-confirmed or none."""
    adhesion_on: date | None
    is_adhesion_verified: bool
    """False where it was told without signing in, and the body's own people have not confirmed it."""
    plan_since: date | None
    has_plan: bool
    measures: int
    done: int
    late: int
    status_year: int | None
    """The year of the latest approved status."""
    asked: str
    """What the latest open letter asks for: confirm, join, adopt-plan, answer-status; empty: no open letter."""
    letter_on: date | None
    letter_sender: str
    reply_by: date | None
    step: str
    step_count: int
    step_by: date | None
    is_step_asked: bool
    """An open letter asks for the step."""
    is_step_late: bool

    def called(self, language: str) -> str:
        """Its name in the language, without the mark of demonstration bodies."""
        named = {"nn": self.name_nn, "en": self.name_en}.get(language) or self.name
        return named.removesuffix(" (DEMO)")

    @property
    def unknown(self) -> int:
        """Lots that the rule binds and that could not be judged."""
        return self.counts.get("unknown", 0)

    @property
    def known(self) -> int:
        """Lots that the rule binds and that could be judged."""
        return sum(self.counts.values()) - self.unknown
