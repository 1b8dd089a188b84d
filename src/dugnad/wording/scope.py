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
from dugnad.wording.match import holds, starts_of

if TYPE_CHECKING:
    from dugnad.wording.match import Hit

SIGNS = r"[;,:/&+%\n•·|]|(?<=\s)[-–—](?=\s)|^[-–—]|\.(?=\s)|(?<=\s)\d{1,2}[.)]|(?<=\s)[a-z]\)"
MANY = 3
HEADING = re.compile(r"[-–—:]")
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


def _count(found: list[tuple[int, int]], environment: list[Hit], others: list[Hit], folder: str) -> tuple[int, int]:
    """How many elements are environmental, and how many are about something else.

    Without a full word list the words of other criteria are not known: then a long list of other elements is enough.
    """
    spoken, aside = starts_of(environment), starts_of(others)
    bare = [element for element in found if not holds(spoken, *element)]
    other = sum(holds(aside, *element) for element in bare)
    if not other and not languages()[folder].is_full and len(bare) >= MANY:
        other = len(bare)
    return len(found) - len(bare), other


def _without_heading(folded: str, found: list[tuple[int, int]], others: list[Hit]) -> list[tuple[int, int]]:
    """The elements of a name without a heading before a dash or colon: "Kvalitet - klima og miljø" is no joint name."""
    if len(found) < 2 or not HEADING.search(folded, found[0][1], found[1][0]):  # noqa: PLR2004
        return found
    topics = {hit.word.topic for hit in others if found[0][0] <= hit.start < found[0][1]}
    return found[1:] if topics and topics <= {"quality", "technical"} else found


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
    named, other = _count(
        _without_heading(folded, elements(folded, 0, name_length, folder), others), environment, others, folder
    )
    if any(hit.start < name_length for hit in deciding):
        return "part" if other else "whole"
    described, aside = _count(elements(folded, name_length + 1, len(folded), folder), deciding, others, folder)
    if named and not other:
        return "whole"
    if is_named and other:
        return "part"
    return "part" if aside > (described if is_named else 0) else "whole"
