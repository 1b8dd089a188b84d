"""Small numbers are not published, and cannot be had by subtracting what is.

Counts are published in lines: the places of one quarter, and their total. What is under FEWEST is hidden, nought as
well, so that a hidden number never says that there is somebody. The total is told only where it leaves each hidden
number more than one way to be; else what is told is the sum of those shown, which says nothing of the others. What is
counted *of* something (answered of asked) is a line of the places alone whose whole is shown. Lines of different
quarters are never added up here. So whoever knows this rule and everything published still cannot tell a hidden number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 3


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


def is_open(hidden: list[int]) -> bool:
    """Does their sum leave each of them more than one way to be, when all that is known is that they are small?

    One alone is the sum; where the sum is nought, or as large as it can be, all of them are told by it.
    """
    return len(hidden) > 1 and 0 < sum(hidden) < (FEWEST - 1) * len(hidden)
