"""Who gets through where: the rows of `matrix/*.yaml`, the site's own addresses, and one try of one person at one door.

A row names an address of the site (its url name) and who may open it:

    plan-edit:
      address: /bodies/{own}/plan/edit/    # {own} {other} {agency} {ministry}: keys of the cast; the rest from make()
      GET: [contact, leader]                # of the cast; or everyone, signed-in, nobody
      POST: [contact, leader]

`matrix/<area>.py` holds `make(cast) -> dict[str, str]` where the addresses of the area need objects. What another
method may do is not said: whoever is not named for any method gets through by none.
"""

from __future__ import annotations

import importlib
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from people import Cast, signed_in

FOLDER = Path(__file__).parent / "matrix"
METHODS = ("GET", "POST")
BODIES = ("own", "other", "agency", "ministry")
LOGIN = "/account/login/"
REFUSED = {401, 403, 404, 405}
NOBODY_SIGNED_IN = ""
"""How somebody without an account is named among the people."""
SAME_IN_OTHER = {"contact": "other_contact", "leader": "other_leader", "governor": "other_governor"}
"""Who has in the other municipality what the person has in the own one; reader, buyer and adviser have no such twin."""
SAME_ROLE = {"colleague", *SAME_IN_OTHER.values(), "agency_contact", "agency_leader", "ministry_contact"}
"""Whose role somebody else in the cast has too, at another body."""
OF_OWN = {"reader", "buyer", "colleague", "contact", "leader", "adviser", "governor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address and who gets through."""

    name: str
    area: str
    address: str
    may: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def places(self) -> frozenset[str]:
        """What the address leaves to be filled in."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.address) if name)

    def in_other(self) -> Row | None:
        """The same door of the other municipality; what belongs to the own one is not found there at all."""
        if "own" not in self.places:
            return None
        has_objects = bool(self.places - {*BODIES})
        return Row(
            name=self.name,
            area=self.area,
            address=self.address.replace("{own}", "{other}"),
            may={method: twins(names, has_objects) for method, names in self.may.items()},
        )


def twins(names: frozenset[str], has_objects: bool) -> frozenset[str]:
    """Who gets through at the other municipality's door."""
    if names & {"everyone", "signed-in"}:
        return names
    if has_objects:
        return frozenset({"nobody"})
    return frozenset(SAME_IN_OTHER.get(name, name) for name in names if name not in OF_OWN or name in SAME_IN_OTHER)


def all_rows() -> list[Row]:
    """Every row of every area."""
    return [
        row_of(path, name, told)
        for path in sorted(FOLDER.glob("*.yaml"))
        for name, told in (yaml.safe_load(path.read_text()) or {}).items()
    ]


def row_of(path: Path, name: str, told: dict[str, Any]) -> Row:
    """One row as written; a word that is not known there is a fault."""
    unknown = set(told) - {"address", *METHODS}
    if unknown or not set(told) & set(METHODS):
        raise ValueError(f"{path.name}, {name}: a row has an address, GET and POST, not {sorted(unknown)}.")
    may = {method: names_of(told[method]) for method in METHODS if method in told}
    strangers = set().union(*may.values()) - set(Cast.__slots__) - {"everyone", "signed-in", "nobody"}
    if strangers:
        raise ValueError(f"{path.name}, {name}: nobody in the cast is called {sorted(strangers)}.")
    return Row(name=name, area=path.stem, address=told["address"], may=may)


def names_of(said: str | list[str]) -> frozenset[str]:
    """One word or a list of them."""
    return frozenset([said] if isinstance(said, str) else said)


def site_names() -> set[str]:
    """Every address of the site by its name, those of the programs' door and the login library with them."""
    return set(walk(get_resolver(), ""))


def walk(resolver: URLResolver, space: str) -> Iterator[str]:
    """The names below a part of the address table; one without a name is told by its pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or f"without a name: {pattern.pattern}")
        else:
            yield from walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


@dataclass(slots=True)
class Doors:
    """The site with the cast in it: opens any row's door as anybody, and leaves everything as it was."""

    cast: Cast
    clients: dict[str, Client]
    made: dict[str, dict[str, str]] = field(default_factory=dict)

    def people(self, names: frozenset[str] = frozenset()) -> list[str]:
        """Everybody who tries; where a door is open to all, one of each role."""
        return [one for one in self.clients if "everyone" not in names or one not in SAME_ROLE]

    def address(self, row: Row) -> str:
        """The row's address with everything filled in."""
        bodies = {name: getattr(self.cast, name).key for name in BODIES}
        return row.address.format(**bodies, **self.objects(row.area))

    def objects(self, area: str) -> dict[str, str]:
        """What the area's addresses need, made once."""
        if area not in self.made:
            has_maker = (FOLDER / f"{area}.py").is_file()
            self.made[area] = importlib.import_module(f"web.matrix.{area}").make(self.cast) if has_maker else {}
        return self.made[area]

    def open(self, method: str, address: str, person: str, **given: Any) -> HttpResponse:
        """One try; whatever it did is taken back."""
        with transaction.atomic():
            answer = getattr(self.clients[person], method.lower())(address, **given)
            read(answer)
            transaction.set_rollback(True)
        if answer.cookies:  # whoever signed out is signed in again
            self.clients[person] = signed_in(getattr(self.cast, person) if person else None)
        return answer

    def gets_through(self, method: str, address: str, person: str) -> bool:
        """Was the person let in? A fault of our own is never an answer."""
        answer = self.open(method, address, person)
        if answer.status_code >= 500 and answer.status_code != 503:
            raise AssertionError(f"{method} {address} as {person or 'a visitor'} gives {answer.status_code}")
        return not (answer.status_code in REFUSED or leads_to_login(answer))


def read(answer: HttpResponse) -> None:
    """The whole answer, also where it is sent in pieces."""
    if getattr(answer, "streaming", False):
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    if connection.needs_rollback:
        connection.set_rollback(False)


def leads_to_login(answer: HttpResponse) -> bool:
    """Is the answer: sign in first?"""
    return answer.status_code in {301, 302, 303} and LOGIN in answer.headers.get("Location", "")


def is_meant(names: frozenset[str], person: str) -> bool:
    """Does the row's word cover the person?"""
    if "everyone" in names or person in names - {"nobody", "signed-in"}:
        return True
    return "signed-in" in names and person != NOBODY_SIGNED_IN
