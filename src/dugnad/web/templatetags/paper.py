"""A paper shown on a page: each block by its kind, what is to be filled in marked."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from dugnad.plan.paper import Block, Grid
from dugnad.plan.paper_text import TO_FILL

register = template.Library()


@register.filter
def block_kind(block: Block) -> str:
    """What the block is, such as heading or grid."""
    return type(block).__name__.lower()


@register.filter
def with_blanks(text: str) -> SafeString:
    """The text with what is to be filled in marked, and its line breaks kept."""
    lines = [
        format_html_join("", "{}", ((marked(piece),) for piece in TO_FILL.split(line))) for line in text.split("\n")
    ]
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def marked(piece: str) -> SafeString:
    """A piece of text; one that the reader fills in stands out."""
    return format_html('<span class="to-fill">{}</span>', piece) if TO_FILL.fullmatch(piece) else escape(piece)


@register.filter
def named_cells(row: tuple[str, ...], grid: Grid) -> list[tuple[str, str, bool]]:
    """The cells of a row: column name, text, and whether it is a number."""
    return [(grid.header[place], cell, place in grid.numbers) for place, cell in enumerate(row)]
