"""A report as PDF that a buyer can file: tagged (PDF/UA-1), with title, language and table headers, set by Typst."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from dugnad.check.report import Report, report_as_dict

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_report(report: Report) -> bytes:
    """The report's bytes. The template reads the texts as data, so that no word of a document becomes markup."""
    texts = json.dumps(report_as_dict(report), ensure_ascii=False)
    compiled = typst.compile(str(TEMPLATE), sys_inputs={"report": texts}, pdf_standards=["ua-1"], format="pdf")
    assert isinstance(compiled, bytes)  # noqa: S101 - one document gives one file
    return compiled
