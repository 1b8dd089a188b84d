"""Texts that state no criterion and only point to the procurement documents."""

from __future__ import annotations

from functools import cache

from dugnad.wording.fold import composed, fold
from dugnad.wording.language import languages
from dugnad.wording.match import find_hits, tokens_of
from dugnad.wording.words import Vocabulary, vocabulary

LONGEST_POINTER = 1500
"""Code points; a longer text says more than where to look."""
LETTER = 1


@cache
def _documents() -> Vocabulary:
    return vocabulary(tuple(languages()), "documents")


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
