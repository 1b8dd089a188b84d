"""Does a published thing cover what somebody is asking? One that is right is better than three that share a word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from dugnad.desk.search_asked import Asked, Term
from dugnad.desk.search_rank import Weighed, best_reading, rarity
from dugnad.desk.search_text import IN_GROUP

LEAST_COVER, NEAR_COVER = 0.38, 0.75
"""The share of the question that must be covered at all, and beside what covers it best."""
SHARE_COUNTS = 3
"""In the order, the share that is covered counts so much beside how well each was found."""
ENOUGH = 2.2
"""Of what a word in one text alone tells: of a long question no more than this is reckoned with."""
UNKNOWN = 0.9
"""What a word that nothing published holds tells, likewise: often it is what the question is about."""
LEAST_TEXTS = 800
"""With fewer texts than ship no word can be told to be rare."""
COMMON = 0.25
"""What a word that stands in any question about a purchase counts."""
OF_GROUP, LEAST_IN_GROUP = 0.4, 0.03
"""What being about the product counts, and how much of the question must be covered by words all the same."""
MOST_OWN = 8
"""A criterion of more product groups is one for all purchases."""
SURE = 0.6
"""An answer about a product is shown to whoever names none only where it covers so much."""


@dataclass(frozen=True, slots=True)
class Tell:
    """How much a word of the question tells, and whether it stands in any question."""

    weight: float
    is_common: bool


def tells_of(asked: Asked, counts: Mapping[str, int], texts: int, common: Collection[str]) -> tuple[Tell, ...]:
    """Of each word."""
    total = max(texts, LEAST_TEXTS)
    return tuple(tell_of(term, counts, total, common) for term in asked.terms)


def tell_of(term: Term, counts: Mapping[str, int], total: int, common: Collection[str]) -> Tell:
    """By how few texts hold it; one that nothing holds tells nearly as much as one that a single text holds."""
    if not term.readings:
        return Tell(UNKNOWN * log(2 + total), is_common=False)
    is_common = all(key in common for key in term.readings[0].keys)
    return Tell(rarity(term, counts, total) * (COMMON if is_common else 1.0), is_common)


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of a question a published thing covers, and whether it is about the product that is asked about."""

    share: float
    is_of_group: bool
    of: Weighed


def covering_of(asked: Asked, tells: Sequence[Tell], weighed: Sequence[Weighed]) -> list[Cover]:
    """Those that cover the question, the ones that cover most of it first."""
    total = sum(tell.weight for tell in tells)
    needed = min(total, ENOUGH * log(2 + LEAST_TEXTS)) or 1.0
    found = [cover_of(asked, tells, one, needed) for one in weighed]
    return sorted(
        (one for one in found if one.share >= LEAST_COVER), key=lambda one: -(SHARE_COUNTS * one.share + one.of.score)
    )


def nearest(lots: Sequence[Sequence[Cover]], most: Sequence[int]) -> list[Weighed]:
    """Of each lot at most so many, and only what covers the question nearly as well as the best does.

    What is about the product is measured by its own lot: a group's page always covers its product best.
    """
    best = max((min(one.share, 1.0) for lot in lots for one in lot), default=0.0)
    found: list[Weighed] = []
    for lot, number in zip(lots, most, strict=True):
        of_lot = min(best, max((one.share for one in lot), default=0.0))
        near = [one.of for one in lot if one.share >= NEAR_COVER * (of_lot if one.is_of_group else best)]
        found += near[:number]
    return found


def cover_of(asked: Asked, tells: Sequence[Tell], weighed: Weighed, needed: float) -> Cover:
    """The share of the question that it covers; nothing where it is about another product or common words alone."""
    candidate = weighed.candidate
    worths = [(tell, best_reading(term, candidate)[0]) for term, tell in zip(asked.terms, tells, strict=True)]
    share = min(1.0, sum(tell.weight * worth for tell, worth in worths) / needed)
    has_telling = any(worth and not tell.is_common for tell, worth in worths)
    own = [key for key in candidate.stems if key.startswith(IN_GROUP)]
    is_product = 0 < len(own) <= MOST_OWN
    near = max((asked.groups.get(key, 0.0) for key in own), default=0.0) if is_product else 0.0
    if near:
        is_there = (has_telling and share >= LEAST_IN_GROUP) or candidate.kind == "group"
        return Cover(share + OF_GROUP * near if is_there else 0.0, True, weighed)
    is_other = is_product and (candidate.kind != "answer" or share < SURE)
    return Cover(0.0 if is_other or not has_telling else share, False, weighed)
