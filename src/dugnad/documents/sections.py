"""Which section of a tender document each part stands in: told by headings, else by table heads, text and file name.

A heading below another inherits its section unless its own words name one. What no word tells is `other`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

from dugnad.documents.document import Block, Document, Part, Table
from dugnad.documents.wordlist import WordList, words
from dugnad.wording.fold import fold

Section = Literal[
    "head", "contents", "qualification", "specification", "award", "departure", "contract", "tender", "other"
]
"""head: introduction, what is bought, by whom; departure: how climate and environment are taken care of and why;
contract: terms and social clauses; tender: form of the tender, procedure, deadlines."""
SECTIONS: tuple[Section, ...] = (
    "contents", "qualification", "specification", "award", "departure", "contract", "tender", "head",
)  # fmt: skip
BY_TEXT: tuple[Section, ...] = ("qualification", "award", "contract", "tender", "specification")
OPEN: tuple[Section, ...] = ("head", "other")
"""Sections whose children a likely word may name otherwise."""
NUMBER = re.compile(
    r"^(?:(?:(?:kapittel|kap|del|vedlegg|bilag|annex|appendix|part|chapter|section|punkt|pkt)\.?\s*[\dA-ZÆØÅ]{0,3}"
    r"(?=[\s.:–-]|$))|[\dIVX]+(?:\.\d+)*\.?(?=\s)|[A-ZÆØÅ]\d?[.)]?(?=\s)|§\s*\d+\w?)[\s.:–-]*",
    re.IGNORECASE,
)
LONGEST_HEADING = 90
WORDS_IN_HEADING = 9
ENOUGH_CUES = 2
STYLED = 3
"""From so many on the document is taken to style its headings."""
TWICE = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """One part of a document and where it stands. `headings` lead from the outermost to the nearest."""

    part: Part
    section: Section
    headings: tuple[str, ...] = ()
    is_environmental: bool = False
    """Does a heading above, below the section's own or that itself, speak of climate and environment?"""


@dataclass(slots=True)
class _Level:
    """An open heading."""

    level: int
    text: str
    section: Section
    is_told: bool
    """Do its own words name the section, or those of a heading above?"""
    about_environment: bool = False
    is_open: bool = False
    """Is it an introduction by a likely word only, its children's own words naming nothing ("2 Oppdraget")?"""


@dataclass(slots=True)
class _Run:
    """Neighbouring parts below the same headings."""

    headings: tuple[str, ...]
    section: Section
    is_told: bool
    about_environment: bool
    has_environment_heading: bool
    is_open: bool = False
    parts: list[Part] = field(default_factory=list)


@lru_cache(maxsize=4)
def stand(document: Document) -> tuple[Standing, ...]:
    """Every part of the document with its section, in the order of the document."""
    default = section_of_file(document)
    runs = list(_runs(document, default))
    _tell_by_text(runs, default)
    return tuple(_standing(part, run) for run in runs for part in run.parts)


def section_of_heading(text: str, parent: Section = "other") -> Section | None:
    """The section that a heading's own words name; None where they name none."""
    folded = fold(NUMBER.sub("", text.strip()))
    sure = _longest("sure", folded)
    if sure is not None:
        return sure
    return _longest("likely", folded) if parent in OPEN else None


def speaks_of_environment(heading: str) -> bool:
    """Is the heading about climate and environment (and not the working environment)?"""
    folded = fold(heading)
    told = words("sections", "about_environment").search(folded)
    return told is not None and words("sections", "not_environment").search(folded) is None


def section_of_file(document: Document) -> Section:
    """What the name of the file, or the document's first lines, say the whole of it is; `other` for all in one."""
    name = fold(re.sub(r"[_.\-]+", " ", document.file))
    firsts = [part.text for part in document.parts[:6] if isinstance(part, Block)]
    for text in (name, *(fold(one) for one in firsts if len(one) < LONGEST_HEADING)):
        if words("sections", "files", "whole").search(text):
            return "other"
        for section in BY_TEXT:
            if words("sections", "files", section).search(text):
                return section
    return "other"


