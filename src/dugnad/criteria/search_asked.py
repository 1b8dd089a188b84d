"""What a person typed, understood: each word with the stems it may stand for and how much it should count."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dugnad.criteria.search_index import Index
from dugnad.criteria.stems import JOINTS, asked_words, collapsed, stem

How = Literal["word", "form", "synonym", "spelling", "compound", "part", "phrase", "cpv", "theme"]
MOST_WORDS = 24
"""Further words are not read: a search has few."""
MOST_SLOW = 6
"""Words that are compared with the whole vocabulary, letter by letter."""
CONTEXT, THIN, CONCERN, STRONG_CONCERN, MARK, COVERED = 0.4, 0.25, 0.3, 0.65, 0.12, 0.35
PHRASE = 1.35
IS_OWN_WORD = 0.9
LONGEST_PHRASE = 4
OF = frozenset({"av", "of"})
"""Before what something is done to: "vask av arbeidsklær" is laundry rather than clothes."""
LEAST_ALIKE, ALIKE = 8, 0.45
"""Letters that two compounds must begin with to be alike, and how sure that is."""
OBJECT = 0.8
HEAD, TAIL_OF_THIN, MODIFIER = 0.9, 0.2, 0.55
LETTERS_FOR_ERRORS = ((12, 3), (7, 2), (4, 1))
"""From so many letters on, so many may be wrong."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a word: a stem, how sure, and by which road."""

    key: str
    quality: float
    how: How


@dataclass(frozen=True, slots=True)
class Asked:
    """A word or phrase of the query, its readings, and how much it says of what is bought."""

    written: str
    readings: tuple[Reading, ...]
    weight: float
    themes: tuple[str, ...] = ()
    is_phrase: bool = False


def understand(index: Index, query: str) -> tuple[Asked, ...]:
    """The query's words with their readings."""
    words = asked_words(query)[:MOST_WORDS]
    if not words:
        return ()
    placed = _placed(index, words) or [(word, 1.0) for word in dict.fromkeys(words)]
    budget = [MOST_SLOW]
    phrases, covered = _phrases(index, placed, budget)
    found = []
    for place, (word, weight) in enumerate(placed):
        readings = _readings(index, word, budget, may_guess=place not in covered)
        themes = _themes(index, word, readings)
        counts = weight * _say(index, word, readings, themes) * (COVERED if place in covered else 1.0)
        found.append(Asked(word, readings, counts, themes))
    return (*phrases, *found)


def _placed(index: Index, words: list[str]) -> list[tuple[str, float]]:
    """The words that say something, those after a preposition with less weight."""
    placed: list[tuple[str, float]] = []
    weight = 1.0
    for word in words:
        if word in index.words.context:
            weight = CONTEXT if placed else 1.0
        elif word in OF and placed and placed[-1][0] not in index.words.thin:
            weight = min(weight, OBJECT)
        elif word not in index.words.silent and all(word != earlier for earlier, _ in placed):
            placed.append((word, weight))
    return placed


def _say(index: Index, word: str, readings: tuple[Reading, ...], themes: tuple[str, ...]) -> float:
    """How much the word says of what is bought, rather than of what is cared about."""
    if stem(word) in index.marks:
        return MARK
    if themes:
        own = index.groups.get(readings[0].key, {}) if readings else {}
        return STRONG_CONCERN if max(own.values(), default=0.0) >= IS_OWN_WORD else CONCERN
    return THIN if word in index.words.thin else 1.0


def _themes(index: Index, word: str, readings: tuple[Reading, ...]) -> tuple[str, ...]:
    keys = [stem(word), *(reading.key for reading in readings if reading.how in ("form", "spelling"))]
    return next((index.themes[key] for key in keys if key in index.themes), ())


def _phrases(index: Index, placed: list[tuple[str, float]], budget: list[int]) -> tuple[list[Asked], set[int]]:
    """Words that count together: known phrases, and compounds that were written apart."""
    found: list[Asked] = []
    covered: set[int] = set()
    forms = [index.words.nynorsk.as_bokmal(word) for word, _ in placed]
    for length in range(min(LONGEST_PHRASE, len(placed)), 1, -1):
        for start in range(len(placed) - length + 1):
            places = range(start, start + length)
            if covered.intersection(places):
                continue
            reading = _together(index, [placed[place][0] for place in places], [forms[place] for place in places])
            if reading is None and length == 2:  # noqa: PLR2004 - a compound of two words, one of them misspelt
                reading = _misspelt_together(index, [placed[place][0] for place in places], budget)
            weight = min(placed[place][1] for place in places)
            if reading is None and length == 2:  # noqa: PLR2004
                pair = placed[start][0], placed[start + 1][0]
                reading = _turned(index, *pair) or _turned(index, forms[start], forms[start + 1])
                weight = placed[start][1]
            if reading:
                written = " ".join(placed[place][0] for place in places)
                themes = index.themes.get(reading.key, ())
                counts = weight * (STRONG_CONCERN if themes else PHRASE)
                found.append(Asked(written, (reading,), counts, themes, is_phrase=True))
                covered.update(places)
    return found, covered


def _together(index: Index, words: list[str], forms: list[str]) -> Reading | None:
    for spelt in (words, forms):
        keys = tuple(map(stem, spelt))
        joined = stem("".join(spelt))
        if keys in index.phrases:
            return Reading(" ".join(keys), 1.0, "phrase")
        if " ".join(keys) in index.themes:
            return Reading(" ".join(keys), 1.0, "phrase")
        if max(index.groups.get(joined, {}).values(), default=0.0) > 0.5:  # noqa: PLR2004 - more than a weak word
            return Reading(joined, 0.95, "phrase")
    return None


