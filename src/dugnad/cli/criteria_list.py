"""`dugnad criteria list`, `show` and `due`: what the library holds, one criterion whole, and what needs a look."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from dugnad.cli.show import json_option, now, print_json
from dugnad.criteria.as_dict import version_as_dict
from dugnad.criteria.cpv_groups import cpv_code, fits, groups_of
from dugnad.criteria.criterion import KINDS, LEVELS, STATUSES, THEMES, Criterion, Fact, Library, Parameter, Version
from dugnad.criteria.due import Flag, due, flags_of
from dugnad.criteria.due_words import flag_text
from dugnad.criteria.library import load_library
from dugnad.criteria.references import cited_references
from dugnad.criteria.tender_words import figure_text
from dugnad.errors import DugnadError

LANGUAGES = ("nb", "nn", "en")
UNCONFIRMED = {"nb": "ikke kontrollert", "nn": "ikkje kontrollert", "en": "not verified"}
TEXTS = (
    "requirement", "scoring", "documentation", "verification", "follow_up", "evidence", "why", "points_of_caution",
    "guidance", "changed",
)  # fmt: skip
HEADS = {
    "nb": ("Krav", "Poeng", "Dokumentasjon", "Slik kontrollerer du", "Oppfølging", "Bevis", "Hvorfor", "Pass på", "Råd",
           "Endret", "Felt", "Kilder", "Merker som godtas", "Effekt", "Oppfyller alt lov", "Å se på"),
    "nn": ("Krav", "Poeng", "Dokumentasjon", "Slik kontrollerer du", "Oppfølging", "Bevis", "Kvifor", "Pass på", "Råd",
           "Endra", "Felt", "Kjelder", "Merke som blir godtekne", "Effekt", "Alt lov", "Å sjå på"),
    "en": ("Requirement", "Scoring", "Documentation", "How to verify", "Follow-up", "Evidence", "Why", "Caution",
           "Guidance", "Changed", "Fields", "Sources", "Labels accepted", "Effect", "Already law", "To look at"),
}  # fmt: skip
lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default="nb", show_default=True)


@click.command("list")
@click.option("--group", help="Only criteria of this product group (its id).")
@click.option("--kind", type=click.Choice(KINDS))
@click.option("--level", type=click.Choice(LEVELS))
@click.option("--theme", type=click.Choice(THEMES))
@click.option("--status", type=click.Choice(STATUSES))
@click.option("--language", type=click.Choice(LANGUAGES), help="Only criteria with every text in this language.")
@click.option("--cpv", help="Only criteria for this CPV code.")
@lang_option
@json_option
def list_command(
    group: str | None,
    kind: str | None,
    level: str | None,
    theme: str | None,
    status: str | None,
    language: str | None,
    cpv: str | None,
    *,
    lang: str,
    as_json: bool,
) -> None:
    """All guiding criteria, or those that the options name."""
    library = load_library()
    if group is not None and group not in library.groups:
        raise DugnadError(f'"{group}" is no product group. Write one of {", ".join(library.groups)}.')
    wanted = {"kind": kind, "level": level, "status": status}
    found = [
        (criterion, version)
        for criterion, version in in_force(library, now().date())
        if (group is None or group in criterion.groups)
        and all(value is None or getattr(version, name) == value for name, value in wanted.items())
        and (theme is None or theme in version.themes)
        and (language is None or language in version.languages)
        and (cpv is None or is_for(library, criterion, version, cpv))
    ]
    if as_json:
        print_json([row_of(library, *one) for one in found])
    else:
        print_rows(library, found, lang)


def in_force(library: Library, on: date) -> list[tuple[Criterion, Version]]:
    """Each criterion with its version of the day, or its first where that is still to come."""
    order = {group: place for place, group in enumerate(library.groups)}
    criteria = sorted(library.criteria.values(), key=lambda one: (order.get(one.home, len(order)), one.id))
    return [(one, one.versions.at(on) or one.versions.values[0]) for one in criteria]


def is_for(library: Library, criterion: Criterion, version: Version, cpv: str) -> bool:
    """May the criterion be used for the code?"""
    groups = {one.group for one in groups_of(library, cpv)}
    return bool(groups & set(criterion.groups)) and fits(version, cpv_code(cpv))


def row_of(library: Library, criterion: Criterion, version: Version) -> dict[str, Any]:
    """One criterion for programs."""
    codes = version.applies_to or [
        code for group in criterion.groups if group in library.groups for code in library.groups[group].cpv
    ]
    return {
        "id": criterion.id,
        "version": version.day.isoformat(),
        "groups": list(criterion.groups),
        "group": criterion.groups[0] if criterion.groups else "",
        "kind": version.kind,
        "level": version.level,
        "status": version.status,
        "unverified": version.is_unconfirmed,
        "languages": list(version.languages),
        "topic": version.topic,
        "themes": list(version.themes),
        "name": dict(version.name),
        "cpv": list(codes),
        "link": f"/k/{version.key}",
    }


def print_rows(library: Library, found: list[tuple[Criterion, Version]], lang: str) -> None:
    """A table for people, group by group."""
    home = None
    for criterion, version in found:
        if criterion.home != home:
            home = criterion.home
            group = library.groups.get(home)
            click.secho(f"\n{group.name[lang] if group and lang in group.name else home} ({home})", bold=True)
        kind, level = (term(library, name, getattr(version, name), lang) for name in ("kind", "level"))
        mark = f"  [{UNCONFIRMED[lang]}]" if version.is_unconfirmed else ""
        status = "" if version.status in ("published", "to-check") else term(library, "status", version.status, lang)
        name = version.name.get(lang) or version.name["nb"]
        click.echo(f"  {criterion.id:<44} {level:<10} {kind:<22} {name}{mark} {status}".rstrip())
    groups = len({group for criterion, _ in found for group in criterion.groups})
    unsure = sum(1 for _, version in found if version.is_unconfirmed)
    click.echo(f"\n{len(found)} kriterier i {groups} grupper, {unsure} ikke kontrollert.")


def term(library: Library, kind: str, word: str, lang: str) -> str:
    """A fixed word as it stands on screen."""
    text = library.terms.get(kind, {}).get(word, {})
    return text.get(lang) or text.get("nb") or word


@click.command("show")
@click.argument("name", metavar="ID[@DATE]")
@lang_option
@json_option
def show_command(name: str, *, lang: str, as_json: bool) -> None:
    """One criterion whole: the text, the proof, the sources and how sure they are."""
    library = load_library()
    criterion, version = version_named(library, name, now().date())
    flags = flags_of(library, criterion, now().date()) if version is criterion.versions.at(now().date()) else []
    if as_json:
        print_json(whole(library, criterion, version, flags))
    else:
        print_whole(library, criterion, version, flags, lang)


def version_named(library: Library, name: str, on: date) -> tuple[Criterion, Version]:
    """The criterion and version that ID or ID@DATE names; a key holds for ever, also once withdrawn."""
    id_, _, day = name.partition("@")
    criterion = library.criteria.get(id_)
    if criterion is None:
        raise DugnadError(f'There is no criterion "{id_}". dugnad criteria search finds one by its words.')
    if not day:
        return criterion, criterion.versions.at(on) or criterion.versions.values[0]
    for version in criterion.versions.values:
        if version.day.isoformat() == day:
            return criterion, version
    days = ", ".join(one.isoformat() for one in criterion.versions.days)
    raise DugnadError(f"{id_} has no version of {day}. It has {days}.")


def whole(library: Library, criterion: Criterion, version: Version, flags: list[Flag]) -> dict[str, Any]:
    """Every field of a version for programs, with its sources and how sure they are in words."""
    told = version_as_dict(version)
    told["sources"] = [source_of(library, fact, "nb") for fact in version.cited_facts]
    return {
        "id": criterion.id,
        "groups": list(criterion.groups),
        "home": criterion.home,
        "versions": [day.isoformat() for day in criterion.versions.days],
        **told,
        "references": [
            {
                "id": one.id,
                "name": one.name,
                "replaced_on": one.replaced_on and one.replaced_on.isoformat(),
                "replaced_by": one.replaced_by,
            }
            for one in cited_references(library, version)
        ],
        "flags": [flag_as_dict(flag) for flag in flags],
    }


def source_of(library: Library, fact: Fact, lang: str) -> dict[str, Any]:
    """Where a fact was read, with the words for how sure it is."""
    return {
        "fact": fact.id,
        "topic": fact.topic,
        "title": fact.source.title,
        "year": fact.source.year,
        "href": fact.source.href,
        "basis": fact.basis,
        "confidence": fact.confidence,
        "basis_says": term(library, "basis", fact.basis, lang),
        "is_confirmed": fact.is_confirmed,
        "says": "" if fact.is_confirmed else UNCONFIRMED[lang],
    }


def print_whole(library: Library, criterion: Criterion, version: Version, flags: list[Flag], lang: str) -> None:
    """One criterion for people."""
    head = dict(zip((*TEXTS, "fields", "sources", "labels", "effect", "law", "due"), HEADS[lang], strict=True))
    click.secho(version.name.get(lang) or version.name["nb"], bold=True)
    named = (term(library, name, getattr(version, name), lang) for name in ("kind", "level", "status"))
    click.echo(f"{version.key} · {' · '.join(named)} · {', '.join(criterion.groups)}")
    for key in TEXTS:
        text = getattr(version, key)
        if text:
            click.echo(f"\n{head[key]}\n  {text.get(lang) or text.get('nb')}")
    lines = {
        "fields": [field_line(parameter, lang) for parameter in version.parameters],
        "labels": [", ".join(label.name for label in version.labels_accepted)],
        "effect": [effect_line(library, version, lang)],
        "law": [f"{version.already_law.cite}: {version.already_law.says.get(lang, '')}"] if version.already_law else [],
        "sources": [source_line(library, fact, lang) for fact in version.cited_facts],
        "due": [flag_text(flag, lang) for flag in flags],
    }
    for key, told in lines.items():
        if any(told):
            click.echo("\n".join([f"\n{head[key]}", *(f"  {line}" for line in told)]))


def field_line(parameter: Parameter, lang: str) -> str:
    """A field to fill with what is proposed."""
    value = "" if parameter.default is None else f": {figure_text(parameter.default, lang)} {parameter.unit}".rstrip()
    mark = f" [{UNCONFIRMED[lang]}]" if parameter.is_unconfirmed else ""
    return f"{{{parameter.name}}} {parameter.label.get(lang) or parameter.label['nb']}{value}{mark}"


def effect_line(library: Library, version: Version, lang: str) -> str:
    size = term(library, "size", version.effect.size, lang)
    return f"{size}. {version.effect.because.get(lang) or version.effect.because['nb']}"


def source_line(library: Library, fact: Fact, lang: str) -> str:
    year = f" ({fact.source.year})" if fact.source.year else ""
    return f"{fact.source.title}{year}: {fact.topic} – {term(library, 'basis', fact.basis, lang)}"


@click.command("due")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if not given.")
@lang_option
@json_option
def due_command(on: datetime | None, *, lang: str, as_json: bool) -> None:
    """What is due for review: days passed or near, labels and standards that end, figures not confirmed.

    Exit code 1 where something is due.
    """
    library = load_library()
    day = (on or now()).date()
    flags = due(library, day)
    if as_json:
        print_json({"on": day.isoformat(), "flags": [flag_as_dict(flag) for flag in flags]})
    else:
        for flag in flags:
            click.echo(f"{flag.version}: {flag_text(flag, lang)}")
        count = len({flag.criterion for flag in flags})
        click.echo(f"\n{count} av {len(library.criteria)} kriterier bør sees på per {day.isoformat()}.")
    raise SystemExit(1 if flags else 0)


def flag_as_dict(flag: Flag) -> dict[str, Any]:
    """A flag for programs."""
    return {
        "id": flag.criterion,
        "version": flag.version,
        "reason": flag.reason,
        "day": flag.day.isoformat() if flag.day else None,
        "about": flag.about,
        "replaced_by": flag.replaced_by,
        "is_now": flag.is_now,
        "says": {language: flag_text(flag, language) for language in LANGUAGES},
    }
