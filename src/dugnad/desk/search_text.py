"""What search reads of a thing, and the stems it is found by.

Every published thing becomes one `Entry`: titles and words in the languages it has, and what it belongs to. Nynorsk is
brought to bokmål, inflection is taken off and compounds are taken apart, on both sides: in what is kept here, and in
what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Literal, get_args

from dugnad.criteria.criterion import Library
from dugnad.criteria.kept import kept_library
from dugnad.criteria.search_index import Index, index_of
from dugnad.criteria.stems import LONGEST_WORD, SPLIT, WORD, Compounds, fold, stem
from dugnad.desk.search_words import asking_words

Kind = Literal["answer", "criterion", "group", "law", "case", "event", "agreement", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST_TEXT = 6_000
"""Of one language: more than that is not read."""
IN_GROUP, OF_KIND = "xgroup", "xkind"
"""Stems that no word has: which product group a thing belongs to, and what kind it is."""
FORM = 9
"""Changed when stems are made in another way, so that every text is read anew."""
AFTER_LEAD = "\n\n"
"""What stands between an answer in short, which may be nothing, and the rest of its words."""
ARTICLE = re.compile(r"(?<=ø)ets?$", re.IGNORECASE)
NO_LETTER = re.compile(r"[^a-z0-9]")
DIGIT = re.compile(r"\d")
LIG, SHORT = re.compile(r"lige?$"), 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One published thing."""

    kind: Kind
    key: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    path: str
    language: str = ""
    """Of its words, where it is not written in every language of the site."""
    lead: Mapping[str, str] = field(default_factory=dict)
    """What it says first, where that says the most: the short answer."""
    groups: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Further words that it is found by, and that are not shown."""
    is_stale: bool = False
    is_checked: bool = True
    until: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """What is known of words: the criteria's index, the words of those who ask, and how compounds are made."""

    index: Index
    compounds: Compounds
    mark: str
    """A checksum: when it changes, every text is read anew."""


class Stemmer:
    """Makes stems of words, each word once. `shown` keeps one written form of every stem."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.nynorsk, self.compounds = language.index.words.nynorsk, language.compounds
        self.whole = frozenset(map(stem_of, asking_words().parts))
        self.known: dict[str, tuple[str, ...]] = {}
        self.shown: dict[str, str] = {}
        self.orders: dict[str, tuple[bool, int, str]] = {}

    def stems(self, text: str, tongue: str = "nb") -> list[str]:
        """The stems of a text, in order, with those of the parts of compounds."""
        return [key for written in WORD.findall(text) for key in self.of_word(written[:LONGEST_WORD], tongue)]

    def of_word(self, written: str, tongue: str = "nb") -> tuple[str, ...]:
        """The stems of one written word: its own first, then those of its parts."""
        found = self.known.get(written)
        if found is None:
            found = self.known[written] = tuple(dict.fromkeys(self.made(written)))
            if found and not SPLIT.search(written):
                self.show(found[0], written.lower(), tongue)
        return found

    def show(self, key: str, written: str, tongue: str = "nb") -> None:
        """Of the words with one stem the shortest in bokmål is shown: the one without inflection."""
        order = tongue != "nb", len(written), written
        if key not in self.orders or order < self.orders[key]:
            self.orders[key], self.shown[key] = order, written

    def made(self, written: str) -> Iterator[str]:
        """The stems of each part of a hyphenated word, and of the whole."""
        parts = [part for part in map(plain, SPLIT.split(written)) if part]
        for part in [*parts, "".join(parts)] if len(parts) > 1 else parts:
            yield self.key(part)
            yield from self.parts(part)

    def key(self, word: str) -> str:
        """The stem of a folded word, brought to bokmål, its last part too."""
        form, parts = self.divided(word)
        last = self.nynorsk.as_bokmal(parts[-1]) if parts else ""
        return stem_of(form.removesuffix(parts[-1]) + last if parts else form)

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a compound; none where it is no compound."""
        _, parts = self.divided(word)
        return tuple(dict.fromkeys(stem_of(self.nynorsk.as_bokmal(part)) for part in parts))

    def divided(self, word: str) -> tuple[str, tuple[str, ...]]:
        """A folded word in bokmål, and the words that it is made of."""
        form = self.nynorsk.as_bokmal(word)
        return form, self.compounds.split(form) if form.isalpha() and stem_of(form) not in self.whole else ()


