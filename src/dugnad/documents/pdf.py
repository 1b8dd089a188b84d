"""PDF: the text layer with its positions as blocks and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

import pypdfium2  # type: ignore[import-untyped]

from dugnad.documents.document import Block, Document, Kind, Part, Place, Remark, Row, Table
from dugnad.documents.pdf_furniture import furniture_of
from dugnad.documents.pdf_grid import Grid, grids_of
from dugnad.documents.pdf_layout import Paragraph, Style, paragraphs_of, style_of
from dugnad.documents.pdf_lines import Line, lines_of
from dugnad.documents.pdf_text import Page, read_page
from dugnad.errors import DocumentError

MAX_PAGES = 2_000

Piece = Paragraph | Grid


def read_pdf(raw: bytes, *, file: str) -> Document:
    """One PDF file as blocks and tables in reading order."""
    pdf = _open(raw, file)
    try:
        pages = [read_page(pdf, index) for index in range(len(pdf))]
    finally:
        pdf.close()
    empty = [page.number for page in pages if not page.words]
    remarks: tuple[Remark, ...] = ()
    if empty:
        message = f"{file}: no text on page {', '.join(map(str, empty))}. Ask for a file with text."
        remarks = (Remark(code="pages-without-text", message=message, place=Place(file=file, page=empty[0])),)
    return Document(
        file=file,
        media="pdf",
        parts=tuple(_parts(pages, file)),
        is_readable=len(empty) < len(pages),
        pages=len(pages),
        remarks=remarks,
    )


def _open(raw: bytes, file: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(file, "the PDF needs a password.", "Save it without one.", "encrypted") from error
        raise DocumentError(file, "this is no PDF that can be opened.", "Save it anew as PDF.") from error


def _parts(pages: Sequence[Page], file: str) -> Iterator[Part]:
    grids = [grids_of(page) for page in pages]
    inside = [{id(word) for grid in found for words in grid.words.values() for word in words} for found in grids]
    lines = [
        lines_of((word for word in page.words if id(word) not in held), page.number)
        for page, held in zip(pages, inside, strict=True)
    ]
    furniture = furniture_of(pages, lines)
    style = style_of([line for page_lines in lines for line in page_lines])
    reader = _Reader(file)
    said: set[str] = set()
    for page_lines, page_grids, (header, footer) in zip(lines, grids, furniture, strict=True):
        edge = {id(line) for line in (*header, *footer)}
        yield from _edge_blocks(header, "header", file, said)
        body = [line for line in page_lines if id(line) not in edge]
        for piece in _pieces(body, page_grids, style):
            yield from reader.take(piece)
        yield from reader.hold_for(_edge_blocks(footer, "footer", file, said))
    yield from reader.flush()


def _edge_blocks(lines: Sequence[Line], kind: str, file: str, said: set[str]) -> Iterator[Block]:
    for line in lines:
        plain = re.sub(r"\d+", "#", line.text)
        if plain not in said:
            said.add(plain)
            yield Block(kind=cast(Kind, kind), text=line.text, place=Place(file=file, page=line.page))


def _pieces(lines: Sequence[Line], grids: Sequence[Grid], style: Style) -> Iterator[Piece]:
    """Paragraphs and tables of one page in reading order."""
    run: list[Line] = []
    waiting = sorted(grids, key=lambda grid: grid.order)
    for line in sorted(lines, key=lambda line: line.order):
        while waiting and waiting[0].order < line.order:
            yield from paragraphs_of(run, style)
            run = []
            yield waiting.pop(0)
        run.append(line)
    yield from paragraphs_of(run, style)
    yield from waiting


class _Reader:
    """Puts together what page and column breaks cut: paragraphs and tables."""

    def __init__(self, file: str) -> None:
        self.file, self.heading = file, ""
        self.paragraph: Paragraph | None = None
        self.table: list[Row] = []
        self.grid: Grid | None = None
        self.tables = 0
        self.held: list[Block] = []

    def take(self, piece: Piece) -> Iterator[Part]:
        if isinstance(piece, Grid):
            yield from self._take_grid(piece)
        elif self.paragraph is not None and _is_cut(self.paragraph, piece):
            self.paragraph.cuts.append(len(self.paragraph.text))
            self.paragraph.text += " " + piece.text
            self.paragraph.lines.extend(piece.lines)
        else:
            yield from self.flush()
            self.paragraph = piece

    def hold_for(self, blocks: Iterator[Block]) -> Iterator[Part]:
        """Footers wait until the paragraph or table that they stand in is whole."""
        self.held.extend(blocks)
        if self.paragraph is None and self.grid is None:
            yield from self.held
            self.held = []

    def _take_grid(self, grid: Grid) -> Iterator[Part]:
        if self.grid is not None and self.paragraph is None and _same_columns(self.grid, grid):
            rows = _rows(grid, self.file, self.heading, self.tables, len(self.table))
            if rows and rows[0].cells == self.table[0].cells:
                rows = _rows(grid, self.file, self.heading, self.tables, len(self.table), skip=1)
            self.table.extend(rows)
            self.grid = grid
            return
        yield from self.flush()
        self.tables += 1
        self.grid = grid
        self.table = _rows(grid, self.file, self.heading, self.tables, 0)

    def flush(self) -> Iterator[Part]:
        if self.paragraph is not None:
            found, self.paragraph = self.paragraph, None
            if found.kind == "heading":
                self.heading = f"{found.label} {found.text}".strip()
            yield Block(
                kind=found.kind,
                text=found.text,
                place=Place(file=self.file, page=found.page, heading=self.heading),
                level=found.level,
                label=found.label,
                cuts=tuple(found.cuts),
            )
        if self.grid is not None:
            self.grid = None
            yield Table(rows=tuple(self.table), place=self.table[0].place)
        yield from self.held
        self.held = []


def _is_cut(paragraph: Paragraph, following: Paragraph) -> bool:
    if paragraph.kind not in {"paragraph", "item"} or following.kind != "paragraph":
        return False
    last, first = paragraph.lines[-1], following.lines[0]
    if last.page == first.page and first.baseline > last.baseline:
        return False
    if abs(last.size - first.size) > 0.6:
        return False
    return not re.search(r"[.!?:;][\"»”)\]]*$", paragraph.text)


def _same_columns(one: Grid, other: Grid) -> bool:
    return (
        other.page == one.page + 1
        and len(one.xs) == len(other.xs)
        and all(abs(a - b) < 6 for a, b in zip(one.xs, other.xs, strict=True))  # noqa: PLR2004
    )


def _rows(grid: Grid, file: str, heading: str, table: int, done: int, *, skip: int = 0) -> list[Row]:
    rows: list[Row] = []
    for row in range(skip, len(grid.ys) - 1):
        cells = tuple(
            _cell(grid, row, column) if grid.owner[row, column] == (row, column) else ""
            for column in range(len(grid.xs) - 1)
        )
        if any(cells):
            place = Place(file=file, page=grid.page, table=table, row=done + len(rows) + 1, heading=heading)
            rows.append(Row(cells=cells, place=place, is_header=done + len(rows) == 0))
    return rows


def _cell(grid: Grid, row: int, column: int) -> str:
    lines = lines_of(grid.words.get((row, column), ()), grid.page, gap=50)
    if not lines:
        return ""
    style = style_of(lines)
    return "\n".join(f"{p.label} {p.text}".strip() for p in paragraphs_of(lines, style))
