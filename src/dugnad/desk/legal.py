"""Does an answer say what the law is? What in its text points to a rule or a decision, so that somebody asks first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dugnad.desk.reference import references_in

OF_LAW = frozenset({"law", "case"})
"""Kinds of references, and of pages that a question is asked from, that are about the law."""
PARAGRAPH = re.compile(r"§+\s*(\d+(?:[-\u2010-\u2013]\d+)?(?:\s?[a-z]\b)?)", re.IGNORECASE)
NAMED = re.compile(
    r"\b(?:KOFA|klagenemnd\w*|anskaffelses(?:lov|forskrift)\w*|innkjøpslov\w*|anskaffings(?:lov|forskrift)\w*"
    r"|Public Procurement Act|procurement regulations?)\b",
    re.IGNORECASE,
)


def points_to_law(text: str) -> frozenset[str]:
    """What in the text points to the law: references, paragraphs, and the law's or the complaints board's name."""
    references = {str(one) for one in references_in(text) if one.kind in OF_LAW}
    paragraphs = {"§" + re.sub(r"[\s\u2010-\u2013-]+", "-", found).lower() for found in PARAGRAPH.findall(text)}
    return frozenset(references | paragraphs | {found.lower() for found in NAMED.findall(text)})


def own_law(text: str, read: Iterable[str]) -> frozenset[str]:
    """What the text says of the law beyond the answers it cites, which a second person has read (`read`: their texts).

    A law's name alone says nothing new beside an answer that is cited.
    """
    told = frozenset[str]().union(*(points_to_law(one) for one in read))
    found = points_to_law(text) - told
    return frozenset(one for one in found if ":" in one or one.startswith("§")) if told else found