def _turned(index: Index, head: str, modifier: str) -> Reading | None:
    """What it is stands first, and what for after it: "benker til parken" is parkbenker."""
    begins = () if modifier in index.words.thin else dict.fromkeys((modifier, stem(modifier)))
    for begin in begins:
        for joint in JOINTS:
            key = stem(begin + joint + head)
            if max(index.groups.get(key, {}).values(), default=0.0) >= IS_OWN_WORD:
                return Reading(key, 0.9, "phrase")
    return None


def _misspelt_together(index: Index, words: list[str], budget: list[int]) -> Reading | None:
    if all(stem(word) in index.groups for word in words):
        return None
    joined = "".join(words)
    key = index.without_doubles.get(collapsed(joined))
    if key:
        return Reading(key, 0.9, "spelling")
    guess = _guess(index, joined, budget, most=1 if len(joined) < 12 else 2)  # noqa: PLR2004
    return Reading(guess.key, guess.quality, "spelling") if guess else None


def _readings(index: Index, word: str, budget: list[int], *, may_guess: bool) -> tuple[Reading, ...]:
    """What the word may stand for, the surest first."""
    found = _known(index, word)
    if not any(reading.key in index.own for reading in found):
        found += [*_taken_apart(index, word), *([] if found else _alike(index, word))]
    if not found and may_guess:
        guess = _guess(index, word, budget)
        if guess:
            found.append(guess)
    if not found or (found[0].how == "spelling" and found[0].quality < 0.75):  # noqa: PLR2004
        found += _partly(index, word)
    for reading in tuple(found):
        if reading.how in ("word", "form", "spelling"):
            for other in index.synonyms.get(reading.key, ()):
                found.append(Reading(other, 0.7 * reading.quality, "synonym"))
    unique: dict[str, Reading] = {}
    for reading in found:
        if reading.key not in unique:
            unique[reading.key] = reading
    return tuple(unique.values())


def _known(index: Index, word: str) -> list[Reading]:
    """The word itself, in bokmål, with an English plural, or with doubled letters set right."""

    def is_known(key: str) -> bool:
        return key in index.groups or key in index.postings or key in index.themes or key in index.synonyms

    found = [Reading(stem(word), 1.0, "word")] if is_known(stem(word)) else []
    form = index.words.nynorsk.as_bokmal(word)
    if form != word and is_known(stem(form)):
        found.append(Reading(stem(form), 0.97, "form"))
    if not found and word.endswith("ies") and is_known(stem(word[:-3] + "y")):
        found.append(Reading(stem(word[:-3] + "y"), 0.97, "form"))
    if not found:
        key = index.without_doubles.get(collapsed(word)) or index.without_doubles.get(collapsed(stem(word)))
        if key:
            found.append(Reading(key, 0.9, "spelling"))
    return found


def _taken_apart(index: Index, word: str) -> list[Reading]:
    """The parts of a compound: the last one tells what it is, unless it says little."""
    form = index.words.nynorsk.as_bokmal(word)
    parts = index.compounds.split(word) or (index.compounds.split(form) if form != word else ())
    if not parts:
        return []
    *modifiers, head = parts
    is_thin = head in index.words.thin or stem(head) in {stem(thin) for thin in index.words.thin}
    found = [Reading(_key(index, head), TAIL_OF_THIN if is_thin else HEAD, "compound")]
    weight = HEAD if is_thin else MODIFIER
    return found + [Reading(_key(index, part), weight, "compound") for part in modifiers]


def _alike(index: Index, word: str) -> list[Reading]:
    """A known compound that begins as this one does: "blodtrykksapparat", "blodtrykksmåler"."""
    form = index.words.nynorsk.as_bokmal(word)
    place = bisect_left(index.beginnings, form)
    near = index.beginnings[max(place - 1, 0) : place + 1]
    shared, best = max(((_shared(known, form), known) for known in near), default=(0, ""))
    is_alike = shared >= LEAST_ALIKE and shared > len(form) / 2
    return [Reading(_key(index, best), ALIKE, "part")] if is_alike else []


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _partly(index: Index, word: str) -> list[Reading]:
    """What an unknown compound ends or begins with."""
    form = index.words.nynorsk.as_bokmal(word)
    ending, beginning = index.compounds.ending(form), index.compounds.beginning(form)
    found = (
        [Reading(_key(index, ending), TAIL_OF_THIN if ending in index.words.thin else 0.5, "part")] if ending else []
    )
    return found + ([Reading(_key(index, beginning), 0.45, "part")] if beginning else [])


def _key(index: Index, part: str) -> str:
    return index.surfaces.get(part) or stem(part)


def _guess(index: Index, word: str, budget: list[int], most: int | None = None) -> Reading | None:
    """The known word that differs by the fewest letters."""
    allowed = (
        most if most is not None else next((errors for least, errors in LETTERS_FOR_ERRORS if len(word) >= least), 0)
    )
    if not allowed or not budget[0] or not word.isalpha():
        return None
    budget[0] -= 1
    near = process.extract(word, index.likely, scorer=OSA.distance, score_cutoff=allowed, limit=8)
    if not near:
        return None
    best, distance, _ = min(near, key=lambda one: (one[1], one[0][0] != word[0], one[2]))
    return Reading(index.surfaces.get(best) or stem(best), 0.95 - 0.9 * distance / len(word), "spelling")
