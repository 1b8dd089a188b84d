"""What an office document leaves unsaid: which of its lines are headings, and which are a table of contents.

The lines come with what their program says of them; here their own look and neighbours speak. Only then is it known
which heading each part stands under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dugnad.documents.document import Block, Kind, Part, Row, Table

CONTENTS_TITLES = {
    "innhold", "innhald", "innholdsfortegnelse", "innhaldsliste", "innhaldsoversyn", "innholdsliste",
    "innholdsoversikt", "contents", "table of contents", "list of contents",
}  # fmt: skip
NUMBERED = re.compile(
    r"(?:§+\s*|(?:kapittel|kap\.?|del|vedlegg|bilag|chapter|part|section|annex|appendix)\s+)?"
    r"(?P<number>\d{1,2}(?:[.\-]\d{1,2}){0,4})(?P<end>\.?)[:\s]\s*(?P<title>\S.*)",
    re.IGNORECASE,
)
PAGE_AT_END = re.compile(r"(?:[ .…·_]*\.{3,}[ .]*|\s*…+[ .…]*|\s+)\d{1,3}$")
LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,})\s*\d{1,3}$")
TAB_PAGE = re.compile(r"\t\s*\d{1,3}\s*$")
LONGEST_TITLE = 100
MOST_WORDS = 14
SHORTEST_TITLE = 3
SENTENCE = 60
"""Characters: a line this long is running text."""
TAIL = 30
"""Characters at the end of a line in which its page number is looked for."""
LEAST_RUN = 3
"""Lines that end in a page number one after the other: fewer are not a table of contents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block, and what can be seen of its look."""

    block: Block
    is_bold: bool = False
    is_capital: bool = False
    has_page: bool = False
    """Does it end in a page number, after dots or a tab?"""


Seen = Line | Table


def parts(seen: list[Seen], *, has_look: bool) -> tuple[Part, ...]:
    """The parts of a document with headings and contents told apart, each under its heading.

    `has_look`: the document can show bold; without it, a numbered or capital line is a heading by its words alone.
    """
    found = _with_contents(seen)
    is_styled = any(_kind(each) == "heading" for each in found)
    found = _with_numbered(found, needs_bold=has_look, needs_chapter=is_styled)
    if not is_styled:
        found = _with_capitals(found)
    if not is_styled and has_look and not any(_kind(each) == "heading" for each in found):
        found = _with_numbered(found, needs_bold=False, needs_chapter=False)
    if not is_styled and has_look and not any(_kind(each) == "heading" for each in found):
        found = _with_bold(found)
    return tuple(_under_headings(found))


def _kind(seen: Seen) -> str:
    return seen.block.kind if isinstance(seen, Line) else "table"


def _as(line: Line, kind: Kind, level: int = 0) -> Line:
    return replace(line, block=replace(line.block, kind=kind, level=level))


def _with_contents(seen: list[Seen]) -> list[Seen]:
    found = list(seen)
    run: list[int] = []
    for index, each in enumerate([*seen, None]):
        if isinstance(each, Line) and each.has_page and each.block.kind in {"paragraph", "item"}:
            run.append(index)
            continue
        for place in run if len(run) >= LEAST_RUN else ():
            found[place] = _as(found[place], "contents")  # type: ignore[arg-type]
        run = []
    for index in _listed(found):
        found[index] = _as(found[index], "contents")  # type: ignore[arg-type]
    return found


def _listed(seen: list[Seen]) -> Iterator[int]:
    """After a title "Innhold": the lines that come again further down as lines of their own."""
    last = {_bare(each.block.text): index for index, each in enumerate(seen) if isinstance(each, Line)}
    read_to = 0
    for index, each in enumerate(seen):
        is_title_line = isinstance(each, Line) and each.block.text.lower().rstrip(":") in CONTENTS_TITLES
        if not is_title_line or index < read_to:
            continue
        listed = list(_repeated(seen, index + 1, last))
        read_to = max(listed, default=0)
        if listed or (index + 1 < len(seen) and _kind(seen[index + 1]) == "contents"):
            yield from (index, *listed) if _kind(each) != "heading" else listed


def _repeated(seen: list[Seen], start: int, last: dict[str, int]) -> Iterator[int]:
    missed: list[int] = []
    for index in range(start, len(seen)):
        each = seen[index]
        if not isinstance(each, Line) or each.block.kind == "heading" or len(each.block.text) > LONGEST_TITLE:
            return
        if last[_bare(each.block.text)] > index or last.get(_bare(_without_page(each.block.text)), -1) > index:
            yield from (*missed, index)
            missed = []
        elif missed or each.block.kind == "contents":
            return
        else:
            missed.append(index)


def _without_page(text: str) -> str:
    return PAGE_AT_END.sub("", text)


def _bare(text: str) -> str:
    found = NUMBERED.match(text)
    return (found["title"] if found else text).strip(" .").lower()


def number_of(text: str) -> tuple[int, ...]:
    """The number in front of a heading line; empty where there is none."""
    found = NUMBERED.match(text)
    return tuple(int(piece) for piece in re.split(r"[.\-]", found["number"])) if found else ()


def is_title(text: str) -> bool:
    """Could these words be a heading: short, with a capital first, and no sentence?"""
    found = NUMBERED.match(text)
    words = found["title"] if found else text
    return (
        SHORTEST_TITLE <= len(words) <= LONGEST_TITLE
        and len(words.split()) <= MOST_WORDS
        and words[0].isupper()
        and words[-1] not in ".;:,!?%"
        and sum(map(str.isalpha, words)) * 2 > len(words)
    )


def _fits(last: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """Does the number go on where the last heading's stopped, at any depth?"""
    if not last:
        return len(new) == 1 or new[-1] <= 1
    depth = len(new)
    if depth > len(last):
        return depth == len(last) + 1 and new[:-1] == last and new[-1] <= 1
    return new[:-1] == last[: depth - 1] and 1 <= new[-1] - last[depth - 1] <= 2  # noqa: PLR2004 - one may be missing


