"""Criteria as plain data: a tender text, and the library whole, both as `criteria/export.schema.json` describes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from dugnad.criteria.criterion import Criterion, Fact, LegalDuty, Library, Parameter, Version
from dugnad.criteria.tender import Entry, Field, Pieces, TenderText, plain

FORMAT = "dugnad-criteria/1"
"""Changes when a key is renamed or dropped; new keys may come any time."""
SCHEMA = Path(__file__).with_name("export.schema.json")


def schema() -> dict[str, Any]:
    """The JSON Schema of both exports."""
    told: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return told


def tender_as_dict(text: TenderText) -> dict[str, Any]:
    """A tender text."""
    return {
        "format": FORMAT,
        "type": "tender-text",
        "title": text.title,
        "language": text.language,
        "on": text.on.isoformat(),
        "cpv": text.cpv,
        "lead": list(text.lead),
        "sections": [
            {
                "number": section.number,
                "kind": section.kind,
                "heading": section.heading,
                "lead": section.lead,
                "criteria": [entry_as_dict(entry) for entry in section.entries],
            }
            for section in text.sections
        ],
        "weights": [
            {"number": number, "name": name, "weight_percent": weight} for number, name, weight in text.weights
        ],
        "weight_sum_percent": text.weight_sum,
    }


def entry_as_dict(entry: Entry) -> dict[str, Any]:
    """One criterion in a tender text, what the buyer should know under `advice`."""
    advice = entry.advice
    return {
        "number": entry.number,
        "id": entry.version.criterion,
        "version": entry.version.day.isoformat(),
        "key": entry.key,
        "link": entry.link,
        "kind": entry.kind,
        "level": entry.version.level,
        "name": entry.name,
        "language": entry.language,
        "requirement": plain(entry.requirement),
        "requirement_pieces": pieces_as_list(entry.requirement),
        "fields": [field_as_dict(one) for one in entry.fields],
        "documentation": plain(entry.documentation),
        "labels": entry.labels,
        "equivalents": entry.equivalents,
        "scoring": plain(entry.scoring),
        "weight_percent": entry.weight_percent,
        "follow_up": plain(entry.follow_up),
        "evidence": plain(entry.evidence),
        "environmental": entry.is_environmental,
        "unverified": entry.is_unconfirmed,
        "note": entry.note,
        "advice": {
            "verification": advice.verification,
            "why": advice.why,
            "caution": advice.caution,
            "guidance": advice.guidance,
            "already_law": advice.already_law,
            "effect": advice.effect,
            "sources": list(advice.sources),
            "status": advice.status,
        },
    }


def pieces_as_list(pieces: Pieces) -> list[dict[str, str]]:
    """A text in pieces: {"text"} or a field."""
    return [field_as_dict(piece) if isinstance(piece, Field) else {"text": piece} for piece in pieces]


def field_as_dict(field: Field) -> dict[str, str]:
    """A place to fill; `value` is empty until it is filled."""
    return {
        "field": field.name,
        "label": field.label,
        "unit": field.unit,
        "value": field.value,
        "note": field.note,
    }


def library_as_dict(library: Library, *, on: date, group: str = "") -> dict[str, Any]:
    """The library: every criterion in every version up to the day, in all its languages."""
    chosen = library.of_group(group) if group else tuple(library.criteria.values())
    criteria = [criterion_as_dict(one, on) for one in chosen]
    return {
        "format": FORMAT,
        "type": "library",
        "on": on.isoformat(),
        "groups": [
            {"id": one.id, "name": dict(one.name), "cpv": list(one.cpv), "cpv_also": list(one.cpv_also)}
            for one in library.groups.values()
            if not group or one.id == group
        ],
        "criteria": [one for one in criteria if one["versions"]],
    }


def criterion_as_dict(criterion: Criterion, on: date) -> dict[str, Any]:
    """One criterion through time, the newest version last."""
    return {
        "id": criterion.id,
        "groups": list(criterion.groups),
        "versions": [version_as_dict(version) for version in criterion.versions.values if version.day <= on],
    }


def version_as_dict(version: Version) -> dict[str, Any]:
    """One version, whole."""
    law = version.already_law
    return {
        "key": version.key,
        "version": version.day.isoformat(),
        "link": f"/k/{version.key}",
        "name": dict(version.name),
        "kind": version.kind,
        "level": version.level,
        "status": version.status,
        "unverified": version.is_unconfirmed,
        "languages": list(version.languages),
        "topic": version.topic,
        "themes": list(version.themes),
        "concerns": version.concerns,
        "applies_to": list(version.applies_to),
        "requirement": dict(version.requirement),
        "parameters": [_parameter(one) for one in version.parameters],
        "documentation": dict(version.documentation),
        "verification": dict(version.verification),
        "proof": list(version.proof),
        "why": dict(version.why),
        "points_of_caution": dict(version.points_of_caution),
        "guidance": dict(version.guidance),
        "scoring": dict(version.scoring),
        "scoring_method": version.scoring_method,
        "measured_by": {"unit": version.unit, "direction": version.direction},
        "follow_up_when": list(version.follow_up_when),
        "follow_up": dict(version.follow_up),
        "evidence": dict(version.evidence),
        "labels_accepted": [
            {"id": one.id, "name": one.name, "href": one.href, "until": one.until.isoformat() if one.until else None}
            for one in version.labels_accepted
        ],
        "effect": {
            "size": version.effect.size,
            "unit": version.effect.unit,
            "uncertainty": version.effect.uncertainty,
            "because": dict(version.effect.because),
        },
        "facts": [fact_as_dict(one) for one in version.cited_facts],
        "already_law": {
            "cite": law.cite,
            "mark": law.mark,
            "says": dict(law.says),
            "binds": law.binds,
            "covers": law.covers,
        }
        if law
        else None,
        "conflicts_with": list(version.conflicts_with),
        "value_from_nok": version.value_from_nok,
        "market": version.market,
        "owner": version.owner,
        "review_by": version.review_by.isoformat(),
        "changed": dict(version.changed),
        "weight_counts": version.weight_counts,
    }


def _law(law: LegalDuty) -> dict[str, Any]:
    return {"cite": law.cite, "mark": law.mark, "says": dict(law.says), "binds": law.binds, "covers": law.covers}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": dict(parameter.label),
        "unit": parameter.unit,
        "default": parameter.default,
        "unverified": parameter.is_unconfirmed,
        "unverified_says": "ikke kontrollert" if parameter.is_unconfirmed else "",
        "fact": parameter.fact.id if parameter.fact else None,
    }


def fact_as_dict(fact: Fact) -> dict[str, Any]:
    """A fact with where it was read and how sure it is."""
    return {
        "id": fact.id,
        "topic": fact.topic,
        "figures": list(fact.figures),
        "unit": fact.unit,
        "standard": fact.standard,
        "basis": fact.basis,
        "confidence": fact.confidence,
        "unverified": not fact.is_confirmed,
        "unverified_says": "" if fact.is_confirmed else "ikke kontrollert",
        "source": {"title": fact.source.title, "href": fact.source.href, "year": fact.source.year},
    }
