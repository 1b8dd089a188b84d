"""What a search found and what a proposed set holds, as plain data for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from dugnad.criteria.cpv_groups import groups_of
from dugnad.criteria.criterion import Library
from dugnad.criteria.remark_words import remark_text
from dugnad.criteria.search import Found, FoundCriterion, FoundGroup, Why
from dugnad.criteria.selection import Remark, Selection, as_query
from dugnad.criteria.selection_check import chosen_of


def found_as_dict(library: Library, found: Found, language: str) -> dict[str, Any]:
    """The answer for programs."""
    return {
        "query": found.query,
        "groups": [group_as_dict(library, one, language) for one in found.groups],
        "criteria": [criterion_as_dict(one, language) for one in found.criteria],
        "total": found.total,
    }


def group_as_dict(library: Library, one: FoundGroup, language: str) -> dict[str, Any]:
    return {"id": one.id, "name": in_language(library.groups[one.id].name, language), "score": one.score,
            "why": [why_as_dict(why) for why in one.why]}  # fmt: skip


def criterion_as_dict(one: FoundCriterion, language: str) -> dict[str, Any]:
    return {
        "id": one.version.criterion,
        "version": one.version.day.isoformat(),
        "kind": one.version.kind,
        "level": one.version.level,
        "status": one.version.status,
        "name": in_language(one.version.name, language),
        "groups": list(one.groups),
        "link": f"/k/{one.version.key}",
        "score": one.score,
        "why": [why_as_dict(why) for why in one.why],
    }


def why_as_dict(why: Why) -> dict[str, str]:
    return {"asked": why.asked, "matched": why.matched, "how": why.how}


def in_language(text: Any, language: str) -> str:
    found: str = text.get(language) or text["nb"]
    return found


def chosen_as_dict(
    library: Library, selection: Selection, remarks: tuple[Remark, ...], on: date, language: str
) -> dict[str, Any]:
    """The set for programs."""
    code = selection.cpv
    groups = [selection.group] if selection.group else [one.group for one in groups_of(library, code)] if code else []
    return {
        "on": on.isoformat(),
        "cpv": code,
        "groups": groups,
        "level": selection.level,
        "value_nok": selection.value_nok,
        "picks": [pick_as_dict(library, selection, place, language) for place in range(len(selection.picks))],
        "other": [{"name": name, "weight_percent": weight} for name, weight in selection.other],
        "remarks": [
            {"code": one.code, "tone": one.tone, "about": list(one.about), "text": remark_text(library, one, language)}
            for one in remarks
        ],
        "query": as_query(selection),
    }


def pick_as_dict(library: Library, selection: Selection, place: int, language: str) -> dict[str, Any]:
    pick = selection.picks[place]
    chosen = chosen_of(library, pick)
    assert chosen is not None  # noqa: S101 - it was picked from this library
    version = chosen.version
    return {
        "id": version.criterion,
        "version": version.day.isoformat(),
        "kind": version.kind,
        "level": version.level,
        "status": version.status,
        "is_unconfirmed": version.is_unconfirmed,
        "weight_percent": pick.weight_percent,
        "name": in_language(version.name, language),
        "link": f"/k/{version.key}",
        "reason": pick.reason,
    }
