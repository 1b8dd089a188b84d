"""`dugnad register`: the bodies that content ships, Enhetsregisteret's files, mergers, and the register as a table."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dugnad.cli.show import decimal, json_option, now, print_json, progress
from dugnad.errors import DugnadError

if TYPE_CHECKING:
    from dugnad.records.models.register import Body
    from dugnad.register.difference import Change, Difference

BY = "command line"
SHOWN = 40
EMPTY = "–"
WHAT = {"new": "ny", "numbered": "får nummer", "changed": "endret", "ended": "avsluttet", "sub-unit": "underenhet"}


@click.group("register")
def command() -> None:
    """The register of public bodies. Nothing in it is ever deleted."""
    start_records()


def start_records() -> None:
    """The database of this installation, brought up to date."""
    import django  # noqa: PLC0415 - only commands that need the records pay for them

    from dugnad.cli.up import SETTINGS, migrate, var_folder  # noqa: PLC0415

    os.environ["DUGNAD_VAR"] = str(var_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    migrate()


@command.command("load")
@json_option
def load(*, as_json: bool) -> None:
    """Bring in the bodies that content ships, and a desk for each county. What a person or import has changed stays."""
    from dugnad.records.actions.desks import load_shipped_desks  # noqa: PLC0415
    from dugnad.records.actions.shipped import load_shipped_register  # noqa: PLC0415

    counts = load_shipped_register(by=BY)
    load_shipped_desks(by=BY)
    if as_json:
        print_json(counts)
    else:
        click.echo(f"{decimal(counts['new'])} nye virksomheter, {decimal(counts['changed'])} endret.")


@command.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--brreg", is_flag=True, help="Fetch Enhetsregisteret's bulk file over the network.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="With --brreg: only what changed since the day.")
@click.option("--sub-units", is_flag=True, help="With --brreg: fetch the sub-units too.")
@click.option("--address", default="", help="With --brreg: another address than Enhetsregisteret's.")
@click.option("--preview", is_flag=True, help="Show what would change, and change nothing.")
@json_option
def import_(
    files: tuple[Path, ...], since: datetime | None, address: str, *, brreg: bool, sub_units: bool, preview: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Read Enhetsregisteret's files (bulk, search, updates, sub-units; JSON or gzip) or a table (CSV) of ours.

    Each unit is told why it is a public body, or counted by the reason why not. All of a file is taken in, or nothing.
    Exit code 1: done, and something should be looked at.
    """
    if bool(files) == brreg:
        raise click.UsageError("Name a file, or --brreg to fetch Enhetsregisteret.")
    if brreg:
        files = fetched(address, since.date() if since else None, sub_units=sub_units)
    told = [one_file(path, is_preview=preview, is_quiet=as_json) for path in files]
    if as_json:
        print_json(told[0] if len(told) == 1 else told)
    raise SystemExit(1 if any(one["remarks"] or one["places"] for one in told) else 0)


def fetched(address: str, since: date | None, *, sub_units: bool) -> tuple[Path, ...]:
    """What was fetched, in the order in which it is read."""
    from dugnad.register.fetch import ADDRESS, fetch_bulk, fetch_updates  # noqa: PLC0415

    folder, address = Path(os.environ["DUGNAD_VAR"]) / "register", address or ADDRESS
    with progress("Henter Enhetsregisteret") as note:
        if since:
            return (fetch_updates(folder, since=since, address=address, on_progress=note),)
        parts = ("enheter", "underenheter") if sub_units else ("enheter",)
        return tuple(fetch_bulk(folder, address=address, part=part, on_progress=note) for part in parts)


def one_file(path: Path, *, is_preview: bool, is_quiet: bool) -> dict[str, Any]:
    """Read one file, show what changes, and change it unless it is a preview."""
    from dugnad.records.actions.matching import write_register_table  # noqa: PLC0415
    from dugnad.records.actions.register import compare_register, import_register  # noqa: PLC0415

    started = now()
    with progress(f"Leser {path.name}") as note:
        found = compare_register(path, note) if is_preview else import_register(by=BY, path=path, on_progress=note)
    if not is_preview:
        write_register_table()
    names = body_names(found)
    told = found.counts() | {
        "file": path.name,
        "preview": is_preview,
        "seconds": round((now() - started).total_seconds(), 3),
        "changes": [as_dict(change, names) for change in found.changes],
        "remarks": found.remarks,
        "places": found.places,
    }
    if not is_quiet:
        print_difference(found, told)
    return told


def body_names(found: Difference) -> dict[str, str]:
    """The names of the bodies that a change may put another below: those of the register, and new ones."""
    from dugnad.records.models.register import Body  # noqa: PLC0415

    known = {str(key): name for key, name in Body.objects.order_by().values_list("pk", "name")}
    return known | {change.key: change.name for change in found.changes if change.what == "new"}


