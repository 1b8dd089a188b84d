"""Contract clauses with social content: by type, with their words, and for tiers the number that is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import get_args

from dugnad.documents.binding import binding_of
from dugnad.documents.document import Block, Document
from dugnad.documents.found import Clause, Quote
from dugnad.documents.requirement_tables import table_units
from dugnad.documents.sections import Section, Standing, stand
from dugnad.documents.sentences import Sentence, sentences
from dugnad.documents.subject import whole_words
from dugnad.documents.unit import Unit, leads
from dugnad.documents.wordlist import WordList, compiled, vocabulary, words, written
from dugnad.law.purchase import ClauseType
from dugnad.wording.fold import fold

READ: dict[Section, int] = {"contract": 0, "specification": 1, "other": 2, "departure": 3}
"""The sections that are read, the one where clauses are at home first."""
TYPES: tuple[ClauseType, ...] = get_args(ClauseType)
BY_WORDS = tuple(one for one in TYPES if one not in {"control", "sanctions"})
SEVERAL: frozenset[ClauseType] = frozenset({"human-rights"})
"""Types of which a document may hold several clauses: each says something of its own."""
COUNTED: frozenset[ClauseType] = frozenset({"apprentices", "skilled-workers", "tiers"})
"""Types whose clause says how many."""
AND = re.compile(r"(?:,|;)\s+(?:og|men|samt|and|but)\s+|;\s+")
OVER = r"begrenses til|avgrensast til|overstige|overstiger|enn|than|exceed|maksimalt|maks|inntil|høyst|høgst"
TIER = r"(?:ledd|nivå|nivåer|tiers?|levels?|links?)\b"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or the half of one that says something of its own."""

    start: int
    end: int
    folded: str


def find_clauses(documents: Sequence[Document]) -> tuple[Clause, ...]:
    """The social clauses, in the order of the documents: of each type the best one of a document, of some types all."""
    found: list[Clause] = []
    for document in documents:
        ranked = [(unit, clause) for unit in _units(stand(document)) for clause in _of_unit(unit)]
        found += _chosen(_with_shown_terms(ranked))
    return tuple(dict.fromkeys(found))


def find_sanctions(documents: Sequence[Document]) -> tuple[Clause, ...]:
    """Every sentence below a social heading that tells what follows from a breach, named or not ("Ved brudd ...")."""
    return tuple(dict.fromkeys(clause for document in documents for clause in _sanctions(document)))


def _sanctions(document: Document) -> Iterator[Clause]:
    for unit in _units(stand(document)):
        if unit.section != "contract" or not _is_social(unit):
            continue
        for sentence in sentences(unit.text):
            if _follows_from_breach(fold(sentence.text)):
                yield _clause("sanctions", unit, sentence.start, sentence.end)


def _units(standings: Sequence[Standing]) -> Iterator[Unit]:
    """The paragraphs, items and cells of the sections where clauses stand."""
    lead: Unit | None = None
    for standing in standings:
        part = standing.part
        if standing.section not in READ:
            lead = None
        elif not isinstance(part, Block):
            yield from table_units(part, standing, ())
        elif part.kind in {"heading", "header", "footer", "contents"}:
            lead = None
        else:
            unit = Unit.of_block(part, standing)
            is_item = part.kind == "item" or (lead is not None and part.text[:1].islower())
            yield unit.as_item(lead.text if lead else "") if is_item else unit
            if leads(part.text):
                lead = unit
            elif not is_item:
                lead = None


def _with_shown_terms(ranked: Sequence[tuple[Unit, Clause]]) -> Sequence[tuple[Unit, Clause]]:
    """Terms of wages that are shown on request are control, where another sentence sets them and none controls."""
    shown = {place for place, (_, clause) in enumerate(ranked) if clause.type == "wage" and _is_shown(clause)}
    wages = sum(clause.type == "wage" for _, clause in ranked)
    if not shown or len(shown) == wages or any(clause.type == "control" for _, clause in ranked):
        return ranked
    return [
        (unit, replace(clause, type="control") if place in shown else clause)
        for place, (unit, clause) in enumerate(ranked)
    ]


def _is_shown(clause: Clause) -> bool:
    return words("clauses", "on_request").search(fold(clause.quote.text)) is not None


def _chosen(ranked: Sequence[tuple[Unit, Clause]]) -> list[Clause]:
    """Of each type the first clause in the section where it is at home, one that counts before others; of some all."""
    best: dict[ClauseType, tuple[int, bool, int]] = {}
    for place, (unit, clause) in enumerate(ranked):
        counts = words("clauses", "counts").search(fold(clause.quote.text)) is not None
        rank = (READ[unit.section], clause.type in COUNTED and not counts, place)
        if clause.type not in best or rank < best[clause.type]:
            best[clause.type] = rank
    return [
        clause for place, (_, clause) in enumerate(ranked) if clause.type in SEVERAL or best[clause.type][2] == place
    ]


def _of_unit(unit: Unit) -> Iterator[Clause]:
    for sentence in sentences(unit.text):
        for piece in _pieces(sentence):
            for kind in _types(piece.folded, unit):
                yield _clause(kind, unit, piece.start, piece.end, piece.folded)


def _pieces(sentence: Sentence) -> list[_Piece]:
    """The sentence, or its halves where each asks for something and they are about different things."""
    whole = _Piece(sentence.start, sentence.end, fold(whole_words(sentence.text)))
    if not _names_any(whole.folded):
        return [whole]
    for found in AND.finditer(sentence.text):
        halves = [(sentence.start, sentence.start + found.start()), (sentence.start + found.end(), sentence.end)]
        pieces = [
            _Piece(start, end, fold(whole_words(sentence.text[start - sentence.start : end - sentence.start])))
            for start, end in halves
        ]
        kinds = [set(_named(piece.folded)) for piece in pieces]
        if all(_asks(piece.folded) for piece in pieces) and kinds[0].isdisjoint(kinds[1]):
            return pieces
    return [whole]


