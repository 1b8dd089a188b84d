"""Evidence that a duty is taken care of outside the social clauses, and whether the contract itself was read.

A missing clause is told only where it is missing indeed: a tax certificate is asked for among the qualifications, a
sanction stands under the clause it belongs to, and much stands in a contract draft that may not be among the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from dugnad.documents.clauses import find_sanctions
from dugnad.documents.document import Block, Document, Place, Table
from dugnad.documents.found import Clause, Quote
from dugnad.documents.sentences import sentences
from dugnad.documents.wordlist import check_word_lists, words
from dugnad.errors import ContentError
from dugnad.law.purchase import ClauseType
from dugnad.wording.fold import fold

TYPES: tuple[ClauseType, ...] = ("tax", "accessibility")


def find_evidence(documents: Sequence[Document]) -> tuple[Clause, ...]:
    """The first words of each kind that show a duty taken care of: tax, accessibility, sanctions."""
    found: dict[ClauseType, Clause] = {}
    for clause in find_sanctions(documents)[:1]:
        found[clause.type] = clause
    for text, place in (piece for document in documents for piece in _pieces(document)):
        for kind in TYPES:
            if kind not in found and words("evidence", "types", kind, "words").search(fold(text)):
                found[kind] = Clause(type=kind, quote=Quote(text=text, place=place))
    return tuple(found.values())


def missing_contract(documents: Sequence[Document]) -> Quote | None:
    """The words that point to a contract or annex that is not among the files."""
    names = words("evidence", "contract", "names")
    if len(documents) > 1 and any(names.search(_name(document)) for document in documents):
        return None
    enclosed, attached = words("evidence", "contract", "enclosed"), words("evidence", "contract", "attached")
    for text, place in (piece for document in documents for piece in _pieces(document)):
        folded = fold(text)
        if enclosed.search(folded) and attached.search(folded):
            return Quote(text=text, place=place)
    return None


def _name(document: Document) -> str:
    return fold(PurePath(document.file).stem).replace("_", " ").replace("-", " ")


def _pieces(document: Document) -> Iterator[tuple[str, Place]]:
    """Sentences of the running text and of table cells; contents, headers and footers say nothing of their own."""
    for part in document.parts:
        if isinstance(part, Table):
            for row in part.rows:
                yield from ((" ".join(cell.split()), row.place) for cell in row.cells if cell)
        elif isinstance(part, Block) and part.kind not in {"contents", "header", "footer", "heading"}:
            yield from ((one.text, part.place) for one in sentences(part.text))


def check_document_words() -> list[ContentError]:
    """Every fault in the word lists that documents are read by."""
    return check_word_lists("sections", "requirements", "binding", "clauses", "evidence")
