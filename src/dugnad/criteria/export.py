"""A tender text in the form asked for: one place that knows every form, its file ending and its media type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from dugnad.criteria.tender import TenderText


@dataclass(frozen=True, slots=True)
class Form:
    """A file format. `writer` is module:function; it is loaded when it is used, since some are large."""

    suffix: str
    media_type: str
    writer: str
    is_text: bool = False


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS: Mapping[str, Form] = {
    "docx": Form(".docx", f"{OFFICE}.wordprocessingml.document", "as_docx:docx_tender"),
    "odt": Form(".odt", "application/vnd.oasis.opendocument.text", "as_odt:odt_tender"),
    "xlsx": Form(".xlsx", f"{OFFICE}.spreadsheetml.sheet", "as_xlsx:xlsx_tender"),
    "pdf": Form(".pdf", "application/pdf", "as_pdf:pdf_tender"),
    "md": Form(".md", "text/markdown; charset=utf-8", "as_markdown:markdown_tender", is_text=True),
    "json": Form(".json", "application/json", "as_dict:tender_as_dict", is_text=True),
    "csv": Form(".csv", "text/csv; charset=utf-8", "as_csv:csv_rows", is_text=True),
    "eforms": Form(".xml", "application/xml", "as_eforms:eforms_fragment", is_text=True),
}


def export(text: TenderText, form: str) -> bytes:
    """The text's bytes in the form; the same text gives the same bytes."""
    module, _, function = FORMS[form].writer.partition(":")
    writer: Callable[[TenderText], bytes | str | dict[str, object]]
    writer = getattr(import_module(f"dugnad.criteria.{module}"), function)
    made = writer(text)
    if isinstance(made, dict):
        return as_json(made)
    return made.encode() if isinstance(made, str) else made


def as_json(told: object) -> bytes:
    """Plain data as JSON that people can read."""
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
