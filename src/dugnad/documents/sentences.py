"""Sentences of a text, with their positions: the unit that is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FOLLOWED = (
    "jf jfr bl ca nr pkt kap kl evt ev f eks dvs inkl ekskl eksl maks min org tlf st fvl pga ifm iht mht vedr "
    "cf e g i approx incl excl no nos art sec para pp resp"
)
CLOSING = "osv mv mm m v l ol stk pst mill mrd etc mva kr d"
BEFORE_MORE = frozenset(FOLLOWED.split())
"""Abbreviations that something follows: their full stop ends no sentence."""
MAY_END = frozenset(CLOSING.split())
"""Abbreviations that end a sentence where a capital letter follows."""
MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
          "desember", "january", "february", "march", "may", "june", "july", "october", "december")  # fmt: skip
END = re.compile(r"[.!?](?:[\"»”)]*)(?=\s)|\n")
WORD_BEFORE = re.compile(r"(?:(\w+)\W+)?(\w+)$")
LONGEST_WORD = 60
"""Characters before a full stop that are looked at."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands in its text: text[start:end] is the sentence."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; a full stop after an ordinal or an abbreviation ends none.

    Every reader of a document asks for them; `sentences.cache_clear()` forgets the document.
    """
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for found in END.finditer(text):
        if found.group() != "\n" and not _ends(text, start, found):
            continue
        yield from _sentence(text, start, found.end())
        start = found.end()
    yield from _sentence(text, start, len(text))


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    before = WORD_BEFORE.search(text[max(start, found.start() - LONGEST_WORD) : found.start()])
    after = text[found.end() :].lstrip(' \t"«“(')
    if found.group()[0] != "." or before is None or not after:
        return True
    earlier, word = before.group(1), before.group(2)
    is_capital = after[0].isupper() or (after[0].isdigit() and not word.isdigit())
    if word.isdigit():
        is_label = not text[start : found.start()].strip().strip("()").strip(word)
        return after[0].isupper() and not is_label and not after.lower().startswith(MONTHS)
    if word.lower() in MAY_END:
        return after[0].isupper()
    if len(word) == 1:
        return word.isupper() and after[0].isupper() and earlier is not None and earlier.islower()
    return is_capital if word.lower() not in BEFORE_MORE else False


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + piece.index(stripped)
        yield Sentence(stripped, first, first + len(stripped))
