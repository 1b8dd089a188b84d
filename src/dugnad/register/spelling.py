"""Names as people write them: Enhetsregisteret keeps them in capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache

from dugnad.content import content_path, read_csv

FORMS = frozenset(
    {"as", "asa", "hf", "rhf", "sf", "iks", "kf", "fkf", "sa", "ba", "da", "ans", "nav", "ikt", "ks", "orgl"}
)
"""Written in capitals also within a name."""
SMALL = frozenset({"i", "og", "for", "på", "av", "til", "med", "ved", "om", "under", "kommune", "herad",
                   "fylkeskommune", "kommunale", "kommunalt", "interkommunale", "interkommunalt"})  # fmt: skip
COMPANIES = frozenset({"as", "asa", "hf", "rhf", "sf", "iks", "kf", "fkf", "sa", "ba", "da", "ans"})
COMMON = ("en", "et", "ene")
"""Endings of common nouns, which may stand after "i" too."""
WORD = re.compile(r"[^\W\d_]+")
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
SLUG_LENGTH = 80


@cache
def place_words() -> frozenset[str]:
    """Every word of the names of municipalities and counties."""
    rows = [
        *read_csv(content_path("codelists/municipalities/municipalities.csv")),
        *read_csv(content_path("codelists/counties/counties.csv")),
    ]
    words = {word.casefold() for row in rows for word in WORD.findall(row["name"])}
    return frozenset(words - SMALL)


def readable(name: str) -> str:
    """The name in small letters where it is all capitals.

    >>> readable("STATSFORVALTEREN I MØRE OG ROMSDAL"), readable("SYKEHUSET INNLANDET HF"), readable("Nye Veier AS")
    ('Statsforvalteren i Møre og Romsdal', 'Sykehuset Innlandet HF', 'Nye Veier AS')
    """
    if name != name.upper():
        return name
    words = [word.casefold() for word in WORD.findall(name)]
    is_company = bool(words) and words[-1] in COMPANIES
    before = ""

    def spelt(found: re.Match[str]) -> str:
        nonlocal before
        word, last = found.group().lower(), before
        before = word
        if word in FORMS:
            return word.upper()
        is_place = word in place_words() or (last == "i" and not word.endswith(COMMON))
        if not last or is_place or (is_company and word not in SMALL):
            return word[0].upper() + word[1:]
        return word

    return WORD.sub(spelt, name)


def slug_of(name: str) -> str:
    """The name as an address.

    >>> slug_of("Nærings- og fiskeridepartementet")
    'naerings-og-fiskeridepartementet'
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")
    return f"v-{slug}" if not slug or slug.isdigit() else slug


def free_slug(name: str, taken: Container[str]) -> str:
    """An address that no other body has."""
    slug = slug_of(name)
    number = 1
    while (found := slug if number == 1 else f"{slug[: SLUG_LENGTH - 6]}-{number}") in taken:
        number += 1
    return found
