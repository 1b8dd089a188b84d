"""The register of public bodies, and which of them a notice's buyer is.

A buyer is matched by number, then from a sub-unit's number to its body, then by a name that is exactly one body's name
once spelling habits are levelled. Nothing is guessed: what does not match stays unmatched and is listed. A match that a
person has settled (content/notices/settled_buyers.csv, or on the site) stands before all of these. What an installation
has imported or settled lies over the content, see overlay.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from dugnad.content import content_files, content_path, place, read_csv, read_yaml
from dugnad.eforms.codelists import numbered
from dugnad.errors import ContentError
from dugnad.notices.buyer_name import SHORTEST, name_key, name_variants, without_form
from dugnad.notices.county import counties_of
from dugnad.notices.orgnr import normalise
from dugnad.notices.overlay import read_overlay

MatchedBy = Literal["number", "parent", "name", "person", "none"]
NORWAY = frozenset({"NOR", "NO", "SJM", "SJ", ""})
BODIES, SUB_UNITS = "codelists/bodies", "sub_units.csv"
MUNICIPALITIES, DEMO_BODIES = "codelists/municipalities/municipalities.csv", "demo/bodies.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A public body (virksomhet): one row of the body table, and the other names it goes by."""

    orgnr: str | None
    name: str
    kind: str
    obligation_class: str
    parent_orgnr: str | None = None
    municipality: str | None = None
    county: str | None = None
    since: date | None = None
    until: date | None = None
    is_demo: bool = False
    name_nn: str = ""
    name_en: str = ""
    also: tuple[str, ...] = ()
    successor_orgnr: str | None = None
    source: str = ""

    def is_alive(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Match:
    """Which body a buyer is, and how that was found; without orgnr the buyer stays unmatched."""

    orgnr: str | None
    matched_by: MatchedBy


NO_MATCH = Match(None, "none")


@dataclass(frozen=True, slots=True)
class Register:
    """All bodies, and the ways to find them."""

    bodies: tuple[Body, ...]
    """Bodies with a number: the rows of the body table, sorted by number."""
    without_number: tuple[Body, ...]
    """Bodies that exist and whose number no source of ours gives."""
    by_number: dict[str, Body]
    sub_units: dict[str, str]
    by_name: dict[str, tuple[Body, ...]]
    settled: dict[tuple[str, str], str | None] = field(default_factory=dict)


def match_buyer(
    register: Register,
    *,
    orgnr: str | None,
    orgnr_raw: str,
    name: str,
    country: str,
    nuts: str | None,
    on: date | None,
) -> Match:
    """The body that a buyer of a notice is on the day, or no match."""
    if country not in NORWAY:
        return NO_MATCH
    if register.settled:
        key = (as_seen(name), as_seen(orgnr_raw))
        if key in register.settled:
            return Match(register.settled[key], "person") if register.settled[key] else NO_MATCH
    number = orgnr or normalise(orgnr_raw)
    if number is not None and (found := _by_number(register, number, on)) is not None:
        return found
    return _by_name(register, name, orgnr_raw, nuts, on)


def _by_number(register: Register, number: str, on: date | None) -> Match | None:
    body = register.by_number.get(number)
    matched_by: MatchedBy = "number"
    if body is None:
        parent = register.sub_units.get(number)
        if parent is None:
            return None
        body, matched_by = register.by_number.get(parent), "parent"
    steps = 0
    while body is not None and body.until is not None and body.successor_orgnr and (on is None or on > body.until):
        body, matched_by, steps = register.by_number.get(body.successor_orgnr), "parent", steps + 1
        if steps > len(register.bodies):
            return None
    return Match(body.orgnr, matched_by) if body is not None else None


def _by_name(register: Register, name: str, orgnr_raw: str, nuts: str | None, on: date | None) -> Match:
    """By the whole name, else by its parts; all that is found must be one and the same body."""
    whole, parts = name_variants(name)
    for key in whole:
        if found := _of_name(register, key, nuts, on):
            return _only(found)
    found = tuple(body for key in parts for body in _of_name(register, key, nuts, on))
    if not found and orgnr_raw and not any(character.isdigit() for character in orgnr_raw):
        found = _of_name(register, name_key(orgnr_raw), nuts, on)
    return _only(found)


def _only(found: tuple[Body, ...]) -> Match:
    if not found or any(body is not found[0] for body in found):
        return NO_MATCH
    return Match(found[0].orgnr, "name") if found[0].orgnr else NO_MATCH


def _of_name(register: Register, key: str, nuts: str | None, on: date | None) -> tuple[Body, ...]:
    bodies = register.by_name.get(key, ())
    if not bodies:
        return ()
    alive = tuple(body for body in bodies if (body.until is None if on is None else body.is_alive(on)))
    if len(alive) > 1 and nuts:
        counties = counties_of(nuts, on)
        alive = tuple(body for body in alive if body.county in counties) or alive
    return alive


def load_register(store: Path | None = None) -> Register:
    """The bodies of content; with what a store's own installation has changed or settled laid over them."""
    rows = read_overlay(store)
    return _laid_over(rows) if rows else _shipped()


@cache
def _shipped() -> Register:
    """Read from content; cached, since content does not change while the program runs."""
    return _register(
        list(_bodies()),
        {row["orgnr"]: row["body_orgnr"] for row in read_csv(content_path(f"{BODIES}/{SUB_UNITS}"))},
        {
            (as_seen(row["name_seen"]), as_seen(row["number_seen"])): row["orgnr"] or None
            for row in read_csv(content_path("notices/settled_buyers.csv"))
        },
    )


def _register(bodies: list[Body], sub_units: dict[str, str], settled: dict[tuple[str, str], str | None]) -> Register:
    with_number = tuple(sorted((body for body in bodies if body.orgnr), key=lambda body: body.orgnr or ""))
    return Register(
        bodies=with_number,
        without_number=tuple(body for body in bodies if not body.orgnr),
        by_number={body.orgnr: body for body in with_number if body.orgnr},
        sub_units=sub_units,
        by_name=names_of(bodies),
        settled=settled,
    )


@dataclass(frozen=True, slots=True)
class _Overlay:
    """An overlay's rows, told apart from others by identity: the table is read once and kept."""

    rows: tuple[dict[str, str], ...]

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Overlay) and other.rows is self.rows


