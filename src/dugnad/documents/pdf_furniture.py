"""Page headers and footers: lines that stand at the same place at the edge of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dugnad.documents.pdf_lines import Line, rows_of
from dugnad.documents.pdf_page import Page

EDGE = 0.2
"""Headers stand in the upper, footers in the lower fifth of the page."""
NEAR = 4.0
TIGHT = 1.6
SAME_SIZE = 0.3
PAGE_NUMBER = re.compile(
    r"(?:(?:side|page|s\.|p\.)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:av|of|/)\s*\d{1,4})?", re.IGNORECASE
)
COUNTED = re.compile(
    r"(?:(?<=\bside )|(?<=\bpage )|(?<=\bav )|(?<=\bof )|(?<=/)|(?<=/ )|^|(?<=\s)(?=\d+\W*$))[-–]?\s?\d{1,4}(?=\W|$)",
    re.IGNORECASE,
)
NOTE = re.compile(r"(?:\d{1,3}\)?|[*†‡]|\[\d+\])\s?[^\W\d]")
NOTE_SIZE = 0.93
NOTE_TOP = 0.4

FEW_PAGES = 6
HEAD_MOVES = 12.0
"""The head of a table stands at heights that differ by more than this, in points; a page header does not."""
OUTSIDE = 1
"""So many rows that change from page to page may stand outside the ones that are repeated."""

Spot = tuple[str, str, int, int]
Furniture = tuple[list[Line], list[Line]]
"""Header lines, footer lines."""


def furniture_of(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[Furniture]:
    """For each page the lines of its header and of its footer."""
    seen: Counter[Spot] = Counter()
    heights: dict[tuple[str, ...], list[float]] = {}
    rows = [rows_of(page_lines) for page_lines in lines]
    for page, found in zip(pages, rows, strict=True):
        spots = {spot for row in found for line in row if _edge(line, page) for spot in _spots(line)}
        seen.update(spots)
        for row in found:
            heights.setdefault(_words(row), []).append(row[0].baseline)
    times = 2 if len(pages) <= FEW_PAGES else 3
    heads = {words for words, places in heights.items() if len(words) > 1 and max(places) - min(places) > HEAD_MOVES}
    finder = _Finder({spot for spot, count in seen.items() if count >= times}, heads)
    return [
        (finder.outermost(found, page, "header"), finder.outermost(found[::-1], page, "footer"))
        for page, found in zip(pages, rows, strict=True)
    ]


def _edge(line: Line, page: Page) -> str:
    if line.bottom < EDGE * page.height:
        return "header"
    return "footer" if line.top > (1 - EDGE) * page.height else ""


def _spots(line: Line) -> list[Spot]:
    """The line's words with figures alike, and where it stands, in steps that overlap."""
    text = folded(line.text)
    return [
        (
            text,
            side,
            int((x + shift * NEAR) // (2 * NEAR)),
            int((line.baseline + shift * NEAR) // (2 * NEAR)) * 2 + shift,
        )
        for shift in (0, 1)
        for side, x in (("left", line.x0), ("right", line.x1), ("middle", (line.x0 + line.x1) / 2))
    ]


def folded(text: str) -> str:
    """The text with its page number left out."""
    return COUNTED.sub("#", text)


def _words(row: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in row)


@dataclass(frozen=True, slots=True)
class _Finder:
    repeated: set[Spot]
    heads: set[tuple[str, ...]]
    """Rows that stand at different heights: the heads of tables are repeated, too."""

    def outermost(self, rows: Sequence[list[Line]], page: Page, edge: str) -> list[Line]:
        """From the page's edge inwards as long as the rows are furniture."""
        found: list[list[Line]] = []
        for at, row in enumerate(rows):
            if any(_edge(line, page) != edge for line in row):
                break
            if self._is_furniture(row) and at <= len(found) + OUTSIDE:
                found = list(rows[: at + 1])
        while found and len(found) < len(rows) and _is_tight(found[-1][0], rows[len(found)][0]):
            found.pop()
        while found and not self._is_furniture(found[-1]):
            found.pop()
        lines = [line for row in found for line in row]
        if edge == "footer" and not found and rows and len(rows[0]) == 1 and _edge(rows[0][0], page) == edge:
            lines = [line for line in rows[0] if PAGE_NUMBER.fullmatch(line.text)]
        return sorted(lines, key=lambda line: (line.baseline, line.x0))

    def _is_furniture(self, row: Sequence[Line]) -> bool:
        if _words(row) in self.heads:
            return False
        worded = [line for line in row if re.search(r"[^\W\d_]", line.text)] or row
        known = sum(any(spot in self.repeated for spot in _spots(line)) for line in worded)
        return 2 * known >= len(worded)


def _is_tight(line: Line, inner: Line) -> bool:
    """Stands as close to the next line inwards as lines of one paragraph do."""
    return abs(line.baseline - inner.baseline) < TIGHT * line.size and abs(line.size - inner.size) < SAME_SIZE


def notes_of(lines: Sequence[Line], body: float, page: Page) -> list[Line]:
    """Lines in small type at the foot of the page that begin with a number or star: notes."""
    rows = rows_of(lines)
    start = len(rows)
    while start and all(line.size < NOTE_SIZE * body for line in rows[start - 1]):
        start -= 1
    while start < len(rows) and not NOTE.match(rows[start][0].text):
        start += 1
    if start == len(rows) or rows[start][0].top < NOTE_TOP * page.height:
        return []
    return [line for row in rows[start:] for line in row]
