"""Texts of our own, one per way that tender documents speak of the climate rule: path, reasons and their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dugnad.content import read_yaml
from dugnad.documents.departure import find_departures
from dugnad.documents.document import Block, Document, Part, Place, Row, Table
from dugnad.documents.found import Departure, FoundCriterion, FoundLot, Quote, Requirement
from dugnad.documents.phrases import check_departure_words

BEFORE, AFTER = date(2025, 5, 5), date(2026, 9, 1)
NOWHERE = Place()


def document(text: str) -> Document:
    """A document from lines: "# " a heading, "| a | b" a row, "- " an item, "^ " a note, the rest paragraphs."""
    parts: list[Part] = []
    heading, rows = "", 0
    for number, line in enumerate((line.strip() for line in text.strip().splitlines()), 1):
        place = Place(file="t.docx", paragraph=number, heading=heading)
        if line.startswith("# "):
            heading = line[2:]
            parts.append(Block(kind="heading", text=heading, place=place, level=1))
        elif line.startswith("|"):
            rows += 1
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            row = Row(cells=cells, place=Place(table=1, row=rows, heading=heading))
            parts.append(Table(rows=(row,), place=row.place))
        elif line.startswith(("- ", "^ ")):
            parts.append(Block(kind="item" if line[0] == "-" else "note", text=line[2:], place=place))
        elif line:
            parts.append(Block(kind="paragraph", text=line, place=place))
    return Document(file="t.docx", media="docx", parts=tuple(parts))


def lot(
    environment: float | None = 0, *, identifier: str = "LOT-0000", title: str = "", rank: int | None = None
) -> FoundLot:
    """A lot with price and, where it weighs or ranks, an environmental criterion."""
    where = Quote(text="", place=NOWHERE)
    criteria = [FoundCriterion(name="Pris", quote=where, weight_percent=None if rank else 100 - (environment or 0))]
    if environment or rank:
        green = FoundCriterion(
            name="Miljø", quote=where, weight_percent=None if rank else environment, rank=rank, environment="certain"
        )
        criteria.append(green)
    return FoundLot(
        id=identifier,
        title=title,
        criteria=tuple(criteria),
        environment_certain=None if rank else environment,
        environment_max=None if rank else environment,
        best_environment_rank=rank,
    )


def demand(text: str = "Bilene skal være utslippsfrie.", *, binds: bool = True, of: str | None = None) -> Requirement:
    return Requirement(quote=Quote(text=text, place=NOWHERE), is_binding=binds, lot=of)


def departure(text: str, *, weight: float = 0, on: date = AFTER, demands: tuple[Requirement, ...] = ()) -> Departure:
    found, by_lot = find_departures([document(text)], [lot(weight)], demands, announced=on)
    assert by_lot == {}
    return found


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    path: str
    reasons: str = "none"
    claim: str = ""
    why: str = ""
    weight: float = 0
    on: date = AFTER
    demands: tuple[Requirement, ...] = ()


HARD = (demand(),)
SOFT = (demand("Bilene bør være elektriske.", binds=False),)
DEMANDS = {"binding": HARD, "soft": SOFT, "": ()}


def cases() -> list[Case]:
    """The texts of departure_cases.yaml."""
    told = read_yaml(Path(__file__).with_name("departure_cases.yaml"))["cases"]
    return [Case(name, **{**case, "demands": DEMANDS[case.get("demands", "")]}) for name, case in told.items()]


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_departure_of(case: Case) -> None:
    found = departure(case.text, weight=case.weight, on=case.on, demands=case.demands)

    assert (found.path, found.reasons) == (case.path, case.reasons)
    claim = found.claim_quote.text if found.claim_quote else ""
    assert case.claim in claim
    why = found.reasons_quote.text if found.reasons_quote else ""
    assert case.why in why
    assert (case.reasons == "none") == (not why)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_quotes_of(case: Case) -> None:
    texts = [
        text
        for part in document(case.text).parts
        for text in ([part.text] if isinstance(part, Block) else [cell for row in part.rows for cell in row.cells])
    ]

    found = departure(case.text, weight=case.weight, on=case.on, demands=case.demands)

    for quote in (found.claim_quote, found.reasons_quote):
        assert quote is None or any(quote.text in text for text in texts)


def test_vocabulary_is_without_fault() -> None:
    assert check_departure_words() == []
