"""How much of a document facts are read from: whatever it holds, reading it ends.

Ordinary tenders are far below every bound. A long paragraph is divided at a sentence's end and loses nothing; what
stands beyond the other bounds is not read, and a remark says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dugnad.documents.document import Block, Document, Part, Place, Remark, Row, Table

MOST_TEXT = 1_500_000
"""Characters of all documents together: some 400 dense pages."""
MOST_PARTS = 12_000
MOST_ROWS = 6_000
"""Of all tables together."""
MOST_ROWS_OF_ONE = 600
MOST_CELLS = 40_000
LONGEST_TEXT = 4_000
"""Of a paragraph that is read as one."""
LONGEST_CELL = 3_000
LONGEST_SENTENCE = 1_000
"""Looked through for its end."""


@dataclass(slots=True)
class Budget:
    """What may still be read."""

    text: int = MOST_TEXT
    parts: int = MOST_PARTS
    rows: int = MOST_ROWS
    cells: int = MOST_CELLS

    @property
    def is_spent(self) -> bool:
        return min(self.text, self.parts, self.rows, self.cells) <= 0


def bounded(documents: Sequence[Document]) -> list[Document]:
    """The documents as far as facts are read from them; one that is cut says where."""
    budget = Budget()
    return [_bounded(document, budget) for document in documents]


def _bounded(document: Document, budget: Budget) -> Document:
    cuts: list[Place] = []
    parts: list[Part] = []
    for part in document.parts:
        if budget.is_spent:
            cuts.append(part.place)
            break
        parts += [_table(part, budget, cuts)] if isinstance(part, Table) else _blocks(part, budget, cuts)
    if not cuts:
        return document if len(parts) == len(document.parts) else replace(document, parts=tuple(parts))
    message = f"{document.file}: {cuts[0]}: the document is longer than facts are read from. Split it."
    remark = Remark(code="truncated", message=message, place=cuts[0])
    return replace(document, parts=tuple(parts), remarks=(*document.remarks, remark))


def _blocks(block: Block, budget: Budget, cuts: list[Place]) -> Iterator[Block]:
    """The paragraph, in pieces where it is long."""
    text = block.text
    if len(text) > budget.text:
        cuts.append(block.place)
        text = text[: budget.text]
    budget.text -= len(text)
    budget.parts -= 1
    if len(text) <= LONGEST_TEXT and text is block.text:
        yield block
        return
    for start, end in _divided(text):
        inside = tuple(cut - start for cut in block.cuts if start < cut < end)
        yield replace(block, text=text[start:end], cuts=inside)


def _divided(text: str) -> Iterator[tuple[int, int]]:
    """Pieces that end where a sentence does, else between two words."""
    start = 0
    while len(text) - start > LONGEST_TEXT:
        last = start + LONGEST_TEXT
        found = max(text.rfind(sign, last - LONGEST_SENTENCE, last) for sign in (". ", "? ", "! ", "\n"))
        end = found + 1 if found > 0 else max(text.rfind(" ", last - LONGEST_SENTENCE, last), 0)
        end = end or last
        yield start, end
        start = end + (text[end : end + 1] == " ")
    if start < len(text):
        yield start, len(text)


def _table(table: Table, budget: Budget, cuts: list[Place]) -> Table:
    """The table's first rows, its cells' first words."""
    rows: list[Row] = []
    for row in table.rows:
        if len(rows) >= MOST_ROWS_OF_ONE or budget.is_spent:
            cuts.append(row.place)
            break
        cells = tuple(cell[: min(LONGEST_CELL, max(budget.text, 0))] for cell in row.cells)
        if cells != row.cells:
            cuts.append(row.place)
            row = replace(row, cells=cells)  # noqa: PLW2901
        budget.text -= sum(map(len, cells))
        budget.rows -= 1
        budget.cells -= len(cells)
        rows.append(row)
    budget.parts -= 1
    return table if len(rows) == len(table.rows) and not cuts else replace(table, rows=tuple(rows))
