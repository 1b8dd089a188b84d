"""Where help is needed: what is known of a body, the reasons that it holds, and the order that follows from them.

The points of content/desk/needs.yaml order a list and say nothing else. What is unknown is no reason by itself: a body
that no notice shows is told apart, by `is_measured`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.lawfile import LANGUAGES, LawFile

NEEDS = "desk/needs.yaml"
PLACES: dict[str, set[str]] = {
    "possible-breach": {"count", "of", "years"},
    "promise-due": {"count", "day"},
    "large-purchase": {"count", "value", "unpriced", "title"},
    "follow-up-due": {"count", "day"},
    "reasons-missing": {"count", "of", "years"},
    "low-coverage": {"count", "of", "years"},
    "no-reply": {"count", "day"},
    "not-joined": set(),
    "not-confirmed": set(),
    "no-plan": set(),
    "no-status": {"year"},
}
"""Every reason there is, and what its words may tell."""
STEPS = ("contact", "event", "criteria", "body")
"""Where a suggested step begins: note a contact, hold an event, send criteria, open the body's page."""
NUMBERS = ("years_before", "fewest_lots", "planned_days", "open_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason as content tells it."""

    key: str
    name: Mapping[str, str]
    unit: Mapping[str, str]
    text: Mapping[str, str]
    steps: tuple[tuple[int, int], ...]
    """(from, points), the lowest first: how much counts how much."""
    to: str
    next: Mapping[str, str]

    @property
    def is_yes_or_no(self) -> bool:
        """Does it hold or not, without more or less of it?"""
        return len(self.steps) == 1 and self.steps[0][0] == 1

    def points(self, quantity: float) -> int:
        """What so much of it counts; 0 under the first step."""
        return max((points for start, points in self.steps if quantity >= start), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All reasons, and what is counted."""

    reasons: Mapping[str, Reason]
    years_before: int
    fewest_lots: int
    planned_days: int
    open_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Purchases planned or announced by a body, and the largest of them."""

    count: int
    unpriced: int
    value_nok: float
    title: str
    notice_id: str
    cpv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one body on a day. None: not asked, or not known."""

    obligation_class: str
    lots: int = 0
    """Lots of the years that count, which the rule binds."""
    unread: int = 0
    possible: int = 0
    reasons_missing: int = 0
    ahead: Ahead | None = None
    letter_on: date | None = None
    """When the newest letter that waits for an answer was sent."""
    has_adhered: bool = False
    """Joined, or confirmed."""
    has_plan: bool = False
    status_year: int | None = None
    """The newest year that can be answered for; None before the first."""
    has_status: bool = False
    promises: tuple[date, ...] = ()
    """Days of the desk's own promises that are due, the first first."""
    follow_ups: tuple[date, ...] = ()

    @property
    def is_measured(self) -> bool:
        """Do notices show anything of it?"""
        return self.lots > 0 or self.ahead is not None


@dataclass(frozen=True, slots=True)
class Need:
    """One reason that a body holds, with the figures that its words tell."""

    reason: Reason
    points: int
    told: Mapping[str, Any]


def needs_of(known: Known, rules: Rules, on: date) -> tuple[Need, ...]:
    """The reasons that hold, those that count most first; as many as there are, each once."""
    found = []
    for key, (quantity, told) in quantities(known, rules, on).items():
        reason = rules.reasons[key]
        if points := reason.points(quantity):
            found.append(Need(reason, points, told))
    order = {key: place for place, key in enumerate(rules.reasons)}
    return tuple(sorted(found, key=lambda need: (-need.points, order[need.reason.key])))


def quantities(known: Known, rules: Rules, on: date) -> dict[str, tuple[float, dict[str, Any]]]:
    """How much there is of each reason that the body may hold, with the figures to tell."""
    years = f"{on.year - rules.years_before}–{on.year}" if rules.years_before else str(on.year)
    lots = {"of": known.lots, "years": years}
    found: dict[str, tuple[float, dict[str, Any]]] = {
        "possible-breach": (known.possible, {"count": known.possible, **lots}),
        "reasons-missing": (known.reasons_missing, {"count": known.reasons_missing, **lots}),
        "promise-due": due(known.promises),
        "follow-up-due": due(known.follow_ups),
    }
    if known.lots >= rules.fewest_lots:
        found["low-coverage"] = (100 * known.unread / known.lots, {"count": known.unread, **lots})
    if known.ahead:
        told = {"count": known.ahead.count, "value": known.ahead.value_nok, "unpriced": known.ahead.unpriced}
        found["large-purchase"] = (known.ahead.value_nok, told | {"title": known.ahead.title})
    if known.letter_on:
        days = (on - known.letter_on).days
        found["no-reply"] = (days, {"count": days, "day": known.letter_on})
    return found | asked(known)


def due(days: tuple[date, ...]) -> tuple[float, dict[str, Any]]:
    """So many are due, the first on that day."""
    return len(days), {"count": len(days), "day": min(days, default=None)}


def asked(known: Known) -> dict[str, tuple[float, dict[str, Any]]]:
    """What the plan asks of the body's class and is not recorded; nothing is asked of those outside."""
    if known.obligation_class not in {"shall", "invited"}:
        return {}
    adhesion = "not-confirmed" if known.obligation_class == "shall" else "not-joined"
    found: dict[str, tuple[float, dict[str, Any]]] = {
        adhesion: (not known.has_adhered, {}),
        "no-plan": (not known.has_plan, {}),
    }
    if known.status_year:
        found["no-status"] = (not known.has_status, {"year": known.status_year})
    return found


def rank(needs: Iterable[Need]) -> int:
    """What a body is ordered by: the sum of the points. It is shown to nobody."""
    return sum(need.points for need in needs)


@cache
def load_needs() -> Rules:
    """The rules; the first fault is raised."""
    rules, faults = read_needs()
    if faults:
        raise faults[0]
    return rules


def check_needs() -> list[ContentError]:
    """Every fault in content/desk/needs.yaml."""
    try:
        return read_needs()[1]
    except ContentError as error:
        return [error]


def read_needs() -> tuple[Rules, list[ContentError]]:
    """The file, read strictly: every reason that the program knows, and no other."""
    file = LawFile(content_path(NEEDS))
    file.only((), {"name", "reasons", "last_checked", *NUMBERS})
    file.names("name")
    file.only(("reasons",), set(PLACES))
    listed = file.mapping("reasons")
    for missing in sorted(set(PLACES) - set(listed)):
        file.fault(("reasons",), f"`{missing}` is missing.", "Describe it, as the reasons beside it.")
    reasons = {key: read_reason(file, key) for key in listed if key in PLACES}
    numbers = {name: read_number(file, name) for name in NUMBERS}
    file.checked()
    return Rules(reasons=reasons, **numbers), file.faults


def read_number(file: LawFile, name: str) -> int:
    """A whole number, 0 or more."""
    value = file.get((name,))
    if type(value) is int and value >= 0:
        return value
    file.fault((name,), f"`{name}` is {value!r}.", "Write a whole number, 0 or more.")
    return 0


def read_reason(file: LawFile, key: str) -> Reason:
    """One reason; its words ask for nothing that is not told."""
    place = ("reasons", key)
    file.only(place, {"name", "unit", "text", "steps", "to", "next"})
    told = {part: file.names(*place, part) for part in ("name", "unit", "text", "next")}
    for language in LANGUAGES:
        try:
            told["text"][language].format(**dict.fromkeys(PLACES[key], ""))
        except (KeyError, IndexError, ValueError):
            known = ", ".join(f"{{{name}}}" for name in sorted(PLACES[key])) or "no braces"
            file.fault((*place, "text", language), "This text asks for what is not told.", f"Use {known} alone.")
    return Reason(key=key, steps=read_steps(file, key), to=file.one_of(STEPS, *place, "to"), **told)


def read_steps(file: LawFile, key: str) -> tuple[tuple[int, int], ...]:
    """How much counts how much: more never counts less."""
    place = ("reasons", key, "steps")
    given = file.mapping(*place)
    steps = [(start, points) for start, points in given.items() if type(start) is int and type(points) is int]
    rising = sorted(steps)
    points = [step[1] for step in rising]
    is_sound = len(steps) == len(given) and points == sorted(set(points)) and min(points, default=0) > 0
    if not is_sound or (rising and rising[0][0] < 1):
        file.fault(place, "These steps are not whole numbers that rise together.", "Write `{1: 3, 3: 5}`.")
        return ()
    return tuple(rising)
