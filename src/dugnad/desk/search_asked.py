"""What a person typed, understood: each word with the stems that it may stand for, and how sure each is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dugnad.criteria.search import groups_asked_for
from dugnad.criteria.stems import LONGEST_WORD, SPLIT, WORD, collapsed
from dugnad.desk.search_text import DIGIT, Language, Stemmer, group_stem, plain
from dugnad.desk.search_words import AskingWords, asking_words

LONGEST_TEXT, MOST_WORDS = 600, 20
"""Of what a person types, so much is read."""
PARTS, PART, SYNONYM, JOINED = 0.85, 0.4, 0.75, 0.95
LONGEST_PHRASE = 4
NEAR_GROUP, LEAST_GROUP, MOST_GROUPS = 0.6, 0.45, 3
"""A product group is meant where it scores so near the best one, and so much at all."""
ERRORS = ((12, 3), (7, 2), (4, 1))
"""From so many letters on, so many may be wrong."""
MOST_GUESSED = 5
"""Words that are compared with the whole stock of words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a word: stems that must all be there, and how sure that is."""

    keys: tuple[str, ...]
    quality: float
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the query with its readings; none where nothing that is published holds it."""

    written: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The query: its words, and the product groups that they point to with how near each is (0 to 1)."""

    terms: tuple[Term, ...]
    groups: Mapping[str, float]

    @property
    def keys(self) -> frozenset[str]:
        """Every stem that it may stand for."""
        return frozenset(key for term in self.terms for reading in term.readings for key in reading.keys)


def understand(text: str, language: Language, stemmer: Stemmer) -> Asked:
    """The words that say something, with every reading that does not need the stock of words."""
    words = asking_words()
    written = typed_words(text)
    spoken = [word for word in written if plain(word) not in words.silent] or written
    bought = " ".join(word for word in spoken if own_stem(word, stemmer) not in matters_of(words, stemmer))
    groups = {group_stem(group): near for group, near in meant_groups(language, bought)} if bought else {}
    return Asked(tuple(terms_of(spoken[:MOST_WORDS], stemmer, synonyms_of(words, stemmer))), groups)


def typed_words(text: str) -> list[str]:
    """The written words, each once: control signs are blanks, endless text is cut."""
    cleaned = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[:LONGEST_TEXT])
    found = [word[:LONGEST_WORD] for word in WORD.findall(cleaned)]
    return list(dict.fromkeys(word for word in found if plain(word)))


def terms_of(words: Sequence[str], stemmer: Stemmer, synonyms: Mapping[str, tuple[Reading, ...]]) -> Iterator[Term]:
    """Each word with its readings, alone and together with its neighbours."""
    stems = [own_stem(word, stemmer) for word in words]
    for place, word in enumerate(words):
        found = [*own_readings(word, stemmer), *synonyms.get(stems[place], ())]
        for start, end in spans(place, len(words)):
            found += synonyms.get(" ".join(stems[start:end]), ())
            if end - start == 2:  # noqa: PLR2004 - a compound that was written apart
                joined = stemmer.key("".join(map(plain, words[start:end])))
                found.append(Reading((joined,), JOINED))
        yield Term(word, best_of(found))


def spans(place: int, count: int) -> Iterator[tuple[int, int]]:
    """The places of phrases that the word stands in: from two words up to the longest."""
    for length in range(2, LONGEST_PHRASE + 1):
        for start in range(max(0, place - length + 1), min(place, count - length) + 1):
            yield start, start + length


def own_stem(word: str, stemmer: Stemmer) -> str:
    """The stem that the word is known by; a hyphenated word is read as written together."""
    return stemmer.key("".join(plain(part) for part in SPLIT.split(word)))


def own_readings(word: str, stemmer: Stemmer) -> Iterator[Reading]:
    """The word itself, its hyphenated parts, and the parts of a compound."""
    whole = "".join(plain(part) for part in SPLIT.split(word))
    yield Reading((stemmer.key(whole),), 1.0)
    pieces = [plain(part) for part in SPLIT.split(word)]
    if len(pieces) > 1 and any(map(str.isalpha, pieces)):
        yield Reading(tuple(stemmer.key(piece) for piece in pieces if piece), PARTS)
        yield from (Reading((part,), PART) for piece in pieces for part in stemmer.parts(piece))
    parts = stemmer.parts(whole)
    if len(parts) > 1:
        yield Reading(parts, PARTS)
        yield from (Reading((part,), PART) for part in parts)


def best_of(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Each reading once, the surest."""
    best: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        if reading.keys not in best or reading.quality > best[reading.keys].quality:
            best[reading.keys] = reading
    return tuple(sorted(best.values(), key=lambda one: -one.quality))


