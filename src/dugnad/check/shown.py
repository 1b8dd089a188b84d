"""The documents' own text as a page shows it: part by part, the quoted words marked for a finding to jump to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dugnad.check.checking import Checked
from dugnad.documents.document import Block, Document, Table
from dugnad.documents.found import Procurement, Quote

LANGUAGE_TAGS = {"nob": "nb", "nno": "nn", "eng": "en"}
MOST_PARTS = 6000
"""More parts than this are not shown; the page says so."""


def documents_as_dict(checked: Checked) -> list[dict[str, Any]]:
    """Every document read: {"file", "media", "parts", "is_cut"}; a part has id, kind, level, label, and text or rows.

    A text is a list of pieces {"text", "mark"}; `mark` is null, or what the words were read as (criterion,
    environment, requirement, wish, clause, reasons, contradiction).
    """
    quotes = list(_quotes(checked.procurement)) if checked.procurement else []
    return [_document(number, document, quotes) for number, document in enumerate(checked.documents)]


def anchor_of(documents: Sequence[Document], quote: Quote) -> str:
    """The id of the shown part where the quote stands; empty where it is not shown."""
    words = " ".join(quote.text.split())
    for number, document in enumerate(documents):
        if document.file != quote.place.file:
            continue
        for position, part in enumerate(document.parts[:MOST_PARTS]):
            if isinstance(part, Table):
                for count, row in enumerate(part.rows):
                    if str(row.place) == str(quote.place) and any(
                        words in " ".join(cell.split()) for cell in row.cells
                    ):
                        return f"d{number}-{position}-{count}"
            elif str(part.place) == str(quote.place) and words in " ".join(part.text.split()):
                return f"d{number}-{position}"
    return ""


def _quotes(procurement: Procurement) -> Iterator[tuple[str, Quote]]:
    for lot in procurement.lots:
        yield from (("criterion" if one.environment == "none" else "environment", one.quote) for one in lot.criteria)
    for departure in (*(lot.departure for lot in procurement.lots), procurement.departure):
        yield from (("reasons", quote) for quote in (departure.claim_quote, departure.reasons_quote) if quote)
    yield from (("requirement" if one.is_binding else "wish", one.quote) for one in procurement.requirements)
    yield from (("clause", one.quote) for one in procurement.clauses)
    yield from (("contradiction", quote) for one in procurement.contradictions for quote in one.quotes)


def _document(number: int, document: Document, quotes: list[tuple[str, Quote]]) -> dict[str, Any]:
    own = [(mark, quote) for mark, quote in quotes if quote.place.file == document.file]
    parts = []
    for position, part in enumerate(document.parts[:MOST_PARTS]):
        told: dict[str, Any] = {"id": f"d{number}-{position}", "place": str(part.place)}
        if isinstance(part, Table):
            rows = [
                {
                    "id": f"d{number}-{position}-{count}",
                    "is_header": row.is_header,
                    "cells": [pieces(cell, _here(own, row.place)) for cell in row.cells],
                }
                for count, row in enumerate(part.rows)
            ]
            told |= {"kind": "table", "rows": rows}
        else:
            told |= _block(part, own)
        parts.append(told)
    return {
        "file": document.file,
        "media": document.media,
        "lang": LANGUAGE_TAGS.get(document.language, ""),
        "parts": parts,
        "is_cut": len(document.parts) > MOST_PARTS,
        "is_readable": document.is_readable,
    }


def _block(block: Block, quotes: list[tuple[str, Quote]]) -> dict[str, Any]:
    shown = pieces(block.text, _here(quotes, block.place))
    return {"kind": block.kind, "level": block.level, "label": block.label, "text": shown}


def _here(quotes: list[tuple[str, Quote]], place: object) -> list[tuple[str, str]]:
    return [(mark, quote.text) for mark, quote in quotes if str(quote.place) == str(place)]


def pieces(text: str, quotes: list[tuple[str, str]]) -> list[dict[str, str | None]]:
    """The text cut into pieces, each marked or not; where quotes overlap the first one keeps the words."""
    collapsed = (
        " ".join(text.split()) if "\n" not in text else "\n".join(" ".join(line.split()) for line in text.split("\n"))
    )
    flat = collapsed.replace("\n", " ")
    marks: list[str | None] = [None] * len(collapsed)
    for mark, quote in quotes:
        words = " ".join(quote.split())
        start = flat.find(words)
        if words and start >= 0 and not any(marks[start : start + len(words)]):
            marks[start : start + len(words)] = [mark] * len(words)
    shown: list[dict[str, str | None]] = []
    for letter, mark_here in zip(collapsed, marks, strict=True):
        if shown and shown[-1]["mark"] == mark_here:
            shown[-1]["text"] = f"{shown[-1]['text']}{letter}"
        else:
            shown.append({"text": letter, "mark": mark_here})
    return shown
