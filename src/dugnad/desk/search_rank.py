"""How well a published thing answers a query, why, and which of its words to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log, prod, sqrt

from dugnad.criteria.stems import WORD
from dugnad.desk.search_asked import Asked, Reading, Term
from dugnad.desk.search_text import Stemmer

HEAD, LEAD, BODY = 1.0, 0.75, 0.5
"""What a word is worth in the title, in the short answer, and in the rest of the text."""
APART = 0.5
"""Several words that stand somewhere in a text, and none in its title, are often there by chance."""
UNKNOWN = 0.5
"""What a word counts that nothing published holds: less than others, as it may be misspelt or a name."""
GROUP, TIGHT, TOGETHER = 0.22, 0.12, 0.08
OF_KIND = {"answer": 1.12, "law": 1.12, "group": 1.02, "case": 0.95, "criterion": 0.93, "page": 0.92}
STALE, OTHER = 0.92, 0.9
SPECIAL, OF_SPECIAL = 0.95, re.compile(r"(^|-)(ff|kkf)-|-(ff|kkf)@")
"""Rules of the utilities and of concessions come after the like rules of the Act: few are bound by them."""
LEAST, NEAR = 0.14, 0.4
"""A hit is shown where it scores so much at all, and so near the best one."""
EXCERPT, LONGEST_LEAD = 200, 300
ITEM = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+")
"""What a line of a list begins with."""
ENDS = (".", "!", "?", ":", ";", ",", "…", "»")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ§«])|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the index gave, before it is weighed."""

    id: int
    kind: str
    key: str
    language: str
    head: frozenset[str]
    lead: frozenset[str]
    stems: frozenset[str]
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A candidate with its score and the readings that hit."""

    candidate: Candidate
    score: float
    hits: tuple[tuple[Term, Reading], ...]


def rarity_of(asked: Asked, counts: Mapping[str, int], total: int) -> tuple[float, ...]:
    """How much each word tells: a rare one much, one that stands everywhere little."""
    return tuple(rarity(term, counts, max(total, 1)) for term in asked.terms)


def rarity(term: Term, counts: Mapping[str, int], total: int) -> float:
    """By its commonest sure reading."""
    sure = [reading for reading in term.readings if reading.quality >= 0.6] or term.readings  # noqa: PLR2004
    if not sure:
        return UNKNOWN * log(2 + total)
    most = max(holding(reading, counts, total) for reading in sure)
    return log(1.3 + total / (1 + most))


def holding(reading: Reading, counts: Mapping[str, int], total: int) -> float:
    """In about how many texts all its stems stand: fewer than the rarest, as words come together by chance too."""
    rarest, *others = sorted(counts.get(key, 0) for key in reading.keys)
    return rarest * prod(sqrt(min(1.0, other / total)) for other in others)


def weigh(asked: Asked, rarities: Sequence[float], candidate: Candidate) -> Weighed:
    """The share of the query that it answers, by how much each word tells, with what its title and group add."""
    points, hits = 0.0, []
    for term, rare in zip(asked.terms, rarities, strict=True):
        best, by = best_reading(term, candidate)
        points += rare * best
        if by:
            hits.append((term, by))
    share = points / sum(rarities) if rarities else 0.0
    group = max((near for name, near in asked.groups.items() if name in candidate.stems), default=0.0)
    in_head = {key for _, reading in hits for key in reading.keys if key in candidate.head}
    languages = 1 if candidate.language else 3
    tight = min(1.0, languages * len(in_head) / max(len(candidate.head) - 1, 1))
    score = share + (GROUP * group if hits or not asked.terms or group else 0.0) + TIGHT * tight
    score *= OF_KIND.get(candidate.kind, OTHER) * (STALE if candidate.is_stale else 1.0)
    score *= SPECIAL if candidate.kind == "law" and OF_SPECIAL.search(candidate.key) else 1.0
    return Weighed(candidate=candidate, score=score, hits=tuple(hits))


def best_reading(term: Term, candidate: Candidate) -> tuple[float, Reading | None]:
    """What the word is worth here, and by which reading."""
    best, by = 0.0, None
    for reading in term.readings:
        worth = reading.quality * place_of(reading, candidate)
        if worth > best:
            best, by = worth, reading
    return best, by


def place_of(reading: Reading, candidate: Candidate) -> float:
    """Where its stems stand: in the title, in the text, or not all of them here."""
    worth = 0.0
    for key in reading.keys:
        if key in candidate.head:
            worth += HEAD
        elif key in candidate.lead:
            worth += LEAD
        elif key in candidate.stems:
            worth += BODY
        else:
            return 0.0
    worth /= len(reading.keys)
    return worth * APART if len(reading.keys) > 1 and worth == BODY else worth


def chosen(weighed: Collection[Weighed]) -> list[Weighed]:
    """Those that answer, the best first."""
    ordered = sorted(weighed, key=lambda one: (-one.score, one.candidate.kind, one.candidate.id))
    best = ordered[0].score if ordered else 0.0
    return [one for one in ordered if one.score >= max(LEAST, NEAR * best)]


def excerpt(text: str, keys: Collection[str], stemmer: Stemmer, lead: str = "") -> str:
    """What it says first, where it has a short answer (`lead`); else where most of the words stand, cut at sentences.

    What stood as a list is told in running words.
    """
    if lead:
        return led(lead)
    sentences = [ITEM.sub("", one).strip() for one in SENTENCE.split(text)]
    sentences = [one for one in sentences if one]
    if not sentences:
        return ""
    found = [sum(key in keys for key in set(stemmer.stems(one))) for one in sentences[:60]]
    start = max(range(len(found)), key=lambda place: (found[place], -place))
    told = sentences[start]
    for more in sentences[start + 1 :]:
        if len(told) + len(more) >= EXCERPT:
            break
        told = f"{told}{'' if told.endswith(ENDS) else ';'} {more}"
    return cut(told, keys, stemmer)


def led(lead: str) -> str:
    """A short answer, from its beginning, at most so long."""
    told = " ".join(ITEM.sub("", one).strip() for one in lead.split("\n") if one.strip())
    return told if len(told) <= LONGEST_LEAD else f"{told[: told.rfind(' ', 0, LONGEST_LEAD)]} …"


def cut(text: str, keys: Collection[str], stemmer: Stemmer) -> str:
    """At most so long, with the first word that was found in it."""
    if len(text) <= EXCERPT:
        return text
    first = next((one.start() for one in WORD.finditer(text) if set(stemmer.of_word(one.group())) & set(keys)), 0)
    start = 0 if first < EXCERPT - 60 else text.rfind(" ", 0, first - 60) + 1
    part = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        part = part[: part.rfind(" ")] + " …"
    return ("… " if start else "") + part
