"""A tender document as it is read: blocks and tables in reading order, each with the place a person can look it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "note", "box", "header", "footer", "contents"]
Media = Literal["docx", "odt", "pdf", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands; `heading` is the nearest heading above, with its number.

    PDF: page, from 1. DOCX: paragraph among the body's own (empty ones counted), from 1, or
    table and row, from 1. Plain text: paragraph.
    """

    file: str = ""
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    heading: str = ""
    part: Literal["", "header", "footer"] = ""
    """The page's header or footer, in a document without pages of its own."""

    def __str__(self) -> str:
        if self.page is not None:
            return f"page {self.page}"
        if self.part:
            return self.part
        where = f"table {self.table} row {self.row}" if self.table is not None else f"paragraph {self.paragraph}"
        return f"{where} (under «{self.heading}»)" if self.heading else where


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, list item, note, text box, page header or footer, or a line of a table of contents."""

    kind: Kind
    text: str
    """As printed, white space collapsed to single blanks; a word divided at a line end keeps its hyphen and blank."""
    place: Place
    level: int = 0
    """Of a heading or list item, from 1; 0 for the rest."""
    label: str = ""
    """The automatic number or bullet in front ("4.1", "a)", "•"); never part of `text`."""
    cuts: tuple[int, ...] = ()
    """Positions in `text` where a page or column break cuts it: a verbatim quote may not cross them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: one text per grid column.

    A merged cell's text stands in its first row and column, the rest of
    it is empty. Paragraphs inside a cell are divided by line feeds.
    """

    cells: tuple[str, ...]
    place: Place
    is_header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; one that a page break cuts is joined, its repeated header row dropped."""

    rows: tuple[Row, ...]
    place: Place


Part = Block | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about the reading that the person must know: code, message with place and remedy."""

    code: str
    """no-text-layer, pages-without-text, encrypted, macros-ignored, links-ignored, truncated, damaged-part ..."""
    message: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file, read."""

    file: str
    media: Media
    parts: tuple[Part, ...]
    is_readable: bool = True
    """False where nothing could be read (image-only pages)."""
    pages: int | None = None
    language: str = ""
    """nob, nno or eng; empty where it cannot be told."""
    remarks: tuple[Remark, ...] = ()
