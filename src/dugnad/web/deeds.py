"""A line of the log in words: who, what, when, where, and what it was before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, Role
from dugnad.records.models.register import Body
from dugnad.records.queries.log import Actor, actors, bodies_of
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import has_words, words

TEXT_LENGTH = 300
CODES = {"role": "role", "county": "county", "kind": "kind", "obligation_class": "class"}
"""Parts whose values are codes with words of their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part of what was done: what it is called, before and after; `is_note`: there is no before."""

    part: str
    before: str
    after: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One deed, ready to be shown."""

    at: datetime
    who: str
    what: str
    whom: str
    """The person it was done to, where that is somebody else than the doer."""
    body: Body | None
    county: str
    changes: tuple[Change, ...]


def lines(entries: Iterable[LogEntry], viewer: Person) -> list[Line]:
    """The entries of one page; people and bodies are asked for once."""
    shown = list(entries)
    people, bodies = actors(shown, viewer), bodies_of(shown)
    return [line(one, people, bodies.get(one.body)) for one in shown]


def line(entry: LogEntry, people: Mapping[str, Actor], body: Body | None) -> Line:
    """One entry in words."""
    is_about_person = entry.subject != entry.by and entry.subject.startswith("person:")
    return Line(
        at=entry.at,
        who=doer(entry.by, people, entry.body),
        what=deed(entry.action),
        whom=done_to(entry, people) if is_about_person else "",
        body=body,
        county="" if body else entry.county,
        changes=tuple(changes(entry)),
    )


def deed(action: str) -> str:
    """What was done; a deed that nobody has found words for is told by its name."""
    key = f"log.action-{action}"
    return words(key, language()) if has_words(key) else action


def doer(by: str, people: Mapping[str, Actor], body: str) -> str:
    """Who: a name among colleagues, else the role, else what kind of doer it is."""
    actor = people.get(by)
    if actor is not None:
        return words("log.you", language()) if actor.is_me else actor.name or stranger(actor, body)
    key = f"log.by-{by.partition(':')[0]}"
    return words(key if has_words(key) else "log.by-unknown", language())


def done_to(entry: LogEntry, people: Mapping[str, Actor]) -> str:
    """To whom, in the middle of a sentence."""
    actor = people.get(entry.subject)
    is_me = actor is not None and actor.is_me
    return words("log.you-too", language()) if is_me else doer(entry.subject, people, entry.body)


def stranger(actor: Actor, body: str) -> str:
    """Somebody whose name the reader may not know."""
    if actor.is_gone:
        return words("log.gone", language())
    here = [role for role in actor.roles if str(role.body_id) == body] or list(actor.roles)
    return role_words(here[0]) if here else words("log.somebody", language())


def role_words(role: Role) -> str:
    """A role and its place."""
    place = role.body.called(language()) if role.body else in_words(role.county, "county") if role.county else ""
    name = in_words(role.role, "role")
    return f"{name}, {place}" if place else name


def changes(entry: LogEntry) -> Iterable[Change]:
    """What differs between before and after, part by part; then the details."""
    before, after = parts(entry.before), parts(entry.after)
    for part in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(part), after.get(part)
        if old != new and (old not in (None, "") or new not in (None, "")):
            yield Change(part_words(part), value_words(part, old), value_words(part, new))
    for part, value in (entry.details or {}).items():
        if value not in (None, "", [], {}):
            yield Change(part_words(part), "", value_words(part, value), is_note=True)


def parts(value: Any) -> dict[str, Any]:
    """Before or after as named parts; a bare value has no name."""
    return value if isinstance(value, dict) else {} if value is None else {"": value}


def part_words(part: str) -> str:
    """What a part is called; by its own name where nobody has found words for it."""
    key = f"log.part-{part or 'value'}"
    return words(key, language()) if has_words(key) else part


def value_words(part: str, value: Any) -> str:
    """A value in words: nothing is a dash, yes and no are words, codes have names."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return words("log.yes" if value else "log.no", language())
    if isinstance(value, list):
        return ", ".join(value_words(part, one) for one in value)[:TEXT_LENGTH]
    if isinstance(value, dict):
        told = (f"{part_words(name)}: {value_words(name, one)}" for name, one in value.items())
        return "; ".join(told)[:TEXT_LENGTH]
    text, group = str(value), CODES.get(part, "")
    if group and has_words(f"{group}.{text}"):
        return words(f"{group}.{text}", language())
    return text[:TEXT_LENGTH]
