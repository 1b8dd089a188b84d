"""What in the documents speaks against the departure they claim: few words for a person to look at, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dugnad.documents.found import Path, Requirement
from dugnad.documents.passage import Passage
from dugnad.documents.phrases import Pattern, compiled, folded, vocabulary

VERY_FEW = 4
INSURANCE = "66"
"""CPV division of insurance and finance: vehicles and buildings named there are what is insured, not delivered."""
NOT_DELIVERED = re.compile(
    r"kvalifikasjon|qualification|tilbud|tender|innlevering|vedlegg|frist|klage|avslutning|om oppdrags"
)
CPV = re.compile(r"(?<!\d)(\d{8})(?:-\d)?(?!\d)")
COUNTED = re.compile(
    r"\b(?:\d+|to|tre|fire|fem|seks|åtte|ti|tolv|two|three|four|five|six|ten|twelve)\b(?:[ -]+\w+){0,3}[ -]+$"
)


def facts_against(
    path: Path,
    everything: Sequence[Passage],
    *,
    reasons: Sequence[str],
    requirements: Sequence[Requirement],
    cpv: Sequence[str] = (),
) -> str:
    """Few words on what speaks against the claim; empty where nothing does."""
    told = folded(" ".join(reasons))
    codes = list(cpv) or [code for one in everything if "CPV" in one.text for code in CPV.findall(one.text)]
    if path == "exempt-insignificant":
        return _against_insignificance(everything, told, codes)
    if path == "exempt-national-minimum":
        return _against_minimum(told, codes)
    return _against_spec(everything, told, requirements) if path in {"spec", "combination"} else ""


def _against_insignificance(everything: Sequence[Passage], told: str, cpv: Sequence[str]) -> str:
    """What is delivered that burns, drives, weighs or is thrown away, and is not met in the reasons."""
    if cpv and cpv[0].startswith(INSURANCE):
        return ""
    heavy = cpv[0] if cpv and cpv[0].startswith(tuple(vocabulary()["heavy_cpv"])) else ""
    found = [f"varer eller arbeid som sjelden belaster lite (CPV {heavy})"] if heavy else []
    for group in vocabulary()["against"]["insignificant"]:
        pattern = _any(group["find"])
        if pattern.starts(told):
            continue
        delivered = (text for text in _delivered(everything) if _speaks(pattern, text, is_counted="counted" in group))
        hit = next(delivered, "")
        if hit:
            found.append(f"{group['nb']} («{_shown(hit, pattern)}»)")
    return ", ".join(found[:VERY_FEW])


def _speaks(pattern: Pattern, text: str, *, is_counted: bool) -> bool:
    """Is the word there; a word that may stand for much else only counts with a number before it."""
    low = folded(text)
    hits = pattern.terms[0].finditer(low)
    return any(not is_counted or COUNTED.search(low[: hit.start()]) for hit in hits)


def _against_minimum(told: str, codes: Sequence[str]) -> str:
    """The standardised requirements must be about the main performance."""
    for group in vocabulary()["against"]["national-minimum"]:
        if _any(group["find"]).starts(told):
            return str(group["nb"])
    is_about_vehicles = _any(vocabulary()["vehicle_words"]).starts(told)
    if not codes or not is_about_vehicles or any(code.startswith(tuple(vocabulary()["vehicle_cpv"])) for code in codes):
        return ""
    return f"kravene gjelder kjøretøy, men hovedytelsen er en annen (CPV {codes[0]})"


def _against_spec(everything: Sequence[Passage], told: str, requirements: Sequence[Requirement]) -> str:
    """A service that drives to its work, where neither requirements nor reasons speak of driving."""
    transport = _any(vocabulary()["transport_words"])
    if transport.starts(told) or any(transport.starts(folded(one.quote.text)) for one in requirements):
        return ""
    for group in vocabulary()["against"]["spec"]:
        pattern = _any(group["find"])
        for text in _delivered(everything):
            if _speaks(pattern, text, is_counted=True):
                return f"{group['nb']} er ikke med i sammenligningen («{_shown(text, pattern)}»)"
    return ""


def _delivered(everything: Sequence[Passage]) -> list[str]:
    """What is said of the delivery itself, not of the tender or the tenderer."""
    return [one.text for one in everything if not NOT_DELIVERED.search(folded(one.heading))]


def _any(words: Sequence[str]) -> Pattern:
    return compiled(" | ".join(words))


def _shown(text: str, pattern: Pattern) -> str:
    """A few words around the first hit."""
    at = pattern.starts(folded(text))[0]
    first = text.rfind(" ", 0, max(0, at - 25)) + 1
    last = text.find(" ", at + 35)
    return " ".join(text[first : last if last > 0 else len(text)].split()).strip(" .,;")
