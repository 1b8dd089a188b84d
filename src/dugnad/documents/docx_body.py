"""The stories of a Word document (body, notes, headers, text boxes) as lines and tables in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from dugnad.documents.document import Block, Kind, Place, Row, Table
from dugnad.documents.docx_numbering import Numbering
from dugnad.documents.docx_runs import MC, Runs, chosen, is_placeholder
from dugnad.documents.docx_runs import Line as Read
from dugnad.documents.docx_styles import Style, Styles, W, as_number, is_on, value
from dugnad.documents.outline import Line, Seen, ends_in_page, padded

TRANSPARENT = {f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")}
MOST_COLUMNS = 63
DEEPEST_TABLE = 20
TYPED_BULLET = re.compile(r"([•●▪■◦○➢✓–—\-*·])\s+(?=\S)")
LONGEST_HEADING = 300
LONGEST_SENTENCE = 150
"""Characters: a "heading" that ends as a sentence and is longer is a numbered clause."""

Found = tuple[etree._Element, bool, bool]  # noqa: SLF001 - the type has no public name
"""A paragraph or table; is it a placeholder, is it in a table of contents?"""


@dataclass(slots=True)
class Context:
    """What the stories of one document share."""

    file: str
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    diagrams: dict[str, str] = field(default_factory=dict)
    """The text of drawn diagrams, by relationship."""
    printed: dict[tuple[str, str], int] = field(default_factory=dict)
    """Notes already given, with their number."""
    counts: Counter[str] = field(default_factory=Counter)
    hidden: list[Place] = field(default_factory=list)
    outside: list[Place] = field(default_factory=list)
    foreign: list[Place] = field(default_factory=list)
    """Where text of another format is embedded."""


class Story:
    """One story, read in order."""

    def __init__(self, root: etree._Element, context: Context, *, place: Place, kind: Kind | None = None) -> None:
        self._root, self._context, self._place, self._kind = root, context, place, kind
        self._runs = Runs(root, context.styles)
        self._paragraphs = 0
        self._tables = 0
        self._seen: list[Seen] = []
        self._carried: tuple[Read, Place] | None = None
        self._after: list[Seen] = []
        """Notes and boxes that hang on what is being read: they come after it."""

    def seen(self) -> list[Seen]:
        """The lines and tables of the story."""
        for element, is_prompt, is_contents in blocks(self._root):
            if element.tag == f"{W}p":
                self._paragraphs += 1
                place = self._place if self._kind else replace(self._place, paragraph=self._paragraphs)
                self._paragraph(element, place, is_prompt=is_prompt, is_contents=is_contents)
            elif element.tag == f"{W}tbl":
                self._end_carried()
                self._tables += 1
                place = self._place if self._kind else replace(self._place, table=self._tables)
                self._seen.extend(_flat(self._table(element, place, 1), self._kind))
            else:
                self._context.foreign.append(replace(self._place, paragraph=max(self._paragraphs, 1)))
            self._seen.extend(self._after)
            self._after = []
        self._end_carried()
        return self._seen

    def _end_carried(self) -> None:
        if self._carried is not None:
            read, place = self._carried
            self._carried = None
            self._line(read, place, None, Style())

    def _paragraph(self, element: etree._Element, place: Place, *, is_prompt: bool, is_contents: bool) -> None:
        properties = element.find(f"{W}pPr")
        style = self._context.styles.paragraph(properties)
        read = Read() if is_prompt else self._runs.read(element, style)
        self._hang(read, place)
        read.listed = read.shown if is_contents else read.listed
        if self._carried is not None:
            before, first = self._carried
            place = first if before.shown else place
            before.pieces.extend(read.pieces)
            read.pieces = before.pieces
            read.bold, read.shown = read.bold + before.bold, read.shown + before.shown
        self._carried = (read, place) if _is_mark_deleted(properties) else None
        if self._carried is None:
            self._line(read, place, properties, style)

    def _line(self, read: Read, place: Place, properties: etree._Element | None, style: Style) -> None:
        is_gone = read.hidden > 0 and not read.text
        numbered = None if is_gone else self._context.numbering.place(properties, style)
        label = self._context.numbering.label(*numbered) if numbered else ""
        text = read.text
        if not text:
            return
        kind, level = _kind(read, properties, style, numbered if label else None)
        typed = TYPED_BULLET.match(text) if kind == "paragraph" and not self._kind else None
        if typed:
            kind, level, label, text = "item", 1, typed[1], text[typed.end() :]
        if self._kind:
            kind, level = self._kind, 0
        block = Block(kind=kind, text=text, place=place, level=level, label=label)
        has_page = ends_in_page(read.raw)
        self._seen.append(Line(block=block, is_bold=read.is_bold, is_capital=read.is_capital, has_page=has_page))

    def _hang(self, read: Read, place: Place) -> None:
        """Keeps what hangs on a paragraph: notes, boxes, diagrams, and what is not shown."""
        context = self._context
        context.hidden.extend([place] if read.hidden else ())
        context.outside.extend([place] * self._runs.outside)
        self._runs.outside = 0
        for key in () if self._kind == "note" else read.notes:  # Word has no notes to notes
            note = context.notes.get(key)
            if note is not None and key not in context.printed:
                context.counts[key[0]] += 1
                context.printed[key] = context.counts[key[0]]
                self._after.extend(_note(note, context, place, str(context.printed[key])))
        kind: Kind = self._kind if self._kind in {"header", "footer"} else "box"
        for box in read.boxes:
            self._after.extend(Story(box, context, place=place, kind=kind).seen())
        for diagram in read.diagrams:
            if text := context.diagrams.get(diagram):
                self._after.append(Line(block=Block(kind=kind, text=text, place=place)))

    def _table(self, table: etree._Element, place: Place, depth: int) -> list[Table]:
        """The table, then the tables inside its cells as tables of their own with the place of the outer row."""
        if depth > DEEPEST_TABLE:
            return []
        rows, inner, bold = [], list[Table](), list[bool]()
        open_columns: set[int] = set()
        for number, (row, _) in enumerate(_through(table, f"{W}tr"), 1):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            if properties is not None and is_on(properties.find(f"{W}hidden")):
                self._context.hidden.append(place)
                continue
            row_place = replace(place, row=number) if depth == 1 and not self._kind else place
            cells, nested, is_bold = self._cells(row, row_place, open_columns, depth)
            is_header = properties is not None and is_on(properties.find(f"{W}tblHeader"))
            rows.append(Row(cells=cells, place=row_place, is_header=is_header))
            inner.extend(nested)
            bold.append(is_bold)
        if len(rows) > 1 and bold[0] and not bold[1] and not any(row.is_header for row in rows):
            rows[0] = replace(rows[0], is_header=True)
        return [Table(rows=padded(rows), place=place), *inner] if rows else inner

    def _cells(
        self, row: etree._Element, place: Place, open_columns: set[int], depth: int
    ) -> tuple[tuple[str, ...], list[Table], bool]:
        texts = [""] * _before(row)
        inner: list[Table] = []
        bold: list[bool] = []
        for cell, is_prompt in _through(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            column, merge = len(texts), _merge(properties)
            is_covered = merge == "continue" and column in open_columns
            (open_columns.add if merge else open_columns.discard)(column)
            text, nested, is_bold = self._cell(cell, place, depth, is_prompt=is_prompt)
            is_dropped = is_covered or (properties is not None and properties.find(f"{W}cellDel") is not None)
            texts.append("" if is_dropped else text)
            inner.extend([] if is_dropped else nested)
            bold.extend([is_bold] if text else ())
            texts.extend([""] * (_span(properties, "gridSpan", 1) - 1))
            if len(texts) >= MOST_COLUMNS:
                break
        return tuple(texts[:MOST_COLUMNS]), inner, bool(bold) and all(bold)

    def _cell(
        self, cell: etree._Element, place: Place, depth: int, *, is_prompt: bool
    ) -> tuple[str, list[Table], bool]:
        """The text of a cell, a line for each paragraph; its numbers are counted on, but are no part of it."""
        lines: list[str] = []
        inner: list[Table] = []
        is_bold, joined = True, ""
        for element, is_prompted, _ in blocks(cell, is_prompt=is_prompt):
            if element.tag == f"{W}tbl":
                inner.extend(self._table(element, place, depth + 1))
            elif element.tag == f"{W}p" and not is_prompted:
                properties = element.find(f"{W}pPr")
                style = self._context.styles.paragraph(properties)
                read = self._runs.read(element, style)
                self._hang(read, place)
                joined += read.raw
                if _is_mark_deleted(properties):
                    continue
                if numbered := self._context.numbering.place(properties, style):
                    self._context.numbering.label(*numbered)
                lines.append(Read(pieces=[joined]).text)
                joined = ""
                is_bold = is_bold and (read.is_bold or not read.text)
        lines.append(Read(pieces=[joined]).text)
        return "\n".join(filter(None, lines)), inner, is_bold


def blocks(container: etree._Element, *, is_prompt: bool = False, is_contents: bool = False) -> Iterator[Found]:
    """The paragraphs and tables of a container in order; content controls and insertions are looked through."""
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl", f"{W}altChunk", f"{W}subDoc"}:
            yield child, is_prompt, is_contents
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            gallery = value(child.find(f"{W}sdtPr/{W}docPartObj"), "docPartGallery") or ""
            if content is not None:
                is_prompted = is_prompt or is_placeholder(child)
                is_listed = is_contents or gallery.lower() == "table of contents"
                yield from blocks(content, is_prompt=is_prompted, is_contents=is_listed)
        elif child.tag == f"{MC}AlternateContent":
            yield from blocks(chosen(child), is_prompt=is_prompt, is_contents=is_contents)
        elif child.tag in TRANSPARENT:
            yield from blocks(child, is_prompt=is_prompt, is_contents=is_contents)


def _through(container: etree._Element, tag: str, *, is_prompt: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    """The rows of a table or the cells of a row, also those inside content controls; is each a placeholder?"""
    for child in container:
        if child.tag == tag:
            yield child, is_prompt
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _through(content, tag, is_prompt=is_prompt or is_placeholder(child))
        elif child.tag == f"{MC}AlternateContent":
            yield from _through(chosen(child), tag, is_prompt=is_prompt)
        elif child.tag in TRANSPARENT:
            yield from _through(child, tag, is_prompt=is_prompt)


def _kind(
    read: Read, properties: etree._Element | None, style: Style, numbered: tuple[str, int] | None
) -> tuple[Kind, int]:
    if read.is_in_contents or style.is_contents:
        return "contents", 0
    outline = as_number(value(properties, "outlineLvl"))
    level = style.heading_level if outline is None else outline + 1 if 0 <= outline < 9 else 0  # noqa: PLR2004
    text = read.text
    is_clause = len(text) > LONGEST_HEADING or (len(text) > LONGEST_SENTENCE and text[-1] in ".;:")
    if level and not is_clause:
        return "heading", level
    if numbered:
        return "item", numbered[1] + 1
    return ("item", style.list_level) if style.list_level else ("paragraph", 0)


def _is_mark_deleted(properties: etree._Element | None) -> bool:
    run = None if properties is None else properties.find(f"{W}rPr")
    return run is not None and (run.find(f"{W}del") is not None or run.find(f"{W}moveFrom") is not None)


def _merge(properties: etree._Element | None) -> Literal["", "restart", "continue"]:
    """Does the cell begin a merge downwards, or go on with one?"""
    if properties is None:
        return ""
    merge, tracked = properties.find(f"{W}vMerge"), properties.find(f"{W}cellMerge")
    if tracked is not None and (state := tracked.get(f"{W}vMerge")):
        return "continue" if state == "cont" else "restart"
    if merge is None:
        return ""
    return "restart" if merge.get(f"{W}val") == "restart" else "continue"


def _span(properties: etree._Element | None, name: str, least: int) -> int:
    return min(max(as_number(value(properties, name)) or least, least), MOST_COLUMNS)


def _before(row: etree._Element) -> int:
    """Grid columns left out in front of the first cell."""
    return _span(row.find(f"{W}trPr"), "gridBefore", 0)


def _note(note: etree._Element, context: Context, place: Place, label: str) -> Iterator[Line]:
    lines = Story(note, context, place=place, kind="note").seen()
    text = " ".join(line.block.text for line in lines if isinstance(line, Line))
    if text:
        yield Line(block=Block(kind="note", text=text, place=place, label=label))


def _flat(tables: list[Table], kind: Kind | None) -> Iterator[Seen]:
    """Tables in headers, notes and boxes as lines of their own kind."""
    for table in tables:
        if kind is None:
            yield table
            continue
        for text in (text for row in table.rows for cell in row.cells for text in cell.split("\n") if text):
            yield Line(block=Block(kind=kind, text=text, place=table.place))
