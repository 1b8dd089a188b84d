"""`{{ text|with_references }}`: what a desk wrote, with paragraphs, simple lists and live references; else text."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dugnad.desk.answer_text import Block, Line, blocks, note_of, prefix, title_of
from dugnad.desk.reference import Reference, Resolved, parse, references_in
from dugnad.records.answer_link import look_up
from dugnad.web.templatetags.text import language

register = template.Library()
Found = dict[Reference, Resolved]


@register.filter
def with_references(text: str, on: date | None = None) -> SafeString:
    """The text as HTML; references are looked up as they are on the day, today unless another is given."""
    found = look_up(references_in(text), on or timezone.localdate())
    return mark_safe("\n".join(block_html(block, found) for block in blocks(text)))  # noqa: S308 - made of escaped parts


def block_html(block: Block, found: Found) -> SafeString:
    """A paragraph, or a list."""
    lines = [line_html(line, found) for line in block.lines]
    if block.kind == "paragraph":
        return format_html("<p>{}</p>", mark_safe("<br>".join(lines)))  # noqa: S308 - escaped above
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("<ol>{}</ol>" if block.kind == "numbered" else "<ul>{}</ul>", items)


def line_html(line: Line, found: Found) -> SafeString:
    """One line: its words escaped, its references as links."""
    pieces = [
        reference_html(found[piece]) if isinstance(piece, Reference) else conditional_escape(piece) for piece in line
    ]
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


@register.filter
def reference_html(resolved: Resolved) -> SafeString:
    """A link by its title, and what the reader must know of it; one that leads nowhere is told so."""
    title, note = title_of(resolved, language()), note_of(resolved, language())
    beside = format_html(' <span class="reference-note">({})</span>', note) if note else SafeString("")
    if not resolved.path:
        return format_html('<span class="reference">{}</span>{}', title, beside)
    href = prefix(language()) + resolved.path
    return format_html('<a class="ds-link reference" href="{}">{}</a>{}', href, title, beside)


@register.filter
def without_references(text: str) -> str:
    """The text in plain words, for lists: each reference as nothing, and no blanks too many."""
    return " ".join("".join(piece for piece in parse(text) if isinstance(piece, str)).replace("()", "").split())
