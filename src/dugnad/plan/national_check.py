"""What is wrong with a file of a national plan or of the definitions: every fault, with line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dugnad.content import place
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
PLAN = {"key", "kind", "title", "lead", "since", "until", "years_only", "owner", "source", "goals", "measures"}
PLAN_KINDS = ("plan", "law")
PLAN_NEEDS = {"key", "title", "lead", "since", "source", "goals", "measures"}
GOAL = {"key", "text", "source"}
MEASURE = {
    "key", "goal", "title", "text", "owner", "owner_now", "audience", "deadline", "indicator", "target", "is_ceiling",
    "state", "source",
}  # fmt: skip
MEASURE_NEEDS = {"key", "title", "source"}
DEFINITION = {"key", "term", "text", "source"}
STATES = ("not-reported", "planned", "under-way", "done", "dropped")
MARKS = ("V", "P", "D", "U", "S", "K", "A", "A*", "B", "C")
CLASSES = ("shall", "invited", "supporter")
KINDS = (
    "ministry", "state-agency", "state-enterprise", "health", "county", "municipality", "municipal-enterprise",
    "inter-municipal", "governor", "association", "other",
)  # fmt: skip
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = {"new"}
MOST = 60
INDICATOR = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)?")
Fault = tuple[str, str, str]
"""What the line is looked for by, the problem, the remedy."""


def plan_faults(path: Path, given: Any) -> list[ContentError]:
    """All faults of one plan."""
    return told(path, given, plan_problems)


def definition_faults(path: Path, given: Any) -> list[ContentError]:
    """All faults of the definitions."""
    return told(path, given, definition_problems)


def told(path: Path, given: Any, problems: Any) -> list[ContentError]:
    """The problems with file and line."""
    if not isinstance(given, dict):
        return [ContentError(place(path), 1, "This file does not hold keys and values.", "Begin with key: NAME.")]
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        ContentError(place(path), line_with(lines, sought), problem, remedy)
        for sought, problem, remedy in problems(given)
    ]


def line_with(lines: list[str], sought: str) -> int:
    """The first line that says it, else the first."""
    return next((number for number, line in enumerate(lines, 1) if sought in line), 1)


def plan_problems(given: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with a plan."""
    yield from key_problems(given, "the plan", PLAN, PLAN_NEEDS)
    if PLAN_NEEDS - given.keys():
        return
    if given["key"] in RESERVED:
        yield "key:", f'"{given["key"]}" is an address of the site.', "Choose another key."
    for name in ("title", "lead"):
        yield from text_problems(given[name], f"{name}:", f"the plan's {name}")
    yield from source_problems(given["source"], "the plan", "source:")
    yield from day_problems(given, "the plan", ("since", "until"))
    if not isinstance(given["since"], date):
        yield "since:", "The plan has no first day.", "Write since: 2021-09-09."
    if given.get("kind", "plan") not in PLAN_KINDS:
        yield "kind:", f'"{given["kind"]}" is no kind of plan.', f"Write one of {', '.join(PLAN_KINDS)}."
    if given.get("kind") == "law" and given.get("owner"):
        yield "owner:", "The law's duties are nobody's plan, and have no owner.", "Take owner: away."
    goals = rows_of(given["goals"])
    measures = rows_of(given["measures"])
    if not goals or not measures:
        yield "goals:", "The plan lacks goals or measures.", "Write at least one of each."
    for goal in goals:
        yield from goal_problems(goal)
    keys = {str(goal.get("key")) for goal in goals}
    for measure in measures:
        yield from measure_problems(measure, keys)
    yield from twice([str(one.get("key")) for one in goals], "goal")
    yield from twice([str(one.get("key")) for one in measures], "measure")


def rows_of(given: Any) -> list[dict[str, Any]]:
    """The entries of a list; what is none counts as an entry without keys."""
    return [one if isinstance(one, dict) else {} for one in given] if isinstance(given, list) else []


