"""`dugnad backup`: everything of this installation in one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from dugnad.cli.show import decimal, json_option, now, print_json, progress
from dugnad.cli.up import SETTINGS, var_folder

OPERATOR = "operator"


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--without-secrets",
    is_flag=True,
    help="Leave out the secret key: reply links and one-time codes will not outlive a restore without it.",
)
@click.option("--replace", is_flag=True, help="Replace FILE if it exists.")
@json_option
def command(file: Path, *, without_secrets: bool, replace: bool, as_json: bool) -> None:
    """Write database, store, uploads and secret key to one FILE, verified, while the site runs.

    The file holds personal data and password hashes, the key that reply links are made with, and the secrets of
    one-time codes, which that key seals: with --without-secrets they stay sealed. Only its owner can read the file, and
    it should be kept as the database is. It can be restored on SQLite and on PostgreSQL, whichever it was made on.
    Sessions, lock-outs, waiting letters about accounts and reports of checks are left out.
    """
    start_django()
    from dugnad.records.actions.backup import write_backup  # noqa: PLC0415 - after the surroundings are known

    with progress("Sikkerhetskopierer") as note:
        told = write_backup(
            by=OPERATOR,
            file=file,
            at=now(),
            with_secrets=not without_secrets,
            may_replace=replace,
            on_progress=note,
        )
    print_json(told) if as_json else click.echo(in_words(told))


def start_django() -> None:
    """The installation of this folder, as `dugnad up` finds it."""
    os.umask(0o077)
    os.environ["DUGNAD_VAR"] = str(var_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415 - only for commands that need it

    django.setup()


def in_words(told: dict[str, Any]) -> str:
    """What the backup holds."""
    secret = "med nøkkel" if told["has_secret_key"] else "uten nøkkel"
    return (
        f"{told['file']}: {decimal(sum(told['rows'].values()))} rader i {len(told['rows'])} tabeller, "
        f"{decimal(told['store_files'])} filer i lageret, {decimal(told['other_files'])} andre filer, {secret}; "
        f"{decimal(told['bytes'] / 1_000_000, 1)} MB, kontrollert."
    )
