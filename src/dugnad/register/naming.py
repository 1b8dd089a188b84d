"""Which body is meant by the words that somebody names it with: a short name, without Norwegian letters, misspelt.

A name is compared folded: small letters, no accents, ø as o, å and aa as a, signs as spaces, "i" left out. How well
it fits is a grade; the best come first, and only the exact ones and lone whole words say beyond doubt which is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

MADE_UP = " (DEMO)"
SAME, SAME_FOLDED, BEGINS, WHOLE_WORDS, BEGINS_SO, WORDS_BEGIN_SO, HOLDS, NAMED_WITHIN, NEAR = range(9)
"""How well a name fits, the best first; nearly so: one more for each slip."""
BEYOND_DOUBT = WHOLE_WORDS
"""A lone body that fits so well, or better, is the one."""
OFFICES = {"municipality": ("kommune", "kommunen", "herad"), "county": ("fylkeskommune", "fylkeskommunen", "fylke")}
OFFICE_WORDS = frozenset(word for words in OFFICES.values() for word in words)
FORMS = frozenset({"as", "asa", "hf", "rhf", "iks", "kf", "ks", "sa", "sf", "bf", "ba", "da"})
FIRST_KINDS = {"municipality": 0, "county": 1}
LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ð": "d", "ß": "s"})
SPELT_OUT = re.compile(r"aa|ae|oe")
SHORTEST_NEAR = 4
LONG = 8


class Named(NamedTuple):
    """A body by its names."""

    key: str
    names: tuple[str, ...]
    kind: str
    county: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A body's names as they are compared."""

    key: str
    number: str
    rank: int
    called: str
    same: frozenset[str]
    folded_same: frozenset[str]
    folded: tuple[str, ...]
    words: frozenset[str]


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The words as they are compared."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    kept = "".join(sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    spelt = SPELT_OUT.sub(lambda two: two[0][0], kept)
    return " ".join(word for word in spelt.split() if word != "i")


def graded(text: str, bodies: tuple[Named, ...], *, is_near: bool = True) -> list[tuple[int, str]]:
    """The bodies that the text may mean, each with its grade, best first; near spellings only where nothing fits."""
    wanted, plain = fold(text), " ".join(text.casefold().split())
    if not wanted:
        return []
    known = prepared(bodies)
    found = [(grade, one) for one in known if (grade := grade_of(plain, wanted, one)) is not None]
    if not found:
        found = [(NAMED_WITHIN, one) for one in known if is_within(wanted, one)]
    if not found and is_near:
        found = [(NEAR + slips, one) for slips, one in near(wanted, known)]
    found.sort(key=lambda pair: (pair[0], pair[1].rank, len(pair[1].called), pair[1].called, pair[1].key))
    return [(grade, one.key) for grade, one in found]


def grade_of(plain: str, wanted: str, body: Known) -> int | None:
    """How well the text fits the body's names; None: not at all."""
    if wanted in body.folded_same:
        return SAME if plain in body.same else SAME_FOLDED
    words = wanted.split()
    if not all(any(word in name for name in body.folded) for word in words):
        return None
    if any(name.startswith(f"{wanted} ") for name in body.folded):
        return BEGINS
    if body.words.issuperset(words):
        return WHOLE_WORDS
    if any(name.startswith(wanted) for name in body.folded):
        return BEGINS_SO
    begun = all(any(one.startswith(word) for one in body.words) for word in words)
    return WORDS_BEGIN_SO if begun else HOLDS


def is_within(wanted: str, body: Known) -> bool:
    """Does the text name the body among other words: its department, its town?"""
    return any(" " in name and f" {name} " in f" {wanted} " for name in body.folded)


@lru_cache(maxsize=4)
def prepared(bodies: tuple[Named, ...]) -> tuple[Known, ...]:
    """All bodies as they are compared; kept for as long as the register stays as it is."""
    places = [(body.county, place_of(body)) for body in bodies if body.kind == "county" and body.county]
    return tuple(known(body, [place for county, place in places if county == body.county]) for body in bodies)


def place_of(body: Named) -> str:
    """What a municipality or county is called without its office."""
    return " ".join(word for word in fold(body.names[0].removesuffix(MADE_UP)).split() if word not in OFFICE_WORDS)


def known(body: Named, counties: Iterable[str]) -> Known:
    """One body as it is compared."""
    names = list(dict.fromkeys(form for name in body.names if name for form in (name.removesuffix(MADE_UP), name)))
    folded = tuple(dict.fromkeys(filter(None, map(fold, names))))
    short = {form for name in names for form in short_forms(name.casefold(), body.kind)}
    every = {*(name.casefold() for name in names), *short}
    same = {*map(fold, every)}
    if body.kind == "municipality":
        same |= {f"{form} {county}" for form in same for county in counties}
    words = frozenset(word for name in folded for word in name.split())
    return Known(body.key, body.number, FIRST_KINDS.get(body.kind, 2), folded[0] if folded else "", frozenset(every),
                 frozenset(filter(None, same)), folded, words)  # fmt: skip


def short_forms(name: str, kind: str) -> Iterator[str]:
    """What else a name is said as: a place with and without its office, a firm without its form."""
    words = name.split()
    offices = OFFICES.get(kind, ())
    if offices:
        place = " ".join(word for word in words if word not in offices)
        yield place
        yield f"{place} {offices[0]}"
        yield f"{place} {offices[1]}"
        if kind == "county":
            yield f"{place} fylke"
    elif len(words) > 1 and words[-1] in FORMS:
        yield " ".join(words[:-1])


def near(wanted: str, bodies: Iterable[Known]) -> list[tuple[int, Known]]:
    """Bodies of whose names every word that was written is spelt nearly so, with how many slips there are."""
    words = [word for word in wanted.split() if word not in OFFICE_WORDS]
    if not words or max(map(len, words)) < SHORTEST_NEAR:
        return []
    bodies = list(bodies)
    vocabulary = {word for body in bodies for word in body.words}
    alike = [{one: slips for one in vocabulary if (slips := slips_between(word, one)) is not None} for word in words]
    if not all(alike):
        return []
    return [
        (sum(min(fitting[one] for one in body.words & fitting.keys()) for fitting in alike), body)
        for body in bodies
        if all(body.words & fitting.keys() for fitting in alike)
    ]


def slips_between(one: str, other: str) -> int | None:
    """How many slips there are from one word to the other; None: too many to be the same word."""
    if one == other:
        return 0
    if min(len(one), len(other)) < SHORTEST_NEAR:
        return None
    most = 2 if min(len(one), len(other)) >= LONG else 1
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return None
    slips = distance(one, other, most)
    return slips if slips <= most else None


def distance(one: str, other: str, most: int) -> int:
    """How many letters are left out, put in, changed or swapped; counted no further than past the most."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, against in enumerate(other, start=1):
            steps = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != against))
            is_swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            current.append(min(steps, before[column - 2] + 1) if is_swapped else steps)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return last[-1]


def holding(text: str, bodies: tuple[Named, ...]) -> list[str]:
    """The bodies of which a name or the number holds each word; else those nearly spelt so."""
    words = fold(text).split()
    if not words:
        return []
    known = prepared(bodies)
    found = [one.key for one in known if all(holds(one, word) for word in words)]
    return found or [one.key for _, one in near(" ".join(words), known)]


def holds(body: Known, word: str) -> bool:
    """Is the word in one of the body's names, or the beginning of its number?"""
    return any(word in name for name in body.folded) or (word.isdigit() and body.number.startswith(word))
