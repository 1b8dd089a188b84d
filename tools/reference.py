"""Writes docs/reference from the code and the content: `make docs`.

A test compares the pages with what this would write, so that nothing goes undocumented.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import click
import django
import yaml

from dugnad.check.facts import CHOICES, CLAUSES, CRITERION, FORM
from dugnad.cli.main import dugnad
from dugnad.content import content_files, read_yaml
from dugnad.law.finding import Outcome
from dugnad.law.overview import every_rule
from dugnad.notices.problem import CODES
from dugnad.notices.tables import RAW, RESULT, TABLES

HERE = Path(__file__).parent
FOLDER = HERE.parent / "docs" / "reference"
NOTE = "Written by `make docs`; do not edit.\n"
OUTCOMES = {
    "NOT_APPLICABLE": "The rule does not bind this buyer, this purchase or this day.",
    "OUTSIDE_ACT": "The purchase is outside the Act, by its value or its kind.",
    "DUTY_APPLIES": "The general duty applies, without a share or a rank to reach.",
    "DUTY_DECLARED": "The buyer declares that the duty is fulfilled; nothing more can be seen.",
    "MET_WEIGHT": "Climate and environment weigh enough.",
    "MET_RANK": "A climate or environmental criterion ranks high enough.",
    "MET_SPEC": "Requirements in the specification replace the criterion, with reasons.",
    "MET_COMBINATION": "Requirements and a criterion together, with reasons.",
    "EXEMPT_CLAIMED": "The buyer claims an exemption or another path; whether rightly cannot be seen here.",
    "SHOULD_NOT_MET": "A recommendation was not followed; it was no duty on that day.",
    "REASONS_MISSING": "A departure is claimed, and the reasons that it needs are missing.",
    "POSSIBLE_BREACH": "Everything that can be seen points to a breach. On screen: mulig brudd.",
    "INVALID_CODE_FOR_DATE": "A code was used on a day when it was not valid.",
    "MANUAL_REVIEW": "The facts are there, but conflict or need a person's judgement.",
    "NOT_COLLECTABLE": "The form has no field for it.",
    "UNKNOWN": "Facts are lacking. Never the same as no.",
}


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|").strip() for cell in line) + " |\n" for line in lines)


def commands() -> str:
    """The command line, command by command."""
    exits = "Exit codes: 0 done; 1 done, and something needs attention; 2 wrong use or unreadable input."
    text = f"# Commands\n\n{NOTE}\n{exits}\n"
    for name, command in all_commands(dugnad, "dugnad"):
        usage = " ".join(command.collect_usage_pieces(click.Context(command)))
        text += f"\n## {name}\n`{name} {usage}`\n\n{paragraphs(command.help or '')}\n"
        options = list(option_rows(command))
        if options:
            text += "\n" + table(("option", "meaning"), iter(options))
    return text


def all_commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below the group with its full name, groups themselves left out."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{name} {part}")
        elif command is not None:
            yield f"{name} {part}", command


def option_rows(command: click.Command) -> Iterator[tuple[str, str]]:
    """An option's names and meaning."""
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            choices = option.type.choices if isinstance(option.type, click.Choice) else ()
            names = ", ".join(f"`{name}`" for name in option.opts) + (
                f" {'/'.join(map(str, choices))}" if choices else ""
            )
            default = f" Default: {option.default}." if isinstance(option.default, str | int | float) else ""
            default = "" if option.is_flag else default
            yield names, (option.help or "") + default


def paragraphs(text: str) -> str:
    """A docstring as Markdown."""
    return "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines())


def tables() -> str:
    """The tables of the store."""
    told: dict[str, Any] = yaml.safe_load((HERE / "columns.yaml").read_text(encoding="utf-8"))
    places = "`S/raw/*.parquet`, `S/tables/<table>/*.parquet`, `S/results/*.parquet`, where S is the store."
    text = f"# Tables\n\n{NOTE}\n{places}\n"
    for name, schema in {"raw": RAW, **TABLES, "result": RESULT}.items():
        about = told[name]
        rows = ((f"`{field.name}`", type_of(field.type), about["columns"][field.name]) for field in schema)
        text += f"\n## {name}\n{about['about']} Key: {about['key']}.\n\n" + table(("column", "type", "meaning"), rows)
    return text


def type_of(kind: Any) -> str:
    """A column's type in words."""
    text = str(kind)
    if text.startswith("list<item: struct"):
        return "list of records"
    return {"list<item: string>": "list of texts", "string": "text", "double": "number", "bool": "yes/no"}.get(
        text, text
    )


