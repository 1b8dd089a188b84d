"""Small tender documents written as lines: # heading, * item, | table row |, anything else a paragraph."""

from __future__ import annotations

from dugnad.documents.award import find_award
from dugnad.documents.criteria import lot_of
from dugnad.documents.document import Block, Document, Part, Place, Row, Table
from dugnad.documents.found import Contradiction, FoundLot
from dugnad.documents.lots import find_lots

Brief = list[tuple[str, float | None, str | None]]


def document(text: str, *, file: str = "grunnlag.docx", language: str = "nob") -> Document:
    """The lines as a reader would hand them over."""
    parts: list[Part] = []
    rows: list[Row] = []
    heading, paragraph, table = "", 0, 0
    for line in [*(one.strip() for one in text.strip().splitlines()), ""]:
        if line.startswith("|"):
            if not rows:
                table += 1
            place = Place(file=file, table=table, row=len(rows) + 1, heading=heading)
            cells = tuple(cell.strip().replace(" // ", "\n") for cell in line.strip("|").split("|"))
            rows.append(Row(cells=cells, place=place))
            continue
        if rows:
            parts.append(Table(rows=tuple(rows), place=rows[0].place))
            rows = []
        if not line:
            continue
        paragraph += 1
        level = len(line) - len(line.lstrip("#"))
        if level:
            heading = line.lstrip("# ")
            parts.append(Block(kind="heading", text=heading, place=_at(file, paragraph, heading), level=level))
        elif line.startswith("*"):
            depth = len(line) - len(line.lstrip("*"))
            words = line.lstrip("* ")
            parts.append(Block(kind="item", text=words, place=_at(file, paragraph, heading), level=depth, label="•"))
        else:
            parts.append(Block(kind="paragraph", text=line, place=_at(file, paragraph, heading)))
    return Document(file=file, media="docx", parts=tuple(parts), language=language)


def _at(file: str, paragraph: int, heading: str) -> Place:
    return Place(file=file, paragraph=paragraph, heading=heading)


def read_lots(*texts: str, language: str = "nob") -> list[FoundLot]:
    """The lots with their criteria."""
    return [lot for lot, _ in _read(texts, language)]


def read_faults(*texts: str) -> list[str]:
    """The codes of what contradicts itself."""
    return [fault.code for _, faults in _read(texts, "nob") for fault in faults]


def _read(texts: tuple[str, ...], language: str) -> list[tuple[FoundLot, list[Contradiction]]]:
    documents = [document(text, file=f"fil{number}.docx", language=language) for number, text in enumerate(texts)]
    heads = find_lots(documents)
    by_id = {head.id: head for head in heads}
    return [lot_of(award, by_id.get(award.id), language) for award in find_award(documents, heads)]


def weights(*texts: str, lot: int = 0, language: str = "nob") -> Brief:
    """(name, weight as stated, parent) of every criterion of a lot."""
    return [(one.name, one.weight_percent, one.parent) for one in read_lots(*texts, language=language)[lot].criteria]


def ranks(text: str, language: str = "nob") -> list[tuple[str, int | None]]:
    return [(one.name, one.rank) for one in read_lots(text, language=language)[0].criteria]


def environment(text: str, lot: int = 0) -> tuple[float | None, float | None]:
    """Certain and at most."""
    found = read_lots(text)[lot]
    return found.environment_certain, found.environment_max
