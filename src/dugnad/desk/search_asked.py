"""What a person typed, understood: each word with the stems that it may stand for, and how sure each is."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dugnad.criteria.search import groups_by_word
from dugnad.criteria.stems import JOINTS, LONGEST_WORD, SPLIT, WORD, collapsed
from dugnad.desk.search_text import DIGIT, SHORT, Language, Stemmer, group_stem, plain, stem_of
from dugnad.desk.search_words import AskingWords, asking_words

LONGEST_TEXT, MOST_WORDS = 600, 20
"""Of what a person types, so much is read."""
PARTS, PART, SYNONYM, JOINED = 0.85, 0.4, 0.75, 0.95
TAILS, BEFORE_TAIL = frozenset({"tjenest", "kjop", "innkjop", "anskaff", "tilbud"}), 0.7
"""Last parts that say nothing: services of cleaning are cleaning, the buying of food is food."""
MOST_BETWEEN = 2
"""Silent words that may stand between two words of a phrase: "lyser vi det ut"."""
LONE = 0.15
"""A word of a phrase alone: of social dumping, what is only social."""
NEAR_GROUP, LEAST_GROUP, MOST_GROUPS = 0.6, 0.7, 3
"""A product group is meant where a word points to it so nearly as the best one does, and so much at all."""
LEAST_CODE = 8
"""Figures of a product's code; fewer are an amount, a year or a share."""
ERRORS = ((12, 3), (7, 2), (4, 1))
"""From so many letters on, so many may be wrong."""
LEAST_GUESS = 0.7
"""How sure a guess must be to tell what is bought."""
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
    written: tuple[str, ...] = ()
    """Every word that was typed."""

    @property
    def keys(self) -> frozenset[str]:
        """Every stem that it may stand for."""
        return frozenset(key for term in self.terms for reading in term.readings for key in reading.keys)


@dataclass(frozen=True, slots=True)
class Spelt:
    """A written word, its stem, and what it is read as where it is misspelt."""

    written: str
    stem: str
    is_silent: bool
    guesses: tuple[Reading, ...] = ()


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], tuple[Reading, ...]], ...]]
"""First stem of a phrase to its stems and what it means, the longest first."""
EMPTY: Mapping[str, Sequence[Reading]] = {}


def understand(text: str, language: Language, stemmer: Stemmer) -> Asked:
    """The words that say something, with every reading that does not need the stock of words."""
    written = typed_words(text)
    groups = {group_stem(group): near for group, near in groups_of_words(written, language, stemmer)}
    return Asked(tuple(terms_of(spell(written, stemmer), stemmer)), groups, tuple(written))


def groups_of_words(written: Sequence[str], language: Language, stemmer: Stemmer) -> tuple[tuple[str, float], ...]:
    """The product groups that the words point to. Those that tell where or for whom stay: what follows counts less."""
    silent, matters = asking_words().silent, matters_of(asking_words(), stemmer)
    where = language.index.words.context
    spoken = [word for word in written if plain(word) in where or plain(word) not in silent]
    bought = [word for word in spoken if own_stem(word, stemmer) not in matters]
    told = [word for word in bought if not word.isdigit() or len(word) >= LEAST_CODE or len(written) == 1]
    return meant_groups(language, " ".join(told)) if any(plain(word) not in where for word in told) else ()


def typed_words(text: str) -> list[str]:
    """The written words, each once: control signs are blanks, endless text is cut."""
    cleaned = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[:LONGEST_TEXT])
    found = [word[:LONGEST_WORD] for word in WORD.findall(cleaned)]
    return list(dict.fromkeys(word for word in found if plain(word)))


def spell(written: Sequence[str], stemmer: Stemmer, known: Mapping[str, Sequence[Reading]] = EMPTY) -> list[Spelt]:
    """Each written word with its stem; one that is misspelt (`known`) with that of the word it is read as."""
    silent = asking_words().silent
    return [
        Spelt(word, known[word][0].keys[0] if known.get(word) else own_stem(word, stemmer),
              plain(word) in silent, tuple(known.get(word, ())))
        for word in written
    ]  # fmt: skip


