"""How commands show things: JSON for programs; tables and a progress bar on a terminal for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from dugnad.notices.folder import default_folder

Note = Callable[[int, int], None]


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress(label: str) -> Iterator[Note]:
    """A progress bar on standard error where a person is looking, nothing otherwise. Call it with (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - half a tenth of a second that programs need not pay
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def now() -> datetime:
    """The doors' clock; nothing below them asks."""
    return datetime.now(UTC)


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--store DIR` as every command that opens the store has it."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        default=default_folder,
        show_default="DUGNAD_STORE, else var/store",
        help="The store's folder.",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json` as every command has it."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def decimal(number: float, digits: int = 0) -> str:
    """A number as Norwegians write it: 1 234,5."""
    return f"{number:,.{digits}f}".replace(",", " ").replace(".", ",")
