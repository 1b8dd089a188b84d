"""The lots of a procurement: from a table or a list that names them, and where a text speaks of one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dugnad.documents.award_words import phrases
from dugnad.documents.document import Block, Document, Table
from dugnad.documents.entries import EDGES
from dugnad.documents.money import amount_in
from dugnad.documents.weights import cell_measure, measures
from dugnad.documents.zones import Passage, passages

WORD = (
    r"(?:del\s?-?(?:kontrakt|avtale|leveranse|tilbud|område|oppdrag)\w*|del|parsell|område|distrikt|pakke|gruppe"
    r"|delområde|lott|lot|lots|part|deler|delar|varegruppe|kategori|produktgruppe)"
)
STRONG = re.compile(r"del\s?-?(?:kontrakt|avtale|område|oppdrag)\w*|\blots?\b|\bparsell\w*|\blott\w*", re.IGNORECASE)
STRETCH = re.compile(r"\bparsell", re.IGNORECASE)
"""A stretch of road: a lot only where the procurement is said to be divided."""
NUMBER = r"(?:\d{1,2}|[A-HJ-Z]|I{1,3}|IV|VI{0,3})"
DECLARED = re.compile(
    rf"^\W*(?P<word>{WORD})\s*(?:nr\.?\s*)?(?P<number>{NUMBER})\b\s*(?P<rest>(?:[:.–—,(-]|\s)\s*\S.*)?$", re.IGNORECASE
)
SPOKEN = re.compile(
    rf"\b{WORD}\s*(?:nr\.?\s*)?(?P<numbers>{NUMBER}(?:\s*(?:,|og|and|&|\+|til|to|[-–])\s*{NUMBER})*)\b", re.IGNORECASE
)
ONE_NUMBER = re.compile(rf"\b{NUMBER}\b")
SPAN = re.compile(rf"({NUMBER})\s*(?:til|to|[-–])\s*({NUMBER})")
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8"}
CPV = re.compile(r"\b(\d{8})(?:-\d)?\b")
CPV_HEAD = re.compile(r"\bcpv\b", re.IGNORECASE)
MOST_LOTS = 60
LONGEST_TITLE = 160
LONGEST_TEXT = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class LotHead:
    """A lot as the documents declare it: number as written, title, CPV and value."""

    id: str
    number: str
    title: str = ""
    cpv: tuple[str, ...] = ()
    value_nok: float | None = None


def find_lots(documents: Sequence[Document]) -> tuple[LotHead, ...]:
    """The lots in the order of the documents; none where the procurement is not divided."""
    everything = passages(documents)
    text = "\n".join(one.part.text for one in everything if isinstance(one.part, Block))
    is_divided = phrases("head", "divided").search(text) is not None or _is_spoken(everything)
    for passage in everything:
        if isinstance(passage.part, Table) and (found := _from_table(passage.part, is_divided=is_divided)):
            return _numbered(found)
    found = _from_blocks(everything)
    return _numbered(found) if len(found) > 1 else ()


def _is_spoken(everything: list[Passage]) -> bool:
    """Do cells elsewhere speak of two or more lots by number ("Del 1", "Del 2" as headings of columns)."""
    cells = [cell for one in everything if isinstance(one.part, Table) for row in one.part.rows for cell in row.cells]
    return len({match["numbers"] for cell in cells if (match := SPOKEN.fullmatch(cell.strip()))}) > 1


def _is_weighed(everything: list[Passage]) -> bool:
    """Does a table give weights in a column for each of two or more lots?"""
    tables = [one.part for one in everything if isinstance(one.part, Table) and len(one.part.rows) > 1]
    return any(
        len({match["numbers"] for cell in table.rows[0].cells if (match := SPOKEN.fullmatch(cell.strip()))}) > 1
        and any(cell_measure(cell) for cell in table.rows[1].cells[1:])
        for table in tables
    )


def _numbered(found: list[LotHead]) -> tuple[LotHead, ...]:
    return tuple(
        LotHead(id=f"LOT-{place:04d}", number=lot.number, title=lot.title, cpv=lot.cpv, value_nok=lot.value_nok)
        for place, lot in enumerate(found[:MOST_LOTS], 1)
    )


def _from_table(table: Table, *, is_divided: bool) -> list[LotHead]:
    """A table with a column of lot numbers, beside titles, CPV codes or values."""
    rows = table.rows
    if len(rows) < 2 or len(rows[0].cells) < 2:  # noqa: PLR2004
        return []
    header = rows[0].cells
    has_lot_column = phrases("head", "lot-column").fullmatch(header[0].strip(" .:")) is not None
    numbers = [_declared_number(row.cells[0], bare=has_lot_column) for row in rows[1:]]
    known = [one for one in numbers if one]
    if len(known) < 2 or len(set(known)) < len(known):  # noqa: PLR2004
        return []
    is_plain = header[0].strip(" .:").casefold() in {"nr", "no", "post", "#"}
    if (is_plain or not has_lot_column) and not STRONG.search(
        "\n".join((table.place.heading, *header, *(row.cells[0] for row in rows)))
    ):
        return []
    heads = "\n".join(header)
    is_valued = CPV_HEAD.search(heads) is not None or phrases("head", "value-column").search(heads) is not None
    is_strong = STRONG.search(heads) is not None and not STRETCH.search(heads)
    if not (is_divided or is_valued or is_strong):
        return []
    if any(phrases("award", "weight-column").fullmatch(cell.strip()) for cell in header[1:]):
        return []
    return [_lot_of_row(header, row.cells, number) for row, number in zip(rows[1:], numbers, strict=True) if number]


def _declared_number(cell: str, *, bare: bool) -> str:
    text = cell.strip(EDGES)
    if bare and re.fullmatch(NUMBER, text):
        return text
    match = DECLARED.match(" ".join(text.split()))
    return match["number"] if match else ""


def _lot_of_row(header: tuple[str, ...], cells: tuple[str, ...], number: str) -> LotHead:
    first = DECLARED.match(" ".join(cells[0].split()))
    title = (first["rest"] or "").strip(EDGES) if first else ""
    value = None
    for head, cell in zip(header[1:], cells[1:], strict=False):
        is_money = phrases("head", "value-column").search(head) is not None
        if is_money and value is None:
            value = amount_in(cell, unit=head)
        elif not title and re.search(r"[^\W\d_]{3}", cell) and not CPV.fullmatch(cell.strip()):
            title = " ".join(cell.split())
    codes = tuple(dict.fromkeys(code for cell in cells for code in CPV.findall(cell)))
    return LotHead(id="", number=number, title=title[:LONGEST_TITLE], cpv=codes, value_nok=value)


def _from_blocks(everything: list[Passage]) -> list[LotHead]:
    """Paragraphs, items or headings that each begin with a lot's number and title."""
    text = "\n".join(one.part.text for one in everything if isinstance(one.part, Block))
    is_divided = phrases("head", "divided").search(text) is not None or _is_weighed(everything)
    found: dict[str, LotHead] = {}
    for passage in everything:
        block = passage.part
        if not isinstance(block, Block) or block.kind == "note":
            continue
        match = DECLARED.match(f"{block.label} {block.text}".strip()) or DECLARED.match(block.text)
        if match is None or not match["rest"] or len(block.text) > 2 * LONGEST_TITLE:
            continue
        is_strong = STRONG.match(match["word"]) is not None
        if not is_strong and not (is_divided and match["rest"].strip()[:1] in ":–—-"):
            continue
        if measures(match["rest"]):
            continue
        title = re.split(r"[.;]\s|\s\(|,\s(?=CPV|verdi|est)", match["rest"].strip(EDGES))[0].strip(EDGES)
        number = ROMAN.get(match["number"], match["number"])
        if number not in found and title[:1].isupper():
            codes = tuple(dict.fromkeys(CPV.findall(block.text)))
            value = amount_in(block.text, unit="")
            found[number] = LotHead(id="", number=number, title=title[:LONGEST_TITLE], cpv=codes, value_nok=value)
    if len(found) < 2:  # noqa: PLR2004
        found = _from_sentences(everything)
    first = next(iter(found), "")
    return list(found.values()) if first in {"1", "A", "0"} else []


