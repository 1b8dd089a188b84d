"""Which product groups a CPV code belongs to: the longest owned beginning wins, a code above several gives them all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dugnad.criteria.criterion import Group, Library, Version
from dugnad.errors import DugnadError

DIGITS = 8
WRITTEN = re.compile(r"(\d{2,8})(?:-?(\d))?")
How = Literal["owned", "beneath", "also"]


@dataclass(frozen=True, slots=True)
class GroupOfCode:
    """A group that a code leads to, and why: it owns the code, lies beneath it, or is named beside the owner."""

    group: str
    how: How
    prefix: str


def cpv_code(written: str) -> str:
    """The code's eight digits, from "30213100", "30213100-6", "3021" or with blanks around."""
    found = WRITTEN.fullmatch(written.strip().removeprefix("CPV").strip())
    if not found or found[1].startswith("00") or (found[2] and len(found[1]) != DIGITS):
        raise DugnadError(f'"{written.strip()[:40]}" is no CPV code. Write eight digits, as 30213100.')
    return found[1].ljust(DIGITS, "0")


def prefix_of(code: str) -> str:
    """What the code begins with: trailing zeros dropped, at least two digits."""
    return code.rstrip("0").ljust(2, "0")


def groups_of(library: Library, written: str) -> tuple[GroupOfCode, ...]:
    """The groups of a code, the best first; () where no group knows the code."""
    code = cpv_code(written)
    stem = prefix_of(code)
    owned = _above(library, stem, lambda group: group.cpv)
    found = [GroupOfCode(group, "owned", prefix) for group, prefix in owned]
    if not found:
        found = [GroupOfCode(group, "beneath", prefix) for group, prefix in _beneath(library, stem)]
    elif len(stem) <= 3:  # noqa: PLR2004 - a group (three digits) is so wide that others own parts of it
        found += [GroupOfCode(group, "beneath", prefix) for group, prefix in _beneath(library, stem)]
    also = _above(library, stem, lambda group: group.cpv_also)
    found += [GroupOfCode(group, "also", prefix) for group, prefix in also]
    return tuple(
        {one.group: one for one in reversed(found)}[name] for name in dict.fromkeys(one.group for one in found)
    )


def _above(library: Library, stem: str, codes_of: Callable[[Group], tuple[str, ...]]) -> list[tuple[str, str]]:
    """The groups whose code is the longest beginning of this one."""
    matches = [
        (group.id, prefix_of(code))
        for group in library.groups.values()
        for code in codes_of(group)
        if stem.startswith(prefix_of(code))
    ]
    longest = max((len(prefix) for _, prefix in matches), default=0)
    return list(dict.fromkeys(match for match in matches if len(match[1]) == longest))


def _beneath(library: Library, stem: str) -> list[tuple[str, str]]:
    """The groups that own codes under this one: those that own most of it first."""
    counts: dict[str, list[str]] = {}
    for group in library.groups.values():
        under = [prefix_of(code) for code in group.cpv if prefix_of(code).startswith(stem)]
        if under:
            counts[group.id] = under
    order = {name: place for place, name in enumerate(library.groups)}
    ranked = sorted(counts, key=lambda name: (min(map(len, counts[name])), -len(counts[name]), order[name]))
    return [(name, min(counts[name], key=len)) for name in ranked]


def fits(version: Version, code: str) -> bool:
    """May the criterion be used for the code? Only one narrowed to other codes may not."""
    stem = prefix_of(code)
    own = [prefix_of(cpv_code(one)) for one in version.applies_to]
    return not own or any(stem.startswith(one) or one.startswith(stem) for one in own)


def covers(version: Version, code: str) -> bool:
    """Is the criterion for all that the code names, not only for a part of it?"""
    stem = prefix_of(code)
    return not version.applies_to or any(stem.startswith(prefix_of(cpv_code(one))) for one in version.applies_to)


def are_disjoint(one: Version, other: Version) -> bool:
    """Are both narrowed, to codes that have nothing in common?"""
    mine, theirs = ([prefix_of(cpv_code(code)) for code in version.applies_to] for version in (one, other))
    is_apart = not any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)
    return bool(mine and theirs) and is_apart


class OwnersByPrefix:
    """Looks up the owner of many codes fast."""

    def __init__(self, library: Library) -> None:
        self.owners: dict[str, list[str]] = {}
        for group in library.groups.values():
            for code in group.cpv:
                self.owners.setdefault(prefix_of(code), []).append(group.id)

    def of(self, code: str) -> list[str]:
        stem = prefix_of(code)
        return next((self.owners[stem[:end]] for end in range(len(stem), 1, -1) if stem[:end] in self.owners), [])