def _named(folded: str) -> Iterator[ClauseType]:
    """The types whose words stand in the text, in the order of the list."""
    if not _names_any(folded):
        return
    for kind in TYPES:
        if kind == "sanctions" or not words("clauses", "types", kind, "words").search(folded):
            continue
        if words("clauses", "types", kind, "unless").search(folded):
            continue
        needs = words("clauses", "types", kind, "needs")
        if not needs or needs.search(folded):
            yield kind


@lru_cache(maxsize=256)
def _names_any(folded: str) -> bool:
    """Does a word of any type stand in it? Most sentences hold none."""
    return _of_any_type().search(folded) is not None


@cache
def _of_any_type() -> WordList:
    return compiled(phrase for kind in TYPES for phrase in written("clauses", "types", kind, "words"))


def _types(folded: str, unit: Unit) -> tuple[ClauseType, ...]:
    """What kind of clause a sentence is; none where it asks for nothing."""
    if _names_sanction(folded, unit):
        return ("sanctions",)
    begun = words("clauses", "breach_first").search(folded)
    if (begun and begun.start() == 0) or words("clauses", "no_clause").search(folded):
        return ()
    named = tuple(_named(folded))
    if "control" in named:
        if not _controls_others(folded) and (_is_social(unit) or words("clauses", "control_about").search(folded)):
            return ("control",)
        named = tuple(kind for kind in named if kind != "control")
    is_about = _is_social(unit) or words("clauses", "control_about").search(folded)
    if not named and is_about and words("clauses", "on_request").search(folded) and _asks(folded, unit):
        return ("control",)
    is_limited = "tiers" in named and tiers_in(folded) is not None
    if not named or not (is_limited or _asks(folded, unit)) or _is_policy(folded):
        return ()
    return _apart(named, folded)


def _apart(named: tuple[ClauseType, ...], folded: str) -> tuple[ClauseType, ...]:
    """The types left where one sentence holds words of two: skilled workers or apprentices, rights or wages."""
    found = set(named)
    if {"apprentices", "skilled-workers"} <= found:
        first = {kind: words("clauses", "types", kind, "words").search(folded) for kind in found}
        skilled, apprentices = first["skilled-workers"], first["apprentices"]
        assert skilled is not None and apprentices is not None  # noqa: S101, PT018
        found.discard("apprentices" if skilled.start() < apprentices.start() else "skilled-workers")
    if "human-rights" in found:
        found -= {"wage", "traceability", "tiers"}
    return tuple(kind for kind in named if kind in found)


def _asks(folded: str, unit: Unit | None = None) -> bool:
    """Does the sentence ask for something, by its own words or those that lead to it?"""
    if (
        binding_of(folded)
        or words("clauses", "demand").search(folded)
        or words("clauses", "types", "control").search(folded)
    ):
        return True
    return unit is not None and (bool(unit.code) or bool(unit.lead and binding_of(unit.lead)))


def _controls_others(folded: str) -> bool:
    """Is it the supplier who controls others, not the buyer who controls?"""
    supplier = words("requirements", "supplier").search(folded)
    return supplier is not None and supplier.start() == 0 and words("clauses", "under_control").search(folded) is None


def _is_policy(folded: str) -> bool:
    policy = words("requirements", "policy").search(folded)
    asks = words("requirements", "asks_supplier").search(folded)
    return policy is not None and policy.start() == 0 and asks is None


def _is_social(unit: Unit) -> bool:
    """Does a heading above speak of pay, work or ethics?"""
    return any(words("clauses", "social_heading").search(fold(heading)) for heading in unit.headings)


def _names_sanction(folded: str, unit: Unit) -> bool:
    """Does it say what follows, and name what is breached, by its words or as the terms of a social chapter?"""
    if not _follows_from_breach(folded):
        return False
    if words("clauses", "sanctions", "named").search(folded):
        return True
    return _is_social(unit) and words("clauses", "sanctions", "points_to").search(folded) is not None


def _follows_from_breach(folded: str) -> bool:
    return all(words("clauses", "sanctions", key).search(folded) for key in ("consequence", "breach"))


def _clause(kind: ClauseType, unit: Unit, start: int, end: int, folded: str = "") -> Clause:
    start, end = unit.uncut(start, end)
    quote = Quote(text=" ".join(unit.text[start:end].split()), place=unit.place)
    return Clause(type=kind, quote=quote, tiers=tiers_in(folded) if kind == "tiers" else None)


def tiers_in(folded: str) -> int | None:
    """The number of tiers below the supplier that a clause allows; None where it names none."""
    found = _numbered().search(folded)
    if found is None:
        return None
    word = str(found.group(1) or found.group(2))
    return int(word) if word.isdigit() else _numbers()[word]


@cache
def _numbers() -> dict[str, int]:
    return {fold(str(word)): int(number) for word, number in vocabulary("clauses")["numbers"].items()}


@cache
def _numbered() -> re.Pattern[str]:
    """A number, at most two other words, and the word for tier; or the tiers, and the number they may not exceed."""
    number = rf"(?:{'|'.join(map(re.escape, _numbers()))}|\d+)\b"
    before = rf"(?<!\w)({number})\s+(?:(?!{number})\w+\s+){{0,2}}?{TIER}"
    return re.compile(rf"{before}|{TIER}.{{0,60}}?(?:{OVER})\s+({number})")
