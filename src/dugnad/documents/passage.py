"""A document as passages in reading order: each paragraph and each cell, under its heading and for its lots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dugnad.documents.document import Block, Document, Part, Place, Row, Table
from dugnad.documents.found import FoundLot, Quote
from dugnad.documents.phrases import folded
from dugnad.documents.sentences import Sentence, sentences

SKIPPED = frozenset({"header", "footer", "contents"})
SHORTEST_TITLE = 6
LOT_WORD = r"(?:del(?:kontrakt|avtale|leveranse|oppdrag|anskaffelse)?|lot|parsell|kontrakt|område|pakke)"
NUMBERS = r"(\d{1,2}|[a-h])((?:\s*(?:,|og|and|eller|or|–|-|&)\s*\d{1,2}(?!\d|\s*%|\.\d))*)"
NAMED_LOTS = re.compile(rf"(?<![\w§])(?:{LOT_WORD})\s+(?:nr\.?\s*)?{NUMBERS}(?![\w%.]\d|\w)", re.IGNORECASE)
ALL_LOTS = re.compile(r"\b(?:alle|samtlige|all|every|begge)\s+(?:del\w*|lots?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a cell's paragraph, with what it is said of."""

    text: str
    place: Place
    section: int
    """Passages with the same number stand under the same heading."""
    heading: str
    label: str = ""
    """Of a cell: the text that heads its row."""
    row: int = 0
    """Cells of one row share it; 0 outside tables."""
    cuts: tuple[int, ...] = ()
    kind: str = "paragraph"

    def quote(self, start: int, end: int) -> Quote:
        """These words, kept on one side of every page break: the longer side."""
        edges = [start, *(cut for cut in self.cuts if start < cut < end), end]
        first, last = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
        return Quote(text=" ".join(self.text[first:last].split()), place=self.place)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a passage, and the lots that it is said of (empty: of all that claim nothing themselves)."""

    passage: int
    sentence: Sentence
    lots: frozenset[str]


def passages(documents: Sequence[Document]) -> list[Passage]:
    """Everything that is said, in order; page headers, footers and tables of contents left out."""
    return list(_passages(documents))


def _passages(documents: Sequence[Document]) -> Iterator[Passage]:
    section, rows = 0, 0
    for document in documents:
        section += 1
        heading = ""
        for part in document.parts:
            if isinstance(part, Table):
                for row in part.rows:
                    rows += 1
                    yield from _cells(row, rows, section, heading)
            elif part.kind == "heading":
                section += 1
                heading = part.text
            elif part.kind not in SKIPPED:
                if _is_plain_heading(part):
                    section += 1
                    heading = part.text
                yield Passage(part.text, part.place, section, heading, cuts=part.cuts, kind=part.kind)


def _is_plain_heading(part: Part) -> bool:
    """A short numbered line without a full stop, where the reader could not tell that it is a heading."""
    if not isinstance(part, Block) or part.kind != "paragraph" or len(part.text) > 90:  # noqa: PLR2004
        return False
    numbered = re.match(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-ZÆØÅ§]", part.text)
    return numbered is not None and part.text[-1] not in ".:;,!?"


def _cells(row: Row, number: int, section: int, heading: str) -> Iterator[Passage]:
    label = " ".join(row.cells[0].split()) if row.cells else ""
    for at, cell in enumerate(row.cells):
        for text in cell.split("\n"):
            if text.strip():
                yield Passage(text.strip(), row.place, section, heading, label if at else "", number, kind="cell")


def said(everything: Sequence[Passage], lots: Sequence[FoundLot]) -> list[Said]:
    """Every sentence with the lots it is said of: named in it, before it in its paragraph, row or section, or above."""
    found: list[Said] = []
    section, row, lasting, heading_lots = -1, -1, frozenset[str](), frozenset[str]()
    for index, passage in enumerate(everything):
        if passage.section != section:
            heading_lots = named_lots(passage.heading, lots)
            section, lasting = passage.section, heading_lots
        if passage.row != row or not passage.row:
            row = passage.row
            lasting = named_lots(passage.label, lots) or (lasting if not passage.row else heading_lots)
        for sentence in sentences(passage.text):
            if ALL_LOTS.search(sentence.text):
                lasting = frozenset()
            lasting = named_lots(sentence.text, lots) or lasting
            found.append(Said(index, sentence, lasting))
    return found


def named_lots(text: str, lots: Sequence[FoundLot]) -> frozenset[str]:
    """The lots that a text names by number, letter or title; none where there is one lot only."""
    if len(lots) < 2 or not text:  # noqa: PLR2004
        return frozenset()
    numbers = set()
    for hit in NAMED_LOTS.finditer(text):
        numbers |= {hit.group(1).lower(), *re.findall(r"\d+", hit.group(2))}
    low = folded(text)
    found = set()
    for position, lot in enumerate(lots, 1):
        title = folded(lot.title)
        own = {_number(lot.id) or str(position), chr(ord("a") + position - 1)}
        if own & numbers or (len(title) >= SHORTEST_TITLE and title in low):
            found.add(lot.id)
    return frozenset(found)


def _number(identifier: str) -> str:
    digits = re.findall(r"\d+", identifier)
    return str(int(digits[-1])) if digits and int(digits[-1]) else ""
