"""The index that searching reads: words to groups, words to criteria, built in memory once for a library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import log

from dugnad.content import content_path, read_csv
from dugnad.criteria.cpv_groups import OwnersByPrefix
from dugnad.criteria.criterion import Library, Text, Version
from dugnad.criteria.search_words import SearchWords, search_words
from dugnad.criteria.stems import Compounds, asked_words, collapsed, stem, words_of

STRONG, NAMED, WEAK, PART_OF_PHRASE, CRITERION = 1.0, 0.9, 0.4, 0.25, 0.2
"""How much a word says of a group, by where it stands: own word, name, weak word, phrase, a criterion's name."""
CPV_BY_LENGTH = (0.6, 0.6, 0.45, 0.35)
"""A CPV name of one word says more by that word than one of five."""
EXTRA = 0.15
"""What further places may add to the best one."""
FIELDS = {"name": 3.0, "topic": 2.0, "labels": 1.5, "requirement": 1.0, "why": 0.4}
"""How much a word says of a criterion, by where it stands."""
USABLE = ("published", "to-check")
LEAST_SURFACE = 3
NUMBER_OF_GROUPS = 50
Phrase = tuple[str, ...]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Entry:
    """A criterion that can be found, in one version."""

    version: Version
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """A library made searchable. `groups` and `phrases` lead from stems to groups, `postings` to criteria."""

    library: Library
    words: SearchWords
    groups: Mapping[str, Weights]
    phrases: Mapping[Phrase, Weights]
    rarity: Mapping[str, float]
    entries: tuple[Entry, ...]
    postings: Mapping[str, tuple[tuple[int, float], ...]]
    criterion_rarity: Mapping[str, float]
    surfaces: Mapping[str, str]
    """Whole folded words to their stems: what compounds are made of and what misspellings are compared with."""
    likely: tuple[str, ...]
    """The surfaces, those that name a group first."""
    own: frozenset[str]
    """The stems of the words that stand in a group's own lists, weak ones too."""
    beginnings: tuple[str, ...]
    """The likely words in the order of the alphabet, to find those that begin alike."""
    without_doubles: Mapping[str, str]
    compounds: Compounds
    synonyms: Mapping[str, tuple[str, ...]]
    themes: Mapping[str, tuple[str, ...]]
    marks: frozenset[str]
    shown: Mapping[str, str]
    """A stem as a person would write it."""


def index_of(library: Library, *, on: date | None = None) -> Index:
    """Build the index: the version in force on the day, else the newest, of all that may be used."""
    builder = _Builder(library, search_words())
    builder.add_groups()
    builder.add_cpv_names()
    entries = tuple(_entries(library, on))
    postings = builder.add_criteria(entries)
    return builder.index(entries, postings)


def _entries(library: Library, on: date | None) -> Iterable[Entry]:
    for criterion in library.criteria.values():
        usable = [version for version in criterion.versions.values if version.status in USABLE]
        version = criterion.versions.at(on) if on else usable[-1] if usable else None
        if version and version.status in USABLE:
            yield Entry(version, criterion.groups)


