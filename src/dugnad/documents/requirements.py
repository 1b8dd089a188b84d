"""Requirements with environmental content: found in the specification, with their words, their force and their lot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dugnad.documents.binding import Binding, binding_of
from dugnad.documents.document import Block, Document
from dugnad.documents.found import FoundLot, Quote, Requirement
from dugnad.documents.lot_words import lots_named
from dugnad.documents.requirement_tables import table_units
from dugnad.documents.sections import Section, Standing, stand
from dugnad.documents.sentences import Sentence, sentences
from dugnad.documents.subject import environment_of, whole_words
from dugnad.documents.unit import Unit, language_of, leads
from dugnad.documents.wordlist import words
from dugnad.law.facts import Certainty
from dugnad.wording.fold import fold

READ: tuple[Section, ...] = ("specification", "contract", "other", "qualification")
LONGEST_WHOLE = 2
"""Sentences of a cell or list item that are quoted as one requirement."""
NO_REQUIREMENT = ("evaluation", "describe", "consequence", "not_delivery", "social", "other_purpose")
START = 30
"""Characters at the start of a sentence in which its subject stands."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence that asks for something, as it was read."""

    sentence: Sentence
    binding: Binding
    environment: Certainty


def find_requirements(documents: Sequence[Document], lots: Sequence[FoundLot] = ()) -> tuple[Requirement, ...]:
    """The requirements with environmental content, in the order of the documents."""
    found: list[Requirement] = []
    for document in documents:
        language = language_of(document)
        for unit in _units(stand(document)):
            named = lots_named(unit.text, unit.headings, unit.lot_cell, lots)
            for one in _of_unit(unit, language):
                found += [replace(one, lot=lot) for lot in named] if named else [one]
    return tuple(dict.fromkeys(found))


def _units(standings: Sequence[Standing]) -> Iterator[Unit]:
    """Everything in the sections that are read, in the pieces that requirements come in."""
    lead: Unit | None = None
    above: list[str] = []
    for standing in standings:
        part = standing.part
        if isinstance(part, Block):
            above = [part.text] if part.kind == "heading" else [*above, part.text][-8:]
        if standing.section not in READ:
            lead = None
            continue
        if not isinstance(part, Block):
            yield from table_units(part, standing, above)
            continue
        if part.kind in {"heading", "header", "footer", "contents"}:
            lead = None
            continue
        unit = Unit.of_block(part, standing)
        is_item = part.kind == "item" or (lead is not None and part.text[:1].islower())
        yield unit.as_item(lead.text if lead else "") if is_item else unit
        if leads(part.text):
            lead = unit
        elif not is_item:
            lead = None


def _of_unit(unit: Unit, language: str) -> Iterator[Requirement]:
    """The requirements of one paragraph, item or cell."""
    asking = list(_asking(unit, language))
    if unit.is_whole and asking and len({one.binding for one in asking}) == 1:
        first, last = asking[0], asking[-1]
        if len(list(sentences(unit.text))) <= LONGEST_WHOLE:
            yield _requirement(unit, 0, len(unit.text), first.binding, _strongest(asking))
        else:
            yield _requirement(unit, first.sentence.start, last.sentence.end, first.binding, _strongest(asking))
        return
    for one in asking:
        yield _requirement(unit, one.sentence.start, one.sentence.end, one.binding, one.environment)


def _strongest(asking: Sequence[_Read]) -> Certainty:
    return "certain" if any(one.environment == "certain" for one in asking) else "doubtful"


def _asking(unit: Unit, language: str) -> Iterator[_Read]:
    """The sentences that ask for something environmental."""
    before: _Read | None = None
    for sentence in sentences(unit.text):
        read = _read(sentence, unit, language) or _going_on(sentence, before, unit)
        if read:
            yield read
        before = read


def _read(sentence: Sentence, unit: Unit, language: str) -> _Read | None:
    text = whole_words(sentence.text)
    folded = fold(text)
    binding = _binding(folded, unit)
    if binding is None:
        return None
    environment = environment_of(text, language, unit.about)
    if environment == "none" and unit.lead:
        environment = environment_of(f"{unit.lead} {text}", language)
    if environment != "certain" and words("requirements", "paperwork").search(folded):
        return None
    if unit.section == "qualification":
        environment = "doubtful" if environment == "certain" and _is_performance(folded) else "none"
    elif unit.section != "specification" and environment != "certain":
        return None
    return None if environment == "none" or is_no_requirement(folded) else _Read(sentence, binding, environment)


def _binding(folded: str, unit: Unit) -> Binding | None:
    """The force of the sentence: the code of its row, its own words, those that lead to it, or a plain statement."""
    own = binding_of(folded)
    if unit.code:
        return unit.code
    if own is None and unit.is_item:
        return binding_of(unit.lead) or unit.heading_binding or ("binding" if unit.is_asked_for else None)
    if own is None and unit.is_requirement_cell:
        return unit.heading_binding or "binding"
    if own is None and unit.section == "specification" and _states_delivery(folded):
        return "binding"
    return own


def _states_delivery(folded: str) -> bool:
    """Does a sentence in the present tense say what is delivered, or what the supplier does?"""
    if words("requirements", "not_stated").search(folded):
        return False
    if words("requirements", "stated").search(folded):
        return True
    found = words("requirements", "supplier").search(folded)
    return found is not None and found.start() == 0 and re.match(r"\s\w+(?:r|s)\b", folded[found.end() :]) is not None


def _going_on(sentence: Sentence, before: _Read | None, unit: Unit) -> _Read | None:
    """A sentence that goes on from the requirement before it ("Fram til då bør minst halvparten vere det.")."""
    folded = fold(sentence.text)
    found = words("requirements", "continues").search(folded)
    if before is None or found is None or found.start() > 0:
        return None
    binding = _binding(folded, unit)
    return _Read(sentence, binding, before.environment) if binding and not is_no_requirement(folded) else None


def is_no_requirement(folded: str) -> bool:
    """Is it a policy, the way tenders are judged, a description asked for, or what follows from a breach?

    Nor is a clause on pay and work one, an instruction on how to answer, or what is asked for another purpose's sake.
    """
    policy = words("requirements", "policy").search(folded)
    if policy and policy.start() < START and words("requirements", "asks_supplier").search(folded) is None:
        return True
    told = words("requirements", "told_to_describe").search(folded)
    if told and not folded[: told.start()].strip():
        return True
    return any(words("requirements", key).search(folded) for key in NO_REQUIREMENT)


def _is_performance(folded: str) -> bool:
    """Is it about how the contract is carried out, not about the supplier?"""
    if words("requirements", "about_supplier").search(folded):
        return False
    return words("requirements", "performance").search(folded) is not None


def _requirement(unit: Unit, start: int, end: int, binding: Binding, environment: Certainty) -> Requirement:
    start, end = unit.uncut(start, end)
    quote = Quote(text=" ".join(unit.text[start:end].split()), place=unit.place)
    return Requirement(quote=quote, is_binding=binding == "binding", environment=environment)
