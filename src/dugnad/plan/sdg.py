"""SDG indicator 12.7.1 as content: the parts, how they are scored, and whether a total may be told at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile, repeated_keys

FILE = "plan/sdg.yaml"
GATE, SHARE = "A", "F"
ANSWERED = ("B", "C", "D", "E")
PARTS = (GATE, *ANSWERED, SHARE)
WHOLE = 1.0
ALMOST = 1e-9
TOP = {
    "indicator", "formula", "edition", "highest", "compliant_from", "source", "parts", "levels", "counted", "priority",
    "government",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One sub-point of UNEP's form and what it is worth."""

    key: str
    points: float
    text: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the index. `points` is none until UNEP's sub-points are content."""

    key: str
    kind: str
    name: dict[str, str]
    text: dict[str, str]
    points: tuple[Point, ...] | None

    def value_of(self, ticked: frozenset[str]) -> float | None:
        """What these sub-points are worth together; none where the sub-points are not content."""
        if self.points is None:
            return None
        return min(WHOLE, round(sum(point.points for point in self.points if point.key in ticked), 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of the index, from the highest down."""

    level: int
    above: float | None
    at_least: float | None
    text: dict[str, str]

    def holds(self, total: float) -> bool:
        """Is the total on this level or over it?"""
        return total > self.above if self.above is not None else total >= (self.at_least or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A priority group (`codes`: CPV divisions) or a level of government (`codes`: kinds of bodies)."""

    key: str
    name: dict[str, str]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Everything in the file."""

    parts: dict[str, Part]
    levels: tuple[Level, ...]
    highest: float
    compliant_from: float
    formula: str
    edition: str
    source_title: dict[str, str]
    source_href: str
    source_mark: str
    indicator: str
    paths: tuple[str, ...]
    left_out: tuple[str, ...]
    how: dict[str, str]
    priority: tuple[Group, ...]
    government: tuple[Group, ...]

    @property
    def has_points(self) -> bool:
        """Are UNEP's sub-points of B, C, D and E all content? Without them no total is told."""
        return all(self.parts[key].points is not None for key in ANSWERED)

    def total(self, values: Mapping[str, float | None]) -> float | None:
        """A × (B + C + D + E + F); what is missing counts nothing, as the formula says. None without sub-points."""
        if not self.has_points:
            return None
        return (values.get(GATE) or 0.0) * sum(values.get(key) or 0.0 for key in (*ANSWERED, SHARE))

    def level(self, total: float) -> Level:
        """The level that the total reaches."""
        return next((level for level in self.levels if level.holds(total)), self.levels[-1])


@cache
def load_sdg() -> Index:
    """The index as content says it; the first fault is raised."""
    index, faults = read_sdg()
    if faults or index is None:
        raise faults[0]
    return index


def check_sdg() -> list[ContentError]:
    """Every fault in content/plan/sdg.yaml."""
    try:
        return read_sdg()[1]
    except ContentError as error:
        return [error]


def read_sdg() -> tuple[Index | None, list[ContentError]]:
    """The file, read strictly."""
    path = content_path(FILE)
    file = LawFile(path)
    file.only((), TOP)
    file.only(("parts",), set(PARTS))
    file.only(("counted",), {"indicator", "paths", "left_out", "how"})
    parts = {key: part_of(file, key) for key in PARTS}
    some = [key for key in ANSWERED if parts[key].points is not None]
    if some and len(some) < len(ANSWERED):
        file.fault(("parts",), f"Only {', '.join(some)} have sub-points.", "Write them for B, C, D and E, or for none.")
    if some and not file.get(("edition",)):
        file.fault(("edition",), "The sub-points have no edition.", "Write which edition of UNEP's form they are from.")
    index = Index(
        parts=parts,
        levels=tuple(level_of(file, ("levels", number)) for number in range(length(file, "levels"))),
        highest=number_of(file, ("highest",)),
        compliant_from=number_of(file, ("compliant_from",)),
        formula=file.text("formula"),
        edition=str(file.get(("edition",)) or ""),
        source_title=file.names("source", "title"),
        source_href=file.text("source", "href"),
        source_mark=file.one_of(("S", "K", "?"), "source", "mark"),
        indicator=file.text("counted", "indicator"),
        paths=file.texts("counted", "paths"),
        left_out=file.texts("counted", "left_out"),
        how=file.names("counted", "how"),
        priority=groups_of(file, "priority", "divisions"),
        government=groups_of(file, "government", "kinds"),
    )
    must_fall(file, index.levels)
    return index, [*file.faults, *repeated_keys(path)]


def length(file: LawFile, *at: str | int) -> int:
    """How many stand in a list."""
    rows = file.get(at)
    if isinstance(rows, list) and rows:
        return len(rows)
    file.fault(at, f"`{at[-1]}` is not a list.", "Write one line for each.")
    return 0


def number_of(file: LawFile, at: tuple[str | int, ...]) -> float:
    """A number from 0 up."""
    value = file.get(at)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    file.fault(at, f"`{at[-1]}` is {value!r}.", "Write a number from 0 up.")
    return 0.0


def part_of(file: LawFile, key: str) -> Part:
    """One part; its sub-points add up to 1."""
    at = ("parts", key)
    file.only(at, {"kind", "name", "text", "points"})
    points: tuple[Point, ...] | None = None
    if file.get((*at, "points")) is not None:
        points = tuple(point_of(file, (*at, "points", number)) for number in range(length(file, *at, "points")))
        if key not in ANSWERED:
            file.fault((*at, "points"), f"{key} is computed.", "Write sub-points for B, C, D and E only.")
        if abs(sum(point.points for point in points) - WHOLE) > ALMOST:
            file.fault((*at, "points"), f"The sub-points of {key} do not add up to 1.", "Write UNEP's own points.")
        if len({point.key for point in points}) != len(points):
            file.fault((*at, "points"), "Two sub-points have the same key.", "Give each its own.")
    kind = file.one_of(("computed", "answered"), *at, "kind")
    return Part(key=key, kind=kind, name=file.names(*at, "name"), text=file.names(*at, "text"), points=points)


def point_of(file: LawFile, at: tuple[str | int, ...]) -> Point:
    """One sub-point."""
    file.only(at, {"key", "points", "text"})
    points = number_of(file, (*at, "points"))
    return Point(key=file.text(*at, "key"), points=points, text=file.names(*at, "text"))


def level_of(file: LawFile, at: tuple[str | int, ...]) -> Level:
    """One level: `above` leaves its bound out, `at_least` takes it in."""
    file.only(at, {"level", "above", "at_least", "text"})
    bounds = {name: number_of(file, (*at, name)) for name in ("above", "at_least") if file.get((*at, name)) is not None}
    if len(bounds) != 1:
        file.fault(at, "A level has one bound.", "Write above or at_least.")
    return Level(
        level=int(number_of(file, (*at, "level"))),
        above=bounds.get("above"),
        at_least=bounds.get("at_least"),
        text=file.names(*at, "text"),
    )


def must_fall(file: LawFile, levels: tuple[Level, ...]) -> None:
    """The levels stand from the highest down, the last from 0."""
    bounds = [level.above if level.above is not None else level.at_least or 0.0 for level in levels]
    if bounds != sorted(set(bounds), reverse=True) or not bounds or bounds[-1] != 0:
        file.fault(
            ("levels",), "The levels do not fall to 0.", "Write the highest first and the last with at_least: 0."
        )


def groups_of(file: LawFile, name: str, codes: str) -> tuple[Group, ...]:
    """Priority groups or levels of government; no code twice, or it would count twice."""
    found: list[Group] = []
    for number in range(length(file, name)):
        file.only((name, number), {"key", "name", codes})
        group = Group(
            key=file.text(name, number, "key"),
            name=file.names(name, number, "name"),
            codes=file.texts(name, number, codes),
        )
        taken = {code for one in found for code in one.codes} & set(group.codes)
        if taken:
            file.fault((name, number), f"{', '.join(sorted(taken))} stands in two groups.", "Keep it in one.")
        found.append(group)
    return tuple(found)
