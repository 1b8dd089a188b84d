"""Our criteria found again in a text: by their id, or by words that are nearly the requirement's own.

By id: ID@DATE survives line breaks, soft hyphens and other dashes, since only letters and digits are compared. By
text: the requirement's words without its fields are laid over the text wherever runs of three words are shared; enough
of them must stand there in the same order. Figures count on neither side, so that a filled limit changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from string import Formatter
from typing import Literal

from rapidfuzz.distance import LCSseq, Opcode

from dugnad.criteria.criterion import Library, Version

RUN = 3
"""Words in a run that is looked up."""
FEWEST_WORDS = 8
"""A shorter requirement says too little to be known by its words alone."""
LEAST_RUNS = 0.15
"""Share of a requirement's runs that must be met before its words are compared."""
LEAST_WORDS = 0.55
"""Share of a requirement's words that must stand in the text, in their order."""
STRAY = 3
"""Words between a lone word and the rest that show that it does not belong there."""
SHORT, LEAST_OF_SHORT = 12, 0.75
"""Of a requirement with few words more must be left."""
LEAST_LIKENESS = 0.6
"""Likeness of the requirement and the stretch of text that it was found in, what was added counted too."""
SLACK = 12
"""Words around the place where the requirement should begin and end."""
INSIDE = "-\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What may stand inside an id that was broken: hyphens, soft hyphens, signs without width."""
DAY = re.compile(r"@\s*(20\d\d)[-\u00ad\s]*-[-\u00ad\s]*(\d\d)[-\u00ad\s]*-[-\u00ad\s]*(\d\d)(?!\d)")
WORD = re.compile(r"[^\W_]+(?:(?:\u00ad\s*|[-\u2010]\s+)[^\W\d_]+)*")
HAS_FIGURE = re.compile(r"\d")
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
PLAIN_ID = re.compile(r"[a-z0-9]")

Recognise = Callable[[str], list["Recognised"]]


@dataclass(frozen=True, slots=True)
class Recognised:
    """One of our criteria in a text. `version` is the day of the version cited, or of the one that is most alike."""

    criterion: str
    version: date
    by: Literal["id", "text"]
    likeness: float
    span: tuple[int, int]

    @property
    def key(self) -> str:
        """The name it is cited by: ID@DATE."""
        return f"{self.criterion}@{self.version.isoformat()}"


