"""A body's letter as a paper: paragraphs, lists and the reply link, ready to be set as PDF."""

from __future__ import annotations

from datetime import date

from dugnad.plan.letter import LINK, day_text
from dugnad.plan.paper import Block, Bullets, Link, Paper, Text

DASHES = ("– ", "- ", "• ")


def letter_paper(
    *,
    subject: str,
    text: str,
    link: str,
    language: str,
    sender: str,
    recipient: tuple[str, ...],
    on: date,
    reference: str = "",
) -> Paper:
    """The letter with its head; the text is the very one that goes by e-mail."""
    return Paper(
        title=subject,
        language=language,
        blocks=tuple(block for part in text.split("\n\n") for block in blocks_of(part, link)),
        sender=sender,
        recipient=recipient,
        dated=day_text(on, language),
        reference=reference,
        on=on,
    )


def blocks_of(part: str, link: str) -> list[Block]:
    """One paragraph of the text: its lines, its list where lines begin with a dash, its link."""
    found: list[Block] = []
    lines: list[str] = []
    items: list[str] = []
    for line in part.strip().split("\n"):
        if line.startswith(DASHES):
            found += said(lines)
            lines = []
            items.append(line[2:].strip())
            continue
        found += listed(items)
        items = []
        before, *after = line.split(LINK)
        for rest in after:  # on a line of its own, so that it is copied whole
            found += [*said([*lines, before]), Link(link, link)]
            lines, before = [], rest.lstrip(" .,;:)")
        lines.append(before)
    return found + said(lines) + listed(items)


def said(lines: list[str]) -> list[Block]:
    """Lines that belong together; a line break stays one."""
    text = "\n".join(lines).strip()
    return [Text(text)] if text else []


def listed(items: list[str]) -> list[Block]:
    """Lines that begin with a dash."""
    return [Bullets(tuple(items))] if items else []
