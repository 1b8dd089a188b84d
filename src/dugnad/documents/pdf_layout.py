"""Lines as paragraphs, headings and list items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dugnad.documents.document import Kind
from dugnad.documents.pdf_labels import DATE, LEADER, NUMBERED, is_bullet, item_label
from dugnad.documents.pdf_lines import Line

END = re.compile(r"[.!?:;][\"»”)\]]*$")
PITCH = 1.18
PROSE = 5
"""Words in a line that tells how far apart the lines of paragraphs stand."""
SAME_PITCH, WIDEST = 1.08, 2.3
"""Lines further apart than this many usual distances belong to different paragraphs."""
SAME_SIZE = 0.6
HEADING_SIZE = 1.12
"""Headings are larger than the running text by this factor, or bold, or numbered."""
HEADING_LENGTH = 120
HEADING_LINES = 3
NEIGHBOURS = 12
INDENT = 4.0
"""Lines that begin within this many type sizes of each other share a right edge."""
JUSTIFIED = 1.5
JOINED_GAP = 3.0
"""Parts of a line with a wider gap, in type sizes, are paragraphs of their own."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: Kind = "paragraph"
    level: int = 0
    label: str = ""
    text: str = ""
    cuts: list[int] = field(default_factory=list)
    is_ended: bool = False
    """The last line stops so early that the writer ended it."""

    @property
    def page(self) -> int:
        return self.lines[0].page


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in the document: the running text's size and right edge, distances, and sizes of headings."""

    body: float
    headings: tuple[float, ...]
    right: float
    pitch: dict[float, float]


def style_of(lines: Sequence[Line]) -> Style:
    """What most characters have in common."""
    sizes: Counter[float] = Counter()
    rights: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.words)
        rights[round(line.x1)] += 1
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    larger = sorted((size for size in sizes if size > HEADING_SIZE * body), reverse=True)
    right = sorted(rights.elements())[int(0.97 * sum(rights.values()))] if rights else 0
    return Style(body, tuple(larger), right, _pitches(lines))


