"""The report of a check, before it is text, HTML or PDF: headings, sentences, tables and findings, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["met", "attention", "neutral", "unknown"]
"""How a finding looks: green only where met, amber where somebody must act, grey where too little is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table with a caption and one header row; every row has as many cells as the header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The document's or notice's own words, and where they stand."""

    quote: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding as it is told: outcome in words, sentence, citation, evidence, what to do."""

    title: str
    outcome: str
    tone: Tone
    sentence: str
    citation: str
    unverified: str = ""
    """"ikke kontrollert" and why, where the law was not read in an official text; else empty."""
    evidence: tuple[Evidence, ...] = ()
    todo: str = ""
    paste: str = ""
    """A clause to paste and adapt."""


Part = Words | Bullets | Grid | Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The small words of a report."""

    citation: str
    evidence: str
    todo: str
    paste: str
    contents: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report. `language` as nb, nn or en."""

    title: str
    language: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    labels: Labels
    footer: str
