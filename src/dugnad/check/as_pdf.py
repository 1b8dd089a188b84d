"""A report as PDF that a buyer can file: tagged (PDF/UA-1), with title, language and table headers, set by Typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from dugnad.check.report import Report, report_as_dict

NARROWEST = 2.6
TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_report(report: Report) -> bytes:
    """The report's bytes. The template reads the texts as data, so that no word of a document becomes markup."""
    told = report_as_dict(report)
    for part in (part for section in told["sections"] for part in section["parts"] if part["kind"] == "grid"):
        part["widths"] = widths(part["header"], part["rows"])
    texts = json.dumps(told, ensure_ascii=False)
    compiled = typst.compile(str(TEMPLATE), sys_inputs={"report": texts}, pdf_standards=["ua-1"], format="pdf")
    assert isinstance(compiled, bytes)  # noqa: S101 - one document gives one file
    return compiled


def widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column is beside the others: more for longer texts, so that no column is a thread of words."""
    longest = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    return [max(NARROWEST, length**0.5) for length in longest]
