"""`dugnad criteria feedback`: what readers of the site have said of the criteria, for their editors."""

from __future__ import annotations

import os

import click

from dugnad.cli.show import json_option, print_json
from dugnad.errors import DugnadError


@click.command("feedback")
@click.argument("key", default="", metavar="[ID or ID@DATE]")
@json_option
def feedback_command(key: str, *, as_json: bool) -> None:
    """Remarks that readers left on criteria, the newest first; those on one criterion where it is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.server.settings")
    import django  # noqa: PLC0415 - only commands that need the database start Django

    django.setup()
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415

    from dugnad.records.queries.feedback import latest_feedback  # noqa: PLC0415

    try:
        found = latest_feedback(key)
    except (OperationalError, ProgrammingError) as error:
        raise DugnadError(f"There are no remarks to read ({str(error).strip()}). Run dugnad up first.") from error
    if as_json:
        told = [{"at": one.at.isoformat(), "key": one.key, "language": one.language, "text": one.text} for one in found]
        print_json({"feedback": told})
        return
    for one in found:
        click.echo(f"{one.at:%Y-%m-%d} {one.key} ({one.language})\n  {one.text}")
    if not found:
        click.echo("Ingen tilbakemeldinger.")
