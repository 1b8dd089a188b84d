"""What only several notices together can tell: copies, versions, first days. The order of files never matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dugnad.notices.judging import COMPETITION, MODIFICATION, RESULT

Row = dict[str, Any]

LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Head:
    """The few columns of a notice that link it to others."""

    sha256: str
    base_id: str
    publication_number: str | None
    procedure_id: str | None
    profile: str
    form_type: str
    announced: date | None
    is_change: bool
    changes_notice_id: str | None


LINK_COLUMNS = [column.name for column in fields(Head)]


@dataclass(frozen=True, slots=True)
class Link:
    """What the other notices make of this one."""

    key: str | None
    """Its notice_id; None for a copy that is kept in raw only."""
    is_latest: bool = True
    judged_on: date | None = None
    has_first: bool = True


def heads_of(notices: Iterable[Row]) -> list[Head]:
    """The linking columns of notice rows."""
    return [Head(*(row[column] for column in LINK_COLUMNS)) for row in notices]


def link_heads(heads: Iterable[Head]) -> dict[str, Link]:
    """Links by sha256."""
    keys = unique_keys(heads := list(heads))
    kept = {keys[head.sha256]: head for head in heads if keys[head.sha256] is not None}
    known = {str(key): head for key, head in kept.items()}
    roots = first_versions(known)
    families: dict[str, list[str]] = defaultdict(list)
    for key, root in roots.items():
        families[root].append(key)
    latest = {max(members, key=lambda key: order(key, known[key])) for members in families.values()}
    opened = first_days(known, roots)
    links = {head.sha256: Link(None) for head in heads}
    for key, head in known.items():
        on, has_first = judged_day(key, head, known, roots, opened)
        links[head.sha256] = Link(key, key in latest, on, has_first)
    return links


def order(key: str, head: Head) -> tuple[date, str, str]:
    """Later day first, then higher version (it stands last in the key), then digest."""
    return head.announced or LONG_AGO, key.rpartition("-")[2], head.sha256


def plain_number(number: str | None) -> str | None:
    """A publication number without the zeros that TED pads it with."""
    return number.lstrip("0").lower() if number else None


def unique_keys(heads: list[Head]) -> dict[str, str | None]:
    """The key of every file: copies of one publication share one winner, other publications get an addition."""
    by_id: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        by_id[head.base_id].append(head)
    keys: dict[str, str | None] = {}
    for base_id, same in by_id.items():
        winners = sorted(winner_of(copies).sha256 for copies in publications(same))
        keys.update({head.sha256: None for head in same})
        keys.update({sha256: f"{base_id}~{sha256[:8]}" for sha256 in winners[1:]})
        keys[winners[0]] = base_id
    return keys


def publications(same_id: list[Head]) -> list[list[Head]]:
    """Group files with one identifier by publication: same publication number or same procedure."""
    groups: list[tuple[set[str], list[Head]]] = []
    for head in sorted(same_id, key=lambda one: one.sha256):
        marks = {f"n:{plain_number(head.publication_number)}"} if head.publication_number else set()
        marks |= {f"p:{head.procedure_id}"} if head.procedure_id else set()
        joined, members = set(marks), [head]
        apart = []
        for known, copies in groups:
            if known & marks:
                joined |= known
                members = copies + members
            else:
                apart.append((known, copies))
        groups = [*apart, (joined, members)]
    return [members for _, members in groups]


def winner_of(copies: list[Head]) -> Head:
    """The copy that counts: Norwegian profile, then later day of issue, then lowest digest."""
    return min(
        copies,
        key=lambda head: (head.profile == "none", -(head.announced or LONG_AGO).toordinal(), head.sha256),
    )


def first_versions(known: dict[str, Head]) -> dict[str, str]:
    """For each key the key (or the missing reference) of the first version in its chain of changes."""
    by_number = {plain_number(head.publication_number): key for key, head in known.items() if head.publication_number}
    earlier_version = previous_versions(known)
    found: dict[str, str] = {}
    for key in known:
        chain, at = [key], key
        while True:
            head = known[at]
            target = head.changes_notice_id or earlier_version.get(at)
            if target is None:
                break
            at = target if target in known else by_number.get(plain_number(target), target)
            if at in chain:  # notices that name each other in a ring: any steady choice will do
                at = min(chain[chain.index(at) :])
                break
            if at not in known:
                break
            chain.append(at)
        found[key] = at
    return found


def previous_versions(known: dict[str, Head]) -> dict[str, str]:
    """The version before, where one identifier stands there in several versions."""
    versions: dict[str, list[str]] = defaultdict(list)
    for key in known:
        identifier, _, version = key.rpartition("-")
        if version.isdigit():
            versions[identifier].append(key)
    return {
        later: earlier
        for keys in versions.values()
        for earlier, later in zip(sorted(keys), sorted(keys)[1:], strict=False)
    }


def first_days(known: dict[str, Head], roots: dict[str, str]) -> dict[str, date]:
    """The day each procedure was first announced, by a competition notice that is no change."""
    days: dict[str, date] = {}
    for key, head in known.items():
        root = known.get(roots[key])
        is_first = head.form_type == COMPETITION and root is not None and not root.is_change
        if is_first and root is not None and root.announced and head.procedure_id:
            days[head.procedure_id] = min(days.get(head.procedure_id, root.announced), root.announced)
    return days


def judged_day(
    key: str, head: Head, known: dict[str, Head], roots: dict[str, str], opened: dict[str, date]
) -> tuple[date | None, bool]:
    """(the day whose rule counts, is that day known from the first announcement?)"""
    opening = opened.get(head.procedure_id or "")
    root = known.get(roots[key])
    if head.form_type in {RESULT, MODIFICATION}:
        first = root.announced if root is not None and root.form_type == head.form_type else head.announced
        return (opening, True) if opening else (first, False)
    if root is not None and not root.is_change:
        return root.announced, True
    if opening and head.announced and opening <= head.announced:
        return opening, True
    return head.announced, False
