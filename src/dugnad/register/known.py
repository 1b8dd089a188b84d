"""The register as it stands, in the few words that a comparison needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dugnad.content import content_path, read_csv
from dugnad.notices.buyer_name import name_key
from dugnad.notices.register import MUNICIPALITIES

PERSON, IMPORT = "person", "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBody:
    """A body of the register. `values`: its fields by name, days written out, the parent by its key."""

    key: str
    orgnr: str
    slug: str
    values: dict[str, Any]
    origins: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def kind(self) -> str:
        return str(self.values["kind"])

    def name_keys(self) -> set[str]:
        """Every name it goes by, levelled."""
        told = (self.values[one] for one in ("name", "name_nn", "name_en"))
        return {name_key(name) for name in (*told, *self.values["also"]) if name}

    def is_free(self, column: str) -> bool:
        """May an import set the field? What a person has said stays."""
        return self.origins.get(column) != PERSON

    def is_imported(self, column: str) -> bool:
        return self.origins.get(column) == IMPORT


class Known:
    """All bodies and sub-units, and the ways to find them."""

    def __init__(self, bodies: list[KnownBody], sub_units: dict[str, tuple[str, bool]]) -> None:
        self.bodies = {body.key: body for body in bodies}
        self.by_number = {body.orgnr: body for body in bodies if body.orgnr}
        self.by_slug = {body.slug: body for body in bodies}
        self.sub_units = sub_units
        """Number → the body's key, and whether an import made it."""
        self.without_number: dict[tuple[str, str], list[KnownBody]] = {}
        self.alive_names: dict[tuple[str, str], list[KnownBody]] = {}
        for body in bodies:
            if body.values["until"]:
                continue
            listed = self.alive_names if body.orgnr else self.without_number
            for key in body.name_keys():
                listed.setdefault((body.kind, key), []).append(body)

    def of_name(self, name: str, kind: str) -> KnownBody | None:
        """The one living body without number that has this very name and kind."""
        found = self.without_number.get((kind, name_key(name)), [])
        return found[0] if len(found) == 1 else None

    def has_name(self, name: str, kind: str) -> bool:
        """Has a living body the name already: of this kind with another number, or of any kind without one?"""
        key = name_key(name)
        return (kind, key) in self.alive_names or any(told == key for _, told in self.without_number)


@cache
def municipalities() -> dict[str, tuple[str, str]]:
    """Municipality number (of today, or of 2023) → (number, county) of today."""
    rows = list(read_csv(content_path(MUNICIPALITIES)))
    earlier = {row["number_2023"]: (row["number"], row["county"]) for row in rows if row.get("number_2023")}
    return earlier | {row["number"]: (row["number"], row["county"]) for row in rows}
