"""The words by which texts are read for people and bodies (content/desk/naming.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

NAMING = "desk/naming.yaml"
LISTS = ("given", "common", "verbs", "field", "starters", "titles", "streets", "sites", "authorities")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The lists, in small letters."""

    given: frozenset[str]
    common: frozenset[str]
    """Given names that are words too in small letters: endre, vera, hans."""
    verbs: frozenset[str]
    """What people do with words, after a name: spurte, says."""
    field: frozenset[str]
    starters: frozenset[str]
    titles: tuple[str, ...]
    """Longest first: "kollegaen min" before "kollegaen"."""
    streets: tuple[str, ...]
    sites: tuple[str, ...]
    authorities: frozenset[str]


@cache
def load_naming() -> Naming:
    """The lists; the first fault is raised."""
    naming, faults = read_naming()
    if faults:
        raise faults[0]
    return naming


def check_naming() -> list[ContentError]:
    """Every fault in content/desk/naming.yaml."""
    return read_naming()[1]


def read_naming() -> tuple[Naming, list[ContentError]]:
    """The file: each list in lines of words with commas between them."""
    file = LawFile(content_path(NAMING))
    file.only((), {"name", "last_checked", *LISTS})
    file.names("name")
    file.checked()
    found = {name: words_of(file, name) for name in LISTS}
    for word in sorted(found["given"] & found["field"]):
        file.fault(("given",), f'"{word}" is both a given name and a word of the field.', "Leave it in one list.")
    naming = Naming(
        given=found["given"],
        common=found["common"],
        verbs=found["verbs"],
        field=found["field"],
        starters=found["starters"],
        titles=longest_first(found["titles"]),
        streets=longest_first(found["streets"]),
        sites=longest_first(found["sites"]),
        authorities=found["authorities"],
    )
    return naming, file.faults


def words_of(file: LawFile, name: str) -> frozenset[str]:
    """One list."""
    return frozenset(word.strip().casefold() for line in file.texts(name) for word in line.split(",") if word.strip())


def longest_first(words: frozenset[str]) -> tuple[str, ...]:
    """In an order in which a longer word is tried before one that it begins with."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
