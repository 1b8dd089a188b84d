"""A document before it has a form: what a report, a letter or a case says, in order. See as_pdf, as_docx, as_html."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title; `level` 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a line break in it stays one. `quiet`: small print such as sources and reservations."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence that says it all, in larger type."""

    text: str


@dataclass(frozen=True, slots=True)
class Fill:
    """A place that the reader fills in: shown in brackets and in a colour of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts, and beside it of how many and how much could be seen."""

    value: str
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Up to four numbers side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption and header cells; numbers come as text, already in the language's form."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """The columns that hold numbers, set to the right."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address to follow, with what it leads to."""

    text: str
    href: str


Block = Heading | Text | Lead | Fill | Bullets | Figures | Grid | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole document. `language`: nb, nn or en. `sender` and `recipient` make it a letter."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    sender: str = ""
    recipient: tuple[str, ...] = ()
    dated: str = ""
    reference: str = ""
    foot: str = ""
    """A line under the last page's text: source and day."""
    keywords: tuple[str, ...] = field(default=())
    on: date | None = None
    """The day that the file is dated by. The same paper gives the same bytes, whenever it is made."""
    tight: bool = False
    """Set to fit one page: smaller margins and type."""
