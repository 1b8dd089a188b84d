"""`dugnad criteria recognise`: which of our criteria tender documents use, by id or by nearly the same words."""

from __future__ import annotations

from pathlib import Path

import click

from dugnad.check.criteria_used import Used, criteria_used_in_files, used_as_dict
from dugnad.cli.show import json_option, print_json
from dugnad.criteria.criterion import Library
from dugnad.criteria.library import load_library


@click.command("recognise")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def recognise_command(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Which of our criteria stand in tender documents (DOCX, PDF, ODT, text), and whether a newer version exists."""
    library = load_library()
    found = criteria_used_in_files([(path.name, path.read_bytes()) for path in files], library)
    if as_json:
        print_json({"criteria": [used_as_dict(one) | {"newest": newest(library, one)} for one in found]})
        return
    for one in found:
        told = "" if newest(library, one) == one.key else f" – nyere versjon: {newest(library, one)}"
        click.echo(f"{one.key} ({', '.join(one.by)}) {one.place}{told}")
    if not found:
        click.echo("Ingen av våre kriterier ble kjent igjen.")


def newest(library: Library, used: Used) -> str:
    """The key of the criterion's newest version; "" where the library no longer has it."""
    criterion = library.criteria.get(used.criterion)
    return criterion.latest.key if criterion else ""