def _pitches(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance between lines for each type size."""
    distances: dict[float, Counter[float]] = {}
    for last, line in pairwise(lines):
        distance = line.baseline - last.baseline
        size = round(line.size, 1)
        is_prose = len(last.words) >= PROSE and abs(last.x0 - line.x0) < 2 * size
        if is_prose and last.page == line.page and round(last.size, 1) == size and 0.8 * size < distance < 3 * size:
            distances.setdefault(size, Counter())[round(distance, 1)] += 1
    return {size: _usual(found) for size, found in distances.items()}


def _usual(distances: Counter[float]) -> float:
    """The smallest of the distances that are common."""
    most = max(distances.values())
    return min(distance for distance, times in distances.items() if times >= 0.2 * most)


def paragraphs_of(lines: Sequence[Line], style: Style, *, right: float | None = None) -> list[Paragraph]:
    """Lines in reading order as paragraphs with their kinds; `right` is the edge of a cell they stand in."""
    joined = _put_together(lines)
    edges = [right] * len(joined) if right is not None else _edges(joined, style)
    found: list[Paragraph] = []
    indents: list[float] = []
    for at, line in enumerate(joined):
        if found and _goes_on(found[-1], line, edges[at - 1] or 0.0, style):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
        found[-1].is_ended = line.x1 < (edges[at] or 0.0) - 6 * line.size
    for paragraph in found:
        describe(paragraph, style, indents)
    return found


def _put_together(lines: Sequence[Line]) -> list[Line]:
    """Parts of one line put together: justified lines, numbers with their text."""
    parts: list[list[Line]] = []
    for line in lines:
        if parts and parts[-1][-1].is_beside(line) and line.x0 >= parts[-1][-1].x1:
            parts[-1].append(line)
        else:
            parts.append([line])
    joined: list[Line] = []
    for at, row in enumerate(parts):
        near = [other for other in parts[max(0, at - 3) : at + 4] if other is not row]
        is_justified = any(abs(o[0].x0 - row[0].x0) < 1 and abs(o[-1].x1 - row[-1].x1) < JUSTIFIED for o in near)
        joined += _joined(row, float("inf") if is_justified else JOINED_GAP)
    return joined


def _joined(row: Sequence[Line], gap: float) -> list[Line]:
    joined = [row[0]]
    for line in row[1:]:
        last = joined[-1]
        if line.x0 - last.x1 < gap * line.size:
            joined[-1] = Line([*last.words, *line.words], line.page)
        else:
            joined.append(line)
    return joined


def _edges(lines: Sequence[Line], style: Style) -> list[float | None]:
    """For each line the right edge of the column that it stands in."""
    has_columns = any(line.baseline < last.baseline - line.size for last, line in pairwise(lines))
    edges: list[float | None] = []
    for at, line in enumerate(lines):
        limit = _next_column(line, lines) if has_columns else float("inf")
        near = [
            other.x1
            for other in lines[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
            if abs(other.x0 - line.x0) < INDENT * line.size and other.x1 < limit
        ]
        is_alone = not has_columns and len(near) < 2 * NEIGHBOURS
        edges.append(max(line.x1, *near, style.right if is_alone else 0.0))
    return edges


def _next_column(line: Line, lines: Sequence[Line]) -> float:
    """Where the text to the right of the line begins."""
    beside = (other.x0 for other in lines if other.x0 > line.x1 and abs(other.baseline - line.baseline) < 2 * line.size)
    return min(beside, default=float("inf"))


def _goes_on(paragraph: Paragraph, line: Line, edge: float, style: Style) -> bool:
    """Does the line belong to the paragraph that ends above it?"""
    last, first = paragraph.lines[-1], paragraph.lines[0]
    if last.page != line.page or line.baseline <= last.baseline or abs(last.size - line.size) > SAME_SIZE:
        return False
    if line.baseline - last.baseline > _furthest(paragraph, line, style):
        return False
    if line.x0 > last.x1 or line.x1 < last.x0 or _is_ended(last, line, edge):
        return False
    if line.is_bold != last.is_bold and (line.is_bold or len(paragraph.lines) == 1):
        return False
    text = line.text
    if _begins_item(text, first, last, line) or LEADER.search(last.text) or LEADER.search(text):
        return False
    return not item_label(first.text) or line.x0 >= first.x0 - 0.3 * line.size


def _furthest(paragraph: Paragraph, line: Line, style: Style) -> float:
    """How far below the paragraph's last line the next may stand; more where the sentence plainly goes on."""
    last = paragraph.lines[-1]
    usual = style.pitch.get(round(line.size, 1), 1.25 * line.size)
    own = last.baseline - paragraph.lines[-2].baseline if len(paragraph.lines) > 1 else 0.0
    goes_on = line.text[0].islower() and not END.search(last.text)
    return max(PITCH * usual, SAME_PITCH * own, 1.1 * line.size, WIDEST * line.size if goes_on else 0.0)


def _begins_item(text: str, first: Line, last: Line, line: Line) -> bool:
    """A bullet does; a number at the beginning of a line may belong to the sentence that runs into it."""
    label = item_label(text)
    if not label or is_bullet(label):
        return bool(label)
    return bool(END.search(last.text) or item_label(first.text)) or abs(line.x0 - last.x0) > 0.5 * line.size


def _is_ended(last: Line, line: Line, edge: float) -> bool:
    """The next line's first word would have found room: the line was ended on purpose."""
    first = line.words[0]
    if last.x1 + 0.3 * last.size + (first.x1 - first.x0) >= edge - 0.6 * last.size:
        return False
    return bool(END.search(last.text)) or not first.text[0].islower()


def describe(paragraph: Paragraph, style: Style, indents: list[float] | None = None) -> None:
    """Kind, level, label and text of a paragraph."""
    text = " ".join(line.text for line in paragraph.lines)
    paragraph.text = text
    number = NUMBERED.match(text)
    if LEADER.search(text):
        paragraph.kind = "contents"
        paragraph.text = LEADER.sub("", text)
    elif _is_heading(paragraph, text, number, style):
        paragraph.kind = "heading"
        paragraph.label = number.group(1) if number else ""
        paragraph.level = _level(paragraph, style)
        paragraph.text = text[number.end() :] if number else text
    elif label := item_label(text):
        paragraph.kind, paragraph.label = "item", label
        paragraph.level = _depth(paragraph.lines[0], indents if indents is not None else [])
        paragraph.text = text[len(label) :].strip()
    if indents and paragraph.kind != "item" and paragraph.lines[0].x0 <= indents[0] + 1:
        indents.clear()


def _depth(line: Line, indents: list[float]) -> int:
    """How deep a list item is nested: one more than the items above it that begin further left."""
    while indents and indents[-1] > line.x0 + 0.5 * line.size:
        indents.pop()
    if not indents or indents[-1] < line.x0 - 0.5 * line.size:
        indents.append(line.x0)
    return len(indents)


def _is_heading(paragraph: Paragraph, text: str, number: re.Match[str] | None, style: Style) -> bool:
    lines = paragraph.lines
    if len(text) > HEADING_LENGTH or len(lines) > HEADING_LINES or not re.search(r"[^\W\d_]{2}", text):
        return False
    size = min(line.size for line in lines)
    if size > HEADING_SIZE * style.body:
        return True
    if END.search(text) and not text.endswith("?"):
        return False
    if all(line.is_bold for line in lines) and size >= style.body - SAME_SIZE:
        return True
    if number is None or "." not in number.group(1)[:-1] or len(lines) > 1 or DATE.match(text, number.end()):
        return False
    return text[number.end()].isupper() and lines[0].x1 < style.right - 4 * lines[0].size


def _level(paragraph: Paragraph, style: Style) -> int:
    if paragraph.label and paragraph.label[0].isdigit():
        return paragraph.label.strip(".").count(".") + 1
    size = round(paragraph.lines[0].size, 1)
    return min(sum(each > size for each in style.headings) + 1, 6)
