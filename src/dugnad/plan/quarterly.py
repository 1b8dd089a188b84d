"""The quarterly report on the national plans, as a paper. What it tells is gathered by the records."""

from __future__ import annotations

import string
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.plan.national_check import LANGUAGES, STATES
from dugnad.plan.numbers import day, number
from dugnad.plan.paper import Block, Bullets, Grid, Heading, Lead, Paper, Text

FILE = "plan/quarterly.yaml"
PLACES = {
    "quarter", "year", "measures", "day", "done", "late", "silent", "title", "number", "name", "text", "reading",
    "count", "bodies", "parties", "first", "second", "what", "indicator", "names",
}  # fmt: skip
KEYS = {
    "title", "sender", "lead", "open", "none", "plans", "plan-line", "owners", "owner", "measures", "measure",
    "done", "late", "silent", "state", "deadline", "each", "late-heading", "late-none", "deviation", "figures",
    "figures-none", "figure", "local", "local-line", "decisions", "decisions-none", "decision", "conflicts",
    "conflicts-none", "law", "law-lead", "applies-from", "conflict", "conflict-target", "conflict-deadline",
    "conflict-both", "method", "made-of",
    "not-kept", "unchecked", "foot", "state-reached", "state-each",
    *(f"state-{state}" for state in STATES),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure as it stood. `state` may be "reached" or, without an owner, "each"; `reading` is a sentence."""

    title: str
    owner: str
    deadline: date | None
    state: str
    is_late: bool
    is_silent: bool
    deviation: str = ""
    reading: str = ""
    read_on: date | None = None
    is_unchecked: bool = False
    is_law: bool = False
    """One of the law's duties as we restate them: in no adopted plan, and its day is no deadline."""

    @property
    def is_done(self) -> bool:
        """Reported done, or shown as reached."""
        return self.state in {"done", "reached"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in force, with the version that is told."""

    title: str
    number: int
    published: date
    is_law: bool = False
    """The law's duties restated: no adopted plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A joint decision."""

    on: date
    title: str
    text: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """Two measures that ask for different things; `what`: target, deadline or both."""

    first: str
    second: str
    indicator: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """Everything the report tells. `until` is the day it shows: the quarter's last, or today while it is open."""

    year: int
    quarter: int
    until: date
    is_open: bool
    plans: tuple[PlanLine, ...]
    measures: tuple[MeasureLine, ...]
    decisions: tuple[DecisionLine, ...]
    conflicts: tuple[ConflictLine, ...]
    with_plan: int
    bodies: int

    @property
    def adopted(self) -> tuple[PlanLine, ...]:
        """The plans that somebody has adopted."""
        return tuple(one for one in self.plans if not one.is_law)

    @property
    def planned(self) -> tuple[MeasureLine, ...]:
        """The measures of adopted plans."""
        return tuple(one for one in self.measures if not one.is_law)


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    last = 3 * quarter
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])


@cache
def quarterly_words() -> dict[str, Any]:
    """The words, checked."""
    faults = check_quarterly()
    if faults:
        raise faults[0]
    words: dict[str, Any] = read_yaml(content_path(FILE))["words"]
    return words


def check_quarterly() -> list[ContentError]:
    """All faults of the report's words."""
    path = content_path(FILE)
    try:
        given = read_yaml(path)
    except ContentError as error:
        return [error]
    words = given.get("words", {}) if isinstance(given, dict) else {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        ContentError(place(path), next((n for n, line in enumerate(lines, 1) if f"{key}:" in line), 1), *told)
        for key, *told in word_problems(words)
    ]


