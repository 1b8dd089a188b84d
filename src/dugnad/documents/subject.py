"""Is a sentence about climate and environment: by the words of criteria, and by those of requirements."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from dugnad.documents.wordlist import words
from dugnad.law.facts import Certainty
from dugnad.wording.fold import fold
from dugnad.wording.read import read_text

Heading = Literal["environment", "mixed", "other"]
DIVIDED = re.compile(r"(?<=\w)- (?=[a-zæøå])(?!(?:og|eller|and|or|samt)\b)")
"""A word divided at the end of a line, and not "klima- og miljø"."""


def whole_words(text: str) -> str:
    """The text with divided words joined, for reading only."""
    return DIVIDED.sub("", text)


@lru_cache(maxsize=4096)
def environment_of(text: str, language: str = "", heading: Heading = "other") -> Certainty:
    """How sure it is that the sentence is about the environment, below a heading that is so wholly, partly or not."""
    folded = _without(fold(whole_words(text)), "never")
    if not folded.strip():
        return "none"
    told = words("requirements", "certain").search(folded) is not None
    verdict = "certain" if told else _by_criteria(folded, language)
    if verdict == "certain":
        return "none" if _is_tidying(folded) else "certain"
    may_be = words("requirements", "doubtful").search(folded)
    if heading != "other" and (may_be or verdict == "doubtful"):
        return "certain"
    if heading == "environment":
        return "doubtful"
    if may_be and not (_is_part(may_be.group()) and words("requirements", "promised").search(folded)):
        return "doubtful"
    return "none"


def _by_criteria(folded: str, language: str) -> Certainty:
    """What the words of criteria say; a certificate of the supplier is doubtful (KOFA 2025/0999)."""
    verdict = read_text(language, "", folded)
    if verdict.environment == "certain" and verdict.topic == "management-system":
        return "doubtful"
    return verdict.environment


def _without(folded: str, key: str) -> str:
    """The text with these words blanked out."""
    for found in words("requirements", key).found(folded):
        folded = folded[: found.start()] + " " * (found.end() - found.start()) + folded[found.end() :]
    return folded


def _is_tidying(folded: str) -> bool:
    """Is it only said that waste is taken away?"""
    if words("requirements", "tidying").search(folded) is None:
        return False
    return words("requirements", "more_than_tidying").search(folded) is None


def _is_part(words_found: str) -> bool:
    return "reservedel" in words_found or "spare part" in words_found
