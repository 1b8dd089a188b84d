"""Which language a whole document is written in, told by its small words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from dugnad.documents.document import Part, Table

SMALL_WORDS = {
    "nob": "ikke en et jeg hun dere noe noen hva hvem hvordan hvor hvilke hvilken fra mellom være blir ble gjennom "
    "oppdragsgiver tilbyder kun uten samt flere mye også hver etter egne deres enn når så dette disse vil",
    "nno": "ikkje ein eit eg ho noko nokon kva kven korleis kor kva kvar kvart frå mellom vere vert blir vart gjennom "
    "oppdragsgivar tilbydar berre utan fleire mykje òg også etter eigne deira enn når så dette desse vil dei ikkje "
    "vera skulle",
    "both": "og i på til som av med skal er det den om at har ved kan å eller",
    "eng": "the of and to is are shall be with by this that which from or any not as it will must may under where have",
}
WORDS = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
BOTH = WORDS["nob"] & WORDS["nno"]
LEAST = 3
"""Words that tell a language; fewer leave it open."""
MOST_LETTERS = 400_000
WORD = re.compile(r"[^\W\d_]+")


def language_of_text(text: str) -> str:
    """nob, nno or eng; empty where it cannot be told."""
    counts = Counter(WORD.findall(text[:MOST_LETTERS].lower()))
    english = sum(counts[word] for word in WORDS["eng"])
    norwegian = sum(counts[word] for word in WORDS["both"])
    if max(english, norwegian) < LEAST:
        return ""
    if english > norwegian:
        return "eng"
    bokmaal = sum(counts[word] for word in WORDS["nob"] - BOTH)
    nynorsk = sum(counts[word] for word in WORDS["nno"] - BOTH)
    return "nno" if nynorsk > bokmaal else "nob" if bokmaal else ""


def language_of(parts: Iterable[Part]) -> str:
    """The language of a document's parts."""
    return language_of_text("\n".join(_texts(parts)))


def _texts(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Table):
            yield from (cell for row in part.rows for cell in row.cells)
        else:
            yield part.text
