"""Tender text as rows, one a criterion, for CSV and spreadsheets; no cell can be taken for a formula."""

from __future__ import annotations

from collections.abc import Iterator

from dugnad.criteria import tender_words as words
from dugnad.criteria.tender import Entry, TenderText, plain

COLUMNS = (
    *("number", "id", "kind", "level", "name", "requirement", "fields", "documentation", "labels", "scoring"),
    *("weight_percent", "follow_up", "evidence", "verification", "why", "caution", "effect", "sources", "status"),
    *("unverified", "review_by", "group", "link"),
)
"""Names of the columns, as keys of the words in content/criteria/tender.yaml."""
RISKY = ("=", "+", "-", "@", "\t", "\r")


def header(language: str, columns: tuple[str, ...] = COLUMNS) -> list[str]:
    """What stands over the columns."""
    return [words.word(name, language).capitalize() for name in columns]


def row_of(entry: Entry, language: str) -> dict[str, str | float]:
    """One criterion by column; the weight is a number, everything else text that is safe to open."""
    advice = entry.advice
    told = {
        "number": entry.number,
        "id": entry.key,
        "kind": words.section_text(entry.kind, "heading", language),
        "level": entry.level,
        "name": entry.name,
        "requirement": plain(entry.requirement),
        "fields": "; ".join(f"{one.label}: {one}" for one in entry.fields),
        "documentation": plain(entry.documentation),
        "labels": f"{entry.labels}. {entry.equivalents}" if entry.labels else "",
        "scoring": plain(entry.scoring),
        "follow_up": plain(entry.follow_up),
        "evidence": plain(entry.evidence),
        "verification": advice.verification,
        "why": advice.why,
        "caution": advice.caution,
        "effect": advice.effect,
        "sources": "; ".join(advice.sources),
        "status": advice.status,
        "unverified": words.word("unverified", language) if entry.is_unconfirmed else "",
        "review_by": entry.version.review_by.isoformat(),
        "group": "; ".join(entry.groups),
        "link": entry.link,
    }
    row: dict[str, str | float] = {name: safe(text) for name, text in told.items()}
    row["weight_percent"] = "" if entry.weight_percent is None else entry.weight_percent
    return row


def source_rows(text: TenderText) -> Iterator[tuple[str, ...]]:
    """Every fact that the text rests on: id, topic, figures, standard, source, year, how sure, link."""
    for entry in text.entries:
        for fact in entry.version.cited_facts:
            figures = "; ".join(words.figure_text(one, text.language) for one in fact.figures)
            told = (
                *(entry.key, fact.topic, f"{figures} {fact.unit}".strip(), fact.standard, fact.source.title),
                *(fact.source.year, entry.advice.basis[fact.id], fact.source.href),
            )
            yield tuple(map(safe, told))


def safe(text: str) -> str:
    """The text so that a spreadsheet never runs it."""
    return f"'{text}" if text.startswith(RISKY) else text
