"""A paper made safe for every form: words without signs that files cannot hold, headings in order, tables even."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dugnad.plan.paper import Block, Bullets, Figure, Figures, Fill, Grid, Heading, Lead, Link, Paper, Text
from dugnad.plan.paper_text import clean, is_address, known_language, one_line

NO_TITLE = "–"
TOP, LOWEST = 2, 3


def settled(paper: Paper) -> Paper:
    """The same paper, cleaned. What is empty is left out; what leads nowhere safe is shown as words."""
    return replace(
        paper,
        title=one_line(paper.title) or NO_TITLE,
        language=known_language(paper.language),
        blocks=tuple(in_order(one for block in paper.blocks if (one := settled_block(block)) is not None)),
        sender=clean(paper.sender),
        recipient=tuple(filter(None, map(one_line, paper.recipient))),
        dated=one_line(paper.dated),
        reference=one_line(paper.reference),
        foot=clean(paper.foot),
        keywords=tuple(filter(None, map(one_line, paper.keywords))),
    )


def in_order(blocks: Iterable[Block]) -> Iterator[Block]:
    """A heading may be one level under the one before it, never two: readers aloud go by levels."""
    before = TOP - 1
    for block in blocks:
        if isinstance(block, Heading):
            before = max(TOP, min(block.level, before + 1, LOWEST))
            yield replace(block, level=before)
        else:
            yield block


def settled_block(block: Block) -> Block | None:
    """The block, cleaned; none where nothing is left of it."""
    match block:
        case Heading() | Fill():
            return replace(block, text=said) if (said := one_line(block.text)) else None
        case Text() | Lead():
            return replace(block, text=said) if (said := clean(block.text)) else None
        case Bullets():
            items = tuple(item for said in block.items if (item := clean(said)))
            return replace(block, items=items) if items else None
        case Figures():
            return settled_figures(block)
        case Grid():
            return settled_grid(block)
        case Link():
            return settled_link(block)


def settled_figures(block: Figures) -> Figures | None:
    """The figures that have a value."""
    cleaned = (Figure(one_line(one.value), one_line(one.what), one_line(one.note)) for one in block.items)
    items = tuple(one for one in cleaned if one.value)
    return Figures(items) if items else None


def settled_grid(grid: Grid) -> Block | None:
    """The table with as many cells in every row as it has headers."""
    width = len(grid.header)
    if not width:
        return Text(one_line(grid.caption)) if one_line(grid.caption) else None
    rows = tuple(tuple(clean(cell) for cell in (*row, *[""] * width)[:width]) for row in grid.rows)
    header = tuple(one_line(name) or NO_TITLE for name in grid.header)
    return Grid(one_line(grid.caption), header, rows, frozenset(place for place in grid.numbers if place < width))


def settled_link(link: Link) -> Block | None:
    """The link, if its address is one to follow."""
    text, href = one_line(link.text), link.href.strip()
    if is_address(href):
        return Link(text or href, href)
    words = one_line(f"{link.text} {link.href}")
    return Text(words) if words else None
