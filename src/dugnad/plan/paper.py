"""A document before it has a form: what a report, a letter or a case says, in order. See as_pdf, as_docx, as_html."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title; `level` 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `quiet`: small print such as sources and reservations."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


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


Block = Heading | Text | Bullets | Grid | Link


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
