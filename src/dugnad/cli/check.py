"""`dugnad check`: a notice, its tender documents or both, judged before publishing, with evidence and what to write."""

from __future__ import annotations

import stat
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import click

from dugnad.check.as_html import html_report
from dugnad.check.as_text import text_report
from dugnad.check.bounded import check_bounded
from dugnad.check.kind import File, is_notice
from dugnad.check.report import Report, report_from_dict
from dugnad.cli.show import Note, json_option, now, print_json, progress
from dugnad.errors import DugnadError

MOST_BYTES = 80 * 1024 * 1024
SECONDS = 180
MEGABYTES = 2048
LANGUAGES = ("nb", "nn", "en")


class Answer(NamedTuple):
    """What is said of one procurement."""

    told: dict[str, Any]
    report: Report

    @property
    def is_unread(self) -> bool:
        """Was there nothing to judge by: documents alone, and no text in them?"""
        return self.told["kind"] == "documents" and bool(self.told.get("image_only"))


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Judge as if announced on this day.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nb", show_default=True, help="Language of the report.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report to this file, .pdf or .html.")
@json_option
def command(files: tuple[Path, ...], on: datetime | None, lang: str, report: Path | None, *, as_json: bool) -> None:
    """Check one procurement: a notice (eForms XML), tender documents (DOCX, PDF, ODT, text), or both together.

    Prints what applies, what is met, what is missing, where the files differ, and what to write.

    Exit code 1: a possible breach, missing reasons, a difference or contradiction, or documents that do not show
    enough. Exit code 2: a file cannot be read.
    """
    if report is not None and report.suffix.lower() not in {".pdf", ".html"}:
        raise DugnadError(f"{report}: a report is a .pdf or .html file. Write for instance check.pdf.")
    given = [(path.name, read_bytes(path)) for path in files]
    procurements = [[one] for one in given] if len(given) > 1 and all(is_notice(raw) for _, raw in given) else [given]
    if report is not None and len(procurements) > 1:
        raise DugnadError(f"{report}: a report is about one procurement. Give one notice at a time.")
    with progress("Leser") as note:
        answers = [answer(one, on.date() if on else None, lang, note) for one in procurements]
    if report is not None:
        write_report(answers[0].report, report)
    if as_json:
        told = [one.told for one in answers]
        print_json(told[0] if len(told) == 1 else told)
    else:
        click.echo("\n\n".join(text_report(one.report) for one in answers))
    if any(one.is_unread for one in answers):
        raise SystemExit(2)
    raise SystemExit(1 if any(one.told["needs_attention"] for one in answers) else 0)


def answer(files: list[File], on: date | None, language: str, note: Note) -> Answer:
    """A notice is read here; documents in a process of its own, since no limit inside a reader is as sure."""
    made, today = version("dugnad"), now().date()
    if all(is_notice(raw) for _, raw in files):
        from dugnad.check.as_dict import as_dict  # noqa: PLC0415 - documents are read in a process that loads its own
        from dugnad.check.checking import check_files  # noqa: PLC0415
        from dugnad.check.describe import describe  # noqa: PLC0415

        checked = check_files(files, on=on, progress=note)
        return Answer(as_dict(checked), describe(checked, language=language, version=made, made_on=today))
    with TemporaryDirectory(prefix="dugnad-check-") as folder:
        result = check_bounded(
            files,
            Path(folder),
            on=on,
            version=made,
            made_on=today,
            seconds=SECONDS,
            megabytes=MEGABYTES,
            languages=[language],
            with_text=False,
            progress=note,
        )
    if "error" in result:
        raise DugnadError(result["error"])
    return Answer(result["check"], report_from_dict(result["reports"][language]))


def write_report(report: Report, path: Path) -> None:
    """The report as a file; the suffix says which kind."""
    try:
        if path.suffix.lower() == ".pdf":
            from dugnad.check.as_pdf import pdf_report  # noqa: PLC0415 - the setter is large and seldom needed

            path.write_bytes(pdf_report(report))
        else:
            path.write_text(html_report(report), encoding="utf-8")
    except OSError as error:
        raise DugnadError(f"{path}: the report cannot be written ({error.strerror}). Choose another folder.") from error


def read_bytes(path: Path) -> bytes:
    """The file's bytes, bounded; only a plain file has an end that is known."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DugnadError(f"{path}: this is no plain file. Give the files themselves, one by one.")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DugnadError(f"{path}: the file cannot be opened ({error.strerror}). Check its name.") from error
    if len(raw) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise DugnadError(f"{path}: the file is larger than {most} MB. Split it, or save it without pictures.")
    return raw