def plain(written: str) -> str:
    """The word folded, with only letters and figures that every database keeps together.

    What is said of miljøet is said of miljø: folding would read its "øe" as one letter.
    """
    return NO_LETTER.sub("", fold(ARTICLE.sub("", written)))


@lru_cache(maxsize=60_000)
def stem_of(folded: str) -> str:
    """The stem; an English plural in -ies is one with its singular, and what is cheap (billig) is no car (bil)."""
    if len(folded) > 4 and folded.endswith("ies"):  # noqa: PLR2004 - "ties" stays
        folded = folded[:-3] + "y"
    found = stem(folded)
    return folded if len(found) <= SHORT and LIG.search(folded) else found


def language_of(index: Index) -> Language:
    """The criteria's words and those of the desk together."""
    own = asking_words()
    sure = [*own.parts, *index.likely]
    compounds = Compounds([*index.surfaces, *own.parts], [*index.groups, *map(stem, own.parts)], sure)
    forms = index.words.nynorsk
    told = (
        sorted(compounds.surfaces),
        sorted(compounds.stems),
        sorted(forms.words.items()),
        list(forms.inside.items()),
    )
    return Language(index, compounds, sha256(repr(told).encode()).hexdigest()[:16])


_language: list[tuple[Library, Language]] = []
_MAKING = Lock()


def kept_language() -> Language:
    """What is known of words now; made anew only when the library is."""
    now = kept_library().library
    with _MAKING:
        if not _language or _language[0][0] is not now:
            _language[:] = [(now, language_of(index_of(now)))]
        return _language[0][1]


def head_of(entry: Entry, stemmer: Stemmer) -> list[str]:
    """The stems of its titles, each once, and its kind."""
    keys = [key for tongue, title in entry.titles.items() for key in stemmer.stems(title, tongue)]
    return list(dict.fromkeys([*keys, kind_stem(entry.kind)]))


def lead_of(entry: Entry, stemmer: Stemmer) -> list[str]:
    """The stems of what it says first, each once."""
    return list(dict.fromkeys(key for tongue, text in entry.lead.items() for key in stemmer.stems(text, tongue)))


def stems_of(entry: Entry, stemmer: Stemmer) -> list[str]:
    """The stems of all its words, each once, with its groups."""
    texts = [*entry.texts.items(), *(("", word) for word in entry.words)]
    keys = [key for tongue, text in texts for key in stemmer.stems(text[:LONGEST_TEXT], tongue)]
    own = [group_stem(group) for group in entry.groups]
    return list(dict.fromkeys([*keys, *own]))


def group_stem(group: str) -> str:
    """How a product group stands among the stems."""
    return IN_GROUP + plain(group)


def kind_stem(kind: str) -> str:
    """How a kind stands among the stems."""
    return OF_KIND + plain(kind)


def is_word(key: str) -> bool:
    """Is it the stem of a word, and not a group, a kind or a figure?"""
    return not key.startswith((IN_GROUP, OF_KIND)) and not DIGIT.search(key)


def mark_of(entry: Entry, words_mark: str) -> str:
    """A checksum of all that the index takes from it; `words_mark`: of what is known of words."""
    told = (
        FORM,
        words_mark,
        entry.titles,
        entry.texts,
        entry.path,
        entry.language,
        entry.groups,
        entry.words,
        dict(entry.lead),
    )
    return sha256(repr((*told, entry.is_stale, entry.is_checked, entry.until)).encode()).hexdigest()
