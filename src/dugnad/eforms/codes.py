"""eForms code lists: labels in three languages, and which codes are valid on a day. Lists are read when first asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from dugnad.content import content_path, read_csv

Language = Literal["nb", "nn", "en"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one list, with the days between which it has this meaning."""

    code: str
    nb: str
    nn: str
    en: str
    since: date | None
    until: date | None
    is_norwegian: bool
    """Norway's own code, or one that the EU has retired and Norway keeps."""

    def is_valid(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def label(self, language: Language) -> str:
        """The label in the language, else in bokmål, else in English, else the code itself."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[language] or self.nb or self.en or self.code


@cache
def codes(name: str) -> dict[str, tuple[Code, ...]]:
    """A code list by code; a code whose meaning changed has one entry per period, the oldest first."""
    found: dict[str, list[Code]] = {}
    for row in read_csv(content_path(f"codelists/eforms/{name}.csv")):
        code = Code(
            code=row["code"],
            nb=row["nb"],
            nn=row["nn"],
            en=row["en"],
            since=date.fromisoformat(row["since"]) if row["since"] else None,
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            is_norwegian=row["extension"] == "NOR",
        )
        found.setdefault(code.code, []).append(code)
    return {code: tuple(sorted(periods, key=lambda one: one.since or date.min)) for code, periods in found.items()}


def code_on(name: str, code: str, on: date | None = None) -> Code | None:
    """The code as it is on the day (without a day: as it is now); None where it is unknown or not valid that day."""
    periods = codes(name).get(code.strip(), ())
    if on is None:
        return periods[-1] if periods else None
    return next((period for period in periods if period.is_valid(on)), None)


def is_known(name: str, code: str) -> bool:
    """Does the code stand in the list, whatever the day?"""
    return code.strip() in codes(name)


def is_valid(name: str, code: str, on: date) -> bool:
    """May the code be used on the day?"""
    return code_on(name, code, on) is not None


def label(name: str, code: str, language: Language, on: date | None = None) -> str:
    """The code in words; the code itself where the list does not know it."""
    found = code_on(name, code, on) or code_on(name, code)
    return found.label(language) if found else code


@cache
def country_codes() -> dict[str, str]:
    """Alpha-3 country codes by alpha-2, with TED's own UK and EL."""
    pairs = {row["alpha_2"]: row["code"] for row in read_csv(content_path("codelists/eforms/country.csv"))}
    return {**pairs, "UK": pairs["GB"], "EL": pairs["GR"]}


def country_alpha_3(code: str) -> str:
    """The eForms country code for an alpha-2 or alpha-3 code; unknown codes as they are."""
    text = code.strip().upper()
    return country_codes().get(text, text)


@cache
def language_codes() -> dict[str, str]:
    """Language codes of eForms by ISO 639-1."""
    rows = read_csv(content_path("codelists/eforms/language.csv"))
    return {row["iso_639_1"]: row["code"] for row in rows if row["iso_639_1"]}


def language_alpha_3(code: str) -> str:
    """The eForms language code for ISO 639-1 or 639-3 in any case; unknown codes as they are, in upper case."""
    text = code.strip()
    return language_codes().get(text.lower(), text.upper())


@cache
def cpv_names() -> dict[str, tuple[str, str]]:
    """CPV names (bokmål, English) by the eight digits."""
    return {row["code"]: (row["nb"], row["en"]) for row in read_csv(content_path("codelists/cpv/cpv.csv"))}


def cpv_name(code: str, language: Language) -> str:
    """The name of a CPV code (with or without control digit; two digits name the division)."""
    digits = code.strip().partition("-")[0].ljust(8, "0")
    nb, en = cpv_names().get(digits, ("", ""))
    return (en if language == "en" else nb) or en or nb or code
