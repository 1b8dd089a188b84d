"""`dugnad desk`: who sits where, all that a desk has as one file, and such a file taken over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dugnad.cli.desk_receive import receive
from dugnad.cli.people import start
from dugnad.cli.show import json_option, now, print_json
from dugnad.errors import DugnadError

if TYPE_CHECKING:
    from dugnad.records.actions.handover import Exported

PAPERS = {".docx": "docx", ".pdf": "pdf"}
KINDS = {
    "cases": "åpne henvendelser", "contacts": "kontakter", "agreements": "rammeavtaler", "events": "arrangementer",
    "members": "medlemmer av rammeavtaler", "knowledge": "svar", "mails": "e-poster som venter", "files": "filer",
}  # fmt: skip


@click.group("desk")
def command() -> None:
    """The support service's desks, from the machine that the site runs on."""


command.add_command(receive)


@command.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Every desk: its host, how many advisers it has, and who steps in where it has none."""
    start()
    from dugnad.records.actions.desks import county_name, load_shipped_desks  # noqa: PLC0415 - after Django is set up
    from dugnad.records.queries.desks import seats  # noqa: PLC0415

    load_shipped_desks(by="content")
    told = [
        {"county": one.desk.county, "host": one.host.name if one.host else "", "advisers": one.advisers,
         "is_away": one.is_away, "questions_go_to": one.desk.county if one.is_manned else one.route.county}
        for one in seats(now().date())
    ]  # fmt: skip
    if as_json:
        print_json({"desks": told})
        return
    for one in told:
        where = f"{one['county']} {county_name(str(one['county']), 'nb')}"
        steps_in = "" if one["questions_go_to"] == one["county"] else f", spørsmål går til {one['questions_go_to']}"
        click.echo(f"{where:<22} {one['advisers']} rådgivere, vert: {one['host'] or '–'}{steps_in}")


@command.command("handover")
@click.argument("county")
@click.option("--out", "out", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the file (zip).")
@click.option("--paper", type=click.Path(path_type=Path, dir_okay=False), help="Also the document: a .docx or .pdf.")
@click.option("--lang", type=click.Choice(("nb", "nn", "en")), default="nb", show_default=True, help="Of the document.")
@click.option("--replace", is_flag=True, help="Replace files that are there.")
@json_option
def handover(county: str, out: Path | None, paper: Path | None, lang: str, *, replace: bool, as_json: bool) -> None:
    """Everything the desk of COUNTY has, as one file that another desk or installation takes over.

    Open cases with all that was said and their files, agreements, contacts and promises, events with sign-ups, answers.
    Nobody of the desk is named in it. Names and addresses of askers are: give the file to nobody but the next desk.
    With --json and without --out the rows are printed and no file is written.
    """
    is_printed = as_json and out is None
    out = out or Path(f"overlevering-{county}.zip")
    for path in (None if is_printed else out, paper):
        if path is not None and path.exists() and not replace:
            raise DugnadError(f"{path} exists. Choose another name, or --replace.")
    if paper is not None and paper.suffix not in PAPERS:
        raise DugnadError(f"{paper}: the document ends in .docx or .pdf.")
    start()
    from dugnad.records.actions.desks import load_shipped_desks  # noqa: PLC0415 - after Django is set up
    from dugnad.records.actions.handover import export_handover  # noqa: PLC0415
    from dugnad.records.actions.people import OPERATOR  # noqa: PLC0415
    from dugnad.records.queries.desks import desk_of  # noqa: PLC0415

    load_shipped_desks(by="content")
    if desk_of(county) is None:
        raise DugnadError(f'"{county}" has no desk. Write a county\'s number, as 46, or 00 for the national desk.')
    made = export_handover(by=OPERATOR, county=county, at=now())
    if not is_printed:
        write_private(out, made.raw)
    if paper is not None:
        write_private(paper, paper_bytes(made, paper.suffix, lang))
    told = {"file": None if is_printed else str(out), "paper": str(paper) if paper else None, "county": county,
            "bytes": len(made.raw), "fingerprint": made.fingerprint, "counts": made.handover.counts()}  # fmt: skip
    if is_printed:
        print_json(told | {"desk": made.handover.desk, "bodies": made.handover.bodies, **made.handover.rows})
    elif as_json:
        print_json(told)
    else:
        click.echo(f"{out}: {in_words(made.handover.counts())}.\nFingeravtrykk: {made.fingerprint}")
        click.echo("Filen inneholder navn og e-post til dem som har spurt. Gi den bare til dem som tar over.")


def paper_bytes(made: Exported, suffix: str, language: str) -> bytes:
    """The document in the form that its name asks for."""
    from django.conf import settings  # noqa: PLC0415 - after Django is set up

    from dugnad.desk.handover_paper import handover_paper  # noqa: PLC0415 - Typst and python-docx are slow to load
    from dugnad.plan.as_docx import docx_paper  # noqa: PLC0415
    from dugnad.plan.as_pdf import pdf_paper  # noqa: PLC0415
    from dugnad.records.actions.desks import county_name  # noqa: PLC0415
    from dugnad.records.answer_link import plain_references  # noqa: PLC0415

    def as_plain(text: str) -> str:
        return plain_references(text, settings.BASE_URL, language)

    paper = handover_paper(made.handover, county_name(made.handover.county, language), language, as_plain)
    return pdf_paper(paper) if PAPERS[suffix] == "pdf" else docx_paper(paper)


def write_private(path: Path, raw: bytes) -> None:
    """The file, for its owner alone; in place only when it is whole."""
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_bytes(raw)
    beside.replace(path)


@command.command("take-over")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", default="", help="Another desk than the file's own county, e.g. 11 where two become one.")
@click.option("--preview", is_flag=True, help="Say what would come, and change nothing.")
@json_option
def take_over(file: Path, into: str, *, preview: bool, as_json: bool) -> None:
    """Take over what another desk or installation handed over in FILE: all of it or nothing, and never twice.

    Bodies are found by number, else by short name; contacts and agreements of a body that is not in the register here
    are left out and told. What is here already stays as it is. Compare the fingerprint with
    the one that the desk that gave the file was told. Exit code 1: done, and something should be looked at.
    """
    if not file.is_file():
        raise DugnadError(f"{file}: there is no such file. Name the file that the other desk has made.")
    start()
    from dugnad.desk.handover import unpack  # noqa: PLC0415 - after Django is set up
    from dugnad.records.actions.handover import Exported  # noqa: PLC0415
    from dugnad.records.actions.people import OPERATOR  # noqa: PLC0415
    from dugnad.records.actions.take_over import import_handover  # noqa: PLC0415

    raw = file.read_bytes()
    found = unpack(raw, file.name)
    taken = import_handover(by=OPERATOR, handover=found, into=into, is_preview=preview)
    fingerprint = Exported(raw, found).fingerprint
    told: dict[str, Any] = {
        "file": file.name, "county": found.county, "into": into or found.county, "made_at": found.made_at.isoformat(),
        "fingerprint": fingerprint, "preview": preview, "new": dict(taken.new), "here_already": dict(taken.here),
        "left_out": dict(taken.left_out), "remarks": taken.remarks,
    }  # fmt: skip
    if as_json:
        print_json(told)
    else:
        begin = "Dette ville blitt tatt over" if preview else "Tatt over"
        click.echo(f"{file.name}, laget {found.made_at:%d.%m.%Y}. Fingeravtrykk: {fingerprint}")
        click.echo(f"{begin}: {in_words(taken.new)}. Fantes fra før: {in_words(taken.here)}.")
        for remark in taken.remarks:
            click.echo(f"Se på: {remark}")
    raise SystemExit(1 if taken.remarks else 0)


def in_words(counts: dict[str, int] | Any) -> str:
    """How many of each kind."""
    return ", ".join(f"{counts[kind]} {KINDS[kind]}" for kind in KINDS if counts.get(kind)) or "ingenting"
