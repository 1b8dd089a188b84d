"""`dugnad reasons`: the questions that a departure from the thirty per cent must answer, and a draft with its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from dugnad.check.reasons import Draft, draft, facts_of, questions
from dugnad.check.reasons_content import PATHS, Question, load_path, load_phrases
from dugnad.check.reasons_facts import Demand, Facts
from dugnad.cli.show import json_option, now, print_json
from dugnad.content import read_yaml
from dugnad.documents.document import Place
from dugnad.documents.procurement import read_procurement
from dugnad.documents.read import read_document
from dugnad.errors import DugnadError

MOST_BYTES = 80 * 1024 * 1024
READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("reasons")
@click.argument("path", type=click.Choice(PATHS))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of announcement; today if not given.")
@click.option("--lang", type=click.Choice(["nb", "nn"]), default="nb", show_default=True)
@click.option("--regulation", type=click.Choice(["foa", "ff", "kkf"]), help="Which regulation the buyer follows: foa.")
@click.option("--cpv", help="CPV code of what is bought, for like cases and the rough footprint.")
@click.option("--value", type=click.FloatRange(min=0), help="Estimated value in kroner excl. VAT.")
@click.option("--facts", "file", type=READABLE, help="JSON or YAML: answers by question, requirements, cpv, value_nok.")
@click.option("--documents", multiple=True, type=READABLE, help="Tender documents whose requirements are used.")
@json_option
def command(
    path: str,
    on: datetime | None,
    lang: str,
    regulation: str | None,
    cpv: str | None,
    value: float | None,
    file: Path | None,
    documents: tuple[Path, ...],
    *,
    as_json: bool,
) -> None:
    """Draft reasons for a departure from the climate and environment rule, from named evidence only.

    Exit code 1: there are gaps to fill.
    """
    day = (on or now()).date()
    told = read_told(file) if file else {}
    given = {"regulation": regulation, "cpv": cpv, "value_nok": value}
    facts = facts_of({**told, **{key: one for key, one in given.items() if one is not None}}, path, day)
    if documents:
        facts = with_documents(facts, documents, day, lang)
    asked = questions(path, day, lang, regulation=facts.regulation)
    made = draft(path, facts, day, lang)
    if as_json:
        print_json(as_dict(asked, made))
    else:
        print_draft(asked, made)
    raise SystemExit(1 if made.gaps else 0)


def read_told(file: Path) -> dict[str, Any]:
    """The file's object; JSON is YAML."""
    told = read_yaml(file)
    if not isinstance(told, dict):
        raise DugnadError(f"{file}: this is no object of facts. Begin with answers: and one line per question.")
    return told


def with_documents(facts: Facts, documents: Sequence[Path], on: date, language: str) -> Facts:
    """The facts with the requirements, CPV and value that the documents give, where the person gave none."""
    large = [path for path in documents if path.stat().st_size > MOST_BYTES]
    if large:
        raise DugnadError(f"{large[0]}: the file is larger than any tender document. Give the documents one by one.")
    read = [read_document(path.read_bytes(), file=path.name) for path in documents]
    found = read_procurement(read, on=on)
    is_one = len(documents) == 1
    demands = tuple(
        Demand(text=one.quote.text, place=told_place(one.quote.place, language, is_one), is_binding=one.is_binding)
        for one in found.requirements
        if one.environment == "certain"
    )
    return replace(
        facts,
        requirements=(*facts.requirements, *demands),
        cpv=facts.cpv or next(iter(found.head.cpv), ""),
        value_nok=facts.value_nok or found.head.value_nok,
    )


def told_place(place: Place, language: str, is_one: bool) -> str:
    """The place in the reader's language: heading and page, paragraph or row; the file where there are several."""
    kind = "page" if place.page is not None else "row" if place.table is not None else "paragraph"
    words: str = load_phrases()["places"][language][kind]
    spot = words.format(page=place.page, table=place.table, row=place.row, paragraph=place.paragraph)
    heading = f"«{place.heading}»" if place.heading else ""
    return ", ".join(filter(None, ["" if is_one else place.file, heading, spot]))


def as_dict(asked: Sequence[Question], made: Draft) -> dict[str, Any]:
    """Questions and draft as programs read them."""
    told = [
        {
            "id": one.id,
            "text": one.texts,
            "why": one.whys,
            "rests_on": list(one.rests_on),
            "is_optional": one.is_optional,
        }
        for one in asked
    ]
    return {**asdict(made), "text": made.text, "questions": told}


def print_draft(asked: Sequence[Question], made: Draft) -> None:
    """Questions that are open, the text with its gaps marked, what it rests on, like cases."""
    titles = load_phrases()["titles"][made.language]
    click.secho(f"{load_path(made.path)['name'][made.language]} · {made.citation} · {made.on.isoformat()}", bold=True)
    open_ids = {gap.question for gap in made.gaps}
    print_list(
        titles["questions"],
        [
            f"{one.id}: {one.texts[made.language]}\n      {why(one, made.language)}"
            for one in asked
            if one.id in open_ids
        ],
    )
    click.secho(f"\n{titles['text']}", bold=True)
    for paragraph in made.paragraphs:
        click.echo(click.wrap_text(" ".join(one.text for one in paragraph), 100, "  ", "  ") + "\n")
    print_list(titles["evidence"], evidence_of(made))
    print_list(titles["warnings"], list(made.warnings))
    print_list(
        titles["decisions"],
        [f"{one.case} ({one.verdict}, {one.mark}): {one.text} {one.after}".strip() for one in made.like_cases]
        or [load_phrases()["warnings"]["no_decision"][made.language]],
    )
    click.echo(f"\n{made.note}")


def why(question: Question, language: str) -> str:
    rests = ", ".join(question.rests_on)
    return f"{question.whys[language]}{f' ({rests})' if rests else ''}"


def evidence_of(made: Draft) -> list[str]:
    """What each kind of sentence rests on, once."""
    words: dict[str, str] = load_phrases()["basis"][made.language]
    sentences = [one for paragraph in made.paragraphs for one in paragraph if one.basis != "gap"]
    return list(dict.fromkeys(f"{words[one.basis]}: {one.evidence}" for one in sentences))


def print_list(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.secho(f"\n{title}", bold=True)
    for line in lines:
        click.echo(f"  - {line}")
