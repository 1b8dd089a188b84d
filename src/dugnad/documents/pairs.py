"""Which lot of the notice is which lot of the documents, and which criterion is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from dugnad.documents.found import FoundCriterion, FoundLot

Row = dict[str, Any]
ALIKE = 0.72
WORD = re.compile(r"\w+")
COST = re.compile(r"\b(?:pris|price|kostnad\w*|cost|vederlag)\b", re.IGNORECASE)

LotPair = tuple[Row | None, FoundLot | None]
CriterionPair = tuple[Row | None, FoundCriterion | None]


def pair_lots(notice: Sequence[Row], documents: Sequence[FoundLot]) -> list[LotPair]:
    """Every lot of either side once: by id, else by title, else by order where both have as many.

    Of the notice's lot rows only kind, lot_id and title are read; groups are no lots.
    """
    told = [row for row in notice if row["kind"] != "group"]
    if len(told) == 1 and len(documents) == 1:
        return [(told[0], documents[0])]
    left = list(documents)
    pairs: list[LotPair] = []
    for position, one in enumerate(told):
        found = _same_lot(one, position, told, left, documents)
        if found is not None:
            left.remove(found)
        pairs.append((one, found))
    return [*pairs, *((None, lot) for lot in left)]


def _same_lot(
    one: Row, position: int, told: Sequence[Row], left: Sequence[FoundLot], documents: Sequence[FoundLot]
) -> FoundLot | None:
    title = one["title"] or ""
    by_title = max(left, key=lambda lot: likeness(title, lot.title), default=None)
    if by_title is not None and likeness(title, by_title.title) >= ALIKE:
        return by_title
    by_id = next((lot for lot in left if lot.id == one["lot_id"]), None)
    in_order = documents[position] if len(told) == len(documents) and documents[position] in left else None
    return by_id or in_order


def pair_criteria(notice: Sequence[Row], documents: Sequence[FoundCriterion]) -> list[CriterionPair]:
    """Every main criterion of either side once; statements are no criteria, sub-criteria stand under their own."""
    told = [row for row in notice if not row["is_statement"]]
    left = [one for one in documents if one.parent is None]
    pairs: list[CriterionPair] = []
    for row in told:
        found = max(left, key=lambda one: _alike(row, one), default=None)
        if found is not None and _alike(row, found) >= ALIKE:
            left.remove(found)
            pairs.append((row, found))
        else:
            pairs.append((row, None))
    return [*pairs, *((None, one) for one in left)]


def name_of(row: Row) -> str:
    """What the notice calls the criterion: its name, else the start of its description, else its code."""
    text = row["name"] or row["description"] or row["type_code"] or ""
    return " ".join(text.split())[:80]


def _alike(row: Row, found: FoundCriterion) -> float:
    is_price = row["type_code"] in {"price", "cost"}
    if is_price and COST.search(found.name):
        return 1.0
    return max(likeness(name_of(row), found.name), likeness(row["description"] or "", found.name))


def likeness(one: str, other: str) -> float:
    """0 to 1: equal words, one inside the other, or nearly the same letters."""
    first, second = " ".join(WORD.findall(one.casefold())), " ".join(WORD.findall(other.casefold()))
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if f" {first} " in f" {second} " or f" {second} " in f" {first} ":
        return 0.9
    return SequenceMatcher(None, first[:200], second[:200]).ratio()
