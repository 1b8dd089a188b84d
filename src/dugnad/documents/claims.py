"""Which path of the climate and environment rule a sentence claims for this purchase; telling the rule is no claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, cast

from dugnad.documents.found import Path
from dugnad.documents.phrases import finds, folded, patterns, vocabulary

Claimed = Path | Literal["exempt", "left-out"]
ORDER: tuple[Path, ...] = (
    "exempt-national-minimum", "exempt-critical-interest", "exempt-insignificant", "combination", "spec",
)  # fmt: skip
CONTEXT = re.compile(
    r"klima|milj[øo]|gr[øo]nn|b[æe]rekraft|utslipp|utslepp|climate|environment|7\s*[-–‑]\s*[69]\b|\b5\s?[bc]\b|30\s*(?:%|pro|per)|tretti"
)
OUR_DOING = re.compile(r"\b(?:vi|kommunen|oppdragsgiver|oppdragsgivar|oppdragsgjevar|we|valgt|vald|derfor|difor)\b")


def claimed(sentence: str, *, around: str, before: str = "") -> Claimed | None:
    """The path that this sentence claims.

    `around`: its paragraph and heading, which may say what it is about; `before`: the sentence before it, which may
    name what it calls "it".
    """
    low = folded(sentence)
    if not CONTEXT.search(low) and not _is_about(around):
        return None
    path = _path(low)
    if path is None and before and finds(patterns("by_pronoun"), low):
        path = _path(folded(f"{before} {sentence}"))
    if path is not None and path.startswith("exempt-") and finds(patterns("demanded"), low):
        return None
    return None if path is None or _is_no_claim(low) else path


@lru_cache(maxsize=8)
def _is_about(around: str) -> bool:
    """Asked again for every sentence of a paragraph."""
    return CONTEXT.search(folded(around)) is not None


def _path(low: str) -> Claimed | None:
    paths = [path for path in ORDER if finds(patterns("claims", path), low)]
    if paths:
        return _of_several(paths, low)
    if finds(patterns("exempt"), low):
        return "exempt"
    if finds(patterns("left_out"), low):
        return "left-out"
    return "weight" if finds(patterns("weight"), low) else None


def _is_no_claim(low: str) -> bool:
    return finds(patterns("conditional"), low) or finds(patterns("denied"), low) or finds(patterns("others"), low)


def _of_several(paths: Sequence[Path], low: str) -> Path:
    """An exemption outdoes requirements; requirements that replace outdo a combination that is not named as such."""
    exemptions = [path for path in paths if path.startswith("exempt-")]
    if exemptions:
        return exemptions[0]
    is_named = re.search(r"kombin|combin", low) is not None
    if "combination" in paths and ("spec" not in paths or is_named):
        return "combination"
    return paths[0] if "spec" not in paths else "spec"


def meant(texts: Sequence[str]) -> Path | None:
    """Which exemption a general claim means, by the words of its section; None where they do not tell."""
    whole = folded(" ".join(texts))
    for path in vocabulary()["meant"]:
        if finds(patterns("meant", path), whole):
            return cast("Path", path)
    return None
