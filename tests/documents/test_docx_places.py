"""Every quote that the shared truth files name is found at the place that they name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dugnad.documents.document import Document, Table
from dugnad.documents.read import read_document


def test_every_quote_of_the_shared_word_documents_stands_at_its_place(shared: Path) -> None:
    missing: list[tuple[str, str, str]] = []
    count = 0

    for path in sorted((shared / "tenders").glob("*.docx")):
        document = read_document(path.read_bytes(), file=path.name)
        for quote, place in quotes(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))):
            count += 1
            if place not in places(document, " ".join(quote.split())):
                missing.append((path.name, quote, place))

    assert missing == []
    assert count > 100


def test_language_of_the_shared_word_documents_is_told(shared: Path) -> None:
    paths = sorted((shared / "tenders").glob("*.docx"))

    told = {path.name: read_document(path.read_bytes(), file=path.name).language for path in paths}

    truth = {path.name: json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["language"] for path in paths}
    assert told == truth


def quotes(node: Any) -> Iterator[tuple[str, str]]:
    """Every quote with its place; a place under no heading is written without it."""
    if isinstance(node, dict):
        if node.get("quote") and node.get("page_or_paragraph"):
            yield node["quote"], node["page_or_paragraph"].replace(" (under «»)", "")
        for value in node.values():
            yield from quotes(value)
    elif isinstance(node, list):
        for value in node:
            yield from quotes(value)


def places(document: Document, quote: str) -> set[str]:
    """Where the words stand."""
    rows = [row for part in document.parts if isinstance(part, Table) for row in part.rows]
    found = {str(row.place) for row in rows if quote in " ".join(" ".join(row.cells).split())}
    return found | {str(part.place) for part in document.parts if not isinstance(part, Table) and quote in part.text}
