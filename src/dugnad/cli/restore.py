"""`dugnad restore`: an installation as it was when the backup was made."""

from __future__ import annotations

from pathlib import Path

import click

from dugnad.cli.backup import OPERATOR, in_words, start_django
from dugnad.cli.show import json_option, print_json, progress


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the installation that is here.")
@click.option("--check", "is_check", is_flag=True, help="Only verify FILE; change nothing.")
@json_option
def command(file: Path, *, replace: bool, is_check: bool, as_json: bool) -> None:
    """Put the backup in FILE in place of what is here, after verifying all of it. Stop `dugnad up` first.

    Either everything is as in the backup or nothing was changed, also if the machine stops in the middle. Letters that
    were being sent when the backup was made are stopped: somebody must look at the run and take it up again.
    """
    start_django()
    from dugnad.records.actions.restore import check_backup, restore_backup  # noqa: PLC0415

    with progress("Gjenoppretter") as note:
        if is_check:
            told = check_backup(file=file, on_progress=note)
        else:
            told = restore_backup(by=OPERATOR, file=file, may_replace=replace, on_progress=note)
    print_json(told) if as_json else click.echo(in_words(told))
