"""Sentences of a text, with their positions: the unit that is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ABBREVIATIONS = frozenset(
    "jf bl ca nr pkt kap kl mv osv evt f eks dvs inkl ekskl eks pst mill org tlf st stk maks min no cf e g i approx incl "
    "excl vat art sec".split()
)
END = re.compile(r"[.!?](?:[\"»”)]*)(?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands in its text: text[start:end] is the sentence."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text in order; a full stop after a number or an abbreviation ends none."""
    start = 0
    for found in END.finditer(text):
        if found.group() != "\n" and not _ends(text, found):
            continue
        yield from _sentence(text, start, found.end())
        start = found.end()
    yield from _sentence(text, start, len(text))


def _ends(text: str, found: re.Match[str]) -> bool:
    before = re.search(r"(\w+)$", text[: found.start()])
    after = text[found.end() :].lstrip()[:1]
    if found.group()[0] != "." or before is None:
        return True
    word = before.group(1)
    is_short = word.lower() in ABBREVIATIONS or len(word) == 1
    return not (is_short or word.isdigit()) or (word.isdigit() and after.isupper() and len(word) > 2)  # noqa: PLR2004


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + piece.index(stripped)
        yield Sentence(stripped, first, first + len(stripped))
