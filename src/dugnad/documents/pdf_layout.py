"""Lines as paragraphs, headings and list items, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dugnad.documents.document import Kind
from dugnad.documents.pdf_lines import Line

BULLET = re.compile(r"[•●○◦▪■□‣⁃·➢✓\uf0b7\uf0a7\uf0d8\u2013\u2014\-]|o")
LABEL = re.compile(r"\(?(?:\d{1,3}|[a-zæøå]|[ivx]{1,5})[.)]|\([a-z0-9]{1,3}\)", re.IGNORECASE)
NUMBER = re.compile(
    r"(?:\d{1,2}\.)*\d{1,2}\.?|§\s?\d+|[A-Z]\.|(?:Vedlegg|Del|Kapittel|Bilag|Annex|Part|Chapter)\s\d+[.:]?"
)
MONTH = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|kvartal|halvår)\b"
)
LEADER = re.compile(r"(?:\s*[.·…_]){3,}\s*(\d{1,4}|[ivxlc]+)$")
END = re.compile(r"[.!?:;][\"»”)\]]*$")
PITCH = 1.32
"""Lines further apart than this many usual distances belong to different paragraphs."""
HEADING_SIZE = 1.12
HEADING_LENGTH = 120


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: Kind = "paragraph"
    level: int = 0
    label: str = ""
    text: str = ""
    cuts: list[int] = field(default_factory=list)

    @property
    def page(self) -> int:
        return self.lines[0].page


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in the document: the type size of the running text, and the sizes of headings, largest first."""

    body: float
    headings: tuple[float, ...]


def style_of(lines: Sequence[Line]) -> Style:
    """The type size that most characters have, and the larger ones."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    return Style(body, tuple(sorted((size for size in sizes if size > HEADING_SIZE * body), reverse=True)))


def paragraphs_of(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Lines in reading order as paragraphs with their kinds."""
    joined = _beside(lines)
    edges = _right_edges(joined)
    pitch = _pitch(joined)
    found: list[Paragraph] = []
    for line in joined:
        if found and _goes_on(found[-1], line, edges, pitch, style):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    for paragraph in found:
        describe(paragraph, style)
    return found


def _beside(lines: Sequence[Line]) -> list[Line]:
    """Parts of one line that a wide gap divides are put together again: numbers and bullets with their text."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.page == line.page
            and abs(last.baseline - line.baseline) < 0.3 * line.size
            and line.x0 >= last.x1
        ):
            joined[-1] = Line([*last.words, *line.words], line.page)
        else:
            joined.append(line)
    return joined


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = line.page, round(line.x0 / 12)
        edges[key] = max(edges.get(key, 0.0), line.x1)
    return edges


def _pitch(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance between lines for each type size, as a multiple of the size."""
    distances: dict[float, Counter[float]] = {}
    for last, line in zip(lines, lines[1:], strict=False):
        distance = line.baseline - last.baseline
        if last.page == line.page and round(last.size, 1) == round(line.size, 1) and 0 < distance < 3 * line.size:
            distances.setdefault(round(line.size, 1), Counter())[round(distance, 1)] += 1
    return {
        size: min(distance for distance, times in found.items() if times >= 0.2 * max(found.values()))
        for size, found in distances.items()
    }


def _goes_on(
    paragraph: Paragraph,
    line: Line,
    edges: dict[tuple[int, int], float],
    pitch: dict[float, float],
    style: Style,
) -> bool:
    last = paragraph.lines[-1]
    if last.page != line.page or line.baseline <= last.baseline or abs(last.size - line.size) > 0.6:
        return False
    if line.baseline - last.baseline > PITCH * pitch.get(round(line.size, 1), 1.25 * line.size):
        return False
    if last.is_bold != line.is_bold and (last.is_bold or line.is_bold) and len(paragraph.lines) == 1 and last.is_bold:
        return False
    if line.is_bold and not last.is_bold:
        return False
    if label_of(line.text, is_first=True) or LEADER.search(last.text) or LEADER.search(line.text):
        return False
    if line.x0 > last.x1 or line.x1 < last.x0:
        return False
    if label_of(paragraph.lines[0].text) and line.x0 < paragraph.lines[0].x0 - 0.3 * line.size:
        return False
    return not _is_short(last, line, edges)


def _is_short(last: Line, line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """The next line's first word would have found room: the line was ended on purpose."""
    key = last.page, round(last.x0 / 12)
    edge = max(edges.get(key, 0.0), edges.get((line.page, round(line.x0 / 12)), 0.0))
    first = line.words[0]
    return last.x1 + 0.35 * last.size + (first.x1 - first.x0) < edge - 0.5 * last.size and bool(END.search(last.text))


def label_of(text: str, *, is_first: bool = False) -> str:
    """The bullet, letter or number in front of a list item; a day of a month is none."""
    first, _, rest = text.partition(" ")
    if not rest:
        return ""
    if BULLET.fullmatch(first):
        return first
    if LABEL.fullmatch(first) and not MONTH.match(rest):
        return first
    return ""


def describe(paragraph: Paragraph, style: Style) -> None:
    """Kind, level, label and text of a paragraph."""
    text = " ".join(line.text for line in paragraph.lines)
    paragraph.text = text
    lead = LEADER.search(text)
    number = re.match(rf"({NUMBER.pattern})\s+(?=\S)", text)
    if lead:
        paragraph.kind = "contents"
        paragraph.text = text
    elif _is_heading(paragraph, text, number, style):
        paragraph.kind = "heading"
        paragraph.label = number.group(1) if number else ""
        paragraph.level = _level(paragraph, style)
        paragraph.text = text[number.end() :] if number else text
    elif label := label_of(text):
        paragraph.kind, paragraph.level, paragraph.label = "item", 1, label
        paragraph.text = text[len(label) :].strip()


def _is_heading(paragraph: Paragraph, text: str, number: re.Match[str] | None, style: Style) -> bool:
    if len(text) > HEADING_LENGTH or len(paragraph.lines) > 3 or not re.search(r"[^\W\d_]{2}", text):  # noqa: PLR2004
        return False
    size = min(line.size for line in paragraph.lines)
    if size > HEADING_SIZE * style.body:
        return True
    if END.search(text) and not text.endswith("?"):
        return False
    if all(line.is_bold for line in paragraph.lines) and size >= style.body - 0.6:
        return True
    return bool(
        number and "." in number.group(1)[:-1] and not MONTH.match(text[number.end() :]) and len(paragraph.lines) == 1
    )


def _level(paragraph: Paragraph, style: Style) -> int:
    if paragraph.label and paragraph.label[0].isdigit():
        return paragraph.label.strip(".").count(".") + 1
    size = round(paragraph.lines[0].size, 1)
    larger = [each for each in style.headings if each > size]
    return min(len(larger) + 1, 6)
