"""`dugnad check`: a notice, its tender documents or both, judged before publishing, with evidence and what to write."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from dugnad.check.as_dict import as_dict
from dugnad.check.as_html import html_report
from dugnad.check.as_pdf import pdf_report
from dugnad.check.as_text import text_report
from dugnad.check.checking import Checked, check_files, is_notice
from dugnad.check.describe import describe
from dugnad.check.report import Report
from dugnad.cli.show import json_option, now, print_json, progress
from dugnad.errors import DugnadError

MOST_BYTES = 80 * 1024 * 1024
LANGUAGES = ("nb", "nn", "en")


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Judge as if announced on this day.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nb", show_default=True, help="Language of the report.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report to this file, .pdf or .html.")
@json_option
def command(files: tuple[Path, ...], on: datetime | None, lang: str, report: Path | None, *, as_json: bool) -> None:
    """Check one procurement: a notice (eForms XML), tender documents (DOCX, PDF, text), or both together.

    Prints what applies, what is met, what is missing, where the files differ, and what to write. Exit code 1: something
    needs attention. Exit code 2: a file cannot be read.
    """
    if report is not None and report.suffix.lower() not in {".pdf", ".html"}:
        raise DugnadError(f'{report}: a report is a .pdf or .html file. Write for instance "{report.stem}.pdf".')
    given = [(path.name, read_bytes(path)) for path in files]
    procurements = [[one] for one in given] if len(given) > 1 and all(is_notice(raw) for _, raw in given) else [given]
    if report is not None and len(procurements) > 1:
        raise DugnadError(f"{report}: a report is about one procurement. Give one notice at a time.")
    with progress("Leser") as note:
        checked = [check_files(one, on=on.date() if on else None, progress=note) for one in procurements]
    if report is not None:
        write_report(checked[0], report, lang)
    if as_json:
        told = [as_dict(one) for one in checked]
        print_json(told[0] if len(told) == 1 else told)
    else:
        click.echo("\n\n".join(text_report(described(one, lang)) for one in checked))
    if any(is_unread(one) for one in checked):
        raise SystemExit(2)
    raise SystemExit(1 if any(one.needs_attention for one in checked) else 0)


def is_unread(checked: Checked) -> bool:
    """Was there nothing to judge by: documents alone, and no text in them?"""
    return checked.notice is None and checked.procurement is not None and not checked.procurement.is_readable


def described(checked: Checked, language: str) -> Report:
    """The report of a check made now."""
    return describe(checked, language=language, version=version("dugnad"), made_on=now().date())


def write_report(checked: Checked, path: Path, language: str) -> None:
    """The report as a file; the suffix says which kind."""
    told = described(checked, language)
    try:
        if path.suffix.lower() == ".pdf":
            path.write_bytes(pdf_report(told))
        else:
            path.write_text(html_report(told), encoding="utf-8")
    except OSError as error:
        raise DugnadError(f"{path}: the report cannot be written ({error.strerror}). Choose another folder.") from error


def read_bytes(path: Path) -> bytes:
    """The file's bytes, bounded."""
    try:
        if path.stat().st_size > MOST_BYTES:
            most = MOST_BYTES // 2**20
            raise DugnadError(f"{path}: the file is larger than {most} MB. Split it, or save it without pictures.")
        return path.read_bytes()
    except OSError as error:
        raise DugnadError(f"{path}: the file cannot be opened ({error.strerror}). Check its name.") from error