def terms_of(spelt: Sequence[Spelt], stemmer: Stemmer) -> list[Term]:
    """Phrases, each as one; then the other words that are not silent, each with its readings."""
    phrases = phrases_of(asking_words(), stemmer)
    found: dict[int, Term] = {}
    taken: set[int] = set()
    for start in range(len(spelt)):
        places, readings = longest_phrase(spelt, start, phrases)
        if places and not taken & set(places):
            taken.update(places)
            sure = min([1.0, *(one.guesses[0].quality for one in (spelt[place] for place in places) if one.guesses)])
            found[start] = Term(" ".join(spelt[place].written for place in places), scaled(readings, sure))
    left = [place for place, one in enumerate(spelt) if place not in taken]
    spoken = [place for place in left if not spelt[place].is_silent] or ([] if found else left)
    found |= dict(zip(spoken, single_terms([spelt[place] for place in spoken], stemmer), strict=True))
    return [found[place] for place in sorted(found)][:MOST_WORDS]


def longest_phrase(spelt: Sequence[Spelt], start: int, phrases: Phrases) -> tuple[list[int], tuple[Reading, ...]]:
    """The places of the longest phrase that begins here, and what it means; a few silent words may stand between."""
    for stems, readings in phrases.get(spelt[start].stem, ()):
        places = [start]
        for stem in stems[1:]:
            after = range(places[-1] + 1, min(places[-1] + 2 + MOST_BETWEEN, len(spelt)))
            place = next((one for one in after if spelt[one].stem == stem or not spelt[one].is_silent), None)
            if place is None or spelt[place].stem != stem:
                break
            places.append(place)
        if len(places) == len(stems):
            return places, readings
    return [], ()


def single_terms(spelt: Sequence[Spelt], stemmer: Stemmer) -> Iterator[Term]:
    """Each word with its readings, alone and, as a compound that was written apart, with its neighbours."""
    synonyms = synonyms_of(asking_words(), stemmer)
    for place, one in enumerate(spelt):
        if one.guesses:
            found = [*own_readings(one.written, stemmer), *one.guesses]
            found += scaled(synonyms.get(one.stem, ()), one.guesses[0].quality)
        else:
            found = [*own_readings(one.written, stemmer), *synonyms.get(one.stem, ())]
        for near in (place - 1, place + 1):
            if 0 <= near < len(spelt):
                pair = (spelt[min(place, near)], spelt[max(place, near)])
                found.append(Reading((stemmer.key("".join(plain(part.written) for part in pair)),), JOINED))
        yield Term(one.written, best_of(found))


def scaled(readings: Iterable[Reading], by: float) -> tuple[Reading, ...]:
    """As sure as the word that they come from was read."""
    return tuple(replace(one, quality=one.quality * by, is_guess=by < 1) for one in readings)


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
        yield from (Reading((part,), PART) for piece in pieces for part in stemmer.parts(piece) if len(part) > SHORT)
    parts = stemmer.parts(whole)
    if len(parts) > 1:
        yield Reading(parts, PARTS)
        if parts[-1] in TAILS:
            yield Reading(parts[:-1], BEFORE_TAIL)
        telling_parts = parts[:-1] if parts[-1] in tails_of(stemmer) else parts
        yield from (Reading((part,), PART) for part in telling_parts if len(part) > SHORT)