@cache
def _by_heading(kind: str) -> tuple[tuple[Section, WordList], ...]:
    return tuple((section, words("sections", "headings", section, kind)) for section in SECTIONS)


def _longest(kind: str, folded: str) -> Section | None:
    """The section whose phrase covers most of the heading; of equals, the first in the heading."""
    best: tuple[int, int] | None = None
    told: Section | None = None
    for section, known in _by_heading(kind):
        if section == "contents" and not known.is_all(folded.strip(" :")):
            continue
        for found in known.found(folded):
            rank = (found.end() - found.start(), -found.start())
            if best is None or rank > best:
                best, told = rank, section
    return told


def looks_like_heading(block: Block, *, is_styled: bool) -> bool:
    """Is a paragraph a heading in all but style ("4 Tildelingskriterier")?

    Where the document styles its headings, numbers alone are rather those of a list.
    """
    text = block.text.strip()
    if block.kind not in {"paragraph", "box"} or not text or len(text) > LONGEST_HEADING or text[-1] in ".,;:!?":
        return False
    bare = NUMBER.sub("", text)
    if len(bare.split()) > WORDS_IN_HEADING or not bare[:1].isupper():
        return False
    is_numbered = bare != text or block.label[:1].isdigit()
    if _is_all(bare):
        return True
    return not is_styled and (is_numbered or text.isupper()) and section_of_heading(bare) is not None


def _is_all(text: str) -> bool:
    """Does one phrase that names a section make the whole line?"""
    folded = fold(text).strip()
    return any(known.is_all(folded) for _, known in _by_heading("sure"))


def _heading_places(document: Document) -> set[int]:
    """Where the headings stand among the parts; lines of a table of contents are none."""
    blocks = [(place, part) for place, part in enumerate(document.parts) if isinstance(part, Block)]
    styled = {place for place, block in blocks if block.kind == "heading"}
    is_styled = len(styled) >= STYLED
    likely = {place for place, block in blocks if looks_like_heading(block, is_styled=is_styled)}
    return (styled | likely) - _listed(blocks, styled)


def _listed(blocks: Sequence[tuple[int, Block]], styled: set[int]) -> set[int]:
    """The lines below "Innhold": until the first styled heading, or while their words come again as a line."""
    inside, listed = False, set()
    contents = words("sections", "headings", "contents", "sure")
    counts = Counter(_bare(block.text) for _, block in blocks if len(block.text) < LONGEST_HEADING)
    for place, block in blocks:
        if len(block.text) < LONGEST_HEADING and contents.is_all(fold(block.text.strip(" :"))):
            inside = True
            continue
        if inside and (place in styled or (not styled and counts[_bare(block.text)] < TWICE)):
            inside = False
        if inside:
            listed.add(place)
    return listed


def _bare(text: str) -> str:
    """The words of a heading without number, leaders and page."""
    return re.sub(r"[\s.…]*\d*$", "", fold(NUMBER.sub("", text.strip())))


def _level(block: Block) -> int:
    if block.level:
        return block.level
    numbered = re.match(r"\d+(?:\.\d+)*", block.label or block.text)
    return numbered.group().count(".") + 1 if numbered else 1


def _runs(document: Document, default: Section) -> Iterator[_Run]:
    """The document cut at its headings."""
    headings = _heading_places(document)
    first: Section = "head" if headings or default == "other" else default
    open_headings: list[_Level] = []
    run = _Run((), first, True, False, False)
    for place, part in enumerate(document.parts):
        if place in headings and isinstance(part, Block):
            yield run
            _open(open_headings, part, default)
            now = open_headings[-1]
            run = _Run(
                tuple(one.text for one in open_headings),
                now.section,
                now.is_told,
                now.about_environment and not now.is_told,
                any(one.about_environment for one in open_headings),
                now.is_open and len(open_headings) > 1,
            )
        run.parts.append(part)
    yield run


