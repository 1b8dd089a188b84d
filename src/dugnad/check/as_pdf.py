"""A report as PDF that a buyer can file: tagged (PDF/UA-1), with title, language and table headers, set by Typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from dugnad.check.report import Report

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_report(report: Report) -> bytes:
    """The report's bytes. The template reads the texts as data, so that no word of a document becomes markup."""
    texts = json.dumps(_with_kinds(report), ensure_ascii=False)
    compiled = typst.compile(str(TEMPLATE), sys_inputs={"report": texts}, pdf_standards=["ua-1"], format="pdf")
    assert isinstance(compiled, bytes)  # noqa: S101 - one document gives one file
    return compiled


def _with_kinds(report: Report) -> dict[str, Any]:
    """The report as JSON, each part with the name of its kind."""
    told = asdict(report)
    for section, shown in zip(report.sections, told["sections"], strict=True):
        shown["parts"] = [
            dict(texts, kind=type(part).__name__.lower())
            for part, texts in zip(section.parts, shown["parts"], strict=True)
        ]
    return told