def best_of(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Each reading once, the surest."""
    best: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        if reading.keys not in best or reading.quality > best[reading.keys].quality:
            best[reading.keys] = reading
    return tuple(sorted(best.values(), key=lambda one: -one.quality))


_tails: list[tuple[Stemmer, frozenset[str]]] = []


def tails_of(stemmer: Stemmer) -> frozenset[str]:
    """The stems of last parts that say little. Made once for a stemmer."""
    if not _tails or _tails[0][0] is not stemmer:
        _tails[:] = [(stemmer, frozenset(map(stem_of, asking_words().tails)))]
    return _tails[0][1]


_common: list[tuple[Stemmer, frozenset[str]]] = []


def common_stems(stemmer: Stemmer) -> frozenset[str]:
    """The stems of words that stand in any question about a purchase. Made once for a stemmer."""
    if not _common or _common[0][0] is not stemmer:
        _common[:] = [(stemmer, frozenset(own_stem(word, stemmer) for word in asking_words().common))]
    return _common[0][1]


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
        keys = list(dict.fromkeys(phrase_stems(phrase, stemmer) for phrase in one))
        for key in keys:
            others = [Reading(telling(other, stemmer), SYNONYM) for other in keys if other != key]
            found.setdefault(" ".join(key), []).extend(others)
    return {key: best_of(others) for key, others in found.items()}


def phrase_stems(phrase: str, stemmer: Stemmer) -> tuple[str, ...]:
    """The stems of a phrase in order."""
    return tuple(own_stem(word, stemmer) for word in WORD.findall(phrase))


_silent: list[tuple[Stemmer, frozenset[str]]] = []


def silent_stems(stemmer: Stemmer) -> frozenset[str]:
    """The stems of silent words. Made once for a stemmer."""
    if not _silent or _silent[0][0] is not stemmer:
        _silent[:] = [(stemmer, frozenset(own_stem(word, stemmer) for word in asking_words().silent))]
    return _silent[0][1]


def telling(stems: tuple[str, ...], stemmer: Stemmer) -> tuple[str, ...]:
    """Those of a phrase's stems that say something; all of them where only one does: following up is not following."""
    left = tuple(one for one in stems if one not in silent_stems(stemmer))
    return left if len(left) > 1 else stems


_phrases: dict[int, tuple[Stemmer, Phrases]] = {}


def phrases_of(words: AskingWords, stemmer: Stemmer) -> Phrases:
    """What is said in several words, by the first of their stems. Made once for a stemmer."""
    kept = _phrases.get(id(words))
    if kept is None or kept[0] is not stemmer:
        kept = _phrases[id(words)] = (stemmer, made_phrases(words, stemmer))
    return kept[1]


_phrase_words: dict[int, tuple[Stemmer, tuple[str, ...]]] = {}


def phrase_words(words: AskingWords, stemmer: Stemmer) -> tuple[str, ...]:
    """The stems of the words that phrases and synonyms are made of. Made once for a stemmer."""
    kept = _phrase_words.get(id(words))
    if kept is None or kept[0] is not stemmer:
        said = {key for one in (*synonyms_of(words, stemmer), *map(" ".join, phrase_keys(words, stemmer)))
                for key in one.split() if len(key) > SHORT}  # fmt: skip
        kept = _phrase_words[id(words)] = (stemmer, tuple(sorted(said)))
    return kept[1]


def phrase_keys(words: AskingWords, stemmer: Stemmer) -> Iterator[tuple[str, ...]]:
    """The stems of each phrase, by the first of them."""
    for several in phrases_of(words, stemmer).values():
        yield from (stems for stems, _ in several)


def made_phrases(words: AskingWords, stemmer: Stemmer) -> Phrases:
    """Those that mean another word, and those that have synonyms: these may stand in a text as they are too."""
    synonyms, silent = synonyms_of(words, stemmer), silent_stems(stemmer)
    found: dict[tuple[str, ...], list[Reading]] = {}
    for key, others in synonyms.items():
        if " " in key:
            stems = tuple(key.split())
            own = telling(stems, stemmer)
            lone = [Reading((one,), LONE) for one in own if own != stems or one not in silent]
            found[stems] = [Reading(own, 1.0), *others, *lone]
    for meant, *said in words.phrases:
        readings = [*own_readings(meant, stemmer), *synonyms.get(own_stem(meant, stemmer), ())]
        for phrase in said:
            found.setdefault(phrase_stems(phrase, stemmer), []).extend(readings)
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[Reading, ...]]]] = {}
    for stems in sorted(found, key=len, reverse=True):
        by_first.setdefault(stems[0], []).append((stems, best_of(found[stems])))
    return {first: tuple(several) for first, several in by_first.items()}


@lru_cache(maxsize=2_000)
def meant_groups(language: Language, text: str) -> tuple[tuple[str, float], ...]:
    """The product groups that the words point to, the nearest first: each word speaks for the group it knows best.

    That an architect draws new buildings makes nobody who buys architects buy a building.
    """
    points: dict[str, float] = {}
    for _, groups in groups_by_word(language.index, text):
        best = max(groups.values(), default=0.0)
        for group, strength in groups.items():
            if strength == best:
                points[group] = max(points.get(group, 0.0), strength)
    most = max(points.values(), default=0.0)
    near = [
        (group, strength / most)
        for group, strength in points.items()
        if strength >= max(LEAST_GROUP, NEAR_GROUP * most)
    ]
    return tuple(sorted(near, key=lambda one: -one[1])[:MOST_GROUPS])


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
    """Words that nobody has published are read as those that they are nearest to, or as the words they are made of."""
    unsure = [term.written for term in asked.terms if is_unsure(term) and term.written in asked.written]
    near = {word: guesses(word, vocabulary, stemmer) for word in unsure[:MOST_GUESSED]}
    terms = terms_of(spell(asked.written, stemmer, near), stemmer)
    meant = [word for written in asked.written for word in read_as_words(written, near.get(written, ()), vocabulary)]
    groups = asked.groups or {group_stem(one): how for one, how in groups_of_words(meant, stemmer.language, stemmer)}
    return replace(asked, terms=tuple(terms), groups=groups)


