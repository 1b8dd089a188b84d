"""Texts that point to the procurement documents: those that say nothing else, and those that send there for more."""

from __future__ import annotations

from functools import cache

from dugnad.wording.fold import composed, fold
from dugnad.wording.language import languages
from dugnad.wording.match import find_hits, tokens_of
from dugnad.wording.words import Vocabulary, vocabulary

LONGEST_POINTER = 1500
"""Code points; a longer text says more than where to look."""
LETTER = 1
REACH = 4
"""Words between "se" and the document it names."""


@cache
def _documents() -> Vocabulary:
    return vocabulary(tuple(languages()), "documents")


def refers_to_documents(text: str) -> bool:
    """Does the text send the reader to the documents for more, whatever else it says: "Kvalitet: se vedlegg 3".

    Then more may stand there than the notice shows. "Krav i konkurransegrunnlaget" alone sends nobody anywhere.
    """
    folded = fold(composed(text[:LONGEST_POINTER])[0])
    hits = find_hits(_documents(), folded, tokens_of(folded), 0)
    if any(hit.word.topic == "sentence" for hit in hits):
        return True
    references = {hit.last for hit in hits if hit.word.topic == "reference"}
    return any(
        hit.word.topic == "document" and not references.isdisjoint(range(hit.first - REACH, hit.last + REACH + 1))
        for hit in hits
    )


def points_to_documents(text: str) -> bool:
    """Does the text say nothing but that the criteria stand in the procurement documents.

    "Fremgår av konkurransegrunnlaget" does; "Miljø: se vedlegg 5" states a criterion and does not.
    """
    if not text or len(text) > LONGEST_POINTER:
        return False
    folded = fold(composed(text)[0])
    tokens = tokens_of(folded)
    hits = find_hits(_documents(), folded, tokens, 0)
    if not any(hit.word.topic in ("document", "sentence") for hit in hits):
        return False
    covered = {place for hit in hits for place in range(hit.first, hit.last + 1)}
    return all(
        index in covered or len(token.text) == LETTER or not token.text.isalpha() for index, token in enumerate(tokens)
    )
