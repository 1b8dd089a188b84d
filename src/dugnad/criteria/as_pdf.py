"""Tender text as PDF that can be filed and read aloud: tagged (PDF/UA-1), with title, language and real headings."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from dugnad.criteria import tender_words as words
from dugnad.criteria.as_dict import pieces_as_list
from dugnad.criteria.tender import AWARD, Entry, TenderText

TEMPLATE = Path(__file__).with_name("tender.typ")


def pdf_tender(text: TenderText) -> bytes:
    """The bytes; the template reads the texts as data, so that no word becomes markup."""
    told = json.dumps(_told(text), ensure_ascii=False)
    moment = int(datetime.combine(text.on, time(), UTC).timestamp())
    compiled = typst.compile(
        str(TEMPLATE), sys_inputs={"text": told}, pdf_standards=["ua-1"], format="pdf", timestamp=moment
    )
    assert isinstance(compiled, bytes)  # noqa: S101 - one document gives one file
    return compiled


def _told(text: TenderText) -> dict[str, Any]:
    language = text.language
    return {
        "title": text.title,
        "language": language,
        "lead": list(text.lead),
        "sections": [
            {
                "number": section.number,
                "heading": section.heading,
                "lead": section.lead,
                "weights": _weights(text) if section.kind == AWARD else [],
                "entries": [_entry(entry, language) for entry in section.entries],
            }
            for section in text.sections
        ],
        "columns": [words.word(name, language) for name in ("number", "name", "weight")],
        "caption": words.word("weights", language),
        "annex": {
            "title": text.annex_title,
            "lead": text.annex_lead,
            "entries": [
                {"number": one.number, "name": one.name, "details": _advice(one, language)} for one in text.entries
            ],
        },
    }


def _weights(text: TenderText) -> list[list[str]]:
    rows = [[number, name, words.weight_text(weight, text.language)] for number, name, weight in text.weights]
    if text.weight_sum is not None:
        rows.append(["", words.word("sum", text.language), words.weight_text(text.weight_sum, text.language)])
    return rows


def _entry(entry: Entry, language: str) -> dict[str, Any]:
    labels = [{"text": f"{entry.labels}. {entry.equivalents}"}] if entry.labels else []
    weight = [{"text": words.weight_text(entry.weight_percent, language)}] if entry.kind == AWARD else []
    details = (
        ("weight", weight),
        ("documentation", pieces_as_list(entry.documentation)),
        ("labels", labels),
        ("scoring", pieces_as_list(entry.scoring)),
        ("follow_up", pieces_as_list(entry.follow_up)),
        ("evidence", pieces_as_list(entry.evidence)),
    )
    return {
        "number": entry.number,
        "name": entry.name,
        "language": entry.language,
        "requirement": pieces_as_list(entry.requirement),
        "details": [{"label": words.word(name, language), "pieces": told} for name, told in details if told],
        "note": entry.note,
        "citation": entry.citation,
    }


def _advice(entry: Entry, language: str) -> list[dict[str, Any]]:
    advice = entry.advice
    told = (
        *(("verification", advice.verification), ("why", advice.why), ("caution", advice.caution)),
        *(("guidance", advice.guidance), ("already_law", advice.already_law), ("effect", advice.effect)),
        *(("sources", "; ".join(advice.sources)), ("status", advice.status)),
    )
    return [{"label": words.word(name, language), "pieces": [{"text": shown}]} for name, shown in told if shown]
