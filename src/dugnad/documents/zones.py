"""Which chapter each part of the documents stands in: award criteria, qualification, specification, contract ..."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dugnad.documents.award_words import phrases
from dugnad.documents.document import Block, Document, Part, Table
from dugnad.documents.weights import measures

Zone = Literal["award", "qualification", "specification", "contract", "call-off", "example", "neutral", "other"]
ORDER: tuple[tuple[str, Zone], ...] = (
    ("award-decision", "neutral"),
    ("call-off-heading", "call-off"),
    ("qualification-heading", "qualification"),
    ("example", "example"),
    ("award-heading", "award"),
    ("specification-heading", "specification"),
    ("contract-heading", "contract"),
    ("neutral-heading", "neutral"),
)
INSIDE_AWARD = frozenset({"call-off", "example", "award", "neutral"})
NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=\S)")
CHAPTER = re.compile(
    r"^(?:(?:kapittel|kap\.?|del|part|chapter|section)\s+)?([A-Z]?\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3})\.?(?=\s|$)",
    re.IGNORECASE,
)
HEADINGS_ENOUGH = 3
LONGEST_HEADING = 90


@dataclass(frozen=True, slots=True)
class Passage:
    """A part with the chapter it stands in; `headings` from the outermost to the innermost."""

    part: Part
    document: int
    section: int
    zone: Zone
    headings: tuple[str, ...]
    levels: tuple[int, ...]

    def __deepcopy__(self, _memo: object) -> Passage:
        return self

    @property
    def heading(self) -> str:
        return self.headings[-1] if self.headings else ""


def passages(documents: Sequence[Document]) -> list[Passage]:
    """All parts that people read as text; tables of contents, page headers and footers are left out."""
    return [passage for number, document in enumerate(documents) for passage in _passages(number, document)]


def zone_of(heading: str) -> Zone | None:
    """What a heading says that its chapter is about; None where it does not say."""
    return next((zone for group, zone in ORDER if phrases("award", group).search(heading)), None)


def _passages(number: int, document: Document) -> Iterator[Passage]:
    marked = sum(isinstance(part, Block) and part.kind == "heading" for part in document.parts)
    stack: list[tuple[int, str, Zone, str]] = []
    section, is_listing = 0, False
    for part in document.parts:
        if isinstance(part, Block) and part.kind in {"contents", "header", "footer"}:
            continue
        level = 0 if is_listing and _is_item(part) else _level(part, has_headings=marked >= HEADINGS_ENOUGH)
        is_listing = isinstance(part, Block) and (part.text.rstrip().endswith(":") or (is_listing and _is_item(part)))
        if level and isinstance(part, Block):
            section += 1
            level = max(level, _level_by_number(part, stack))
            stack = [one for one in stack if one[0] < level]
            above = stack[-1][2] if stack else "other"
            stack.append((level, part.text, _inherited(zone_of(part.text), above, part.text), _chapter(part)))
        zone = stack[-1][2] if stack else "other"
        titles, levels = tuple(one[1] for one in stack), tuple(one[0] for one in stack)
        yield Passage(part, number, section, zone, titles, levels)


def _chapter(part: Block) -> str:
    """The number of a heading: "5.1"; also of "Part 5"."""
    found = CHAPTER.match(f"{part.label} {part.text}".strip())
    return found[1] if found else ""


def _level_by_number(part: Block, stack: list[tuple[int, str, Zone, str]]) -> int:
    """One step below the chapter whose number it goes on from: "5.1" under "Part 5", whatever they look like."""
    above, dot, _ = _chapter(part).rpartition(".")
    return next((level + 1 for level, _, _, number in reversed(stack) if dot and number == above), 0)


def _is_item(part: Part) -> bool:
    """A numbered line that may be an item of the list above as well as a heading."""
    if isinstance(part, Table) or part.kind == "heading":
        return False
    match = NUMBERED.match(part.text)
    return match is not None and "." not in match[1]


def _inherited(own: Zone | None, above: Zone, heading: str) -> Zone:
    """Below the award chapter only call-offs and examples differ: "Kvalifikasjoner (20 %)" is a criterion there."""
    if own is None:
        return above
    if above == "award" and (own not in INSIDE_AWARD or measures(heading)):
        return "award"
    return own


def _level(part: Part, *, has_headings: bool) -> int:
    """The level of a heading, from 1; 0 for everything else. A document without marked headings may number them."""
    if isinstance(part, Table):
        return 0
    if part.kind == "heading":
        return max(part.level, 1)
    text = part.text
    if has_headings or part.kind not in {"paragraph", "box"} or len(text) > LONGEST_HEADING or text[-1:] in ".:;,?":
        return 0
    match = NUMBERED.match(text)
    if match:
        return 0 if "." not in match[1] and measures(text) else match[1].count(".") + 1
    is_short = len(text.split()) <= 6  # noqa: PLR2004
    return 1 if is_short and ": " not in text and zone_of(text) is not None and not measures(text) else 0
