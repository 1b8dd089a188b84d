"""Where a question goes: its county's desk, else a neighbour's, else the nation's. Never to nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Literal

from dugnad.content import content_path, read_csv
from dugnad.desk.working_time import Hours
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

DESKS = "desk/desks.yaml"
NATIONAL = "00"
Why = Literal["own", "neighbour", "national", "no-county"]
WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")


@dataclass(frozen=True, slots=True)
class Route:
    """The desk that gets the question, and why that one."""

    county: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """What content says of the desks."""

    hours: Hours
    answer_days: int
    neighbours: Mapping[str, tuple[str, ...]]
    warn_days: tuple[int, ...]


@cache
def load_desks() -> Desks:
    """The desks; the first fault is raised."""
    desks, faults = read_desks()
    if faults:
        raise faults[0]
    return desks


def check_desks() -> list[ContentError]:
    """Every fault in content/desk/desks.yaml."""
    try:
        return read_desks()[1]
    except ContentError as error:
        return [error]


def counties() -> tuple[str, ...]:
    """The numbers of the counties."""
    return tuple(row["number"] for row in read_csv(content_path("codelists/counties/counties.csv")))


def read_desks() -> tuple[Desks, list[ContentError]]:
    """The file, read strictly: every county has neighbours, and every neighbour is a county."""
    file = LawFile(content_path(DESKS))
    file.only((), {"name", "hours", "answer_days", "neighbours", "warn_days", "source", "last_checked"})
    file.names("name")
    known = counties()
    neighbours = {}
    for county in known:
        neighbours[county] = file.texts("neighbours", county)
        for other in neighbours[county]:
            if other not in known or other == county:
                file.fault(("neighbours", county), f'"{other}" is no other county.', "Write a county's number.")
    file.only(("neighbours",), set(known))
    desks = Desks(
        hours=read_hours(file),
        answer_days=whole(file, "answer_days"),
        neighbours=neighbours,
        warn_days=tuple(sorted(file.get(("warn_days",)) or (), reverse=True)),
    )
    file.text("source")
    file.checked()
    return desks, file.faults


def whole(file: LawFile, name: str) -> int:
    """A number of days, at least one."""
    value = file.get((name,))
    if type(value) is int and value > 0:
        return value
    file.fault((name,), f"`{name}` is {value!r}.", "Write a whole number of days, 1 or more.")
    return 1


def read_hours(file: LawFile) -> dict[str, tuple[str, str]]:
    """From when to when, by weekday."""
    found = {}
    for weekday, given in file.mapping("hours").items():
        if fault := hours_fault(str(weekday), given):
            file.fault(("hours", weekday), fault, 'Write `1: ["09:00", "15:00"]`, 1 is Monday.')
        else:
            found[str(weekday)] = (given[0], given[1])
    return found


def hours_fault(weekday: str, given: object) -> str:
    """What is wrong with one weekday's hours; empty where nothing is."""
    if weekday not in WEEKDAYS:
        return f"{weekday} is no weekday."
    try:
        begins, ends = (time.fromisoformat(one) for one in given)  # type: ignore[attr-defined]
        is_open = begins < ends
    except (TypeError, ValueError):
        return f"{given!r} is not two times of day."
    return "" if is_open else "A desk opens before it closes."


def route(county: str, open_desks: AbstractSet[str]) -> Route:
    """The desk for a question from a county ("" where nobody knows it), of those that somebody sits at today."""
    if county not in load_desks().neighbours:
        return Route(NATIONAL, "no-county")
    if county in open_desks:
        return Route(county, "own")
    for neighbour in load_desks().neighbours[county]:
        if neighbour in open_desks:
            return Route(neighbour, "neighbour")
    return Route(NATIONAL, "national")
