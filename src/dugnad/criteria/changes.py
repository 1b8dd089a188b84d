"""What differs between two versions of a criterion: field by field, and word by word within a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from dugnad.criteria.criterion import Effect, Fact, Label, LegalDuty, Parameter, Version

ASIDE = ("criterion", "day", "file", "changed")
"""What differs between any two versions, or tells the change itself."""
PIECE = re.compile(r"\s+|\{\w+\}|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `same`, `insert` (only in the later) or `delete` (only in the earlier)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `before` and `after` are as shown; `spans` tell texts word by word."""

    field: str
    before: str
    after: str
    spans: tuple[Span, ...]


def changes(before: Version, after: Version, language: str) -> list[FieldChange]:
    """The fields that differ in one language, in the order of the file."""
    found = []
    for field in fields(Version):
        if field.name in ASIDE:
            continue
        old, new = (shown(getattr(version, field.name), language) for version in (before, after))
        if old != new:
            found.append(FieldChange(field.name, old, new, word_spans(old, new)))
    return found


def word_spans(before: str, after: str) -> tuple[Span, ...]:
    """The later text with what was taken out and put in, whole words at a time."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    spans: list[Span] = []
    for tag, start, end, since, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            spans.append(Span("same", "".join(new[since:until])))
            continue
        if end > start:
            spans.append(Span("delete", "".join(old[start:end])))
        if until > since:
            spans.append(Span("insert", "".join(new[since:until])))
    return tuple(spans)


def shown(value: Any, language: str) -> str:
    """A field's value as one text in a language, so that two can be laid beside each other."""
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get("nb") or "")
    if isinstance(value, tuple):
        between = "\n" if value and isinstance(value[0], Parameter) else ", "
        return between.join(shown(item, language) for item in value)
    if isinstance(value, Label | Fact):
        return value.name if isinstance(value, Label) else value.id
    if isinstance(value, Parameter | Effect | LegalDuty):
        parts = (shown(getattr(value, field.name), language) for field in fields(value))
        return " · ".join(part for part in parts if part)
    return "" if value is None else str(value)
