"""The five rewritten tenders as documents: NAME.yaml becomes NAME.docx, NAME.typ becomes NAME.pdf."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import typst
import yaml
from docx.shared import Cm, Pt

HERE = Path(__file__).parent
STYLES = {
    "title": "Title", "h1": "Heading 1", "h2": "Heading 2", "p": "Normal", "list": "List Bullet",
    "sublist": "List Bullet 2", "steps": "List Number",
}  # fmt: skip


def build(folder: Path) -> None:
    """Write the documents and their truths into the folder."""
    for source in sorted(HERE.glob("*.yaml")):
        build_docx(yaml.safe_load(source.read_text(encoding="utf-8")), folder / f"{source.stem}.docx")
    for source in sorted(HERE.glob("*.typ")):
        typst.compile(source, output=folder / f"{source.stem}.pdf")
    for truth in sorted(HERE.glob("*.json")):
        shutil.copy(truth, folder)


def build_docx(content: dict[str, Any], target: Path) -> None:
    """One Word document from its blocks."""
    document = docx.Document()
    font = document.styles["Normal"].font
    font.name, font.size = content.get("font", "Calibri"), Pt(content.get("size", 11))
    section = document.sections[0]
    section.header.paragraphs[0].text = content.get("header", "")
    section.footer.paragraphs[0].text = content.get("footer", "")
    for block in content["blocks"]:
        (kind, value), *rest = block.items()
        if kind == "table":
            add_table(document, value, dict(rest).get("widths"))
        else:
            for text in value if isinstance(value, list) else [value]:
                document.add_paragraph(text, style=STYLES[kind])
    document.save(str(target))


def add_table(document: Any, rows: list[list[str]], widths: list[float] | None) -> None:
    """A table with a line around every cell; `widths` in centimetres."""
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for column, text in enumerate(texts):
            row.cells[column].text = text
            if widths:
                row.cells[column].width = Cm(widths[column])
