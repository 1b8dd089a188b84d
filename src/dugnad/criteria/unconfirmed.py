"""Every figure in the library that nobody has read in its source: what an editor has to open before a release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dugnad.content import content_path
from dugnad.criteria.criterion import Library, Version
from dugnad.law.lawfile import Key, line_of

NO_FACT = "no-source"


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One figure or fact in one version, and how it was come by."""

    file: str
    line: int | None
    criterion: str
    about: str
    basis: str


def unconfirmed(library: Library) -> list[Unconfirmed]:
    """In the order of the files; withdrawn versions are left out."""
    found = [
        one
        for criterion in library.criteria.values()
        for version in criterion.versions.values
        if version.status != "withdrawn" and version.is_unconfirmed
        for one in _of(version)
    ]
    return sorted(found, key=lambda one: (one.file, one.line or 0, one.about))


def _of(version: Version) -> Iterator[Unconfirmed]:
    told = set()
    for parameter in version.parameters:
        fact = parameter.fact
        keys: tuple[Key, ...] = ("parameters", parameter.name)
        if fact is None and parameter.is_unconfirmed:
            yield _at(version, (*keys, "default"), f"{{{parameter.name}}} = {parameter.default}", NO_FACT)
        elif fact and not fact.is_confirmed:
            told.add(fact.id)
            yield _at(version, (*keys, "fact"), f"{{{parameter.name}}} = {parameter.default}, {fact.id}", fact.basis)
    effect = version.effect.fact
    for fact in version.cited_facts:
        if not fact.is_confirmed and fact.id not in told:
            keys = ("effect", "fact") if fact == effect and fact not in version.facts else ("facts",)
            yield _at(version, keys, fact.id, fact.basis)


def _at(version: Version, keys: tuple[Key, ...], about: str, basis: str) -> Unconfirmed:
    line = line_of(content_path(version.file.removeprefix("content/")), keys)
    return Unconfirmed(version.file, line, version.criterion, about, basis)
