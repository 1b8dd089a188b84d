"""The report of a check, before it is text, HTML or PDF: headings, sentences, tables and findings, in one language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

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
    target: str = ""
    """The id of the part of the document's shown text where the quote stands; see shown.py."""
    language: str = ""
    """Of the quoted words (nb, nn, en), where it is known."""


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


def report_as_dict(report: Report) -> dict[str, Any]:
    """The report ready for JSON, each part with the name of its kind."""
    told = asdict(report)
    for section, shown in zip(report.sections, told["sections"], strict=True):
        shown["parts"] = [
            dict(texts, kind=type(part).__name__.lower())
            for part, texts in zip(section.parts, shown["parts"], strict=True)
        ]
    return told


def report_from_dict(told: dict[str, Any]) -> Report:
    """The report that `report_as_dict` gave."""
    sections = tuple(
        Section(heading=one["heading"], parts=tuple(_part(part) for part in one["parts"])) for one in told["sections"]
    )
    return Report(
        title=told["title"],
        language=told["language"],
        lead=tuple(told["lead"]),
        sections=sections,
        labels=Labels(**told["labels"]),
        footer=told["footer"],
    )


def _part(told: dict[str, Any]) -> Part:
    values = {name: value for name, value in told.items() if name != "kind"}
    match told["kind"]:
        case "words":
            return Words(**values)
        case "bullets":
            return Bullets(items=tuple(values["items"]))
        case "grid":
            return Grid(
                caption=values["caption"], header=tuple(values["header"]), rows=tuple(map(tuple, values["rows"]))
            )
        case _:
            return Told(**(values | {"evidence": tuple(Evidence(**one) for one in values["evidence"])}))