def _open(open_headings: list[_Level], block: Block, default: Section) -> None:
    """Close the headings that the new one ends, and open it."""
    level = _level(block)
    while open_headings and open_headings[-1].level >= level:
        open_headings.pop()
    parent = open_headings[-1] if open_headings else None
    above: Section = parent.section if parent else default
    own = _own(block.text, above)
    is_sure = own is not None and section_of_heading(block.text, "qualification") is not None
    is_open = (own == "head" and not is_sure) or (own is None and parent is not None and parent.is_open)
    about = speaks_of_environment(block.text)
    is_told = own is not None or (parent is not None and parent.is_told and not (about and above in {"award", "head"}))
    open_headings.append(_Level(level, block.text, own or above, is_told, about, is_open))


def _own(heading: str, above: Section) -> Section | None:
    """What the heading names; a tax certificate and the like within a contract is a term of it."""
    told = section_of_heading(heading, above)
    if (
        told == "qualification"
        and above == "contract"
        and not words("sections", "always_qualification").search(fold(heading))
    ):
        return "contract"
    return told


def _tell_by_text(runs: list[_Run], default: Section) -> None:
    """Give the runs whose headings name nothing the section that their text shows."""
    by_top: dict[tuple[str, ...], list[_Run]] = {}
    tops = {run.headings[0] for run in runs if run.headings}
    depth = 1 if len(tops) > 1 else 2
    specified = {run.headings[:depth] for run in runs if len(run.headings) > depth and _specifies(run)}
    for run in runs:
        if run.about_environment and not run.is_told:
            run.section = _of_environment(run)
        elif not run.is_told and run.section == "other":
            by_top.setdefault(run.headings[:depth], []).append(run)
        elif run.is_open and run.headings[:depth] in specified:
            run.section = "specification"
    _tell_title(runs)
    for members in by_top.values():
        told = _shown([part for run in members for part in run.parts]) or default
        for run in (run for run in members if not run.is_told):
            run.section = told


def _specifies(run: _Run) -> bool:
    """Does it hold requirements, by its heading, or by its words below an introduction?"""
    return run.section == "specification" or (run.is_open and _shown(run.parts) == "specification")


def _tell_title(runs: list[_Run]) -> None:
    """What stands below the title before the first chapter introduces, unless its words show more."""
    title = next((run for run in runs if run.headings), None)
    if title is not None and title.section == "other" and not title.is_told and _shown(title.parts) is None:
        title.section, title.is_told = "head", True


def _of_environment(run: _Run) -> Section:
    """Under a heading about the environment: requirements, or how the rule is followed."""
    text = fold(" ".join(_texts(run.parts)))
    if words("sections", "rule").search(text):
        return "departure"
    if run.section in {"other", "head"}:
        return "specification"
    return run.section


def _shown(parts: Sequence[Part]) -> Section | None:
    """The section that the words of a text show; None where few or as many for another do."""
    text = fold(" ".join(_texts(parts)))
    cues: Counter[Section] = Counter()
    for section in BY_TEXT:
        cues[section] = len({found.group() for found in words("sections", "texts", section).found(text)})
    told = [section for section in BY_TEXT if section != "specification" and cues[section] >= ENOUGH_CUES]
    if told:
        return max(told, key=lambda section: cues[section])
    return "specification" if cues["specification"] else None


def _texts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Block):
            yield part.text
        else:
            yield from (cell for row in part.rows for cell in row.cells if cell)


def _standing(part: Part, run: _Run) -> Standing:
    standing = Standing(part, run.section, run.headings, run.has_environment_heading)
    if isinstance(part, Block):
        return replace(standing, section="contents") if part.kind == "contents" else standing
    told = section_of_table(part, run.section)
    return replace(standing, section=told) if told != run.section else standing


def section_of_table(table: Table, around: Section) -> Section:
    """The section of a table: its header's words against a heading that tells little."""
    if around in {"award", "qualification", "contract", "contents"} or not table.rows:
        return around
    header = [fold(cell) for cell in table.rows[0].cells if cell and len(cell) < LONGEST_HEADING]
    told: tuple[Section, ...] = ("award", "qualification", "specification")
    for section in told:
        if any(words("sections", "tables", section).search(cell) for cell in header):
            return section
    if around in OPEN and _shown([table]) == "qualification":
        return "qualification"
    return around
