"""Which word lists a text is read with: its declared language, or what its small words tell."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from dugnad.content import content_path, place
from dugnad.errors import ContentError
from dugnad.wording.fold import fold

COLUMNS = ["folder", "codes", "common", "joins", "also", "state", "joint"]


HOME = ("no", "en")
"""The lists that a text of unknown language is always read with."""
SURE = 2
"""Small words that tell a language; a single one may stand in several."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language as the word lists know it."""

    folder: str
    codes: tuple[str, ...]
    common: frozenset[str]
    joins: tuple[str, ...]
    """Its words for and."""
    also: tuple[str, ...]
    is_full: bool
    """Has it full word lists, or first stems only?"""
    doubts_joint: bool
    """Is "Kvalitet og miljø" without a share doubtful?"""


@cache
def languages() -> dict[str, Language]:
    """The languages by folder, in the file's order."""
    path = content_path("words/languages.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    reader = csv.reader("" if line.startswith("#") else line for line in lines)
    found: dict[str, Language] = {}
    for cells in reader:
        if not cells or cells == COLUMNS:
            continue
        if len(cells) != len(COLUMNS):
            problem = f"This row has {len(cells)} cells."
            raise ContentError(place(path), reader.line_num, problem, f"Write: {','.join(COLUMNS)}")
        folder, codes, common, joins, also, state, joint = cells
        pieces = also.split("|") if also else []
        found[folder] = Language(
            folder=folder,
            codes=tuple(codes.split("|")),
            common=frozenset(fold(common).split("|")),
            joins=tuple(fold(joins).split("|")),
            also=tuple(pieces),
            is_full=state == "full",
            doubts_joint=joint == "doubtful",
        )
    return found


@cache
def by_code() -> dict[str, Language]:
    """The languages by each code that notices use."""
    return {code: language for language in languages().values() for code in language.codes}


def guessed(tokens: set[str], *, least: int = 1) -> tuple[str, ...]:
    """The languages whose small words stand most often in the text; none where fewer than `least` stand."""
    counts = {folder: len(language.common & tokens) for folder, language in languages().items()}
    most = max(counts.values())
    return tuple(folder for folder, count in counts.items() if count == most) if most >= least else ()


def undeclared(tokens: set[str]) -> tuple[str, ...]:
    """The lists for a text of no declared language: what its small words tell, then the home lists, else all."""
    found = guessed(tokens)
    told = guessed(tokens, least=SURE) or tuple(languages())
    return tuple(dict.fromkeys((*found, *HOME, *told)))


def folders_for(declared: str, tokens: set[str]) -> tuple[str, ...]:
    """The word lists for a text: the declared language's, and another's where the text is plainly not in it."""
    language = language_of(declared)
    if language is None:
        return undeclared(tokens)
    folders = (language.folder, *language.also)
    if tokens.isdisjoint(language.common):
        others = guessed(tokens)
        return (*folders, *(folder for folder in others if len(others) == 1 and folder not in folders))
    return folders


def language_of(code: str) -> Language | None:
    """The language that a code names, in any case; None where it is not read."""
    return by_code().get(code.strip().lower().replace("_", "-").split("-")[0])
