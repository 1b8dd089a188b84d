"""How much of a reading stands word for word in what pdftotext gives of the same file."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from dugnad.documents.document import Document, Table


def squashed(text: str) -> str:
    return " ".join(text.split())


def shown_text(raw: bytes) -> str:
    """The file's text as pdftotext gives it, white space collapsed; the test is skipped where there is none."""
    command = shutil.which("pdftotext")
    if command is None:
        pytest.skip("pdftotext is not installed: nothing to compare quotes with")
    return squashed(subprocess.run([command, "-", "-"], input=raw, capture_output=True, check=True).stdout.decode())


def pieces(document: Document) -> Iterator[str]:
    """Every text that a quote may be taken of: blocks between their cuts, paragraphs of cells."""
    for part in document.parts:
        if isinstance(part, Table):
            yield from (text for row in part.rows for cell in row.cells for text in cell.split("\n") if text)
        else:
            yield from (part.text[start:end].strip() for start, end in pairwise((0, *part.cuts, len(part.text))))


def not_verbatim(document: Document, raw: bytes) -> list[str]:
    """Pieces that pdftotext does not give in one run. It drops a hyphen at a line end, which others keep."""
    shown = shown_text(raw)
    return [piece for piece in pieces(document) if piece not in shown and re.sub(r"(?<=\w)- ", "", piece) not in shown]


def quotes(truth: Any) -> Iterator[tuple[str, str]]:
    """Every quote in a truth file, with its page where one is given."""
    if isinstance(truth, dict):
        for key, value in truth.items():
            if key.endswith("quote") and isinstance(value, str):
                yield squashed(value), truth.get("page_or_paragraph", "")
            else:
                yield from quotes(value)
    elif isinstance(truth, list):
        for value in truth:
            yield from quotes(value)


def places(document: Document, quote: str) -> set[str]:
    """The pages of the blocks and cells that hold the quote."""
    found = set()
    for part in document.parts:
        texts = [(cell, row.place) for row in part.rows for cell in row.cells] if isinstance(part, Table) else [
            (part.text, part.place)
        ]  # fmt: skip
        found |= {str(place) for text, place in texts if quote in squashed(text)}
    return found
