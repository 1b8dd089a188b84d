"""`dugnad criteria export`: chosen criteria as tender text, or the whole library, in the form asked for."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dugnad.cli.show import json_option, now, print_json
from dugnad.criteria.export import FORMS, as_json, export
from dugnad.errors import DugnadError

if TYPE_CHECKING:
    from dugnad.criteria.criterion import Library
    from dugnad.criteria.selection import Selection

LEVELS = ("basis", "avansert", "spydspiss")
MARKETS = ("wide", "narrow", "unknown")
OF_THE_LIBRARY = ("json", "csv", "md", "xlsx")
"""Forms in which the whole library makes sense; the others are for a purchase."""


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID or ID@DATE]...")
@click.option("--format", "form", type=click.Choice(list(FORMS)), required=True, help="The form of the file.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--cpv", help="Choose criteria for what is bought, by its CPV code.")
@click.option("--level", type=click.Choice(LEVELS), help="With --cpv: how far to go.  [default: basis]")
@click.option("--value", type=click.FloatRange(min=0), help="With --cpv: estimated value in kroner excl. VAT.")
@click.option("--market", type=click.Choice(MARKETS), help="With --cpv: can most suppliers deliver?")
@click.option("--set", "query", metavar="QUERY", help="A set with its weights and fields, as its address says it.")
@click.option("--group", metavar="GROUP", help="Only this product group.")
@click.option("--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The versions that hold on this day.  [default: today]")
@click.option("--title", default="", help="What is bought, for the heading.")
@click.option("--base", default="", metavar="URL", help="Address of the site, so that links work outside it.")
@json_option
def export_command(
    *,
    ids: tuple[str, ...],
    form: str,
    out: Path | None,
    cpv: str | None,
    level: str | None,
    value: float | None,
    market: str | None,
    query: str | None,
    group: str | None,
    lang: str,
    on: datetime | None,
    title: str,
    base: str,
    as_json: bool,
) -> None:
    """Criteria as tender text, ready to paste, or the whole library as data.

    With ids, --set or --cpv, a tender text with an annex for the contracting authority. Without any, the whole
    library (json, csv, md, xlsx), or one group of it. Text goes to the screen when --out is missing.
    --json tells what was written.
    """
    from dugnad.criteria.library import load_library  # noqa: PLC0415 - reading all content takes a while

    if sum(map(bool, (ids, cpv, query))) > 1:
        raise click.UsageError("Give ids, --cpv or --set, not both.")
    alone = [name for name, said in (("--level", level), ("--value", value), ("--market", market)) if said is not None]
    if alone and not cpv:
        raise click.UsageError(f"{alone[0]} goes with --cpv. Add for instance --cpv 90910000.")
    if out is None and not FORMS[form].is_text and sys.stdout.isatty():
        raise click.UsageError(f"This form cannot be shown here. Add --out FILE{FORMS[form].suffix}")
    if as_json and out is None:
        raise click.UsageError("--json tells what was written: add --out FILE, or ask for --format json.")
    asked = Asked(
        ids,
        form,
        cpv,
        level or "basis",
        group or "",
        lang,
        value,
        market,
        query or "",
        on=(on or now()).date(),
        title=title,
        base=base,
    )
    data = written(load_library(), asked)
    save(data, out)
    if as_json:
        print_json({"out": str(out), "format": form, "bytes": len(data)})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for."""

    ids: tuple[str, ...] = ()
    form: str = "json"
    cpv: str | None = None
    level: str = "basis"
    group: str = ""
    language: str = "nb"
    value: float | None = None
    market: str | None = None
    query: str = ""
    on: date = field(kw_only=True)
    title: str = ""
    base: str = ""