def _laid_over(rows: tuple[dict[str, str], ...]) -> Register:
    return _over(_Overlay(rows))


@lru_cache(maxsize=2)
def _over(overlay: _Overlay) -> Register:
    """Each body of the overlay stands in place of content's; sub-units and settled buyers are added."""
    shipped = _shipped()
    own = [_body(row, {}, {}, is_demo=bool(row["is_demo"])) for row in overlay.rows if row["row"] == "body"]
    numbers = {body.orgnr for body in own if body.orgnr}
    named = {(row["kind"], row["was"]) for row in overlay.rows if row["was"]}
    sub_units = {row["orgnr"]: row["body_orgnr"] for row in overlay.rows if row["row"] == "sub-unit"}
    settled = {
        (as_seen(row["name_seen"]), as_seen(row["number_seen"])): row["body_orgnr"] or None
        for row in overlay.rows
        if row["row"] == "settled"
    }
    kept = [
        body
        for body in (*shipped.bodies, *shipped.without_number)
        if body.orgnr not in numbers and (body.orgnr or (body.kind, body.name) not in named)
    ]
    return _register([*kept, *own], shipped.sub_units | sub_units, shipped.settled | settled)


def as_seen(text: str) -> str:
    """What a person settled on is found again whatever its case and blanks."""
    return " ".join(text.split()).casefold()


def names_of(bodies: Iterable[Body]) -> dict[str, tuple[Body, ...]]:
    """Bodies by each levelled name they go by; a name that several bodies share keeps them all."""
    found: dict[str, list[Body]] = {}
    for body in bodies:
        names = {name_key(name) for name in (body.name, body.name_nn, body.name_en, *body.also) if name}
        for key in names | {without_form(name) for name in names}:
            found.setdefault(key, []).append(body)
    return {key: tuple(same) for key, same in found.items() if len(key) > SHORTEST}


def obligation_classes() -> dict[str, str]:
    """The obligation class (pliktklasse) of each kind of body, as content explains it."""
    path = content_path(f"{BODIES}/about.yaml")
    try:
        return {kind: rule["class"] for kind, rule in read_yaml(path)["obligation_class"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        problem = "The obligation classes cannot be read."
        raise ContentError(place(path), None, problem, "Write obligation_class: {kind: {class: …, why: …}}.") from error


def body_files() -> list[Path]:
    """The files that hold bodies: those of codelists/bodies, the municipalities, the demonstration bodies."""
    listed = [path for path in content_files(BODIES, "*.csv") if path.name != SUB_UNITS]
    return [content_path(MUNICIPALITIES), *listed, content_path(DEMO_BODIES)]


def _bodies() -> Iterator[Body]:
    classes = obligation_classes()
    counties = {row["number"]: row["county"] for row in read_csv(content_path(MUNICIPALITIES))}
    demo = content_path(DEMO_BODIES)
    for path in body_files():
        for line, row in numbered(path):
            try:
                yield _body(row, classes, counties, is_demo=path == demo)
            except (KeyError, ValueError) as error:
                problem = f"This body cannot be read: {error}."
                raise ContentError(place(path), line, problem, "Run `dugnad content check`.") from error


def _body(row: dict[str, str], classes: dict[str, str], counties: dict[str, str], *, is_demo: bool) -> Body:
    """A row of bodies; a row of municipalities has its own columns for kind, number and name."""
    kind = row.get("kind", "municipality")
    municipality = row.get("municipality", row.get("number", ""))
    english = f"{row['name']} municipality" if "called" in row else row["name_en"]
    return Body(
        orgnr=row["orgnr"] or None,
        name=row.get("called", row["name"]),
        kind=kind,
        obligation_class=row.get("obligation_class") or classes[kind],
        parent_orgnr=row.get("parent_orgnr") or None,
        municipality=municipality or None,
        county=row["county"] or counties.get(municipality) or None,
        since=_day(row["since"]),
        until=_day(row.get("until", "")),
        is_demo=is_demo,
        name_nn=row.get("name_nn", ""),
        name_en=english,
        also=_several(row["also"]),
        successor_orgnr=row.get("successor_orgnr") or None,
        source=row["source"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
