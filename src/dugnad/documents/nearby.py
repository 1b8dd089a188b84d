"""Where the reasons for a claim may stand: beside it, and under headings, labels and in notes of reasons."""

from __future__ import annotations

from collections.abc import Sequence

from dugnad.documents.claims import CONTEXT
from dugnad.documents.found import FoundLot
from dugnad.documents.passage import Passage, Said
from dugnad.documents.phrases import finds, folded, patterns
from dugnad.documents.reasons import is_labelled

REACH = 3
"""How many paragraphs after a claim its reasons may begin where the heading speaks of something else."""


def nearby(everything: Sequence[Passage], sentences: Sequence[Said], claim: Said, lot: FoundLot) -> list[Said]:
    """The sentences where the claim's reasons may stand: its section, sections and notes of reasons."""
    home = everything[claim.passage]
    is_about = finds(patterns("offered", "section"), home.heading)
    found = []
    for one in sentences:
        passage = everything[one.passage]
        if one.lots and lot.id and lot.id not in one.lots:
            continue
        is_here = passage.section == home.section and _is_beside(passage, home, one.passage - claim.passage, is_about)
        if is_here or _is_of_reasons(passage, is_next=passage.section == home.section + 1):
            found.append(one)
    return found


def _is_beside(passage: Passage, home: Passage, distance: int, is_about: bool) -> bool:
    if home.row and passage.row == home.row:
        return True
    if passage.row:
        return is_labelled(passage.label) or is_labelled(passage.text[:25])
    return not home.row and (is_about or -1 <= distance <= REACH)


def _is_of_reasons(passage: Passage, *, is_next: bool) -> bool:
    """Does the passage stand under a heading of reasons, or call itself reasons for climate or environment."""
    if is_labelled(passage.heading):
        return is_next or CONTEXT.search(folded(passage.heading)) is not None
    is_own = is_labelled(passage.text[:40]) or is_labelled(passage.label) or passage.kind == "note"
    return is_own and CONTEXT.search(folded(f"{passage.label} {passage.text}")) is not None
