"""Words made comparable: letters folded, inflection taken off, nynorsk brought to bokmål, compounds taken apart.

Everything here works the same on what is indexed and on what is asked, so that a stem need not be a real word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock

import snowballstemmer

LONGEST_WORD = 40
LONGEST_TEXT = 2_000
"""Of what a person types: more than that is no search."""
LEAST_PART = 3
MOST_PARTS = 4
TAKES_S = ("ing", "het", "sjon", "skap", "dom", "tet", "nad")
"""After these the s is always a joint: trening-s-tøy, not trening-støy."""
LONGEST_ENDING = 3
"""Of the last part's inflection: "-ene", "-ane"."""
JOINTS = ("", "s", "e")
"""What may stand between the parts of a compound: renhold-s-tjeneste."""
SHORT_PARTS = frozenset({"tv", "pc", "it", "va", "av", "is", "ol", "te", "el", "ny", "gass"})
LETTERS = str.maketrans({"å": "a", "æ": "a", "ä": "a", "ø": "o", "ö": "o", "ü": "u", "ß": "s"})
DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
"""å, æ and ø as they are typed on a foreign keyboard."""
WORD = re.compile(r"[^\W_]+(?:[-‐‑'’./][^\W_]+)*")
LOOSE_ENDINGS = frozenset({"er", "en", "ene", "ane", "ar", "et", "s", "a"})
"""What follows the hyphen of an inflected abbreviation: PC-er, TV-ane."""
DOUBLED = re.compile(r"(.)\1+")
EL = re.compile(r"([aeiouy])([bcdfgkmnpstv])\2?el$")
"""Nouns that lose a vowel in the plural: sykkel and sykler, møbel and møbler, middel and midler."""
SPLIT = re.compile(r"[-‐‑'’./]")
_stemmer = snowballstemmer.stemmer("norwegian")
_ONE_AT_A_TIME = Lock()
"""The stemmer keeps the word it works on in itself: two threads at once would spoil each other's."""


@lru_cache(maxsize=60_000)
def fold(word: str) -> str:
    """Small letters without marks: "Kjøledisk", "KJOLEDISK" and "kjoeledisk" are one word."""
    plain = unicodedata.normalize("NFKC", word).lower().translate(LETTERS)
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
    for typed, meant in DIGRAPHS:
        plain = plain.replace(typed, meant)
    return plain


@lru_cache(maxsize=60_000)
def stem(folded: str) -> str:
    """A folded word without its inflection; short words stay whole."""
    if len(folded) <= LEAST_PART or not folded.isalpha():
        return folded
    with _ONE_AT_A_TIME:
        found: str = _stemmer.stemWord(folded)
    return EL.sub(r"\1\2l", found)


def collapsed(word: str) -> str:
    """Without doubled letters, which are misspelt most of all: "agregat", "aggregat"."""
    return DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=60_000)
def _parts(written: str) -> tuple[str, ...]:
    parts = [fold(part) for part in SPLIT.split(written)]
    if len(parts) == 1:
        return tuple(parts)
    kept = [part for place, part in enumerate(parts) if not (place and part in LOOSE_ENDINGS)]
    return tuple(kept) if len(kept) == 1 else (*kept, "".join(kept))


def words_of(text: str) -> list[str]:
    """The folded words of a text in order; a hyphenated one gives its parts and the whole."""
    return [part for written in WORD.findall(text) for part in _parts(written[:LONGEST_WORD])]


def asked_words(text: str) -> list[str]:
    """The folded words of what a person typed: control signs are blanks, endless text is cut."""
    cleaned = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[:LONGEST_TEXT])
    return [part for written in WORD.findall(cleaned) for part in _asked_parts(written[:LONGEST_WORD])]


def _asked_parts(written: str) -> tuple[str, ...]:
    """A hyphenated word that is asked for is read as written together: "hev-senk" is hevsenk."""
    parts = _parts(written)
    return parts if len(parts) == 1 else parts[:-1]


class Nynorsk:
    """Nynorsk words rewritten as bokmål, by the pairs of content/criteria/search/forms.yaml."""

    def __init__(self, words: Mapping[str, str], inside: Mapping[str, str]) -> None:
        self.words = {fold(nynorsk): fold(bokmal) for nynorsk, bokmal in words.items()}
        pairs = {fold(nynorsk): fold(bokmal) for nynorsk, bokmal in inside.items()}
        self.inside = {key: pairs[key] for key in sorted(pairs, key=len, reverse=True) if key != pairs[key]}
        self.pattern = re.compile("|".join(map(re.escape, self.inside)) or r"(?!)")

    def as_bokmal(self, folded: str) -> str:
        """The word in bokmål; itself where no pair fits."""
        if folded in self.words:
            return self.words[folded]
        return self.pattern.sub(lambda found: self.inside[found.group()], folded)


class Compounds:
    """Takes compounds apart into words that are known."""

    def __init__(self, surfaces: Iterable[str], stems: Iterable[str], sure: Iterable[str]) -> None:
        """`sure`: words that may be parts, and their stems, also where they have three letters; else that is chance."""
        own = frozenset(sure) | SHORT_PARTS
        own_stems = frozenset(map(stem, own))
        self.surfaces = frozenset(word for word in surfaces if len(word) > LEAST_PART or word in own)
        self.stems = frozenset(key for key in stems if len(key) > LEAST_PART or key in own_stems)

    def split(self, word: str) -> tuple[str, ...]:
        """The known words that the compound is made of, the fewest, then the longest last; () where none are."""
        if len(word) < 2 * LEAST_PART:
            return ()
        found = [parts for parts in self._ways(word, MOST_PARTS) if len(parts) > 1]
        return min(found, key=lambda parts: (len(parts), -len(parts[-1])), default=())

    def _ways(self, rest: str, left: int) -> list[tuple[str, ...]]:
        ways: list[tuple[str, ...]] = [(rest,)] if self._may_end(rest) else []
        if left == 1:
            return ways
        for cut in range(2, len(rest) - LEAST_PART + 1):
            first = rest[:cut]
            if not self._may_begin(first):
                continue
            for joint in ("s",) if first.endswith(TAKES_S) else JOINTS:
                after = rest[cut:]
                if after.startswith(joint) and len(after) - len(joint) >= LEAST_PART:
                    ways += [(first, *tail) for tail in self._ways(after[len(joint) :], left - 1)[:3]]
        return ways

    def _may_begin(self, part: str) -> bool:
        return part in self.surfaces or part in SHORT_PARTS

    def _may_end(self, part: str) -> bool:
        if len(part) < LEAST_PART:
            return False
        if part in self.surfaces:
            return True
        key = stem(part)
        return len(part) - len(key) <= LONGEST_ENDING and key in self.stems

    def ending(self, word: str) -> str:
        """The longest known word that an unknown compound ends with."""
        return next((word[cut:] for cut in range(2, len(word) - 3) if self._may_end(word[cut:])), "")

    def beginning(self, word: str) -> str:
        """The longest known word that an unknown compound begins with."""
        return next((word[:cut] for cut in range(len(word) - 2, 3, -1) if word[:cut] in self.surfaces), "")