def goal_problems(goal: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with a goal."""
    name = f"goal {goal.get('key', '?')}"
    yield from key_problems(goal, name, GOAL, GOAL)
    if not GOAL - goal.keys():
        yield from text_problems(goal["text"], at(goal), name)
        yield from source_problems(goal["source"], name, at(goal))


def measure_problems(measure: Mapping[str, Any], goals: set[str]) -> Iterator[Fault]:
    """What is wrong with a measure."""
    name = f"measure {measure.get('key', '?')}"
    yield from key_problems(measure, name, MEASURE, MEASURE_NEEDS)
    if MEASURE_NEEDS - measure.keys():
        return
    line = at(measure)
    yield from text_problems(measure["title"], line, f"{name}'s title")
    if "text" in measure:
        yield from text_problems(measure["text"], line, f"{name}'s text")
    yield from source_problems(measure["source"], name, line)
    yield from day_problems(measure, name, ("deadline",))
    if measure.get("goal", "") not in {*goals, ""}:
        yield line, f'{name} belongs to a goal "{measure["goal"]}" that the plan lacks.', "Write a goal of the plan."
    unknown = [one for one in measure.get("audience") or () if one not in {*CLASSES, *KINDS}]
    if unknown or not isinstance(measure.get("audience", []), list):
        yield line, f"{name}: {unknown} is no class or kind of bodies.", f"Write {', '.join((*CLASSES, *KINDS))}."
    if measure.get("state", "not-reported") not in STATES:
        yield line, f'{name}: "{measure["state"]}" is not a state.', f"Write one of {', '.join(STATES)}."
    if not INDICATOR.fullmatch(str(measure.get("indicator", "none"))):
        yield line, f'{name}: "{measure["indicator"]}" is no indicator.', "Write the name of a folder in indicators."
    is_number = isinstance(measure.get("target", 0), int | float)
    if not is_number or ("target" in measure and not measure.get("indicator")):
        yield line, f"{name}: the target is no number, or has no indicator.", "Write indicator, and target: 0.6."


def definition_problems(given: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the definitions."""
    found = rows_of(given.get("definitions"))
    if not found:
        yield "definitions", "No definition is listed.", "Write definitions: with a list."
    for one in found:
        name = f"definition {one.get('key', '?')}"
        yield from key_problems(one, name, DEFINITION, DEFINITION)
        if not DEFINITION - one.keys():
            for part in ("term", "text"):
                yield from text_problems(one[part], at(one), f"{name}'s {part}")
            yield from source_problems(one["source"], name, at(one))
    yield from twice([str(one.get("key")) for one in found], "definition")


def at(row: Mapping[str, Any]) -> str:
    """What an entry's line says."""
    return f"key: {row.get('key')}"


def key_problems(row: Mapping[str, Any], name: str, known: set[str], needed: set[str]) -> Iterator[Fault]:
    """Keys that are unknown, missing, or no names."""
    for key in sorted(row.keys() - known):
        yield f"{key}:", f'{name}: "{key}" is not a known key.', f"Known: {', '.join(sorted(known))}."
    for key in sorted(needed - row.keys()):
        yield at(row), f'{name}: "{key}" is missing.', "Write it."
    if "key" in row and (not KEY.fullmatch(str(row["key"])) or len(str(row["key"])) > MOST):
        yield at(row), f'{name}: the key "{row["key"]}" is no name.', "Use a-z, 0-9 and - between them, at most 60."


def text_problems(text: Any, sought: str, name: str) -> Iterator[Fault]:
    """A language that is lacking."""
    given = text if isinstance(text, dict) else {}
    missing = [one for one in LANGUAGES if not isinstance(given.get(one), str) or not given[one].strip()]
    if missing:
        yield sought, f"{name} has no words in {', '.join(missing)}.", "Write nb, nn and en."


def source_problems(source: Any, name: str, sought: str) -> Iterator[Fault]:
    """A source without title, place or mark."""
    given = source if isinstance(source, dict) else {}
    if not given.get("title") or not (given.get("href") or given.get("page")) or given.get("mark") not in MARKS:
        yield sought, f"{name} lacks a source.", f"Write source: with title, href and mark ({', '.join(MARKS)})."
    elif given.get("href") and not str(given["href"]).startswith(("https://", "http://")):
        yield sought, f"{name}: the source's address is no web address.", "Begin it with https://."


def day_problems(row: Mapping[str, Any], name: str, keys: tuple[str, ...]) -> Iterator[Fault]:
    """A day that is none."""
    for key in keys:
        if row.get(key) is not None and not isinstance(row[key], date):
            yield f"{key}: {row[key]}", f'{name}: "{row[key]}" is not a day.', "Write it as 2026-07-01."


def twice(keys: list[str], what: str) -> Iterator[Fault]:
    """Keys that stand there more than once."""
    for key in sorted({one for one in keys if keys.count(one) > 1}):
        yield f"key: {key}", f'The {what} "{key}" stands there twice.', "Give each a key of its own."
