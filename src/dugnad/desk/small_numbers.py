"""Small numbers are not published, and cannot be had by subtracting what is.

Counts are published in lines: the places of one quarter, and their total. What is under FEWEST is hidden, nought as
well, so that a hidden number never says that there is somebody. The total is told only where it leaves each hidden
number more than one way to be; else what is told is the sum of those shown, which says nothing of the others. What is
counted *of* something (answered of asked) is a line of the places alone whose whole is shown. Where what is left of the
whole says as much (those late, of those due), a small rest is hidden like a small number. Lines of different quarters
are never added up here. So whoever knows this rule and all that goes through it still cannot tell a hidden number.

Waiting times are no counts: they are told of FEWEST_WAITS or more, to the whole hour, and the country's are of those
places alone that are shown, so that nothing is left when the shown are taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3
FEWEST_WAITS = 5
"""Of three, the middle one is somebody's own."""


@dataclass(frozen=True, slots=True)
class Published:
    """A line as it may be seen. None: too few to show."""

    shown: Mapping[str, int | None]
    total: int | None
    """None where it would give a hidden number away."""
    at_least: int
    """The sum of those shown: what the total is at the least."""

    @property
    def places(self) -> frozenset[str]:
        """Those shown."""
        return frozenset(place for place, count in self.shown.items() if count is not None)


def published(counts: Mapping[str, int]) -> Published:
    """The line, with what is too small hidden."""
    shown = {place: count if count >= FEWEST else None for place, count in counts.items()}
    hidden = [count for count in counts.values() if count < FEWEST]
    total = sum(counts.values())
    may_tell = total >= FEWEST and (not hidden or is_open(hidden))
    return Published(shown, total if may_tell else None, total - sum(hidden))


def published_of(counts: Mapping[str, int], whole: Published) -> Published:
    """A line of what is counted of another line: the places alone whose whole is shown."""
    return published({place: count for place, count in counts.items() if place in whole.places})


def published_share(counts: Mapping[str, int], whole: Published, among: frozenset[str]) -> Published:
    """The same where the rest tells as much as the number does: neither is shown while one of them is small."""
    wholes = {place: whole.shown[place] or 0 for place in counts if place in among}
    shown = {place: None if is_told_by_few(counts[place], of) else counts[place] for place, of in wholes.items()}
    hidden = [place for place, count in shown.items() if count is None]
    at_least = sum(count for count in shown.values() if count is not None)
    total = sum(counts[place] for place in shown)
    ways = [[count for count in range(wholes[place] + 1) if is_told_by_few(count, wholes[place])] for place in hidden]
    may_tell = total >= FEWEST and is_open_among(ways, total - at_least)
    return Published(shown, total if may_tell else None, at_least)


def is_told_by_few(count: int, whole: int) -> bool:
    """Is it, or what is left of the whole, too small to show? That nothing is left may be told."""
    return count < FEWEST or 0 < whole - count < FEWEST


def is_open_among(ways: Sequence[Sequence[int]], total: int) -> bool:
    """Does the total leave each hidden number more than one of the ways that it could be?"""
    for place, own in enumerate(ways):
        rest = {0}
        for other in (*ways[:place], *ways[place + 1 :]):
            rest = {one + count for one in rest for count in other}
        if sum(total - count in rest for count in own) < 2:  # noqa: PLR2004 - one way is an answer
            return False
    return True


def is_open(hidden: list[int]) -> bool:
    """Does their sum leave each of them more than one way to be, when all that is known is that they are small?

    One alone is the sum; where the sum is nought, or as large as it can be, all of them are told by it.
    """
    return len(hidden) > 1 and 0 < sum(hidden) < (FEWEST - 1) * len(hidden)