_matters: dict[int, tuple[Stemmer, frozenset[str]]] = {}


def matters_of(words: AskingWords, stemmer: Stemmer) -> frozenset[str]:
    """The stems of words that tell what is asked about, and never what is bought. Made once for a stemmer."""
    kept = _matters.get(id(words))
    if kept is None or kept[0] is not stemmer:
        kept = _matters[id(words)] = (stemmer, frozenset(own_stem(word, stemmer) for word in words.matters))
    return kept[1]


_synonyms: dict[int, tuple[Stemmer, Mapping[str, tuple[Reading, ...]]]] = {}


def synonyms_of(words: AskingWords, stemmer: Stemmer) -> Mapping[str, tuple[Reading, ...]]:
    """Stems to the stems that mean the same; a phrase by its stems with blanks between. Made once for a stemmer."""
    kept = _synonyms.get(id(words))
    if kept is None or kept[0] is not stemmer:
        kept = _synonyms[id(words)] = (stemmer, made_synonyms(words.synonyms, stemmer))
    return kept[1]


def made_synonyms(sets: Sequence[Sequence[str]], stemmer: Stemmer) -> Mapping[str, tuple[Reading, ...]]:
    """Every set, each word leading to the others."""
    found: dict[str, list[Reading]] = {}
    for one in sets:
        keys = list(dict.fromkeys(tuple(own_stem(word, stemmer) for word in WORD.findall(phrase)) for phrase in one))
        for key in keys:
            others = [Reading(other, SYNONYM) for other in keys if other != key]
            found.setdefault(" ".join(key), []).extend(others)
    return {key: best_of(others) for key, others in found.items()}


@lru_cache(maxsize=2_000)
def meant_groups(language: Language, text: str) -> tuple[tuple[str, float], ...]:
    """The product groups that the words point to, the nearest first."""
    found = groups_asked_for(language.index, text)
    best = found[0].score if found else 0.0
    near = [(one.id, one.score / best) for one in found if one.score >= max(LEAST_GROUP, NEAR_GROUP * best)]
    return tuple(near[:MOST_GROUPS])


def known_only(asked: Asked, counts: Mapping[str, int]) -> Asked:
    """Without readings that nothing published holds."""
    terms = [
        replace(term, readings=tuple(one for one in term.readings if all(counts.get(key) for key in one.keys)))
        for term in asked.terms
    ]
    return replace(asked, terms=tuple(terms))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every stem that is published, and how each is written."""

    stems: tuple[str, ...]
    shown: Mapping[str, str]


def guessed(asked: Asked, vocabulary: Vocabulary, stemmer: Stemmer) -> Asked:
    """Words that nobody has published are read as those that they are nearest to."""
    left, terms = MOST_GUESSED, []
    for term in asked.terms:
        if is_unsure(term) and left:
            left -= 1
            term = replace(term, readings=best_of([*term.readings, *guesses(term.written, vocabulary, stemmer)]))  # noqa: PLW2901
        terms.append(term)
    return replace(asked, terms=tuple(terms))


def is_unsure(term: Term) -> bool:
    """Is neither the word nor anything that means the same known? A lone part of a compound is a doubtful reading."""
    return not any(reading.quality > PART for reading in term.readings) and not DIGIT.search(term.written)


def guesses(written: str, vocabulary: Vocabulary, stemmer: Stemmer) -> list[Reading]:
    """The known stems that differ from the word's by the fewest letters."""
    key = own_stem(written, stemmer)
    allowed = next((errors for least, errors in ERRORS if len(key) >= least), 0)
    if not allowed:
        return []
    near = process.extract(key, vocabulary.stems, scorer=OSA.distance, score_cutoff=allowed, limit=12)
    ranked = sorted((distance_of(key, str(stem), int(wrong)), str(stem)) for stem, wrong, _ in near)
    return [
        Reading((stem,), 0.95 - 0.9 * wrong / len(key), is_guess=True)
        for wrong, stem in ranked[:3]
        if wrong <= ranked[0][0] + 0.5
    ]


def distance_of(key: str, stem: str, wrong: int) -> float:
    """Doubled letters are misspelt most, the first letter least."""
    return wrong * (0.5 if collapsed(key) == collapsed(stem) else 1.0) + (0.3 if key[:1] != stem[:1] else 0.0)