NAMED_WORD = r"(?:del\s?-?(?:kontrakt|avtale|leveranse|område|oppdrag)?|lot|part|parsell)"
PLAIN = re.compile(r"(?:del|part)\s", re.IGNORECASE)
"""A word for chapters too: a lot only where the paragraph divides the procurement."""
NAMED = re.compile(
    rf"{NAMED_WORD}\s+(?P<number>{NUMBER})\s*[:–,-]\s*(?P<title>[A-ZÆØÅ][^.;:]*?)"
    rf"(?=\s*(?:[,;]|\bog\b|\band\b|\s)\s*(?:og\s+|and\s+)?{NAMED_WORD}\s+{NUMBER}\b|[.;]|$)",
    re.IGNORECASE,
)


def _from_sentences(everything: list[Passage]) -> dict[str, LotHead]:
    """Several lots named one after another in a sentence."""
    for passage in everything:
        if not isinstance(passage.part, Block) or passage.zone == "award" or len(passage.part.text) > LONGEST_TEXT:
            continue
        matches = list(NAMED.finditer(passage.part.text))
        is_plain = any(PLAIN.match(match.group()) for match in matches)
        if is_plain and not phrases("head", "divided").search(passage.part.text):
            continue
        if len(matches) > 1 and not measures(passage.part.text):
            numbers = [ROMAN.get(match["number"], match["number"]) for match in matches]
            return {
                number: LotHead(id="", number=number, title=match["title"].strip(EDGES)[:LONGEST_TITLE])
                for number, match in zip(numbers, matches, strict=True)
            }
    return {}


def lots_in(text: str, lots: Sequence[LotHead]) -> tuple[str, ...]:
    """The lots that a text speaks of by number or title; none where it names none, or all alike."""
    if not lots:
        return ()
    numbers = {ROMAN.get(lot.number, lot.number).casefold(): lot.id for lot in lots}
    named: dict[str, None] = {}
    for match in SPOKEN.finditer(text):
        given = match["numbers"]
        for first, last in SPAN.findall(given):
            if first.isdigit() and last.isdigit():
                named |= {numbers[str(one)]: None for one in range(int(first), int(last) + 1) if str(one) in numbers}
        for number in ONE_NUMBER.findall(given):
            key = ROMAN.get(number, number).casefold()
            if key in numbers:
                named[numbers[key]] = None
    if not named:
        low = text.casefold()
        named = {lot.id: None for lot in lots if len(lot.title) > 4 and lot.title.casefold() in low}  # noqa: PLR2004
    return tuple(named) if len(named) < len(lots) else ()
