"""Pages put together: furniture and notes out of the way, paragraphs and tables joined over page and column breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dugnad.documents.document import Block, Kind, Part, Place
from dugnad.documents.pdf_bands import Aligned, split_tables
from dugnad.documents.pdf_columns import in_reading_order
from dugnad.documents.pdf_furniture import folded, furniture_of, notes_of
from dugnad.documents.pdf_grid import grids_of
from dugnad.documents.pdf_labels import CONTENTS, PAGE_AT_END, note_label
from dugnad.documents.pdf_layout import END, SAME_SIZE, Paragraph, Style, paragraphs_of, style_of
from dugnad.documents.pdf_lines import Line, lines_of
from dugnad.documents.pdf_page import Page
from dugnad.documents.pdf_tables import PageTable, TableJoiner, aligned, ruled
from dugnad.documents.stopwatch import Stopwatch


def parts_of(pages: Sequence[Page], file: str, stopwatch: Stopwatch) -> Iterator[Part]:
    """Blocks and tables of the whole file in reading order."""
    grids = [grids_of(page) for page in pages]
    held = [{id(word) for grid in found for words in grid.words.values() for word in words} for found in grids]
    lines = [
        lines_of((word for word in page.words if id(word) not in inside), page.number)
        for page, inside in zip(pages, held, strict=True)
    ]
    style = style_of([line for page_lines in lines for line in page_lines])
    edges = furniture_of(pages, lines)
    joiner = _Joiner(file, style)
    for page, page_lines, page_grids, (header, footer) in zip(pages, lines, grids, edges, strict=True):
        stopwatch.check()
        aside = {id(line) for line in (*header, *footer)}
        body = [line for line in page_lines if id(line) not in aside]
        notes = notes_of(body, style.body, page)
        aside = {id(line) for line in notes}
        yield from joiner.beside("header", header)
        tables = [(grid.order, ruled(grid, style)) for grid in page_grids]
        for piece in _pieces([line for line in body if id(line) not in aside], tables, style):
            yield from joiner.take(piece)
        yield from joiner.notes(notes)
        yield from joiner.beside("footer", footer)
    yield from joiner.flush()


def _pieces(
    lines: Sequence[Line], tables: Sequence[tuple[float, PageTable | None]], style: Style
) -> Iterator[Paragraph | PageTable]:
    """Paragraphs and tables of one page in reading order."""
    waiting = sorted(((order, table) for order, table in tables if table), key=lambda each: each[0])
    run: list[Line] = []
    for line in in_reading_order(lines):
        while waiting and waiting[0][0] < line.order:
            yield from _text(run, style)
            run = []
            yield waiting.pop(0)[1]
        run.append(line)
    yield from _text(run, style)
    yield from (table for _, table in waiting)


def _text(lines: Sequence[Line], style: Style) -> Iterator[Paragraph | PageTable]:
    for piece in split_tables(lines):
        if isinstance(piece, Aligned):
            yield aligned(piece, style)
        else:
            yield from paragraphs_of(piece, style)


class _Joiner:
    """Holds the paragraph or table that the next page may go on with."""

    def __init__(self, file: str, style: Style) -> None:
        self.file, self.style, self.heading = file, style, ""
        self.paragraph: Paragraph | None = None
        self.table: TableJoiner | None = None
        self.tables = 0
        self.held: list[Block] = []
        self.said: set[str] = set()
        self.is_contents = False

    def take(self, piece: Paragraph | PageTable) -> Iterator[Part]:
        if isinstance(piece, PageTable):
            yield from self._take_table(piece)
        elif self.paragraph is not None and _is_cut(self.paragraph, piece):
            self.paragraph.cuts.append(len(self.paragraph.text))
            self.paragraph.text += " " + piece.text
            self.paragraph.lines += piece.lines
            self.paragraph.is_ended = piece.is_ended
        else:
            yield from self.flush()
            self.paragraph = piece

    def _take_table(self, table: PageTable) -> Iterator[Part]:
        if self.table is not None and self.table.take(table):
            return
        yield from self.flush()
        if self.is_contents and _lists_pages(table):
            for row in table.rows:
                text = " ".join(filter(None, row)).replace("\n", " ")
                yield Block(kind="contents", text=text, place=self._place(table.page))
            return
        self.is_contents = False
        self.tables += 1
        self.table = TableJoiner(self.file, self.tables, self.heading, [table])

    def beside(self, kind: Kind, lines: Iterable[Line]) -> Iterator[Part]:
        """Page headers and footers: each once, never within the paragraph or table that they stand in."""
        for line in lines:
            plain = folded(line.text)
            if plain not in self.said:
                self.said.add(plain)
                self.held.append(Block(kind=kind, text=line.text, place=Place(file=self.file, page=line.page)))
        if self.paragraph is None and self.table is None:
            yield from self._held()

    def notes(self, lines: Sequence[Line]) -> Iterator[Part]:
        """Notes at the foot of the page."""
        for found in paragraphs_of(lines, self.style):
            label, text = note_label(" ".join(line.text for line in found.lines))
            self.held.append(Block(kind="note", text=text, label=label, place=self._place(found.page)))
        if self.paragraph is None and self.table is None:
            yield from self._held()

    def flush(self) -> Iterator[Part]:
        """Give out what was held."""
        if self.paragraph is not None:
            found, self.paragraph = self.paragraph, None
            yield self._block(found)
        if self.table is not None:
            table, self.table = self.table, None
            yield table.table()
        yield from self._held()

    def _held(self) -> Iterator[Part]:
        held, self.held = self.held, []
        yield from held

    def _block(self, found: Paragraph) -> Block:
        if self.is_contents and PAGE_AT_END.fullmatch(found.text):
            text = " ".join(line.text for line in found.lines)
            return Block(kind="contents", text=text, place=self._place(found.page))
        self.is_contents = found.kind == "contents"
        if CONTENTS.fullmatch(found.text):
            self.is_contents = True
        if found.kind == "heading":
            self.heading = f"{found.label} {found.text}".strip()
        return Block(
            kind=found.kind,
            text=found.text,
            place=self._place(found.page),
            level=found.level,
            label=found.label,
            cuts=tuple(found.cuts),
        )

    def _place(self, page: int) -> Place:
        return Place(file=self.file, page=page, heading=self.heading)


def _lists_pages(table: PageTable) -> bool:
    return all(re.fullmatch(r"\d{1,4}", row[-1]) for row in table.rows)


def _is_cut(paragraph: Paragraph, following: Paragraph) -> bool:
    """Does a page or column break stand between two parts of one paragraph?"""
    if paragraph.kind not in {"paragraph", "item"} or following.kind != "paragraph":
        return False
    last, first = paragraph.lines[-1], following.lines[0]
    is_next_column = last.page == first.page and first.baseline < last.baseline - 2 * last.size
    if last.page + 1 != first.page and not is_next_column:
        return False
    if abs(last.size - first.size) > SAME_SIZE or last.is_bold != first.is_bold:
        return False
    if following.text[:1].islower():
        return True
    return not END.search(paragraph.text) and not paragraph.is_ended
