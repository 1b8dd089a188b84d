"""`dugnad letters list|send|bounces`: runs from the command line, and the delivery reports that came back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from dugnad.cli.show import json_option, now, print_json
from dugnad.errors import DugnadError

BY = "command"
NEEDS_ATTENTION = 1
LISTED = 50


def begin() -> None:
    """Start Django, with the database that the site uses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.server.settings")
    import django  # noqa: PLC0415 - only where it is needed

    django.setup()


@click.group("letters")
def command() -> None:
    """Letters to the bodies, and what came of them."""


@command.command("list")
@json_option
def list_runs(*, as_json: bool) -> None:
    """The newest runs, with how many letters were sent, answered and acted upon."""
    begin()
    from dugnad.records.models.letters import Run  # noqa: PLC0415
    from dugnad.records.queries.letters import responses  # noqa: PLC0415

    rows = [as_row(run, responses(run).total) for run in Run.objects.select_related("letter")[:LISTED]]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        counts = f"{row['sent']} av {row['letters']} sendt, {row['replied']} svar, {row['acted']} gjort"
        click.echo(f"{row['run']}  {row['state']:9}  {row['prepared']}  {counts}  {row['title']}")
    if not rows:
        click.echo("Ingen utsendinger.")


def as_row(run: Any, told: Any) -> dict[str, Any]:
    """One run as a program reads it."""
    counted = ("letters", "sent", "asked", "waiting", "bounced", "failed", "opened", "replied", "acted")
    return {
        "run": str(run.pk), "title": run.letter.title, "county": run.letter.county, "state": run.state,
        "prepared": run.created_at.date().isoformat(), **{name: getattr(told, name) for name in counted},
    }  # fmt: skip


@command.command("send")
@click.argument("run_id", metavar="RUN", type=click.UUID)
@json_option
def send(run_id: Any, *, as_json: bool) -> None:
    """Send a run here and now, or go on where it was cut off. Exit code 1 where not every letter went."""
    begin()
    from dugnad.records.actions.letters import start_run  # noqa: PLC0415
    from dugnad.records.actions.letters_send import send_run  # noqa: PLC0415
    from dugnad.records.queries.letters import responses, run_by_id  # noqa: PLC0415

    run = run_by_id(run_id)
    if run is None:
        raise DugnadError(f"There is no run {run_id}. See: dugnad letters list")
    if run.state in {run.State.PREPARED, run.State.STOPPED}:
        start_run(by=BY, run=run)
    if not send_run(by=BY, run_id=run.pk):
        raise DugnadError("Another process is sending this run. Nothing was done here.")
    run.refresh_from_db()
    row = as_row(run, responses(run).total)
    if as_json:
        print_json({**row, "problem": run.problem})
    else:
        click.echo(f"{row['sent']} av {row['letters']} sendt. {run.problem}".strip())
    if run.state != run.State.SENT or row["bounced"] or row["failed"]:
        sys.exit(NEEDS_ATTENTION)


@command.command("bounces")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True, exists=True))
@json_option
def bounces(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Note delivery reports that mail servers sent back: files with one mail each, or `-` for standard input."""
    begin()
    from dugnad.plan.bounce import read_bounce  # noqa: PLC0415
    from dugnad.records.actions.letters_bounce import note_bounce  # noqa: PLC0415

    rows = []
    for file in each_mail(files):
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        bounce = read_bounce(raw)
        letter = note_bounce(by=BY, bounce=bounce) if bounce else None
        told = "noted" if letter else "no-report" if bounce is None else "not-ours-or-not-final"
        rows.append({"file": str(file), "outcome": told, "letter": str(letter.pk) if letter else ""})
    if as_json:
        print_json({"read_at": now().isoformat(), "mails": rows})
        return
    for row in rows:
        click.echo(f"{row['file']}: {row['outcome']} {row['letter']}".strip())


def each_mail(files: tuple[Path, ...]) -> list[Path]:
    """The files themselves; of a folder (such as a Maildir's `new`), each file in it."""
    found: list[Path] = []
    for path in files:
        found += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return found
