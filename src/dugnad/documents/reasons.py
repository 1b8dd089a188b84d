"""Reasons for a departure: are facts of this purchase printed, or are the rule's words said once more.

A sentence is weighed by what is left of it when the rule's own words and words that fit any purchase are taken away:
a figure or a word of method (market dialogue, calculation) counts double.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from dugnad.documents.claims import CONTEXT
from dugnad.documents.found import Path, Quote, Requirement
from dugnad.documents.passage import Passage, Said
from dugnad.documents.phrases import Pattern, compiled, finds, folded, patterns, vocabulary
from dugnad.wording.statement import invoked_path, only_repeats_rule

ENOUGH = 3
SHORTEST_CONTENT = 4
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PLACED = re.compile(
    r"(?:§+\s*[\d\-–]+\s?[a-z]?|(?:ledd|kapittel|kap\.?|punkt|pkt\.?|avsnitt|section|chapter|paragraph|clause|vedlegg|"
    r"annex|appendix|bilag|del|lot|krav|requirements?|nr\.?|forskrift|lov)\s*(?:nr\.?\s*)?[\d.,\-–]+"
    r"(?:\s*(?:,|og|and|til|to|–|-)\s*[\d.]+)*|\b\d{1,2}\.\s?(?:januar|februar|mars|april|mai|juni|juli|august|"
    r"september|oktober|november|desember)(?:\s\d{4})?|\b[rmk]\d{1,2}\b|\bcpv\b|\b\d{8}(?:-\d)?\b|\b30\s*(?:%|prosent|per\s?cent))",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d|\b(?:halvparten|dobbel|to|tre|fire|fem|seks|four|five|six|seven|eight|ten|twelve|half)\b")


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is printed as reasons for a departure."""

    kind: Literal["given", "repeats-the-rule", "none"] = "none"
    quote: Quote | None = None
    texts: tuple[str, ...] = ()
    weight: int = 0


@dataclass(slots=True)
class _Stretch:
    """The reason sentences of one passage, from the first to the last."""

    passage: int
    start: int
    end: int
    weight: int = 0
    texts: list[str] = field(default_factory=list)


def find_reasons(
    everything: Sequence[Passage],
    sentences: Sequence[Said],
    claim: Said | None,
    *,
    requirements: Sequence[Requirement] = (),
    path: Path = "spec",
) -> Reasons:
    """The reasons among these sentences (those of the claim's section or of a section of reasons, in order)."""
    demanded = {folded(requirement.quote.text) for requirement in requirements}
    is_spec = path in {"spec", "combination"}
    stretches: list[_Stretch] = []
    for one in sentences:
        passage, text = everything[one.passage], one.sentence.text
        if _is_demand(text, demanded):
            continue
        if claim is not None and one == claim:
            worth = _worth_of_claim(text)
            if worth and path != "exempt-national-minimum":
                _add(stretches, one, worth)
            continue
        goes_on = bool(stretches) and stretches[-1].passage == one.passage
        is_at_claim = claim is not None and claim.passage == one.passage and one.sentence.start > claim.sentence.start
        if _is_offered(passage, text, goes_on=goes_on, is_at_claim=is_at_claim, is_spec=is_spec):
            _add(stretches, one, content(text))
    found = _verdict(everything, stretches, claim)
    if found.kind == "none" and claim is not None and is_spec and _says_why(claim.sentence.text):
        quote = everything[claim.passage].quote(claim.sentence.start, claim.sentence.end)
        return Reasons("repeats-the-rule", quote, (claim.sentence.text,))
    return found


def _worth_of_claim(text: str) -> int:
    """A claim that says why, or goes on after a colon, is a reason as well."""
    if _says_why(text):
        return content(text)
    _, _, after = text.partition(": ")
    worth = content(after)
    return worth if worth >= ENOUGH and invoked_path(after) is None else 0


