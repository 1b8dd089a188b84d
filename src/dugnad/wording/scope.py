"""Is the whole criterion environmental, or only a part of it.

The name is parted into its elements ("Kvalitet, service og miljø" has three). An element that speaks of price, people
or another criterion, or of social responsibility, and of nothing environmental, makes the environment a part. Where
the name says nothing, the description is parted in the same way.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from dugnad.wording.language import languages

if TYPE_CHECKING:
    from dugnad.wording.match import Hit

SIGNS = r"[;,:/&+%\n•·|]|(?<=\s)[-–—](?=\s)|^[-–—]|\.(?=\s)|(?<=\s)\d{1,2}[.)]|(?<=\s)[a-z]\)"
BRACKETED = re.compile(r"\([^()]{0,300}\)")


@cache
def separator(folder: str) -> re.Pattern[str]:
    """What parts the elements of a text in this language: signs, and its words for and."""
    return re.compile(rf"{SIGNS}|\b(?:{'|'.join(languages()[folder].joins)})\b")


def elements(folded: str, start: int, end: int, folder: str) -> list[tuple[int, int]]:
    """Where the elements of this stretch of text begin and end; what stands in brackets belongs to its element."""
    hidden = BRACKETED.sub(lambda match: " " * len(match.group()), folded[start:end])
    found, last = [], 0
    for match in separator(folder).finditer(hidden):
        if hidden[last : match.start()].strip():
            found.append((start + last, start + match.start()))
        last = match.end()
    if hidden[last:].strip():
        found.append((start + last, end))
    return found


def _holds(element: tuple[int, int], hits: list[Hit]) -> bool:
    return any(element[0] <= hit.start < element[1] for hit in hits)


def _count(found: list[tuple[int, int]], environment: list[Hit], others: list[Hit]) -> tuple[int, int]:
    """How many elements are environmental, and how many are about something else."""
    named = sum(_holds(element, environment) for element in found)
    other = sum(not _holds(element, environment) and _holds(element, others) for element in found)
    return named, other


def scope_of(
    folded: str,
    name_length: int,
    environment: list[Hit],
    deciding: list[Hit],
    others: list[Hit],
    *,
    folder: str,
    is_named: bool,
) -> Literal["whole", "part"]:
    """Whole or part; `deciding` are the environmental hits that gave the verdict, `others` speak of other things.

    `is_named`: the name says more than "Kriterium 3".
    """
    named, other = _count(elements(folded, 0, name_length, folder), environment, others)
    if any(hit.start < name_length for hit in deciding):
        return "part" if other else "whole"
    described, aside = _count(elements(folded, name_length + 1, len(folded), folder), deciding, others)
    if named and not other:
        return "whole"
    if is_named and other:
        return "part"
    return "part" if aside > (described if is_named else 0) else "whole"