def _with_numbered(seen: list[Seen], *, needs_bold: bool, needs_chapter: bool) -> list[Seen]:
    """`needs_chapter`: only where the number goes on from a heading that is one by its style."""
    found = list(seen)
    last: tuple[int, ...] = ()
    for index, each in enumerate(seen):
        if not isinstance(each, Line):
            continue
        block, number = each.block, number_of(each.block.text)
        if block.kind == "heading":
            last = number_of(f"{block.label} {block.text}".strip()) or last
        elif block.kind in {"paragraph", "item"} and not block.label and number and is_title(block.text):
            may = (each.is_bold or not needs_bold) and (bool(last) or not needs_chapter)
            if may and _fits(last, number) and not _is_in_list(seen, index, number):
                found[index], last = _as(each, "heading", len(number)), number
    return found


def _is_in_list(seen: list[Seen], index: int, number: tuple[int, ...]) -> bool:
    """Does the line before or after carry the number before or after? Then it is a list, not empty chapters."""
    return any(
        isinstance(near, Line)
        and near.block.kind != "heading"
        and number_of(near.block.text) == (*number[:-1], number[-1] + step)
        and _has_stop(near) == _has_stop(seen[index])
        for step in (-1, 1)
        for near in seen[max(index + step, 0) : index + step + 1]
    )


def _has_stop(seen: Seen) -> bool:
    """Is there a full stop after the number: "2. Miljø", not "2 Miljø"?"""
    found = NUMBERED.match(seen.block.text) if isinstance(seen, Line) else None
    return found is not None and bool(found["end"])


def _with_capitals(seen: list[Seen]) -> list[Seen]:
    found = list(seen)
    for index, each in enumerate(seen):
        is_free = isinstance(each, Line) and each.block.kind == "paragraph" and each.is_capital
        if is_free and is_title(each.block.text) and _opens(seen, index):  # type: ignore[union-attr]
            found[index] = _as(each, "heading", 1)  # type: ignore[arg-type]
    return found


def _with_bold(seen: list[Seen]) -> list[Seen]:
    found = list(seen)
    for index, each in enumerate(seen):
        is_free = isinstance(each, Line) and each.block.kind == "paragraph" and each.is_bold
        if is_free and is_title(each.block.text) and _opens(seen, index):  # type: ignore[union-attr]
            found[index] = _as(each, "heading", 1)  # type: ignore[arg-type]
    return found


def _opens(seen: list[Seen], index: int) -> bool:
    """Does running text, a list or a table follow? On a cover page it does not."""
    after = seen[index + 1] if index + 1 < len(seen) else None
    if isinstance(after, Line):
        is_text = len(after.block.text) >= SENTENCE or after.block.text[-1:] in ".:;"
        return after.block.kind == "item" or (is_text and not after.is_bold and not after.is_capital)
    return after is not None


def _under_headings(seen: list[Seen]) -> Iterator[Part]:
    heading = ""
    for each in seen:
        if isinstance(each, Table):
            rows = tuple(replace(row, place=replace(row.place, heading=heading)) for row in each.rows)
            yield replace(each, rows=rows, place=replace(each.place, heading=heading))
            continue
        block = each.block
        if block.kind == "heading":
            heading = f"{block.label} {block.text}" if any(map(str.isalnum, block.label)) else block.text
        is_outside = block.kind in {"header", "footer"}
        yield block if is_outside else replace(block, place=replace(block.place, heading=heading))


def ends_in_page(raw: str) -> bool:
    """Does a line, with its tabs, end in the page number of a table of contents?"""
    tail = raw.rstrip()[-TAIL:]
    return bool(LEADERS.search(tail) or TAB_PAGE.search(tail))


def padded(rows: list[Row]) -> tuple[Row, ...]:
    """The rows made equally wide."""
    width = max((len(row.cells) for row in rows), default=0)
    return tuple(replace(row, cells=row.cells + ("",) * (width - len(row.cells))) for row in rows)
