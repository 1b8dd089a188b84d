"""What the library must agree on as a whole: groups and their criteria, codes, versions through time, own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from dugnad.criteria.alike import alike_faults
from dugnad.criteria.cpv_groups import prefix_of
from dugnad.criteria.criterion import (
    BASES,
    DOUBTS,
    KINDS,
    LEVELS,
    MARKETS,
    METHODS,
    PROOFS,
    SIZES,
    STATUSES,
    THEMES,
    WHENS,
    Criterion,
    Group,
    Library,
    Text,
    Version,
)
from dugnad.criteria.library import read_library
from dugnad.criteria.reading import fault_at
from dugnad.errors import ContentError

CHECKS = "content/criteria/checks.yaml"
TERMS = "content/criteria/terms.yaml"
FIXED = {
    "kind": KINDS, "level": LEVELS, "level-says": LEVELS, "status": STATUSES, "theme": THEMES, "proof": PROOFS,
    "basis": BASES, "size": SIZES, "uncertainty": DOUBTS, "method": METHODS, "when": WHENS, "market": MARKETS,
}  # fmt: skip


def check_criteria() -> list[ContentError]:
    """Every fault in content/criteria: of each file, of the whole, and texts that are too alike."""
    reading = read_library()
    library, given = reading.library, reading.given
    faults = [*reading.faults, *whole_faults(library)]
    faults += [
        fault_at(CHECKS, ("nynorsk_groups",), f'"{group}" is no group.', "Write the name of a group's folder.")
        for group in given.nynorsk_groups
        if group not in library.groups
    ]
    return faults + _alike(library, given.same_words_in_a_row, given.alike_percent)


_COMPARED: list[tuple[object, list[ContentError]]] = []
"""What was compared last: comparing takes seconds, and most checks of a process find the same texts again."""


def _alike(library: Library, run: int, percent: int) -> list[ContentError]:
    versions = [version for one in library.criteria.values() for version in one.versions.values]
    state = (run, percent, dict(library.groups), versions)
    if not _COMPARED or _COMPARED[0][0] != state:
        _COMPARED[:] = [(state, alike_faults(library, run=run, percent=percent))]
    return _COMPARED[0][1]


def check_terms() -> list[ContentError]:
    """Every fixed word has its name: without it no page and no export can be written."""
    return list(_terms(read_library().library))


def _terms(library: Library) -> Iterator[ContentError]:
    for kind, codes in FIXED.items():
        for code in codes:
            if code not in library.terms.get(kind, {}):
                problem = f"`{kind}` has no name for {code}."
                yield fault_at(TERMS, (kind,), problem, f"Write `{code}: {{nb: …, nn: …, en: …}}` under `{kind}`.")


def whole_faults(library: Library) -> list[ContentError]:
    """Faults that stand between files."""
    faults = [*_owned_once(library), *_orders(library)]
    for group in library.groups.values():
        own = [one.latest for one in library.criteria.values() if one.home == group.id]
        in_use = [version for version in own if version.status != "withdrawn"]
        kinds, levels = {version.kind for version in in_use}, {version.level for version in in_use}
        faults += _reasons(group, "missing_kinds", group.missing_kinds, KINDS, kinds)
        faults += _reasons(group, "missing_levels", group.missing_levels, LEVELS, levels)
    for criterion in library.criteria.values():
        faults += _through_time(criterion)
    return faults


def _owned_once(library: Library) -> Iterator[ContentError]:
    """A CPV code is owned by one group; `cpv_also` names codes of others."""
    owners: dict[str, Group] = {}
    for group in library.groups.values():
        for index, code in enumerate(group.cpv):
            owner = owners.setdefault(prefix_of(code), group)
            if owner is not group:
                problem = f"{code} is owned by {owner.id} already."
                yield fault_at(group.file, ("cpv", index), problem, "Move it to `cpv_also` in one of the two.")


def _orders(library: Library) -> Iterator[ContentError]:
    seen: dict[int, Group] = {}
    for group in library.groups.values():
        first = seen.setdefault(group.order, group)
        if first is not group:
            problem = f"{first.id} has the order {group.order} too."
            yield fault_at(group.file, ("order",), problem, "Give each group its own number.")


def _reasons(
    group: Group, key: str, given: Mapping[str, Text], every: tuple[str, ...], found: set[str]
) -> Iterator[ContentError]:
    """Each kind and level that the group's own criteria lack has a reason, and no other has."""
    for name in every:
        if name not in found and name not in given:
            problem = f"No criterion of the group is {name}, and no reason is given."
            yield fault_at(group.file, (key,), problem, f"Write the reason under `{key}`, or such a criterion.")
        if name in found and name in given:
            problem = f"A reason is given for lacking {name}, and the group has it."
            yield fault_at(group.file, (key, name), problem, "Remove the reason.")


def _through_time(criterion: Criterion) -> Iterator[ContentError]:
    """The first version has not changed; each later one says what did, and stays the same kind."""
    first, *_ = criterion.versions.values
    if first.changed:
        yield fault_at(first.file, ("changed",), "This is the first version.", "Remove `changed`.")
    for before, after in pairwise(criterion.versions.values):
        if not after.changed:
            problem = f"It does not say what changed since {before.day}."
            yield fault_at(after.file, (), problem, "Write `changed: {nb: …, en: …}`.")
        yield from _same_matter(before, after)


def _same_matter(before: Version, after: Version) -> Iterator[ContentError]:
    for key in ("kind", "topic"):
        if getattr(before, key) != getattr(after, key):
            problem = f"`{key}` was {getattr(before, key)} on {before.day}: this is another criterion."
            yield fault_at(after.file, (key,), problem, "Withdraw the old one and write a new one with its own id.")
