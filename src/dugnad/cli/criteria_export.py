"""`dugnad criteria export`: chosen criteria as tender text, or the whole library, in the form asked for."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dugnad.cli.show import now
from dugnad.criteria.export import FORMS, as_json, export
from dugnad.errors import DugnadError

if TYPE_CHECKING:
    from dugnad.criteria.criterion import Library
    from dugnad.criteria.selection import Selection
    from dugnad.criteria.tender import TenderText

LEVELS = ("basis", "avansert", "spydspiss")
OF_THE_LIBRARY = ("json", "csv", "md", "xlsx")
"""Forms in which the whole library makes sense; the others are for a purchase."""


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID or ID@DATE]...")
@click.option("--format", "form", type=click.Choice(list(FORMS)), required=True, help="The form of the file.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--cpv", help="Choose criteria for what is bought, by its CPV code.")
@click.option("--level", type=click.Choice(LEVELS), help="With --cpv: how far to go.  [default: basis]")
@click.option("--group", metavar="GROUP", help="Only this product group.")
@click.option("--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The versions that hold on this day.  [default: today]")
@click.option("--title", default="", help="What is bought, for the heading.")
@click.option("--base", default="", metavar="URL", help="Address of the site, so that links work outside it.")
def export_command(
    *,
    ids: tuple[str, ...],
    form: str,
    out: Path | None,
    cpv: str | None,
    level: str | None,
    group: str | None,
    lang: str,
    on: datetime | None,
    title: str,
    base: str,
) -> None:
    """Criteria as tender text, ready to paste, or the whole library as data.

    With ids, or with --cpv, a tender text with an annex for the contracting authority. Without either, the whole
    library (json, csv, md, xlsx), or one group of it. Text goes to the screen when --out is missing.
    """
    from dugnad.criteria.library import load_library  # noqa: PLC0415 - reading all content takes a while

    if ids and cpv:
        raise click.UsageError("Give ids, or --cpv, not both.")
    if level and not cpv:
        raise click.UsageError("--level goes with --cpv. Add for instance --cpv 90910000.")
    if out is None and not FORMS[form].is_text and sys.stdout.isatty():
        raise click.UsageError(f"This form cannot be shown here. Add --out FILE{FORMS[form].suffix}")
    library, day = load_library(), (on or now()).date()
    if group and group not in library.groups:
        raise DugnadError(f'"{group}" is no product group. Known are: {", ".join(library.groups)}.')
    if ids or cpv:
        data = export(chosen_text(library, ids, cpv, level, group, language=lang, on=day, title=title, base=base), form)
    else:
        data = whole(library, form, group or "", language=lang, on=day, base=base)
    save(data, out)


def chosen_text(
    library: Library,
    ids: tuple[str, ...],
    cpv: str | None,
    level: str | None,
    group: str | None,
    *,
    language: str,
    on: date,
    title: str,
    base: str,
) -> TenderText:
    """The tender text of the criteria that were named, or that fit what is bought."""
    from dataclasses import replace  # noqa: PLC0415 - only here

    from dugnad.criteria.tender import tender_text  # noqa: PLC0415 - the law's content is read there

    selection = by_cpv(library, cpv, level or "basis", group, on, language) if cpv else by_ids(library, ids, on)
    return tender_text(library, replace(selection, title=title or selection.title), language=language, on=on, base=base)


def by_cpv(library: Library, cpv: str, level: str, group: str | None, on: date, language: str) -> Selection:
    """What the library proposes for the purchase."""
    from dugnad.criteria.choose import choose  # noqa: PLC0415 - only where it is asked for

    selection = choose(library, cpv=cpv, level=level, on=on, group=group, language=language)
    if not selection.picks:
        raise DugnadError(f"No criteria fit CPV {cpv} at level {level}. See the groups with: dugnad criteria list")
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


def whole(library: Library, form: str, group: str, *, language: str, on: date, base: str) -> bytes:
    """The library, or one group of it."""
    from dugnad.criteria.as_dict import library_as_dict  # noqa: PLC0415
    from dugnad.criteria.tender import library_text  # noqa: PLC0415

    if form not in OF_THE_LIBRARY and not group:
        remedy = f"Name criteria or add --cpv or --group, or take the whole as {', '.join(OF_THE_LIBRARY)}."
        raise DugnadError(f"The whole library is not written as {form}. {remedy}")
    if form == "json":
        return as_json(library_as_dict(library, on=on, group=group))
    return export(library_text(library, language=language, on=on, base=base, group=group), form)


def save(data: bytes, out: Path | None) -> None:
    """Write the file whole, or say why not; without a file the bytes go to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise DugnadError(f"{out}: the file cannot be written ({error.strerror}). Choose another folder.") from error
