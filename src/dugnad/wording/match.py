"""Which words of the vocabulary stand in a text, and where."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from dugnad.wording.fold import TOKEN
from dugnad.wording.words import Part, Vocabulary, Word

NEARBY = 12
"""How many words away `needs` and `unless` look, beside the criterion's name."""
NAME_REACH = 30
"""How many words of the name `needs` and `unless` look at from anywhere."""
JOINTS = frozenset(" -–'’\xa0/\n\t")
"""What may stand between the words of one expression."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the vocabulary in the text: tokens first..last, code points start..end."""

    word: Word
    first: int
    last: int
    start: int
    end: int


def starts_of(hits: list[Hit]) -> list[int]:
    """Where the hits begin, in order."""
    return sorted(hit.start for hit in hits)


def holds(starts: list[int], low: int, high: int) -> bool:
    """Does one of these places lie in the stretch."""
    index = bisect_left(starts, low)
    return index < len(starts) and starts[index] < high


def candidates(vocabulary: Vocabulary, folded: str, words: list[str]) -> list[tuple[int, Word]]:
    """Which words of the vocabulary may begin at which word of the text: the quick look that most texts end with."""
    exact, begins, short = vocabulary.exact, vocabulary.begins, vocabulary.begins_short
    found: list[tuple[int, Word]] = []
    for index, word in enumerate(words):
        if word in exact or word[:4] in begins or word[:3] in short:
            found += [(index - candidate.anchor, candidate) for candidate in vocabulary.of_token(word)]
    for fragment, holders in vocabulary.inside.items():
        if fragment in folded:
            found += [
                (index - candidate.anchor, candidate)
                for index, word in enumerate(words)
                if fragment in word
                for candidate in holders
            ]
    return found


def tokens_of(folded: str) -> list[Token]:
    """The words of the text with their places."""
    return [Token(match.group(), match.start(), match.end()) for match in TOKEN.finditer(folded)]


def stands_at(parts: tuple[Part, ...], tokens: list[Token], index: int, folded: str) -> bool:
    """Do the words of the pattern follow each other from this place?"""
    if index < 0 or index + len(parts) > len(tokens) or not parts[0].fits(tokens[index].text):
        return False
    for step in range(1, len(parts)):
        before, token = tokens[index + step - 1], tokens[index + step]
        if not parts[step].fits(token.text) or not JOINTS.issuperset(folded[before.end : token.start]):
            return False
    return True


def _is_near(
    conditions: tuple[tuple[Part, ...], ...], tokens: list[Token], hit: range, folded: str, in_name: int
) -> bool:
    """Does one of the words stand within reach of the hit, or in the name, outside the hit itself?"""
    low, high = max(0, hit.start - NEARBY), min(len(tokens), hit.stop + NEARBY)
    places = [*range(min(in_name, low, NAME_REACH)), *range(low, high)]
    return any(stands_at(parts, tokens, index, folded) for index in places if index not in hit for parts in conditions)


def find_hits(vocabulary: Vocabulary, folded: str, tokens: list[Token], in_name: int) -> list[Hit]:
    """The words that stand in the text, the longest where several overlap; `in_name` tokens belong to the name."""
    return confirmed(candidates(vocabulary, folded, [token.text for token in tokens]), folded, tokens, in_name)


def confirmed(possible: list[tuple[int, Word]], folded: str, tokens: list[Token], in_name: int) -> list[Hit]:
    """Those candidates that stand there wholly and whose conditions hold, the longest where several overlap."""
    found: list[Hit] = []
    for index, word in possible:
        if not stands_at(word.parts, tokens, index, folded):
            continue
        span = range(index, index + len(word.parts))
        if word.needs and not _is_near(word.needs, tokens, span, folded, in_name):
            continue
        if word.unless and _is_near(word.unless, tokens, span, folded, in_name):
            continue
        found.append(Hit(word, index, span[-1], tokens[index].start, tokens[span[-1]].end))
    if len(found) < 2:  # noqa: PLR2004 - nothing overlaps
        return found
    social = longest([hit for hit in found if hit.word.subject in ("social", "false-friend")])
    others = longest([hit for hit in found if hit.word.subject != "social"])
    return sorted({*social, *others}, key=lambda hit: hit.start)


def longest(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits only the longest word; of equals a social word, a false friend, one that needs others.

    Environment and social are weighed apart: "bærekraft" may speak of both.
    """
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=_strength):
        places = range(hit.first, hit.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _strength(hit: Hit) -> tuple[int, bool, bool, bool, bool, int]:
    word = hit.word
    return (
        -word.length,
        word.subject != "social",
        word.meaning != "block",
        not word.needs,
        not word.unless,
        hit.start,
    )
