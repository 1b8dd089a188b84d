"""`dugnad demo clear`: the demonstration notices out of the store, in one go."""

from __future__ import annotations

from pathlib import Path

import click

from dugnad.cli.show import json_option, now, print_json, store_option


@click.group("demo")
def command() -> None:
    """The demonstration notices of invented bodies."""


@command.command("clear")
@store_option
@json_option
def clear(store: Path, *, as_json: bool) -> None:
    """Remove every demonstration notice from the store; all others stay as they are."""
    from dugnad.monitor.update import clear_demo  # noqa: PLC0415 - the tables' libraries take half a second

    removed = clear_demo(store, at=now())
    if as_json:
        print_json({"removed": removed})
    else:
        click.echo(f"{removed} demonstrasjonskunngjøringer er fjernet." if removed else "Ingen å fjerne.")