def read_as_words(written: str, guess: Sequence[Reading], vocabulary: Vocabulary) -> list[str]:
    """The published words that a word is read as, where that is sure enough to tell what is bought."""
    if not guess or guess[0].quality < LEAST_GUESS:
        return [written]
    return [vocabulary.shown.get(key, key) for key in guess[0].keys]


def is_unsure(term: Term) -> bool:
    """Is neither the word nor anything that means the same known? A lone part of a compound is a doubtful reading."""
    return not any(reading.quality > PART for reading in term.readings) and not DIGIT.search(term.written)


def guesses(written: str, vocabulary: Vocabulary, stemmer: Stemmer) -> list[Reading]:
    """The known stems that differ from the word's by the fewest letters; else the known words it is made of."""
    key = own_stem(written, stemmer)
    of_phrases = phrase_words(asking_words(), stemmer)
    tails = tails_of(stemmer)
    made = made_of(key, vocabulary.shown)
    if made:
        before = [Reading(made[:-1], BEFORE_TAIL)] if made[-1] in TAILS else []
        return [Reading(made, PARTS), *before, *(Reading((part,), PART) for part in made if part not in tails)]
    meant = before_tail(key, vocabulary.shown, tails)
    if meant:
        return [Reading((meant,), BEFORE_TAIL)]
    allowed = errors_in(len(key))
    if not allowed:
        return []
    near = [
        one
        for known in (vocabulary.stems, of_phrases)
        for one in process.extract(key, known, scorer=OSA.distance, score_cutoff=allowed, limit=12)
    ]
    near = [one for one in near if is_alike_before_tail(key, str(one[0]), int(one[1]), tails)]
    ranked = sorted({(distance_of(key, str(stem), int(wrong)), str(stem)) for stem, wrong, _ in near})
    found = [
        Reading((stem,), 0.95 - WRONG * wrong / len(key), is_guess=True)
        for wrong, stem in ranked[:3]
        if wrong <= ranked[0][0] + 0.5
    ]
    meant = vocabulary.shown.get(found[0].keys[0], "") if found else ""
    return [*found, *scaled(list(own_readings(meant, stemmer))[1:], found[0].quality)] if meant else found


WRONG = 1.2
"""How much less sure a guess is by the share of its letters that are wrong."""
LEAST_OF_TWO = 4
"""Letters of each half of a word that is divided because both stand in what is published: fewer are chance."""


def made_of(key: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The two published words that a word is made of; the longest first part."""
    for cut in range(len(key) - LEAST_OF_TWO, LEAST_OF_TWO - 1, -1):
        for joint in JOINTS:
            first, rest = stem_of(key[:cut].removesuffix(joint) if joint else key[:cut]), stem_of(key[cut:])
            if first in known and rest in known and key[:cut].endswith(joint):
                return first, rest
    return ()


def before_tail(key: str, known: Mapping[str, str], tails: Collection[str]) -> str:
    """The published doing that a compound with a thin last part is about: brøytetjenester are about brøyting."""
    for tail in sorted(tails, key=len, reverse=True):
        if key.endswith(tail):
            doing = key.removesuffix(tail).removesuffix("e") + "ing"
            if len(doing) > LEAST_OF_TWO and doing in known:
                return doing
    return ""


def is_alike_before_tail(key: str, other: str, wrong: int, tails: Collection[str]) -> bool:
    """Of two compounds with the same thin last part, what stands before it must be alike by itself."""
    shared = max((len(tail) for tail in tails if key.endswith(tail) and other.endswith(tail)), default=0)
    return not shared or shared in (len(key), len(other)) or wrong <= errors_in(len(key) - shared)


def errors_in(letters: int) -> int:
    """How many of so many letters may be wrong."""
    return next((errors for least, errors in ERRORS if letters >= least), 0)


def distance_of(key: str, stem: str, wrong: int) -> float:
    """Doubled letters are misspelt most, the first letter least."""
    return wrong * (0.5 if collapsed(key) == collapsed(stem) else 1.0) + (0.3 if key[:1] != stem[:1] else 0.0)
