"""Page headers and footers: lines that stand at the same place at the edge of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dugnad.documents.pdf_lines import Line, rows_of
from dugnad.documents.pdf_text import Page

EDGE = 0.2
"""Headers stand in the upper, footers in the lower fifth of the page."""
NEAR = 4.0
TIGHT = 1.6
SAME_SIZE = 0.3
PAGE_NUMBER = re.compile(
    r"(?:(?:side|page|s\.|p\.)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:av|of|/)\s*\d{1,4})?", re.IGNORECASE
)
NOTE = re.compile(r"(?:\d{1,3}\)?|[*†‡]|\[\d+\])\s?[^\W\d]")
NOTE_SIZE = 0.93
NOTE_TOP = 0.4

Furniture = tuple[list[Line], list[Line]]
"""Header lines, footer lines."""


def furniture_of(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[Furniture]:
    """For each page the lines of its header and of its footer."""
    seen: Counter[tuple[str, int]] = Counter()
    for page, page_lines in zip(pages, lines, strict=True):
        for place in {_place(line, page, shift) for line in page_lines for shift in (0, 1) if _edge(line, page)}:
            seen[place] += 1
    found: list[Furniture] = []
    for page, page_lines in zip(pages, lines, strict=True):
        rows = rows_of(page_lines)
        found.append((_outermost(rows, page, seen, "header"), _outermost(rows[::-1], page, seen, "footer")))
    return found


def _edge(line: Line, page: Page) -> str:
    if line.bottom < EDGE * page.height:
        return "header"
    return "footer" if line.top > (1 - EDGE) * page.height else ""


def _place(line: Line, page: Page, shift: int) -> tuple[str, int]:
    """The line's words with figures alike, and its height on the page in steps that overlap."""
    return re.sub(r"\d+", "#", line.text), int((line.baseline + shift * NEAR) // (2 * NEAR)) * 2 + shift


def _outermost(rows: Sequence[list[Line]], page: Page, seen: Counter[tuple[str, int]], edge: str) -> list[Line]:
    """From the page's edge inwards as long as something in each row is repeated."""
    found: list[list[Line]] = []
    for row in rows:
        if any(_edge(line, page) != edge for line in row) or not any(_is_repeated(line, page, seen) for line in row):
            break
        found.append(row)
    while found and len(found) < len(rows) and _is_tight(found[-1][0], rows[len(found)][0]):
        found.pop()
    lines = [line for row in found for line in row]
    if edge == "footer" and not found and rows and len(rows[0]) == 1 and _edge(rows[0][0], page) == edge:
        lines = [line for line in rows[0] if PAGE_NUMBER.fullmatch(line.text)]
    return sorted(lines, key=lambda line: (line.baseline, line.x0))


def _is_tight(line: Line, inner: Line) -> bool:
    """Stands as close to the next line inwards as lines of one paragraph do."""
    return abs(line.baseline - inner.baseline) < TIGHT * line.size and abs(line.size - inner.size) < SAME_SIZE


def _is_repeated(line: Line, page: Page, seen: Counter[tuple[str, int]]) -> bool:
    return any(seen[_place(line, page, shift)] > 1 for shift in (0, 1))


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
