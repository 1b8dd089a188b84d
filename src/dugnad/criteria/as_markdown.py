"""Tender text as Markdown: the same sections, fields in bold brackets, ids as code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dugnad.criteria import tender_words as words
from dugnad.criteria.tender import AWARD, Entry, Field, Pieces, TenderText

SIGNS = re.compile(r"([\\`*_\[\]<>|#])")
LIST_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def markdown_tender(text: TenderText) -> str:
    """The whole text, ending in a line feed."""
    return "\n\n".join(_parts(text)) + "\n"


def _parts(text: TenderText) -> Iterator[str]:
    yield f"# {escaped(text.title)}"
    yield from map(escaped, text.lead)
    for section in text.sections:
        yield f"## {section.number} {escaped(section.heading)}"
        yield escaped(section.lead)
        if section.kind == AWARD:
            yield _weights(text)
        for entry in section.entries:
            yield from _entry(entry, text.language)
    if text.entries:
        yield f"## {escaped(text.annex_title)}"
        yield escaped(text.annex_lead)
        for entry in text.entries:
            yield from _advice(entry, text.language)


def _entry(entry: Entry, language: str) -> Iterator[str]:
    yield f"### {entry.number} {escaped(entry.name)}"
    yield f"> {marked(entry.requirement)}"
    labels: Pieces = (f"{entry.labels}. {entry.equivalents}",) if entry.labels else ()
    weight: Pieces = (words.weight_text(entry.weight_percent, language),) if entry.kind == AWARD else ()
    told = (
        ("weight", weight),
        ("documentation", entry.documentation),
        ("labels", labels),
        ("scoring", entry.scoring),
        ("follow_up", entry.follow_up),
        ("evidence", entry.evidence),
    )
    for name, pieces in told:
        if pieces:
            yield f"**{words.word(name, language)}:** {marked(pieces)}"
    if entry.note:
        yield f"*{escaped(entry.note)}*"
    yield f"`{entry.citation}`"


def _advice(entry: Entry, language: str) -> Iterator[str]:
    yield f"### {entry.number} {escaped(entry.name)}"
    advice = entry.advice
    told = (
        *(("verification", advice.verification), ("why", advice.why), ("caution", advice.caution)),
        *(("guidance", advice.guidance), ("already_law", advice.already_law), ("effect", advice.effect)),
        *(("sources", "; ".join(advice.sources)), ("status", advice.status)),
    )
    yield "\n".join(f"- **{words.word(name, language)}:** {escaped(shown)}" for name, shown in told if shown)


def _weights(text: TenderText) -> str:
    language = text.language
    rows = [tuple(words.word(name, language) for name in ("number", "name", "weight")), ("---", "---", "---:")]
    rows += [
        (number, escaped(name), escaped(words.weight_text(weight, language))) for number, name, weight in text.weights
    ]
    if text.weight_sum is not None:
        rows.append(("", words.word("sum", language), words.weight_text(text.weight_sum, language)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def marked(pieces: Pieces) -> str:
    """The text with its fields in bold; what is proposed stands in italics beside."""
    return "".join(_field(piece) if isinstance(piece, Field) else escaped(piece) for piece in pieces)


def _field(field: Field) -> str:
    shown = f"**{escaped(field.value or f'[{field.label}]')}**"
    return f"{shown} *({escaped(field.note)})*" if field.note else shown


def escaped(text: str) -> str:
    """The text so that no sign in it is taken for layout."""
    return LIST_START.sub(r"\1\\\2", SIGNS.sub(r"\\\1", text))