class _Builder:
    """Gathers words by where they stand."""

    def __init__(self, library: Library, words: SearchWords) -> None:
        self.library, self.words = library, words
        self.groups: dict[str, Weights] = {}
        self.extra: dict[str, Weights] = {}
        self.phrases: dict[Phrase, Weights] = {}
        self.surfaces: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.likely: dict[str, None] = {}
        self.own: set[str] = set()

    def key(self, folded: str) -> str:
        found = self.keys.get(folded)
        if found is None:
            found = self.keys[folded] = stem(folded)
        return found

    def give(self, folded: str, group: str, weight: float, written: str = "") -> None:
        """A word that points at a group."""
        key = self.key(folded)
        own = self.groups.setdefault(key, {})
        best = own.get(group, 0.0)
        self.extra.setdefault(key, {})[group] = self.extra.get(key, {}).get(group, 0.0) + min(best, weight)
        own[group] = max(best, weight)
        if len(folded) >= LEAST_SURFACE:
            self.surfaces.setdefault(folded, key)
        if written and key not in self.shown:
            self.shown[key] = written

    def phrase(self, written: str, group: str, weight: float) -> None:
        """A word, or words that count together."""
        words = [word for word in asked_words(written) if word not in self.words.silent] or asked_words(written)
        self.own.update(map(self.key, words))
        if len(words) == 1:
            self.give(words[0], group, weight, written)
            if weight >= STRONG:
                self.likely.setdefault(words[0])
            return
        keys = tuple(map(self.key, words))
        own = self.phrases.setdefault(keys, {})
        own[group] = max(own.get(group, 0.0), weight)
        self.shown.setdefault(" ".join(keys), written)
        joined = "".join(words)
        self.give(joined, group, weight, written)
        self.likely.setdefault(joined)
        for word in words:
            if word not in self.words.thin:
                self.give(word, group, PART_OF_PHRASE * weight)

    def add_groups(self) -> None:
        """Our own words, the groups' own words, their names."""
        for group in self.library.groups.values():
            for written in self.words.groups.get(group.id, ()):
                self.phrase(written, group.id, STRONG)
            for words in group.words.values():
                for written in words:
                    self.phrase(written, group.id, NAMED)
            for written in self.words.weak.get(group.id, ()):
                self.phrase(written, group.id, WEAK)
            for word in {word for text in group.name.values() for word in words_of(text)}:
                if word not in self.words.silent and word not in self.words.context:
                    self.give(word, group.id, NAMED if word not in self.words.thin else WEAK)

    def add_cpv_names(self) -> None:
        """The names of every code, for the group that owns the code's beginning."""
        owners = OwnersByPrefix(self.library)
        quiet = self.words.silent | self.words.thin | self.words.context
        for row in read_csv(content_path("codelists/cpv/cpv.csv")):
            groups = owners.of(row["code"])
            for name in (row["nb"], row["en"]) if groups else ():
                words = [word for word in dict.fromkeys(words_of(name)) if word not in quiet and len(word) > 1]
                weight = CPV_BY_LENGTH[min(len(words), len(CPV_BY_LENGTH)) - 1] if words else 0.0
                for word in words:
                    for group in groups:
                        self.give(word, group, weight)

    def add_criteria(self, entries: tuple[Entry, ...]) -> dict[str, dict[int, float]]:
        """The words of every criterion; its name also says something of its group."""
        postings: dict[str, dict[int, float]] = {}
        seen: dict[str, frozenset[str]] = {}
        for number, entry in enumerate(entries):
            for field, texts in _texts(entry.version).items():
                for text in texts:
                    keys = seen.get(text)
                    if keys is None:
                        keys = seen[text] = frozenset(map(self.key, words_of(text)))
                    for key in keys:
                        own = postings.setdefault(key, {})
                        own[number] = max(own.get(number, 0.0), FIELDS[field])
            self._add_to_group(entry)
        return postings

    def _add_to_group(self, entry: Entry) -> None:
        if len(entry.groups) != 1 or entry.groups[0] not in self.library.groups:
            return
        for word in {word for text in entry.version.name.values() for word in words_of(text)}:
            if word not in self.words.silent and word not in self.words.thin and word not in self.words.context:
                self.give(word, entry.groups[0], CRITERION)

    def index(self, entries: tuple[Entry, ...], postings: dict[str, dict[int, float]]) -> Index:
        for key, own in self.groups.items():
            for group in own:
                own[group] += min(EXTRA, EXTRA * self.extra[key][group])
        for keys, own in self.phrases.items():
            self.groups[" ".join(keys)] = own
        surfaces = self.surfaces
        likely = tuple(dict.fromkeys([*self.likely, *(word for word in surfaces if word.isalpha())]))
        return Index(
            self.library,
            self.words,
            self.groups,
            self.phrases,
            {key: _rarity(own.values(), NUMBER_OF_GROUPS) for key, own in self.groups.items()},
            entries,
            {key: tuple(own.items()) for key, own in postings.items()},
            {key: _rarity([1.0] * len(own), max(len(entries), 1)) for key, own in postings.items()},
            surfaces,
            likely,
            frozenset(self.own),
            tuple(sorted(self.likely)),
            {collapsed(word): key for word, key in reversed(surfaces.items())},
            Compounds(surfaces, self.groups, self.likely),
            self._synonyms(),
            self._themes(),
            frozenset(self._stems_of(self.words.marks)),
            self.shown,
        )

    def _stems_of(self, written: Iterable[str]) -> list[str]:
        """Each word's stem; words of several parts by their stems with a blank between, and written together."""
        found = []
        for words in map(asked_words, written):
            found += [" ".join(map(self.key, words)), self.key("".join(words))]
        return found

    def _synonyms(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for words in self.words.synonyms:
            keys = list(dict.fromkeys(self._stems_of(words)))
            for key in keys:
                found.setdefault(key, []).extend(other for other in keys if other != key)
        return {key: tuple(dict.fromkeys(others)) for key, others in found.items()}

    def _themes(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for theme, words in self.words.themes.items():
            for key in self._stems_of(words):
                found.setdefault(key, []).append(theme)
        return {key: tuple(dict.fromkeys(themes)) for key, themes in found.items()}


def _texts(version: Version) -> Mapping[str, tuple[str, ...]]:
    def of(text: Text) -> tuple[str, ...]:
        return tuple(text.values())

    return {
        "name": of(version.name),
        "topic": (version.topic, version.criterion),
        "labels": tuple(label.name for label in version.labels_accepted),
        "requirement": of(version.requirement),
        "why": of(version.why),
    }


def _rarity(weights: Iterable[float], most: int) -> float:
    """Near 1 for a word of one group or criterion, near 0 for a word of all."""
    share = sum(min(1.0, weight) for weight in weights)
    return log(1 + most / (0.5 + share)) / log(1 + most / 1.5)