def _add(stretches: list[_Stretch], one: Said, worth: int) -> None:
    if not stretches or stretches[-1].passage != one.passage:
        stretches.append(_Stretch(one.passage, one.sentence.start, one.sentence.end))
    stretch = stretches[-1]
    stretch.end = one.sentence.end
    stretch.weight += worth
    stretch.texts.append(one.sentence.text)


def _verdict(everything: Sequence[Passage], stretches: Sequence[_Stretch], claim: Said | None) -> Reasons:
    texts = tuple(text for stretch in stretches for text in stretch.texts)
    if not stretches:
        return Reasons()
    best = max(stretches, key=lambda stretch: stretch.weight)
    quote = everything[best.passage].quote(best.start, best.end)
    total = sum(stretch.weight for stretch in stretches)
    if total >= ENOUGH:
        return Reasons("given", quote, texts, total)
    offered = [text for text in texts if (claim is None or text != claim.sentence.text) and _is_offer(text)]
    return Reasons("repeats-the-rule", quote, texts, total) if offered or claim is None else Reasons()


def _is_offer(text: str) -> bool:
    """Is the sentence, empty as it may be, said as a reason."""
    return is_labelled(text[:40]) or _says_why(text) or invoked_path(text) is not None


def _is_offered(passage: Passage, text: str, *, goes_on: bool, is_at_claim: bool, is_spec: bool) -> bool:  # noqa: PLR0911 - one per sign
    """Is the sentence said as a reason: by its label, its own words, its section, or the sentence before."""
    if finds(patterns("others"), text) or finds(patterns("no_reason", "deferred"), text):
        return False
    if is_labelled(passage.label) or is_labelled(passage.text[:40]) or is_labelled(text[:40]):
        return True
    says_why, is_method = _says_why(text), finds(patterns("method"), text)
    is_topical = CONTEXT.search(folded(text)) is not None or invoked_path(text) is not None
    if finds(patterns("no_reason", "scoring"), text) and not ((says_why or is_method) and is_topical):
        return False
    if says_why or goes_on:
        return True
    if finds(patterns("no_reason", "demands"), text) or (is_spec and finds(patterns("no_reason", "needs"), text)):
        return False
    if is_method:
        return True
    is_about = is_at_claim or finds(patterns("offered", "section"), passage.heading)
    return is_about and (content(text) > 0 or _is_offer(text))


@lru_cache(maxsize=4096)
def is_labelled(text: str) -> bool:
    """Does the text begin by calling itself reasons."""
    return any(
        0 <= start < 25  # noqa: PLR2004 - "4.2 Begrunnelse", "Vår begrunnelse:"
        for pattern in patterns("offered", "label")
        for start in pattern.starts(folded(text))
    )


def _says_why(text: str) -> bool:
    return finds(patterns("offered", "because"), text)


def _is_demand(text: str, demanded: set[str]) -> bool:
    low = folded(text)
    return any(low in demand or demand in low for demand in demanded)


@lru_cache(maxsize=4096)
def content(sentence: str) -> int:
    """How much the sentence says of this very purchase."""
    plain = PLACED.sub(" ", sentence)
    words = {folded(word) for word in WORD.findall(plain)}
    if not any(len(word) >= SHORTEST_CONTENT for word in words):
        return 0  # a number of a field, a yes or a no
    own = {word for word in words if len(word) >= SHORTEST_CONTENT and not is_empty(word)}
    is_counted = FIGURE.search(folded(plain)) is not None
    is_method = finds(patterns("method"), plain)
    return len(own) + 2 * is_counted + 2 * is_method


@lru_cache(maxsize=16384)
def is_empty(word: str) -> bool:
    """Is it one of the rule's own words, or one that fits any purchase."""
    low = folded(word)
    return any(pattern.starts(low) for pattern in _empty()) or only_repeats_rule(low)


@cache
def _empty() -> tuple[Pattern, ...]:
    return (compiled(" | ".join(vocabulary()["empty"])), *patterns("offered", "label"))