def written(library: Library, asked: Asked) -> bytes:
    """The file's bytes: a tender text where criteria are named or chosen, else the library."""
    if asked.group and asked.group not in library.groups:
        raise DugnadError(f'"{asked.group}" is no product group. Known are: {", ".join(library.groups)}.')
    if not asked.ids and not asked.cpv and not asked.query:
        return whole(library, asked)
    from dugnad.criteria.tender import tender_text  # noqa: PLC0415 - the law's content is read there

    selection = chosen(library, asked)
    selection = replace(selection, title=asked.title or selection.title)
    text = tender_text(library, selection, language=asked.language, on=asked.on, base=asked.base)
    return export(text, asked.form)


def chosen(library: Library, asked: Asked) -> Selection:
    """What the text is made of: a proposal, a set that an address says, or the criteria named."""
    if asked.cpv:
        return by_cpv(library, asked.cpv, asked)
    return by_query(library, asked.query) if asked.query else by_ids(library, asked.ids, asked.on)


def by_query(library: Library, query: str) -> Selection:
    """The set that an address says; a criterion that the library does not have is refused."""
    from dugnad.criteria.selection import from_query  # noqa: PLC0415
    from dugnad.criteria.selection_check import chosen_of  # noqa: PLC0415

    selection = from_query(query.partition("?")[2] or query)
    unknown = [pick.key for pick in selection.picks if chosen_of(library, pick) is None]
    if unknown:
        raise DugnadError(f'"{unknown[0]}" is not in the library. Take it out of --set, or search for it anew.')
    if not selection.picks:
        raise DugnadError("--set names no criteria. Copy what stands after the question mark in the set's address.")
    return selection


def by_cpv(library: Library, cpv: str, asked: Asked) -> Selection:
    """What the library proposes for the purchase."""
    from dugnad.criteria.choose import choose  # noqa: PLC0415 - only where it is asked for

    selection = choose(
        library,
        cpv=cpv,
        level=asked.level,
        value_nok=asked.value,
        market=asked.market,
        on=asked.on,
        group=asked.group or None,
        language=asked.language,
    )
    if not selection.picks:
        told = f"No criteria fit CPV {cpv} at level {asked.level}."
        raise DugnadError(f"{told} See the groups with: dugnad criteria list")
    return selection


def by_ids(library: Library, ids: tuple[str, ...], on: date) -> Selection:
    """The criteria named: ID@DATE as it is, ID in the version of the day."""
    from dugnad.criteria.selection import Pick, Selection  # noqa: PLC0415

    return Selection(tuple(Pick(key_of(library, one, on)) for one in dict.fromkeys(ids)))


def key_of(library: Library, name: str, on: date) -> str:
    """ID@DATE for an id; a misspelt one is met with those that are near."""
    from difflib import get_close_matches  # noqa: PLC0415

    if "@" in name:
        return name
    criterion = library.criteria.get(name)
    if criterion is None:
        near = get_close_matches(name, library.criteria, n=3)
        remedy = f"Did you mean {', '.join(near)}?" if near else "List them with: dugnad criteria list"
        raise DugnadError(f'No criterion is called "{name}". {remedy}')
    version = criterion.versions.at(on)
    if version is None:
        raise DugnadError(f'"{name}" has no version yet on {on}. Its first is {criterion.versions.values[0].key}.')
    return version.key


def whole(library: Library, asked: Asked) -> bytes:
    """The library, or one group of it."""
    from dugnad.criteria.as_dict import library_as_dict  # noqa: PLC0415
    from dugnad.criteria.tender import library_text  # noqa: PLC0415

    if asked.form not in OF_THE_LIBRARY and not asked.group:
        remedy = f"Name criteria or add --cpv or --group, or take the whole as {', '.join(OF_THE_LIBRARY)}."
        raise DugnadError(f"The whole library is not written as {asked.form}. {remedy}")
    if asked.form == "json":
        return as_json(library_as_dict(library, on=asked.on, group=asked.group))
    text = library_text(library, language=asked.language, on=asked.on, base=asked.base, group=asked.group)
    return export(text, asked.form)


def save(data: bytes, out: Path | None) -> None:
    """Write the file whole, or say why not; without a file the bytes go to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise DugnadError(f"{out}: the file cannot be written ({error.strerror}). Choose another folder.") from error
