"""`dugnad criteria search` and `dugnad criteria choose`: find criteria, and get a set that fits together."""

from __future__ import annotations

from datetime import date, datetime
from shlex import quote

import click

from dugnad.cli.show import decimal, json_option, now, print_json
from dugnad.criteria.answers import chosen_as_dict, found_as_dict, in_language
from dugnad.criteria.choose import choose
from dugnad.criteria.criterion import KINDS, LEVELS, THEMES, Library, Version
from dugnad.criteria.library import load_library
from dugnad.criteria.remark_words import reason_text, remark_text
from dugnad.criteria.search import Found, find, index_of
from dugnad.criteria.selection import Remark, Selection, as_query
from dugnad.criteria.selection_check import check_selection, chosen_of

LANGUAGES = ("nb", "nn", "en")
WORDS = {
    "nb": {"groups": "Grupper", "criteria": "Kriterier", "none": "Ingen treff. Prøv et annet ord eller en CPV-kode.",
           "shown": "viser {shown} av {total}", "by": "treff på", "other": "Andre tildelingskriterier",
           "remarks": "Merknader", "sum": "{picks} kriterier, {stops} må rettes, {cautions} å tenke over.",
           "export": "Skriv til fil: {command}\nFortsett på nettsiden: /criteria/wizard/?{query}",
           "nothing": "Ingen kriterier passer for denne anskaffelsen."},
    "nn": {"groups": "Grupper", "criteria": "Kriterium", "none": "Ingen treff. Prøv eit anna ord eller ein CPV-kode.",
           "shown": "viser {shown} av {total}", "by": "treff på", "other": "Andre tildelingskriterium",
           "remarks": "Merknader", "sum": "{picks} kriterium, {stops} må rettast, {cautions} å tenkje over.",
           "export": "Skriv til fil: {command}\nHald fram på nettsida: /criteria/wizard/?{query}",
           "nothing": "Ingen kriterium passar for dette innkjøpet."},
    "en": {"groups": "Groups", "criteria": "Criteria", "none": "Nothing found. Try another word or a CPV code.",
           "shown": "showing {shown} of {total}", "by": "matched", "other": "Other award criteria",
           "remarks": "Remarks", "sum": "{picks} criteria, {stops} to put right, {cautions} to think over.",
           "export": "To a file: {command}\nGo on at: /criteria/wizard/?{query}",
           "nothing": "No criteria fit this purchase."},
}  # fmt: skip
TONES = {"stop": "red", "caution": "yellow", "ok": "green"}
lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default="nb", show_default=True)
on_option = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if not given.")