def as_dict(change: Change, names: dict[str, str]) -> dict[str, Any]:
    """A change as programs read it: the owner by name, post addresses left out."""
    return {
        "what": change.what,
        "orgnr": change.orgnr,
        "name": change.name,
        "before": readable_fields(change.before, names),
        "after": readable_fields(change.after, names),
        "why": change.why,
    }


def readable_fields(fields: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The fields without post addresses, and with the owner's name in place of its key."""
    told = {name: value for name, value in fields.items() if name != "email"}
    return told | ({"parent": names.get(told["parent"] or "", told["parent"])} if "parent" in told else {})


def print_difference(found: Difference, told: dict[str, Any]) -> None:
    """The summary, then the first changes, as people read them."""
    from dugnad.register.rules import load_rules  # noqa: PLC0415

    begin = "Dette ville blitt endret" if told["preview"] else "Endret"
    click.echo(f"{told['file']}: {decimal(told['read'])} enheter lest på {decimal(told['seconds'], 1)} s. {begin}:")
    lines = (("new", "nye"), ("numbered", "fikk nummer"), ("changed", "endret"), ("ended", "avsluttet"),
             ("sub_units", "underenheter"), ("unchanged", "uendret"))  # fmt: skip
    for name, label in lines:
        click.echo(f"  {decimal(told[name]):>9}  {label}")
    for reason, count in told["left_out"].items():
        click.echo(f"  {decimal(count):>9}  utelatt: {load_rules().text('left_out', reason)}")
    for change, fields in zip(found.changes[:SHOWN], told["changes"], strict=False):
        click.echo(f"\n{WHAT[change.what]}: {change.name} ({change.orgnr or 'uten nummer'})")
        for name, value in fields["after"].items():
            click.echo(
                f"    {name}: {fields['before'].get(name) or EMPTY} → {value if value not in (None, '') else EMPTY}"
            )
        if change.why:
            click.echo(f"    {change.why['nb']}")
    if len(found.changes) > SHOWN:
        click.echo(f"\n… og {decimal(len(found.changes) - SHOWN)} til (--json viser alle).")
    for remark in found.remarks[:SHOWN]:
        click.echo(f"\nSe på: {remark['name']} ({remark['orgnr']}): {REMARKS[remark['code']]}")
    for place in found.places:
        click.echo(f"Kunne ikke leses: {place}")


def shown(value: object) -> str:
    """A value as people read it."""
    return EMPTY if value in (None, "", []) else str(value)


REMARKS = {
    "same-name": "en annen virksomhet har samme navn og slag. Er den slått sammen? dugnad register merge",
    "weighty-end": "en kommune, et fylke eller et departement avsluttes. Stemmer det? dugnad register merge",
    "leaves-the-state": "filen flytter en statlig virksomhet ut av staten. Slag, klasse og eier er beholdt.",
    "classified-otherwise": "filen tilsier et annet slag enn registeret. Registerets slag er beholdt.",
}


@command.command("merge")
@click.argument("old", nargs=-1, required=True)
@click.option("--into", required=True, help="The body that takes over, by number or address name.")
@click.option("--on", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The new body's first day.")
@json_option
def merge(old: tuple[str, ...], into: str, day: datetime, *, as_json: bool) -> None:
    """Note that bodies were merged. Each keeps its history; the new one shows them all."""
    from dugnad.records.actions.bodies import merge_bodies  # noqa: PLC0415

    heir = merge_bodies(by=BY, old=[asked(key) for key in old], into=asked(into), on=day.date())
    if as_json:
        print_json({"into": heir.key, "old": list(old), "on": day.date().isoformat()})
    else:
        click.echo(f"{heir.name} har tatt over. Kjør `dugnad notices read` for at kunngjøringene skal følge med.")


def asked(key: str) -> Body:
    """The body of this number or address name."""
    from dugnad.records.queries.register import body_by_key  # noqa: PLC0415

    body = body_by_key(key)
    if body is None:
        raise DugnadError(f'No body is called "{key}". Find it with: dugnad register export --format csv')
    return body


@command.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def export(form: str, *, as_json: bool) -> None:
    """The whole register on standard output: public fields only, nothing about people."""
    from dugnad.records.queries.register import public_rows  # noqa: PLC0415
    from dugnad.register.table import write_table  # noqa: PLC0415

    if as_json or form == "json":
        click.echo(json.dumps(list(public_rows()), ensure_ascii=False, indent=1))
    else:
        click.echo(write_table(public_rows()), nl=False)
