"""Where award criteria stand under a heading that does not say so: told by what stands there, not by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dugnad.documents.award_words import phrases
from dugnad.documents.criteria_prose import block_entries, item_name, ordinal_of
from dugnad.documents.criteria_tables import read_table
from dugnad.documents.document import Table
from dugnad.documents.entries import LABEL, Entry, is_full
from dugnad.documents.weights import measures
from dugnad.documents.zones import Passage

TOLD = frozenset({"award"})
UNTOLD = frozenset({"other", "neutral"})
NUMBER = re.compile(r"^[\d.\s]+")
FEWEST = 2
MOSTLY = 60
"""Per cent that weights come to where they are those of an award."""
Section = tuple[int, int]


def with_award(everything: list[Passage]) -> list[Passage]:
    """The same passages, with the chapters that hold a whole set of criteria counted as award chapters.

    Where a chapter that says so holds a set, nothing else is looked for.
    """
    if _is_told(everything) or _holding(everything, TOLD):
        return everything
    held = _holding(everything, UNTOLD)
    if not held:
        return everything
    above = {(one.document, one.headings) for one in everything if (one.document, one.section) in held}
    return [replace(one, zone="award") if _is_within(one, held, above) else one for one in everything]


def _is_told(everything: Sequence[Passage]) -> bool:
    """Do the chapters that say so name criteria with weights, even such as do not sum to the whole?"""
    entries: list[Entry] = []
    for one in everything:
        if one.zone not in TOLD:
            continue
        if isinstance(one.part, Table):
            entries += [entry for found in read_table(one.part, lots_in=lambda _: ()) for entry in found.entries]
        elif measures(one.part.text):
            entries += block_entries(one.part)
    weighed = [entry for entry in entries if entry.weight]
    return is_mixed([entry.name for entry in weighed]) and sum(entry.weight or 0 for entry in weighed) >= MOSTLY


def _is_within(passage: Passage, held: set[Section], above: set[tuple[int, tuple[str, ...]]]) -> bool:
    if passage.zone not in UNTOLD:
        return False
    if (passage.document, passage.section) in held:
        return True
    return any((passage.document, passage.headings[:end]) in above for end in range(1, len(passage.headings)))


def _holding(everything: Sequence[Passage], zones: frozenset[str]) -> set[Section]:
    """The sections of these zones that hold a set of criteria."""
    sections: dict[Section, list[Passage]] = {}
    for one in everything:
        if one.zone in zones and (one.headings or zones is TOLD):
            sections.setdefault((one.document, one.section), []).append(one)
    return {place for place, members in sections.items() if _holds(members)}


def _holds(members: Sequence[Passage]) -> bool:
    """Names with weights that sum to the whole, or a ranked list; a price among them, and more than prices."""
    if phrases("award", "price-only-name").match(NUMBER.sub("", members[0].heading)):
        return False
    entries: list[Entry] = []
    names: list[str] = []
    leads = members[0].heading
    for one in members:
        part = one.part
        if isinstance(part, Table):
            readings = read_table(part, lots_in=lambda _: ())
            if any(_is_set(reading.entries) for reading in readings):
                return True
            continue
        if measures(part.text):
            entries += [entry for entry in block_entries(part) if not entry.is_part]
        elif part.kind == "item" or ordinal_of(part.text) or LABEL.match(part.text):
            names.append(item_name(part.text))
        elif part.kind == "paragraph":
            leads += f"\n{part.text}"
    return _is_set(entries) or (is_mixed(names) and phrases("award", "priority").search(leads) is not None)


def _is_set(entries: Sequence[Entry]) -> bool:
    tops = _tops(entries)
    ranked = [entry.rank for entry in tops if entry.rank]
    is_ranked = len(ranked) == len(tops) and ranked == list(range(1, len(ranked) + 1))
    return is_mixed([entry.name for entry in tops]) and (is_ranked or _is_whole(tops))


def _tops(entries: Sequence[Entry]) -> list[Entry]:
    """Down to where the sum is reached: what follows may part one of them."""
    tops: list[Entry] = []
    for entry in entries:
        tops.append(entry)
        if len(tops) >= FEWEST and _is_whole(tops):
            break
    return tops


def _is_whole(entries: Sequence[Entry]) -> bool:
    weights = [entry.weight for entry in entries]
    return None not in weights and is_full(sum(weight for weight in weights if weight is not None))


def is_mixed(names: Sequence[str]) -> bool:
    priced = [phrases("award", "price-only-name").search(name) is not None for name in names]
    return len(names) >= FEWEST and any(priced) and not all(priced)