def rules() -> str:
    """Every version of every rule, and the outcomes."""
    text = f"# Rules\n\n{NOTE}\nThe day of announcement decides which version counts.\n"
    for rule, versions in groupby(every_rule(), key=lambda one: one.rule):
        rows = (
            (f"`{one.id}`", f"{one.since} – {one.until or ''}", one.names["en"], one.citation, one.mark)
            for one in versions
        )
        text += f"\n## {rule}\n\n" + table(("version", "in force", "name", "citation", "mark"), rows)
    outcomes = ((f"`{outcome}`", OUTCOMES[outcome]) for outcome in get_args(Outcome))
    return (
        text
        + "\n## Outcomes\n\n"
        + table(("outcome", "meaning"), outcomes)
        + "\nMarks: A read in an official text; A* read in a copy of open data from Lovdata, counts as A; B secondary "
        "source; C not read; I inferred, counts as C. Below A* the screen says *ikke kontrollert*, and C or I never "
        "leads to `POSSIBLE_BREACH`.\n"
    )


def indicators() -> str:
    """The indicators."""
    text = (
        f"# Indicators\n\n{NOTE}\nEach stands for nation, county, kind of body, body, CPV division, quarter and year.\n"
    )
    found = [(path.parent.name, read_yaml(path)) for path in content_files("indicators", "about.yaml")]
    for name, about in sorted(found, key=lambda one: (one[1].get("order", 99), one[0])):
        text += f"\n## {name}\n**{about['name']['en']}.** {about['question']['en']}\n\n"
        for title, part in (("Counted", "numerator"), ("Of", "denominator"), ("Method", "method")):
            text += f"- {title}: {about[part]['en']}\n"
        text += "".join(f"- Left out: {one['en']}\n" for one in about.get("exclusions", ()))
    return text


def settings() -> str:
    """Settings from the surroundings."""
    told: dict[str, dict[str, str]] = yaml.safe_load((HERE / "settings.yaml").read_text(encoding="utf-8"))
    rows = ((f"`{name}`", about["default"], about["about"]) for name, about in told.items())
    return f"# Settings\n\n{NOTE}\nEnvironment variables.\n\n" + table(("name", "default", "meaning"), rows)


def problem_codes() -> str:
    """The codes of the problem table."""
    rows = ((f"`{code}`", meaning) for code, meaning in CODES.items())
    return f"# Problem codes\n\n{NOTE}\nThe column `code` of the table [problem](tables.md#problem).\n\n" + table(
        ("code", "meaning"), rows
    )


def api() -> str:
    """The programs' door: its routes from OpenAPI, and the facts it takes."""
    described = open_api()
    text = f"# API\n\n{NOTE}\n{described['info']['description']} The whole description: `/api/v1/openapi.json`.\n"
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            answers = ", ".join(f"`{code}`" for code in route["responses"])
            text += f"\n## {method.upper()} {path}\n{route['description']}\n\nAnswers: {answers}.\n"
    facts = ((f"`{name}`", " or ".join(kind.__name__ for kind in kinds), choices(name)) for name, kinds in FORM.items())
    criterion = ((f"`{name}`", " or ".join(kind.__name__ for kind in kinds), "") for name, kinds in CRITERION.items())
    return (
        text
        + "\n## Facts\nAll fields but `announced` may be left out: what is not said is unknown, never no.\n\n"
        + table(("field", "type", "one of"), facts)
        + "\nEach of `criteria`:\n\n"
        + table(("field", "type", ""), criterion)
        + f"\n`clauses`: {', '.join(f'`{one}`' for one in CLAUSES)}.\n"
    )


def choices(name: str) -> str:
    """The values a field of the facts may have, where they are few."""
    return ", ".join(f"`{one}`" for one in sorted(CHOICES.get(name, ())))


def open_api() -> dict[str, Any]:
    """The description of the API as programs get it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.server.settings")
    django.setup()
    from dugnad.api.routes import api as door  # noqa: PLC0415 - Django must be set up first

    found: dict[str, Any] = json.loads(json.dumps(door.get_openapi_schema(path_prefix="/api/v1/")))
    return found


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "tables.md": tables,
    "rules.md": rules,
    "indicators.md": indicators,
    "settings.md": settings,
    "problem-codes.md": problem_codes,
    "api.md": api,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
