"""Which lots a requirement is for: named by a heading, by a column of the table, or by its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dugnad.documents.found import FoundLot
from dugnad.documents.sections import section_of_heading
from dugnad.wording.fold import fold

WORD = (
    r"(?:del(?:kontrakt|leveranse|tilbud|tilbod|område|avtale)?(?:ene|ane|er|ar)?|kontraktsdel|parti|lot|lots|"
    r"rammeavtale|område|kontrakt)"
)
NUMBERS = r"(?P<numbers>(?:lot[- ]?)?\d{1,2}(?:\s*(?:,|og|and|&|til|–|-|to)\s*\d{1,2})*)(?!\d|[.,]\d)"
NAMED = re.compile(rf"(?<!\w){WORD}\s*(?:nr\.?\s*)?{NUMBERS}")
AT_START = re.compile(rf"^(?:(?:for|i|til|gjelder|gjeld|in|applies to)\s+)?{WORD}\s*(?:nr\.?\s*)?{NUMBERS}")
SPAN = re.compile(r"(\d{1,2})\s*(?:til|–|-|to)\s*(\d{1,2})")
SHORTEST_TITLE = 5


def lots_named(text: str, headings: Sequence[str], cell: str, lots: Sequence[FoundLot]) -> tuple[str, ...]:
    """The lots that a piece of text is for; none where it names none, or there is only one."""
    if len(lots) < 2:  # noqa: PLR2004
        return ()
    found = AT_START.search(fold(text))
    if found and (named := _by_number(found["numbers"], lots)):
        return named
    if cell and (named := _by_number(fold(cell), lots)):
        return named
    for heading in reversed(headings):
        if named := _by_heading(heading, lots):
            return named
    return ()


def _by_heading(heading: str, lots: Sequence[FoundLot]) -> tuple[str, ...]:
    folded = fold(heading)
    titled = tuple(lot.id for lot in lots if heading in {lot.heading, lot.title} or _is_in(fold(lot.title), folded))
    if titled:
        return titled
    found = NAMED.search(folded)
    if found is None or (section_of_heading(heading) and found.start() == 0 and not _goes_on_with_lot(folded)):
        return ()
    return _by_number(found["numbers"], lots)


def _is_in(title: str, heading: str) -> bool:
    return len(title) >= SHORTEST_TITLE and title in heading


def _goes_on_with_lot(folded: str) -> bool:
    """Is "Del 3 Kravspesifikasjon" a chapter, "Krav til del 3" or "Delkontrakt 3" a lot?"""
    return re.match(r"del\s", folded) is None


def _by_number(written: str, lots: Sequence[FoundLot]) -> tuple[str, ...]:
    numbers = {int(number) for number in re.findall(r"\d{1,2}", written)}
    for first, last in SPAN.findall(written):
        numbers |= set(range(int(first), int(last) + 1))
    return tuple(lot.id for place, lot in enumerate(lots, 1) if _number(lot, place) in numbers)


def _number(lot: FoundLot, place: int) -> int:
    """The number of a lot: the last digits of its id, else its place in the list."""
    digits = re.search(r"(\d+)\D*$", lot.id)
    return int(digits.group(1)) if digits else place
