"""Results as files to download: CSV, JSON, XLSX and a plain HTML page. No cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from dugnad.monitor.indicators import Indicator
from dugnad.monitor.results import Row
from dugnad.monitor.sentence import number_text, period_text, share_text, value_text

COLUMNS = (
    "indicator",
    "name",
    "scope",
    "code",
    "place",
    "period",
    "numerator",
    "denominator",
    "coverage",
    "value",
    "unit",
    "computed_at",
)
FORMATS = ("csv", "json", "xlsx", "html")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
HEADINGS = {
    "nb": ("Indikator", "Hvem", "Periode", "Tall", "Antall", "Av", "Dekning"),
    "nn": ("Indikator", "Kven", "Periode", "Tal", "Mengd", "Av", "Dekning"),
    "en": ("Indicator", "Who", "Period", "Figure", "Number", "Of", "Coverage"),
}
TITLES = {
    "nb": "Klima og miljø i kunngjorte anskaffelser",
    "nn": "Klima og miljø i kunngjorde innkjøp",
    "en": "Climate and environment in announced procurements",
}

NOTES = {
    "nb": (
        "Dekning er den delen av delkontraktene som kunne leses. Ukjent er ikke nei. Bare kunngjorte kjøp er med.",
        "Kilde: kunngjøringer på Doffin (DFØ) og TED (© European Union, https://ted.europa.eu). Beregnet {}.",
    ),
    "nn": (
        "Dekning er den delen av delkontraktane som kunne lesast. Ukjent er ikkje nei. Berre kunngjorde kjøp er med.",
        "Kjelde: kunngjeringar på Doffin (DFØ) og TED (© European Union, https://ted.europa.eu). Rekna ut {}.",
    ),
    "en": (
        "Coverage is the share of lots that could be read. Unknown is not no. Only announced purchases are included.",
        "Source: notices on Doffin (DFØ) and TED (© European Union, https://ted.europa.eu). Computed {}.",
    ),
}

Names = Mapping[tuple[str, str], str]
"""(scope, code) to the name that people use."""


def records(
    rows: Iterable[Row], indicators: Iterable[Indicator], *, language: str, names: Names
) -> list[dict[str, Any]]:
    """The rows with the names of figure and place; unknown stays null."""
    figures = {indicator.row_name(one.part): (indicator, one) for indicator in indicators for one in indicator.figures}
    found = []
    for row in rows:
        if row.indicator not in figures:  # left from a store that knew an indicator since removed
            continue
        indicator, figure = figures[row.indicator]
        title = indicator.title[language]
        found.append(
            {
                "indicator": row.indicator,
                "name": title if figure.name == indicator.title else f"{title}: {figure.name[language]}",
                "scope": row.scope,
                "code": row.code,
                "place": names.get((row.scope, row.code), row.code),
                "period": row.period,
                "numerator": row.numerator,
                "denominator": row.denominator,
                "coverage": row.coverage,
                "value": row.value,
                "unit": figure.unit,
                "computed_at": row.computed_at.isoformat(timespec="seconds"),
            }
        )
    return found


def safe_text(value: Any) -> Any:
    """A text that a spreadsheet cannot take for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def as_csv(found: list[dict[str, Any]]) -> bytes:
    """Comma separated, UTF-8 with a mark, so that spreadsheets read the Norwegian letters."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_text(one[column]) for column in COLUMNS] for one in found)
    return text.getvalue().encode("utf-8-sig")


def as_json(found: list[dict[str, Any]]) -> bytes:
    """A list of objects."""
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def as_xlsx(found: list[dict[str, Any]]) -> bytes:
    """One sheet with a frozen, bold heading and a filter."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and only this format needs it
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "dugnad"
    sheet.append(list(COLUMNS))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for one in found:
        sheet.append([safe_text(one[column]) for column in COLUMNS])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for letter, width in zip("ABCDEFGHIJKL", (36, 46, 9, 14, 36, 12, 11, 12, 10, 10, 9, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_html(found: list[dict[str, Any]], *, language: str) -> bytes:
    """A page of its own, readable anywhere and printable."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in HEADINGS[language])
    body = "\n".join(f"<tr>{html_cells(one, language)}</tr>" for one in found)
    title = TITLES[language]
    computed = max((one["computed_at"][:10] for one in found), default="–")
    notes = "\n".join(f"<p>{escape(note.format(computed))}</p>" for note in NOTES[language])
    style = (
        "body{font-family:system-ui,sans-serif;margin:2rem;max-width:80rem}table{border-collapse:collapse}"
        "th,td{padding:.3rem .6rem;border-bottom:1px solid #767676;text-align:start}td.n{text-align:end}"
    )
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{style}</style>\n'
        f"<h1>{title}</h1>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n{notes}\n</html>\n"
    )
    return page.encode()


def html_cells(one: dict[str, Any], language: str) -> str:
    """One row's cells, the figure's name as the row's heading."""
    return f'<th scope="row">{escape(one["name"])}</th>' + "".join(
        f"<td{mark}>{escape(text)}</td>"
        for mark, text in zip(("", "", *[' class="n"'] * 4), texts(one, language), strict=True)
    )


def texts(one: dict[str, Any], language: str) -> tuple[str, ...]:
    """Place, period, figure, number, of how many, coverage – as people read them."""
    return (
        one["place"],
        period_text(one["period"], language),
        value_text(one["value"], one["unit"], language),
        number_text(one["numerator"], language),
        number_text(one["denominator"], language),
        share_text(one["coverage"], language),
    )


def export(
    rows: Iterable[Row],
    indicators: Iterable[Indicator],
    *,
    form: str,
    language: str = "nb",
    names: Names | None = None,
) -> bytes:
    """The rows in one of FORMATS."""
    found = records(rows, indicators, language=language, names=names or {})
    if form == "html":
        return as_html(found, language=language)
    return {"csv": as_csv, "json": as_json, "xlsx": as_xlsx}[form](found)
