"""`dugnad import`: files, folders and archives of notices into the store, judged and measured."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from dugnad.cli.show import decimal, json_option, now, print_json, progress, store_option
from dugnad.errors import DugnadError
from dugnad.notices.importing import Summary
from dugnad.notices.problem import CODES


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path())
@store_option
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Tender documents: one folder or zip for each notice, named by its id, publication number or procedure.",
)
@click.option("--jobs", default=1, type=click.IntRange(1, 1), show_default=True, help="Worker processes.")
@click.option("--engine", default="duckdb", type=click.Choice(["duckdb"]), show_default=True)
@json_option
def command(
    paths: tuple[str, ...], store: Path, documents: Path | None, jobs: int, engine: str, *, as_json: bool
) -> None:
    """Import notices: files, folders, zip, tar.gz, Parquet of raw bytes, or - for standard input.

    Documents (DOCX, PDF, text) beside the one notice of a folder, or in a folder with a notice's name, belong to it.
    What is known already is not read again. Exit code 1: done, and a possible breach was found or a file could not be
    read. Exit code 2: nothing could be read.
    """
    from dugnad.monitor.update import import_and_measure  # noqa: PLC0415 - the tables' libraries take half a second

    if not paths and documents is None:
        raise click.UsageError("Missing argument 'PATHS...'. Name notices, or --documents for those in the store.")
    started = time.perf_counter()
    with progress("Leser kunngjøringer") as note:
        summary = import_and_measure(paths, store=store, at=now(), documents=documents, on_progress=note)
    told = as_dict(summary, time.perf_counter() - started)
    print_json(told) if as_json else print_summary(told)
    if summary.files == summary.unread and not summary.documents:
        raise DugnadError(nothing_read(summary))
    needs_attention = summary.unread or summary.documents_in_need or summary.by_outcome["POSSIBLE_BREACH"]
    raise SystemExit(1 if needs_attention else 0)


def nothing_read(summary: Summary) -> str:
    """Why an import gave no notice at all."""
    if summary.files == 0:
        return "there was no file behind these paths. Name files, folders or archives that hold notices."
    codes = ", ".join(f"{CODES[code]} ({code}, {number})" for code, number in summary.problems.most_common(3))
    return f"none of the {summary.files} files could be read as a notice: {codes} See the table problem."


def as_dict(summary: Summary, seconds: float) -> dict[str, Any]:
    """The summary as programs read it."""
    speed = round(summary.megabytes / seconds, 3) if seconds else None
    return summary.as_dict() | {"seconds": round(seconds, 3), "megabytes_per_second": speed}


def print_summary(told: dict[str, Any]) -> None:
    """The summary as people read it."""
    speed = decimal(told["megabytes_per_second"] or 0, 1)
    click.echo(
        f"{decimal(told['files'])} filer ({decimal(told['new_files'])} nye) · "
        f"{decimal(told['notices'])} kunngjøringer · {decimal(told['lots'])} delkontrakter · "
        f"{decimal(told['megabytes'], 1)} MB på {decimal(told['seconds'], 1)} s ({speed} MB/s)"
    )
    if told["documents"]:
        click.echo(f"{decimal(told['documents'])} dokumenter ({decimal(told['new_documents'])} nye)")
    if told["coverage"] is not None:
        click.echo(f"Kunne vurderes: {decimal(100 * told['coverage'], 1)} % av delkontraktene som regelen kan gjelde")
    for title, counts in (("Funn", told["by_outcome"]), ("Problemer", told["problems"])):
        if counts:
            click.echo(f"\n{title}:")
            for name, number in counts.items():
                click.echo(f"  {number:>7}  {name}")
    if told["unread"]:
        click.echo(f"\n{told['unread']} filer kunne ikke leses; de står i tabellen problem med årsak.")
    if told["documents_in_need"]:
        click.echo(
            f"\n{told['documents_in_need']} dokumenter kunne ikke leses eller knyttes til en kunngjøring; "
            "de står i tabellen problem med årsak."
        )