def word_problems(words: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Words that are missing, in too few languages, or with a place that nothing fills."""
    for key in sorted(KEYS ^ words.keys()):
        problem = "is missing" if key in KEYS else "is not a known text"
        yield key, f'"{key}" {problem}.', "Restore it, or take it away."
    for key, texts in words.items():
        given = texts if isinstance(texts, dict) else {}
        missing = [language for language in LANGUAGES if not str(given.get(language) or "").strip()]
        if missing:
            yield key, f'"{key}" has no words in {", ".join(missing)}.', "Write nb, nn and en."
        used = {name for text in given.values() for _, name, _, _ in string.Formatter().parse(str(text)) if name}
        if used - PLACES:
            yield key, f'"{key}" has places that nothing fills: {sorted(used - PLACES)}.', f"Known: {sorted(PLACES)}."


def quarterly_paper(told: Quarter, language: str) -> Paper:
    """The report in a language. The same quarter told twice gives the same paper."""

    def say(key: str, **values: object) -> str:
        return str(quarterly_words()[key][language]).strip().format(**values)

    return Paper(
        title=say("title", quarter=told.quarter, year=told.year),
        language=language,
        sender=say("sender"),
        dated=day(told.until, language),
        foot=say("foot", day=day(told.until, language)),
        on=told.until,
        blocks=tuple(blocks(told, language, say)),
    )


def blocks(told: Quarter, language: str, say: Any) -> Iterator[Block]:
    """The report from top to bottom."""
    if told.is_open:
        yield Text(say("open", day=day(told.until, language)))
    if not told.adopted:
        yield Lead(say("none"))
    else:
        yield Lead(lead(told, language, say))
        yield Heading(say("plans"))
        yield Bullets(
            tuple(
                say("plan-line", title=one.title, number=one.number, day=day(one.published, language))
                for one in told.adopted
            )
        )
        yield from by_owner(told, language, say)
        yield from late_ones(told, language, say)
    yield from duties(told, language, say)
    if told.measures:
        yield from readings(told, language, say)
    yield Heading(say("local"))
    yield Text(say("local-line", count=number(told.with_plan, language), bodies=number(told.bodies, language)))
    yield from decided(told, language, say)
    yield from disagreed(told, say)
    yield from method(told, say)


def lead(told: Quarter, language: str, say: Any) -> str:
    """The sentence that says it all."""
    counts = {
        "measures": len(told.planned),
        "done": sum(one.is_done for one in told.planned),
        "late": sum(one.is_late for one in told.planned),
        "silent": sum(one.is_silent for one in told.planned),
    }
    shown = {name: number(count, language) for name, count in counts.items()}
    return str(say("lead", day=day(told.until, language), **shown))


def by_owner(told: Quarter, language: str, say: Any) -> Iterator[Block]:
    """How each owner's measures stand, and every measure."""
    yield Heading(say("owners"))
    owners = sorted({one.owner for one in told.planned}, key=lambda name: (not name, name))
    counted = []
    for owner in owners:
        own = [one for one in told.planned if one.owner == owner]
        counts = (len(own), sum(one.is_done for one in own), sum(one.is_late for one in own),
                  sum(one.is_silent for one in own))  # fmt: skip
        counted.append((owner or say("each"), *(number(count, language) for count in counts)))
    header = tuple(say(key) for key in ("owner", "measures", "done", "late", "silent"))
    yield Grid(say("owners"), header, tuple(counted), frozenset({1, 2, 3, 4}))
    rows = tuple(
        (one.title, one.owner or say("each"), day(one.deadline, language), say(f"state-{one.state}"))
        for one in told.planned
    )
    yield Grid(say("measures"), tuple(say(key) for key in ("measure", "owner", "deadline", "state")), rows)


def duties(told: Quarter, language: str, say: Any) -> Iterator[Block]:
    """The law's duties as we restate them, apart from the plans: since when each applies, and no deadline."""
    rows = tuple((one.title, day(one.deadline, language)) for one in told.measures if one.is_law)
    if rows:
        yield Heading(say("law"))
        yield Text(say("law-lead"))
        yield Grid(say("law"), tuple(say(key) for key in ("measure", "applies-from")), rows)


def late_ones(told: Quarter, language: str, say: Any) -> Iterator[Block]:
    """What is past its deadline, with the owners' explanations."""
    yield Heading(say("late-heading"))
    late = [one for one in told.measures if one.is_late]
    if not late:
        yield Text(say("late-none"))
        return
    yield Bullets(tuple(f"{one.title} ({one.owner}, {day(one.deadline, language)})" for one in late))
    for one in told.measures:
        if one.deviation:
            yield Text(say("deviation", name=one.title, text=one.deviation))


def readings(told: Quarter, language: str, say: Any) -> Iterator[Block]:
    """What the indicators showed."""
    yield Heading(say("figures"))
    measured = [one for one in told.measures if one.reading]
    if not measured:
        yield Text(say("figures-none"))
        return
    yield Bullets(
        tuple(say("figure", name=one.title, reading=one.reading, day=day(one.read_on, language)) for one in measured)
    )


def decided(told: Quarter, language: str, say: Any) -> Iterator[Block]:
    """The joint decisions of the quarter."""
    yield Heading(say("decisions"))
    if not told.decisions:
        yield Text(say("decisions-none"))
        return
    yield Bullets(
        tuple(
            say("decision", day=day(one.on, language), title=one.title, text=one.text, parties=", ".join(one.parties))
            for one in told.decisions
        )
    )


def disagreed(told: Quarter, say: Any) -> Iterator[Block]:
    """Where plans pull apart."""
    yield Heading(say("conflicts"))
    if not told.conflicts:
        yield Text(say("conflicts-none"))
        return
    yield Bullets(
        tuple(
            say(
                "conflict",
                first=one.first,
                second=one.second,
                indicator=one.indicator,
                what=say(f"conflict-{one.what}"),
            )
            for one in told.conflicts
        )
    )


def method(told: Quarter, say: Any) -> Iterator[Block]:
    """What the report is made of, and what cannot be made again."""
    yield Heading(say("method"))
    yield Text(say("made-of"), quiet=True)
    yield Text(say("not-kept"), quiet=True)
    names = [one.title for one in told.measures if one.is_unchecked]
    if names:
        yield Text(say("unchecked", names="; ".join(names)), quiet=True)
