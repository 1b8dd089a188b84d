"""Criteria that say the same: a long run of equal words, or texts alike once names, figures and wares are masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from dugnad.criteria.criterion import Library, Version
from dugnad.criteria.reading import fault_at
from dugnad.errors import ContentError
from dugnad.law.lawfile import LANGUAGES

COMPARED = ("requirement", "why", "points_of_caution")
WORD = re.compile(r"[^\W_]+")
PIECE = re.compile(r"\{[^{}]*\}|[^\W_]+(?:[-/.,:][^\W_]+)*|[.!?:]")
ENDS = frozenset(".!?:")
MASK = "•"
FEWEST = 4
"""Texts of fewer words than this say too little to be compared."""
SHARED_WORDS = 0.66
"""Two texts with a smaller share of common words than this cannot be alike; only speed depends on it."""
LEAST_KEPT = SHARED_WORDS / (2 - SHARED_WORDS)
"""The share of a text's words that any text so alike must hold."""
LONG_ENOUGH = 4
"""A group's word of fewer letters masks only itself, a longer one its compounds and endings too."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two criteria whose texts are too alike. `percent` is None where they share a run of equal words."""

    first: Version
    second: Version
    key: str
    language: str
    percent: float | None
    words: str = ""


def alike_faults(library: Library, *, run: int, percent: int) -> list[ContentError]:
    """A fault at the later of each pair, by criterion id."""
    return [_fault(one) for one in (*shared_runs(library, run), *alike_texts(library, percent))]


def _fault(one: Alike) -> ContentError:
    if one.percent is None:
        problem = f'The same words stand in {one.first.criterion}: "{one.words[:60]} …".'
    else:
        problem = f"It is {one.percent:.0f} % like {one.first.criterion} once names and figures are masked."
    remedy = "Say what is particular here, or make the two one shared criterion."
    return fault_at(one.second.file, (one.key, one.language), problem, remedy)


def shared_runs(library: Library, length: int) -> Iterator[Alike]:
    """Requirements of two criteria that share so many words in a row, once a pair and language."""
    for language in LANGUAGES:
        owners: dict[tuple[str, ...], Version] = {}
        told = set()
        for criterion in library.criteria.values():
            for version in criterion.versions.values:
                words = [word.casefold() for word in WORD.findall(version.requirement.get(language, ""))]
                for start in range(len(words) - length + 1):
                    run = tuple(words[start : start + length])
                    first = owners.setdefault(run, version)
                    pair = (first.criterion, version.criterion)
                    if first.criterion != version.criterion and pair not in told:
                        told.add(pair)
                        yield Alike(first, version, "requirement", language, None, " ".join(run))


def alike_texts(library: Library, percent: int) -> Iterator[Alike]:
    """Pairs of criteria, latest versions, whose masked texts are more alike than this."""
    latest = [criterion.latest for criterion in library.criteria.values()]
    for language in LANGUAGES:
        wares = WaresMask.of(library, language)
        for key in COMPARED:
            masked: list[tuple[Version, tuple[str, ...]]] = []
            for version in latest:
                words = wares.mask(getattr(version, key).get(language, ""))
                if len(words) >= FEWEST:
                    masked.append((version, words))
            for one, other in sorted(_near([words for _, words in masked])):
                (first, words), (second, others) = masked[one], masked[other]
                found = likeness(words, others, percent)
                if found > percent:
                    yield Alike(first, second, key, language, found)


def likeness(first: tuple[str, ...], second: tuple[str, ...], cutoff: float = 0) -> float:
    """How alike, in per cent: by words or by letters, whichever is more."""
    by_words = 100 * Indel.normalized_similarity(first, second)
    return max(by_words, fuzz.ratio(" ".join(first), " ".join(second), score_cutoff=cutoff))


@dataclass(frozen=True, slots=True)
class WaresMask:
    """What is masked before two texts are compared: the words of all groups, names, figures and codes."""

    exact: frozenset[str]
    starts: tuple[str, ...]

    @classmethod
    def of(cls, library: Library, language: str) -> WaresMask:
        """The words by which groups are found, and their names."""
        words = set()
        for group in library.groups.values():
            texts = [*group.words.get(language, ()), group.name.get(language, "")]
            words |= {word.casefold() for text in texts for word in WORD.findall(text)}
        return cls(frozenset(words), tuple(sorted(word for word in words if len(word) > LONG_ENOUGH)))

    def mask(self, text: str) -> tuple[str, ...]:
        """The text's words, small letters, with one sign for each word that is a ware, a name or a figure."""
        found = []
        starts_sentence = True
        for piece in PIECE.findall(text):
            if piece in ENDS:
                starts_sentence = True
                continue
            found.append(MASK if self._is_masked(piece, starts_sentence) else piece.casefold())
            starts_sentence = False
        return tuple(found)

    def _is_masked(self, piece: str, starts_sentence: bool) -> bool:
        if piece[0] == "{" or any(letter.isdigit() for letter in piece):
            return True
        if piece[0].isupper() and not starts_sentence:
            return True
        word = piece.casefold()
        return word in self.exact or word.startswith(self.starts)


def _near(texts: list[tuple[str, ...]]) -> set[tuple[int, int]]:
    """Pairs that share enough words to be worth comparing: every such pair shares one of each text's rarest words."""
    numbers: dict[tuple[str, int], int] = {}  # whole numbers are compared many times faster than words
    bags = [frozenset(numbers.setdefault(word, len(numbers)) for word in _numbered(text)) for text in texts]
    common = Counter(word for bag in bags for word in bag)
    holders: dict[int, list[int]] = {}
    pairs = set()
    for index, bag in enumerate(bags):
        rarest = sorted(bag, key=lambda word: (common[word], word))[: int(len(bag) * (1 - LEAST_KEPT)) + 1]
        near = {other for word in rarest for other in holders.get(word, ())}
        for other in near:
            words = len(bags[other])
            if LEAST_KEPT * words > len(bag) or LEAST_KEPT * len(bag) > words:
                continue
            if 2 * len(bag & bags[other]) >= SHARED_WORDS * (len(bag) + words):
                pairs.add((other, index))
        for word in rarest:
            holders.setdefault(word, []).append(index)
    return pairs


def _numbered(words: Iterable[str]) -> frozenset[tuple[str, int]]:
    """Each word with its number among its equals, so that a bag can be a set."""
    seen: Counter[str] = Counter()
    bag = set()
    for word in words:
        seen[word] += 1
        bag.add((word, seen[word]))
    return frozenset(bag)
