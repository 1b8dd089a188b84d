"""Tender text as a workbook: requirements, award criteria with a sum, contract clauses and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dugnad.criteria import tender_words as words
from dugnad.criteria.docx_look import LOCALES
from dugnad.criteria.entry_rows import header, row_of, safe, source_rows
from dugnad.criteria.repack import repacked
from dugnad.criteria.tender import AWARD, TenderText

CLAUSE = "contract-clause"
ANNEX = ("verification", "why", "caution", "effect", "sources", "status", "unverified", "review_by", "group", "link")
REQUIREMENTS = ("number", "id", "kind", "level", "name", "requirement", "fields", "documentation", "labels", *ANNEX)
AWARDS = (
    *("number", "id", "level", "name", "weight_percent", "requirement", "fields", "documentation", "labels"),
    *("scoring", *ANNEX),
)
CLAUSES = (
    *("number", "id", "level", "name", "requirement", "fields", "documentation", "labels", "follow_up", "evidence"),
    *ANNEX,
)
SOURCES = ("id", "topic", "figures", "standard", "source", "year", "basis", "link")
WIDE = {"requirement": 60, "documentation": 40, "labels": 40, "scoring": 40, "follow_up": 40, "sources": 40}
NARROW = {"number": 6, "level": 11, "weight_percent": 10, "year": 8, "review_by": 12, "unverified": 16}


def xlsx_tender(text: TenderText) -> bytes:
    """The workbook's bytes; the same text gives the same bytes."""
    book = Workbook()
    language = text.language
    sheets = (
        ("requirements_sheet", REQUIREMENTS, [one for one in text.entries if one.kind not in {AWARD, CLAUSE}]),
        ("awards_sheet", AWARDS, [one for one in text.entries if one.kind == AWARD]),
        ("clauses_sheet", CLAUSES, [one for one in text.entries if one.kind == CLAUSE]),
    )
    for name, columns, entries in sheets:
        rows = [row_of(entry, language) for entry in entries]
        sheet = _sheet(book, words.word(name, language), language, columns)
        _fill(sheet, ([row[column] for column in columns] for row in rows))
        if columns is AWARDS:
            _own_and_sum(sheet, text)
    _fill(_sheet(book, words.word("sources_sheet", language), language, SOURCES), source_rows(text))
    del book[book.sheetnames[0]]
    _properties(book, text)
    made = BytesIO()
    book.save(made)
    return repacked(made.getvalue(), text.on)


def _sheet(book: Workbook, name: str, language: str, columns: Sequence[str]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    sheet.append(header(language, tuple(columns)))
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(1, place)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="123A66")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = WIDE.get(column, NARROW.get(column, 26))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "1:1"
    return sheet


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"


def _own_and_sum(sheet: Worksheet, text: TenderText) -> None:
    """The buyer's own criteria, then the sum of all weights as a formula that follows changes."""
    name, weight = AWARDS.index("name"), AWARDS.index("weight_percent")
    for number, own, percent in text.weights[len(text.weights) - len(text.own) :]:
        cells: list[Any] = [""] * len(AWARDS)
        cells[0], cells[name], cells[weight] = number, safe(own), percent
        _fill(sheet, [cells])
    if sheet.max_row > 1:
        letter, last = get_column_letter(weight + 1), sheet.max_row
        sheet.cell(last + 1, name + 1, words.word("sum", text.language)).font = Font(bold=True)
        sheet.cell(last + 1, weight + 1, f"=SUM({letter}2:{letter}{last})").font = Font(bold=True)


def _properties(book: Workbook, text: TenderText) -> None:
    told = book.properties
    told.title, told.creator, told.lastModifiedBy, told.language = (
        text.title,
        "dugnad",
        "dugnad",
        LOCALES[text.language],
    )
    told.created = told.modified = datetime.combine(text.on, time())
