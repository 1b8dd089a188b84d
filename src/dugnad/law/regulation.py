"""Which regulation a notice follows, read from its form, its legal basis and the words of that basis."""

from __future__ import annotations

import re
from typing import Literal

from dugnad.law.facts import NoticeFacts

Regulation = Literal["foa", "ff", "kkf", "none", "unknown"]
Part = Literal["1", "2", "3", "4", "unknown"]

NORWAY = frozenset({"NOR", "SJM", "NO"})
DIRECTIVES: dict[str, Regulation] = {"32014L0024": "foa", "32014L0025": "ff", "32014L0023": "kkf"}
DEFENCE_DIRECTIVE = "32009L0081"
SUBTYPES: dict[Regulation, frozenset[str]] = {
    "foa": frozenset(["1", "4", "7", "10", "12", "16", "20", "23", "25", "29", "33", "36", "38"]),
    "ff": frozenset(["2", "5", "8", "11", "13", "15", "17", "21", "24", "26", "30", "34", "37", "39"]),
    "kkf": frozenset(["14", "19", "28", "32", "35", "40"]),
}
DEFENCE_SUBTYPES = frozenset(["3", "6", "9", "18", "22", "27", "31"])
LIGHT_SUBTYPES = frozenset(["12", "13", "14", "20", "21", "33", "34", "35", "F21", "F22", "F23"])
EU_FORM = re.compile(r"\d+$|F\d\d")

EXEMPT_TEXT = re.compile(
    r"unn?(?:tatt\w*|a?tek[en]\w*)\s+i?fr[aå]\s+(?:lov|anskaffelseslov|anskaffingslov)"
    r"|exempt\w* from the (?:public )?procurement act"
)
DEFENCE_TEXT = re.compile(r"\bfosa\b|forsvars-? og (?:sikkerhets|tryggleiks)|2013-10-04-1185|2013/10/0?4/1185")
FOA_TEXT = re.compile(
    r"2016[/-]0?8[/-]12[/-]974|anskaff\w*?forskrift|forskrift om offentl\w+ (?:anskaff|innkj)|\bfoa\b"
    r"|public procurement regulation|^procurement regulation"
)
FF_TEXT = re.compile(r"2016[/-]0?8[/-]12[/-]975|forsyn\w*forskrift|forsyningssekt|\bff\b|utilities regulation")
KKF_TEXT = re.compile(r"2016[/-]0?8[/-]12[/-]976|konse[sn]+jon\w*forskrift|konsesjonskontrakt|\bkkf\b")
# "del i" is also "part of": Roman numbers count only in capitals.
PART_TEXT = re.compile(
    r"\b(?i:del|deler|delar|part|parts)\s*([1-4]|IV|I{1,3})\b(?:\s*(?:og|and|&|\+|,)\s*([1-4]|IV|I{1,3})\b)?"
)
PARTS: dict[str, Part] = {"1": "1", "2": "2", "3": "3", "4": "4", "I": "1", "II": "2", "III": "3", "IV": "4"}


def regulation_of(notice: NoticeFacts) -> tuple[Regulation, str]:  # noqa: PLR0911 - one return per way to know it
    """The regulation, and the limit that puts the notice outside the rule (abroad, defence, exempt), if any."""
    if notice.country and notice.country not in NORWAY:
        return "none", "abroad"
    by_code = DIRECTIVES.get(notice.legal_basis)
    if notice.legal_basis == DEFENCE_DIRECTIVE:
        return "none", "defence"
    if not notice.legal_texts:
        return _without_text(notice, by_code)
    named, limits = _named(notice.legal_texts)
    if "exempt" in limits:
        return "none", "exempt"
    if "defence" in limits and not (by_code and is_eu_form(notice)):
        return "none", "defence"
    if len(named) == 1 and (by_code is None or is_national_form(notice)):
        return named.pop(), ""
    return _without_text(notice, by_code)


def is_eu_form(notice: NoticeFacts) -> bool:
    """A form of the EU's own: numbered in eForms, F01-F25 before."""
    if not notice.subtype:
        return notice.profile == "eu"
    return EU_FORM.match(notice.subtype) is not None


def is_national_form(notice: NoticeFacts) -> bool:
    return notice.subtype[:1] in {"N", "E"} or (not notice.subtype and notice.profile in {"national", "national-e"})


def named_part(texts: tuple[str, ...]) -> Part | None:
    """The highest part that the legal basis names ("Del 1 og 2" is 2)."""
    found: list[Part] = []
    for text in texts:
        for match in PART_TEXT.finditer(text):
            found += [PARTS[number] for number in match.groups() if number in PARTS]
    return max(found) if found else None


def _without_text(notice: NoticeFacts, by_code: Regulation | None) -> tuple[Regulation, str]:
    """By the directive's code, else the form's number; without a country only a Norwegian profile speaks for Norway."""
    if not notice.country and notice.profile == "none":
        return "unknown", ""
    if by_code is not None:
        return by_code, ""
    if notice.subtype in DEFENCE_SUBTYPES:
        return "none", "defence"
    return next((regulation for regulation, forms in SUBTYPES.items() if notice.subtype in forms), "unknown"), ""


def _named(texts: tuple[str, ...]) -> tuple[set[Regulation], set[str]]:
    """The regulations and the limits that the texts name."""
    named: set[Regulation] = set()
    limits: set[str] = set()
    for text in texts:
        folded = text.casefold()
        if EXEMPT_TEXT.search(folded):
            limits.add("exempt")
        elif DEFENCE_TEXT.search(folded):
            limits.add("defence")
        else:
            if FOA_TEXT.search(folded):
                named.add("foa")
            if FF_TEXT.search(folded):
                named.add("ff")
            if KKF_TEXT.search(folded):
                named.add("kkf")
    return named, limits