@dataclass(frozen=True, slots=True)
class Wording:
    """A requirement in one version and language, as words without fields and figures."""

    criterion: str
    version: date
    words: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """Everything that is looked up."""

    ids: Mapping[str, tuple[str, ...]]
    """Ids by their letters and digits."""
    longest: int
    wordings: list[Wording] = field(default_factory=list)
    runs: dict[tuple[str, ...], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    """Where each run of words stands: number of the wording, position in it."""


def recogniser(library: Library) -> Recognise:
    """A function that finds the library's criteria in a text; made once, called for each text."""
    index = _index(library)

    def recognise(text: str) -> list[Recognised]:
        return sorted([*_by_id(text, index), *_by_text(text, index)], key=lambda one: one.span)

    return recognise


def found_in(texts: Sequence[str], find: Recognise) -> Iterator[tuple[Recognised, int, str]]:
    """Criteria in a document's texts read as one: what was found, in which text it begins, and the words."""
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    whole = "\n".join(texts)
    for one in find(whole):
        index = min(bisect_right(starts, one.span[0]) - 1, len(texts) - 1)
        yield one, index, " ".join(whole[slice(*one.span)].split())


def _index(library: Library) -> Index:
    by_letters: dict[str, list[str]] = defaultdict(list)
    for name in library.criteria:
        by_letters["".join(PLAIN_ID.findall(name))].append(name)
    index = Index({key: tuple(names) for key, names in by_letters.items()}, max(map(len, by_letters), default=0))
    for criterion in library.criteria.values():
        for version in criterion.versions.values:
            for wording in _wordings(version):
                number = len(index.wordings)
                index.wordings.append(wording)
                for position in range(len(wording.words) - RUN + 1):
                    index.runs[wording.words[position : position + RUN]].append((number, position))
    return index


def _wordings(version: Version) -> Iterator[Wording]:
    for text in version.requirement.values():
        fixed = " ".join(words for words, *_ in Formatter().parse(text))
        words = tuple(word for word, _, _ in words_of(fixed))
        if len(words) >= FEWEST_WORDS:
            yield Wording(version.criterion, version.day, words)


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The text's words in lower case with their places; whatever holds a figure is left out.

    A word divided by a soft hyphen or at a line end ("leveran- døren") is one word.
    """
    found = []
    for match in WORD.finditer(text):
        word = match.group().lower()
        if not word.isalpha():
            if HAS_FIGURE.search(word):
                continue
            word = "".join(filter(str.isalpha, word))
        found.append((word, match.start(), match.end()))
    return found


def _by_id(text: str, index: Index) -> Iterator[Recognised]:
    """Each date after an at sign, with the longest known id that ends there."""
    plain = text.translate(DASHES)
    for match in DAY.finditer(plain):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        found = _id_before(plain, match.start(), index)
        if found:
            name, start = found
            yield Recognised(name, day, "id", 1.0, (start, match.end()))


def _id_before(text: str, end: int, index: Index) -> tuple[str, int] | None:
    """The id that ends here and where it begins; a word that only ends like an id is none."""
    letters: list[str] = []
    best: tuple[str, int] | None = None
    place = end
    while place > 0 and len(letters) < index.longest and end - place < index.longest * 2:
        place -= 1
        sign = text[place].lower()
        if PLAIN_ID.match(sign):
            letters.append(sign)
            names = index.ids.get("".join(reversed(letters)))
            before = text[place - 1].lower() if place else " "
            if names and not PLAIN_ID.match(before) and before != "-":
                best = (names[0], place)
        elif not (sign.isspace() or sign in INSIDE):
            break
    return best


def _by_text(text: str, index: Index) -> list[Recognised]:
    """The stretches that are nearly a requirement; where two requirements claim the same words the likest has them."""
    words = words_of(text)
    plain = [word for word, _, _ in words]
    hits: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, run in enumerate(zip(*(plain[start:] for start in range(RUN)), strict=False)):
        for number, position in index.runs.get(run, ()):
            hits[number].append((place, position))
    found: list[tuple[float, int, int, Wording]] = []
    for number, pairs in hits.items():
        wording = index.wordings[number]
        for stretch in _stretches(pairs, len(wording.words)):
            found += _compared(wording, plain, stretch)
    kept: list[Recognised] = []
    taken: list[tuple[int, int]] = []
    for likeness, first, last, wording in sorted(found, key=_order):
        if all(min(last, end) - max(first, start) < (last - first) / 2 for start, end in taken):
            taken.append((first, last))
            span = (words[first][1], words[last - 1][2])
            kept.append(Recognised(wording.criterion, wording.version, "text", round(likeness, 3), span))
    return kept


def _order(one: tuple[float, int, int, Wording]) -> tuple[float, int, str, int]:
    likeness, first, _, wording = one
    return -likeness, -wording.version.toordinal(), wording.criterion, first


def _stretches(pairs: list[tuple[int, int]], length: int) -> Iterator[list[tuple[int, int]]]:
    """Shared runs that may be one copy of the requirement: near each other, and in its order."""
    current: list[tuple[int, int]] = []
    for place, position in pairs:
        is_far = bool(current) and place - current[-1][0] > length
        is_anew = bool(current) and position < current[-1][1] - length // 2
        if is_far or is_anew:
            yield current
            current = []
        current.append((place, position))
    if current:
        yield current


def _compared(
    wording: Wording, plain: list[str], stretch: list[tuple[int, int]]
) -> Iterable[tuple[float, int, int, Wording]]:
    """The stretch with its likeness, if enough of the requirement's words stand there in order."""
    length = len(wording.words)
    if len({position for _, position in stretch}) < max(2, LEAST_RUNS * (length - RUN + 1)):
        return
    first = max(0, stretch[0][0] - stretch[0][1] - SLACK)
    last = min(len(plain), stretch[-1][0] + length - stretch[-1][1] + SLACK)
    window = plain[first:last]
    shared = LCSseq.similarity(wording.words, window)
    if shared < (LEAST_WORDS if length >= SHORT else LEAST_OF_SHORT) * length:
        return
    blocks = [block for block in LCSseq.opcodes(wording.words, window) if block.tag == "equal"]
    begin, end = _bounds(blocks)
    likeness = 2 * shared / (length + end - begin)
    if likeness >= LEAST_LIKENESS:
        yield likeness, first + begin, first + end, wording


def _bounds(blocks: list[Opcode]) -> tuple[int, int]:
    """Where the stretch begins and ends; a lone word far from the rest only happens to be the same."""
    first, last = 0, len(blocks) - 1
    while first < last and _is_stray(blocks[first], blocks[first], blocks[first + 1]):
        first += 1
    while first < last and _is_stray(blocks[last], blocks[last - 1], blocks[last]):
        last -= 1
    return blocks[first].dest_start, blocks[last].dest_end


def _is_stray(block: Opcode, before: Opcode, after: Opcode) -> bool:
    added = (after.dest_start - before.dest_end) - (after.src_start - before.src_end)
    return block.dest_end - block.dest_start < RUN and added > STRAY
