"""The lists beside the groups: fixed words, sources, labels, references, and each group's facts."""

from __future__ import annotations

from typing import Any

from dugnad.criteria.criterion import BASES, Fact, Figure, Label, Reference, Source, Text
from dugnad.criteria.reading import NAME, LibraryFile

CONFIDENCES = ("high", "medium", "low")
LABEL_KINDS = (
    "ecolabel",
    "organic",
    "forest",
    "fishery",
    "social",
    "health",
    "energy",
    "management",
    "building",
    "assessment",
    "scheme",
    "declaration",
)
REFERENCE_KINDS = ("standard", "regulation", "law", "label", "guide")


def read_terms(file: LibraryFile) -> dict[str, dict[str, Text]]:
    """The fixed words of the library by list and word."""
    return {name: {word: file.words(name, word) for word in file.names_of(name)} for name in file.names_of()}


def read_sources(file: LibraryFile) -> dict[str, Source]:
    """Where facts were read."""
    found = {}
    for name in _named(file):
        file.only((name,), {"title", "href", "year"})
        title, href, year = file.text(name, "title"), _address(file, name), file.text_or_none(name, "year")
        found[name] = Source(name, title, href, year)
    return found


def read_labels(file: LibraryFile) -> dict[str, Label]:
    """What may serve as proof."""
    found = {}
    for name in _named(file):
        file.only((name,), {"name", "kind", "href", "until", "note"})
        found[name] = Label(
            name,
            file.text(name, "name"),
            file.one_of(LABEL_KINDS, name, "kind"),
            _address(file, name),
            file.day_or_none(name, "until"),
            file.words_or_none(name, "note"),
        )
    return found


def read_references(file: LibraryFile) -> dict[str, Reference]:
    """Standards, laws and other texts that criteria name, and what has replaced them."""
    found = {}
    for name in _named(file):
        file.only((name,), {"name", "kind", "names", "href", "replaced_on", "replaced_by"})
        found[name] = Reference(
            name,
            file.text(name, "name"),
            file.one_of(REFERENCE_KINDS, name, "kind"),
            file.texts(name, "names"),
            _address(file, name),
            file.day_or_none(name, "replaced_on"),
            file.text_or_none(name, "replaced_by"),
        )
    for name, one in found.items():
        if one.replaced_by and one.replaced_by not in found:
            file.known(one.replaced_by, found, "reference of this file", name, "replaced_by")
        if one.replaced_by and one.replaced_on is None:
            file.fault((name,), "`replaced_by` has no day.", "Write `replaced_on` too.")
    return found


def read_facts(file: LibraryFile, folder: str, sources: dict[str, Source]) -> dict[str, Fact]:
    """A group's figures by source; ids are GROUP/NAME."""
    found = {}
    for name in _named(file):
        file.only((name,), {"topic", "figures", "unit", "standard", "source", "basis", "confidence"})
        source = file.known(file.get((name, "source")), sources, "source of sources.yaml", name, "source")
        fact = Fact(
            f"{folder}/{name}",
            file.text(name, "topic"),
            _figures(file, name),
            file.text_or_none(name, "unit"),
            file.text_or_none(name, "standard"),
            source or Source("", "", "", ""),
            file.one_of(BASES, name, "basis"),
            file.one_of(CONFIDENCES, name, "confidence"),
        )
        found[fact.id] = fact
    return found


def _named(file: LibraryFile) -> tuple[str, ...]:
    """The names of a list; each small letters, digits and hyphens."""
    for name in (names := file.names_of()):
        if not NAME.fullmatch(name):
            file.fault((name,), f'"{name}" cannot be a name here.', "Use small letters a-z, digits and -.")
    return tuple(name for name in names if _is_mapping(file, name))


def _is_mapping(file: LibraryFile, name: str) -> bool:
    if isinstance(file.get((name,)), dict):
        return True
    file.fault((name,), f"`{name}` is not a mapping.", "Write its fields as `name: value` lines.")
    return False


def _address(file: LibraryFile, name: str) -> str:
    href = file.text_or_none(name, "href")
    if href and not href.startswith(("https://", "http://")):
        file.fault((name, "href"), f'"{href}" is no address.', "Write it from https:// on, or leave it out.")
    return href


def _figures(file: LibraryFile, name: str) -> tuple[Figure, ...]:
    value: Any = file.get((name, "figures"))
    if isinstance(value, list) and all(
        isinstance(one, int | float | str) and not isinstance(one, bool) and one != "" for one in value
    ):
        return tuple(value)
    file.fault((name, "figures"), "`figures` is missing or no list of figures.", 'Write it as [30, "D"], or [].')
    return ()
