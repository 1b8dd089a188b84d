"""`dugnad notices read`: every table anew from raw, after a change of reader, words or law."""

from __future__ import annotations

import time
from pathlib import Path

import click

from dugnad.cli.import_ import as_dict, print_summary
from dugnad.cli.show import json_option, now, print_json, progress, store_option


@click.group("notices")
def command() -> None:
    """The notices in the store."""


@command.command("read")
@store_option
@json_option
def read(store: Path, *, as_json: bool) -> None:
    """Build every table and result anew from the raw files in the store."""
    from dugnad.monitor.update import read_again  # noqa: PLC0415 - the tables' libraries take half a second

    started = time.perf_counter()
    with progress("Leser på nytt") as note:
        summary = read_again(store, at=now(), on_progress=note)
    told = as_dict(summary, time.perf_counter() - started)
    print_json(told) if as_json else print_summary(told)