@click.command("search")
@click.argument("query")
@click.option("--group", help="Only criteria of this product group (its id).")
@click.option("--cpv", help="Only criteria for this CPV code.")
@click.option("--kind", type=click.Choice(KINDS))
@click.option("--level", type=click.Choice(LEVELS))
@click.option("--theme", type=click.Choice(THEMES))
@click.option("--complete-in", type=click.Choice(LANGUAGES), help="Only criteria with every text in this language.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@lang_option
@json_option
def search_command(
    query: str,
    group: str | None,
    cpv: str | None,
    kind: str | None,
    level: str | None,
    theme: str | None,
    complete_in: str | None,
    limit: int,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Find product groups and criteria by words (bokmål, nynorsk, English, misspelt too) or CPV code."""
    library = load_library()
    found = find(
        index_of(library),
        query,
        group=group,
        cpv=cpv,
        kind=kind,
        level=level,
        theme=theme,
        language=complete_in,
        limit=limit,
    )
    if as_json:
        print_json(found_as_dict(library, found, lang))
    else:
        print_found(library, found, lang)


def print_found(library: Library, found: Found, language: str) -> None:
    """The answer for people."""
    words = WORDS[language]
    if not found.groups and not found.criteria:
        click.echo(words["none"])
        return
    click.secho(words["groups"], bold=True)
    for one in found.groups:
        matched = ", ".join(dict.fromkeys(why.matched for why in one.why))
        click.echo(f"  {in_language(library.groups[one.id].name, language)} ({one.id}) – {words['by']}: {matched}")
    shown = words["shown"].format(shown=len(found.criteria), total=found.total)
    click.secho(f"{words['criteria']} ({shown})", bold=True)
    for criterion in found.criteria:
        click.echo(f"  {line_of(library, criterion.version, language)}")


def line_of(library: Library, version: Version, language: str) -> str:
    """A criterion in one line: name, kind, level, status where it is not published, link."""
    names = [in_language(library.terms[part][value], language) for part, value in
             (("kind", version.kind), ("level", version.level))]  # fmt: skip
    if version.status != "published":
        names.append(in_language(library.terms["status"][version.status], language))
    return f"{in_language(version.name, language)} · {' · '.join(names)} · /k/{version.key}"


@click.command("choose")
@click.option("--cpv", help="CPV code of what is bought.")
@click.option("--group", help="The product group (its id), instead of or beside a CPV code.")
@click.option("--level", type=click.Choice(LEVELS), default="basis", show_default=True)
@click.option("--value", type=click.FloatRange(min=0), help="Estimated value in kroner excl. VAT.")
@click.option("--market", type=click.Choice(["wide", "narrow", "unknown"]), help="Can most suppliers deliver?")
@on_option
@lang_option
@json_option
def choose_command(
    cpv: str | None,
    group: str | None,
    level: str,
    value: float | None,
    market: str | None,
    on: datetime | None,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Propose criteria that fit a purchase and each other, with weights, and check the set.

    Exit code 1: something in the set must be put right, or nothing fits.
    """
    if not cpv and not group:
        raise click.UsageError("Say what is bought: --cpv 30213100, or --group it-equipment.")
    library, day = load_library(), (on or now()).date()
    selection = choose(
        library, cpv=cpv or "", level=level, value_nok=value, market=market, on=day, group=group, language=lang
    )
    remarks = check_selection(library, selection, day)
    if as_json:
        print_json(chosen_as_dict(library, selection, remarks, day, lang))
    else:
        print_chosen(library, selection, remarks, lang, on.date() if on else None)
    is_sound = selection.picks and all(remark.tone != "stop" for remark in remarks)
    raise SystemExit(0 if is_sound else 1)


def print_chosen(
    library: Library, selection: Selection, remarks: tuple[Remark, ...], language: str, on: date | None = None
) -> None:
    """The set for people, kind by kind."""
    words = WORDS[language]
    if not selection.picks:
        click.echo(words["nothing"])
    chosen = [(pick, one.version) for pick in selection.picks if (one := chosen_of(library, pick))]
    for kind in KINDS:
        own = [(pick, version) for pick, version in chosen if version.kind == kind]
        if own:
            click.secho(in_language(library.terms["kind"][kind], language), bold=True)
        for pick, version in own:
            weight = "" if pick.weight_percent is None else f"{decimal(pick.weight_percent)} %  "
            click.echo(f"  {weight}{line_of(library, version, language)}")
            click.echo(f"      {reason_text(pick.reason, language)}")
    if selection.other:
        told = ", ".join(f"{name} {decimal(weight)} %" for name, weight in selection.other)
        click.echo(f"{words['other']}: {told}")
    click.secho(words["remarks"], bold=True)
    for remark in remarks:
        click.secho(click.wrap_text(remark_text(library, remark, language), 110, "  - ", "    "), fg=TONES[remark.tone])
    counts = {tone: sum(1 for one in remarks if one.tone == tone) for tone in TONES}
    click.echo(words["sum"].format(picks=len(selection.picks), stops=counts["stop"], cautions=counts["caution"]))
    click.echo(words["export"].format(command=export_command(selection, language, on), query=as_query(selection)))


def export_command(selection: Selection, language: str, on: date | None = None) -> str:
    """The command that writes this set, weights and all, to a file."""
    if selection.cpv:
        asked = {"--cpv": selection.cpv, "--group": selection.group, "--level": selection.level,
                 "--value": "" if selection.value_nok is None else f"{selection.value_nok:.15g}",
                 "--market": selection.market}  # fmt: skip
        chosen = " ".join(f"{name} {value}" for name, value in asked.items() if value)
    else:
        chosen = f"--set {quote(as_query(selection))}"
    day = f" --on {on}" if on else ""
    return f"dugnad criteria export {chosen}{day} --lang {language} --format docx --out krav.docx"
