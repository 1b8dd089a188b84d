"""Does a requirement bind, or only wish: by its own words, by the code of its row, by the words that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from dugnad.documents.wordlist import vocabulary, words
from dugnad.wording.fold import fold

Binding = Literal["binding", "wish"]
KINDS: tuple[Binding, ...] = ("binding", "wish")
WORDS_ASIDE = 3
"""How many words may stand between "som" and the binding word of its clause."""
LONGEST_CODE = 24
CODE = r"[\"«“'(]*(?P<code>[A-ZÆØÅ]{1,3}|\d)[\"»”')]*"
LEGENDS = (
    re.compile(
        rf"(?:(?<=\W)|^){CODE}\s*(?:[-–]?[Kk]rav\w*\s*)?"
        r"(?::|=|–|-(?=\s)|\s(?:er|betyr|står for|angir|tyder|viser til|is|are|means|denotes|for)\s)\s*"
        r"(?P<meaning>[^.;\n]{2,90}?)(?=[.;\n,]|\s(?:og|and|mens|while)\s|$)"
    ),
    re.compile(rf"(?P<meaning>(?:[\w-]+\s){{1,3}})[(\[]{CODE}[)\]]"),
)
"""\"S er skal-krav", "A = absolutt"; "absolutte krav (A)"."""


def binding_of(text: str) -> Binding | None:
    """Whether a sentence binds or wishes; None where it does neither. `text` may be folded already."""
    folded = fold(text)
    found = [(one.start(), kind) for kind in KINDS for one in words("binding", kind).found(folded)]
    if not found:
        return None
    main = [one for one in sorted(found) if not _is_aside(folded, one[0])] or sorted(found)
    if main[0][1] == "wish" or words("binding", "hedge").search(folded):
        return "wish"
    return "binding"


def _is_aside(folded: str, start: int) -> bool:
    """Does the word belong to a clause of its own ("biler som skal kjøre i sentrum")?"""
    before = re.findall(r"[\w]+|[,;:]", folded[:start])[-WORDS_ASIDE:]
    if {",", ";", ":"} & set(before):
        before = before[max(at for at, one in enumerate(before) if one in ",;:") + 1 :]
    return any(word in _aside() for word in before)


@cache
def _aside() -> frozenset[str]:
    return frozenset(str(word) for word in vocabulary("binding")["aside"]["any"])


def legend_of(texts: Iterable[str]) -> dict[str, Binding]:
    """What the text above a table says that its codes mean."""
    found: dict[str, Binding] = {}
    for text in texts:
        for one in (one for legend in LEGENDS for one in legend.finditer(text)):
            meaning = _meaning(fold(one["meaning"]), is_before=one.start("meaning") < one.start("code"))
            if meaning is not None:
                found.setdefault(bare(one["code"]), meaning)
    return found


def _meaning(text: str, *, is_before: bool) -> Binding | None:
    """What the words nearest to a code say of it."""
    found = [(one.start(), kind) for kind in KINDS for one in words("binding", "meaning", kind).found(text)]
    if not found:
        return None
    return (max if is_before else min)(found)[1]


def is_code(cell: str) -> bool:
    """Could the cell be the code of a requirement ("S", "Bør", "Absolutt krav")?"""
    code = bare(cell)
    return bool(code) and len(code) <= LONGEST_CODE and (any(code in known for known, _ in _groups()))


def bare(cell: str) -> str:
    """A code as it is compared: folded, without brackets and points."""
    return " ".join(re.findall(r"\w+", fold(cell)))


def codes_of(cells: Iterable[str], legend: Mapping[str, Binding]) -> dict[str, Binding]:
    """What each code of a column means: by the legend, else by the first list of codes that knows them all."""
    seen = {code for code in map(bare, cells) if code}
    told: dict[str, Binding] = {code: legend[code] for code in seen if code in legend}
    rest = seen - set(told)
    for known, meaning in _groups():
        if rest and rest <= known:
            told.update({code: meaning[code] for code in rest})
            break
    return told


@cache
def _groups() -> tuple[tuple[frozenset[str], dict[str, Binding]], ...]:
    groups: Any = vocabulary("binding")["codes"]
    return tuple(
        (frozenset(meaning), meaning)
        for meaning in ({bare(str(code)): kind for kind in KINDS for code in group[kind]} for group in groups)
    )
