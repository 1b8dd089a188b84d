"""`dugnad law`: the rules in force on a day, and worked cases explained."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dugnad.cli.show import decimal, json_option, now, print_json
from dugnad.law.cases import CaseResult, load_case, load_cases, run_case
from dugnad.law.finding import Finding, Scope
from dugnad.law.overview import RuleOnDay, rules_on

WORDS = {
    "nb": {"title": "Regler som gjaldt", "rule": "Regler", "number": "Tall", "code": "Nasjonale koder",
           "NOK": "kr", "percent": "%", "rank": "høyest prioriterte", "missing": "ikke funnet"},
    "nn": {"title": "Reglar som galdt", "rule": "Reglar", "number": "Tal", "code": "Nasjonale kodar",
           "NOK": "kr", "percent": "%", "rank": "høgast prioriterte", "missing": "ikkje funnen"},
    "en": {"title": "Rules in force on", "rule": "Rules", "number": "Numbers", "code": "National codes",
           "NOK": "NOK", "percent": "%", "rank": "highest priorities", "missing": "not found"},
}  # fmt: skip
ANSWERS = {True: "ja", False: "nei", None: "ukjent"}


@click.group("law")
def command() -> None:
    """The law that notices are judged by."""


@command.command("show")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if not given.")
@click.option("--lang", type=click.Choice(sorted(WORDS)), default="nb", show_default=True)
@json_option
def show(on: datetime | None, lang: str, *, as_json: bool) -> None:
    """Show every rule, number and code in force on a day, with source and how well it is checked."""
    day = (on or now()).date()
    rules = rules_on(day)
    if as_json:
        print_json({"on": day.isoformat(), "rules": [asdict(rule) for rule in rules]})
        return
    words = WORDS[lang]
    click.secho(f"{words['title']} {day.isoformat()}", bold=True)
    kind = ""
    for rule in rules:
        if rule.kind != kind:
            kind = rule.kind
            click.secho(f"\n{words[kind]}", bold=True)
        print_rule(rule, lang)


def print_rule(rule: RuleOnDay, language: str) -> None:
    """One rule or number: what it is, what it says, where it stands."""
    click.echo(f"- {rule.names[language]}{value_of(rule, WORDS[language])}")
    if rule.kind == "rule":
        click.echo(click.wrap_text(rule.text[language], 100, "    ", "    "))
    until = f"–{rule.until.isoformat()}" if rule.until else "–"
    words = rule.mark_words[language]
    click.echo(f"    {rule.citation} · {rule.since.isoformat()}{until}{f' · {words}' if words else ''}")


def value_of(rule: RuleOnDay, words: dict[str, str]) -> str:
    if rule.kind != "number":
        return ""
    return f": {decimal(rule.value)} {words[rule.unit]}" if rule.value is not None else f": {words['missing']}"


@command.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--all", "every", is_flag=True, help="Every case in content/cases.")
@json_option
def check(files: tuple[Path, ...], *, every: bool, as_json: bool) -> None:
    """Run worked cases and explain each: facts, where the law places them, expected and found.

    Exit code 1: a case has another outcome than expected.
    """
    if not files and not every:
        raise click.UsageError("Name one or more case files, or use --all.")
    cases = [*(load_case(path) for path in files), *(load_cases() if every else ())]
    results = [run_case(case) for case in cases]
    if as_json:
        print_json([as_dict(result) for result in results])
    else:
        for result in results:
            print_result(result)
        print_sum(results)
    raise SystemExit(0 if all(result.is_as_expected for result in results) else 1)


def as_dict(result: CaseResult) -> dict[str, Any]:
    """The case and what was found, for programs."""
    case = result.case
    return {
        "id": case.id,
        "name": case.names,
        "announced": case.announced.isoformat(),
        "expect": case.expect,
        "why_not_judged": case.why_not,
        "found": asdict(result.worst) if result.worst and case.lots else None,
        "scope": [asdict(scope) for scope in result.scopes],
        "is_as_expected": result.is_as_expected,
        "differences": [
            {"field": name, "expected": expected, "found": found} for name, expected, found in result.differences
        ],
    }


def print_result(result: CaseResult) -> None:
    """One case explained."""
    case = result.case
    sign = "·" if case.expect is None else "✓" if result.is_as_expected else "✗"
    click.secho(f"{sign} {case.id}: {case.names['nb']}", bold=True)
    click.echo(f"    kunngjort {case.announced.isoformat()} · kilde: {case.source}")
    for scope, finding in zip(result.scopes, result.findings, strict=True):
        print_path(scope, finding)
    if case.expect is None:
        click.echo(f"    bedømmes ikke: {case.why_not}")
    for name, expected, found in result.differences:
        click.secho(f"    {name}: ventet {expected!r}, fant {found!r}", fg="red")


def print_path(scope: Scope, finding: Finding) -> None:
    """From scope to outcome, and the facts that decided."""
    place = f"{scope.regulation} del {scope.part}, bundet: {ANSWERS[scope.is_bound]}"
    announce = f", kunngjøringsplikt: {ANSWERS[scope.must_announce]}" if scope.must_announce is not None else ""
    click.echo(f"    virkeområde: {place}{announce} ({scope.why})")
    for row in finding.facts["criteria"]:
        weight = "–" if row["weight_high"] is None else f"{row['weight_high']:g} %"
        rank = f", rang {row['rank']}" if row["rank"] is not None else ""
        click.echo(f"    kriterium {row['type'] or '?'}: vekt {weight}{rank}, miljø: {row['environment']}")
    for row in finding.facts["statements"]:
        click.echo(f"    erklæring {row['type']}: {'med' if row['has_text'] else 'uten'} tekst")
    ground = f" ({finding.ground})" if finding.ground else ""
    click.echo(f"    {finding.rule_version or 'ingen versjon'} → {finding.outcome}{ground}, {finding.citation}")
    click.echo(f"    {finding.sentence_nb}")


def print_sum(results: list[CaseResult]) -> None:
    judged = [result for result in results if result.case.expect is not None]
    right = sum(1 for result in judged if result.is_as_expected)
    click.echo(
        f"\n{len(results)} eksempler: {right} av {len(judged)} som ventet, {len(results) - len(judged)} uten fasit"
    )
