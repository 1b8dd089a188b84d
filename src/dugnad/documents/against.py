"""What in the documents speaks against the departure they claim: few words for a person to look at, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dugnad.documents.found import Path, Requirement
from dugnad.documents.passage import Passage
from dugnad.documents.phrases import Pattern, compiled, folded, vocabulary

VERY_FEW = 4
NOT_DELIVERED = re.compile(
    r"kvalifikasjon|qualification|tilbud|tender|innlevering|vedlegg|frist|klage|avslutning|om oppdrags"
)
CPV = re.compile(r"(?<!\d)(\d{8})(?:-\d)?(?!\d)")
COUNTED = re.compile(
    r"\b(?:\d+|to|tre|fire|fem|seks|åtte|ti|tolv|two|three|four|five|six|ten|twelve)\b(?:\W+\w+){0,3}\W+$"
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
    if path == "exempt-insignificant":
        return _against_insignificance(everything, told)
    if path == "exempt-national-minimum":
        return _against_minimum(everything, told, cpv)
    return _against_spec(everything, told, requirements) if path in {"spec", "combination"} else ""


def _against_insignificance(everything: Sequence[Passage], told: str) -> str:
    """What is delivered that burns, drives, weighs or is thrown away, and is not met in the reasons."""
    found = []
    for group in vocabulary()["against"]["insignificant"]:
        pattern = _any(group["find"])
        if pattern.starts(told):
            continue
        hit = next((text for text in _delivered(everything) if pattern.starts(folded(text))), "")
        if hit:
            found.append(f"{group['nb']} («{_shown(hit, pattern)}»)")
    return ", ".join(found[:VERY_FEW])


def _against_minimum(everything: Sequence[Passage], told: str, cpv: Sequence[str]) -> str:
    """The standardised requirements must be about the main performance."""
    for group in vocabulary()["against"]["national-minimum"]:
        if _any(group["find"]).starts(told):
            return str(group["nb"])
    codes = list(cpv) or [code for one in everything if "CPV" in one.text for code in CPV.findall(one.text)]
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
            low = folded(text)
            starts = pattern.starts(low)
            if starts and COUNTED.search(low[: starts[0]]):
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
