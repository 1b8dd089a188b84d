"""The pieces that requirements and clauses come in: a paragraph, a list item, a cell of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dugnad.documents.binding import Binding
from dugnad.documents.document import Block, Document, Place
from dugnad.documents.sections import Section, Standing
from dugnad.documents.subject import Heading
from dugnad.documents.wordlist import words
from dugnad.wording.fold import fold

ENGLISH = re.compile(r"\b(?:the|shall|and|of|be)\b")
NORWEGIAN = re.compile(r"\b(?:skal|og|av|som|er|må|til)\b")
BLOCKS_FOR_LANGUAGE = 60
SHORT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One piece of text that may hold requirements."""

    text: str
    place: Place
    section: Section
    headings: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()
    is_item: bool = False
    lead: str = ""
    """The words that lead to a list item ("Leverandøren skal:")."""
    is_whole: bool = False
    """Is it quoted as one: an item or a cell?"""
    code: Binding | None = None
    """What the code of its row says."""
    is_requirement_cell: bool = False
    """Does it stand in the column of the requirements, so that it asks also without a word for that?"""
    lot_cell: str = ""
    row_label: str = ""
    """What the row is about ("Transport", "Miljø")."""

    @classmethod
    def of_block(cls, block: Block, standing: Standing) -> Unit:
        return cls(
            text=block.text, place=block.place, section=standing.section, headings=standing.headings, cuts=block.cuts
        )

    def as_item(self, lead: str) -> Unit:
        """The same as an item of a list, with the words that lead to the list."""
        return replace(self, lead=lead, is_whole=True, is_item=True)

    @property
    def is_asked_for(self) -> bool:
        """Does the nearest heading, or what leads to the list, ask for what the list names ("Miljøkrav")?"""
        asking = words("binding", "asks")
        return any(asking.search(fold(text)) is not None for text in (*self.headings[-1:], self.lead) if text)

    @property
    def about(self) -> Heading:
        """Are the nearest headings, the row or the words that lead to it about climate and environment?"""
        told = {heading_about(text) for text in (*self.headings[-1:], self.row_label, self.lead) if text}
        if self.headings[:-1] and "environment" not in told:
            told.add(_inherited(heading_about(self.headings[-2]), self.headings[-1]))
        return "environment" if "environment" in told else "mixed" if "mixed" in told else "other"

    @property
    def heading_binding(self) -> Binding | None:
        """What a heading says of the force of what stands below ("Bør-krav", "Absolutte krav")."""
        for text in reversed(self.headings):
            folded = fold(text)
            for kind in ("wish", "binding"):
                if words("binding", "headings", kind).search(folded):
                    return "wish" if kind == "wish" else "binding"
        return None

    def uncut(self, start: int, end: int) -> tuple[int, int]:
        """The longest stretch of a span that no page or column break cuts."""
        edges = [start, *(cut for cut in self.cuts if start < cut < end), end]
        spans = list(pairwise(edges))
        return max(spans, key=lambda span: span[1] - span[0])


def leads(text: str) -> bool:
    """Does a paragraph lead to a list?"""
    return text.rstrip().endswith(":") or (
        len(text) < SHORT and words("binding", "leads").search(fold(text)) is not None
    )


@lru_cache(maxsize=1000)
def heading_about(text: str) -> Heading:
    """Is a heading, or the label of a row, about climate and environment, with something else beside it, or not?"""
    folded = fold(text)
    if words("requirements", "never").search(folded) or not words("requirements", "heading").search(folded):
        return "other"
    known = words("requirements", "heading_words")
    rest = [word for word in re.findall(r"[^\W\d_]+", folded) if len(word) > 1 and not known.is_all(word)]
    return "mixed" if rest else "environment"


def _inherited(above: Heading, nearest: str) -> Heading:
    """What the heading above says of the text: less where the nearest one goes over to something else."""
    divides = words("requirements", "topics").search(fold(nearest)) is not None
    return "mixed" if above == "environment" and not divides else above


def language_of(document: Document) -> str:
    """The document's language for reading: as told, else by its small words; Norwegian where none tells."""
    if document.language:
        return document.language
    text = " ".join(part.text for part in document.parts[:BLOCKS_FOR_LANGUAGE] if isinstance(part, Block)).lower()
    return "eng" if len(ENGLISH.findall(text)) > len(NORWEGIAN.findall(text)) else "nob"
