"""`dugnad law`: the rules in force on a day, and worked cases explained."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from dugnad.cli.show import decimal, json_option, now, print_json
from dugnad.law.cases import CaseResult, load_case, load_cases, run_case
from dugnad.law.duty_cases import ABSENT, DutyResult, is_duty_case, load_duty_case, load_duty_cases, run_duty_case
from dugnad.law.finding import Finding, Scope
from dugnad.law.hard_content import load_hard
from dugnad.law.judge import RULE
from dugnad.law.overview import rules_on
from dugnad.law.rule_on_day import RuleOnDay

WORDS = {
    "nb": {"title": "Regler som gjaldt", "rule": "Klima- og miljøregelen", "number": "Tall", "code": "Nasjonale koder",
           "NOK": "kr", "percent": "%", "rank": "høyest prioriterte", "missing": "ikke funnet", "lacks": "Mangler"},
    "nn": {"title": "Reglar som galdt", "rule": "Klima- og miljøregelen", "number": "Tal", "code": "Nasjonale kodar",
           "NOK": "kr", "percent": "%", "rank": "høgast prioriterte", "missing": "ikkje funnen", "lacks": "Manglar"},
    "en": {"title": "Rules in force on", "rule": "The climate and environment rule", "number": "Numbers",
           "code": "National codes", "NOK": "NOK", "percent": "%", "rank": "highest priorities", "missing": "not found",
           "lacks": "Missing"},
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
    headings = {subject.id: subject.names[lang] for subject in load_hard().subjects} | words
    group = ""
    for rule in rules:
        if (rule.subject or rule.kind) != group:
            group = rule.subject or rule.kind
            click.secho(f"\n{headings[group]}", bold=True)
        print_rule(rule, lang)


def print_rule(rule: RuleOnDay, language: str) -> None:
    """One rule or number: what it is, what it says, where it stands."""
    click.echo(f"- {rule.names[language]}{value_of(rule, WORDS[language])}")
    if rule.kind in {"rule", "duty"}:
        click.echo(click.wrap_text(rule.text[language], 100, "    ", "    "))
    if rule.missing_words:
        lacks = f"{WORDS[language]['lacks']}: {rule.missing_words.get(language) or rule.missing_words['nb']}"
        click.echo(click.wrap_text(lacks, 100, "    ", "    "))
    until = f"–{rule.until.isoformat()}" if rule.until else "–"
    words = rule.mark_words[language]
    click.echo(f"    {rule.citation} · {rule.since.isoformat()}{until}{f' · {words}' if words else ''}")


def value_of(rule: RuleOnDay, words: dict[str, str]) -> str:
    if rule.kind != "number":
        return ""
    return f": {decimal(rule.value)} {words[rule.unit]}" if rule.value is not None else f": {words['missing']}"


@command.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--all", "every", is_flag=True, help="Every case in content/cases, as a table.")
@json_option
def check(files: tuple[Path, ...], *, every: bool, as_json: bool) -> None:
    """Run worked cases: a file is explained, all of them are told as a table of expected, found and citation.

    Exit code 1: a case has another outcome than expected.
    """
    if not files and not every:
        raise click.UsageError("Name one or more case files, or use --all.")
    results = [run_file(path) for path in files]
    table: list[CaseResult | DutyResult] = []
    if every:
        table += [run_case(case) for case in load_cases()]
        table += [run_duty_case(case) for case in load_duty_cases()]
    if as_json:
        print_json([as_dict(result) for result in (*results, *table)])
    else:
        for result in results:
            print_result(result) if isinstance(result, CaseResult) else print_duties(result)
        print_table([row for result in table for row in rows_of(result)])
        print_sum([*results, *table])
    raise SystemExit(0 if all(result.is_as_expected for result in (*results, *table)) else 1)


def run_file(path: Path) -> CaseResult | DutyResult:
    """One case file, of the climate rule or of the duties."""
    return run_duty_case(load_duty_case(path)) if is_duty_case(path) else run_case(load_case(path))


def as_dict(result: CaseResult | DutyResult) -> dict[str, Any]:
    """The case and what was found, for programs."""
    if isinstance(result, DutyResult):
        return duties_as_dict(result)
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


def duties_as_dict(result: DutyResult) -> dict[str, Any]:
    """A duty case with the findings of every rule."""
    case = result.case
    return {
        "id": case.id,
        "name": case.names,
        "announced": case.announced.isoformat(),
        "expect": case.expect or None,
        "why_not_judged": case.why_not,
        "found": [asdict(finding) for finding in result.findings],
        "is_as_expected": result.is_as_expected,
        "differences": [
            {"rule": rule, "field": name, "expected": expected, "found": found}
            for rule, name, expected, found in result.differences
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


def print_duties(result: DutyResult) -> None:
    """A duty case explained: what every rule says, those that the case names first."""
    case = result.case
    sign = "✓" if case.expect and result.is_as_expected else "·" if not case.expect else "✗"
    click.secho(f"{sign} {case.id}: {case.names['nb']}", bold=True)
    click.echo(f"    kunngjort {case.announced.isoformat()} · kilde: {case.source}")
    for finding in sorted(result.findings, key=lambda one: one.rule not in case.expect):
        named = "" if finding.rule in case.expect else "  (ikke del av fasiten)"
        click.echo(f"    {finding.rule}: {outcome_of(finding)}, {finding.citation}{named}")
        if finding.rule in case.expect:
            click.echo(f"        {finding.sentence_nb}")
    if not case.expect:
        click.echo(f"    bedømmes ikke: {case.why_not}")
    for rule, name, expected, found in result.differences:
        click.secho(f"    {rule}: {name}: ventet {expected!r}, fant {found!r}", fg="red")


class Row(NamedTuple):
    """One line of the table: a case under one rule."""

    is_right: bool | None
    case: str
    rule: str
    expected: str
    found: str
    citation: str


def rows_of(result: CaseResult | DutyResult) -> list[Row]:
    """A case of the climate rule is one line, a duty case one for each rule that it names."""
    if isinstance(result, DutyResult):
        return duty_rows(result)
    expect, worst = result.case.expect, result.worst
    if expect is None:
        return [Row(None, result.case.id, RULE, "–", outcome_of(worst) if worst else "–", "")]
    expected = outcome_words(expect)
    if "outcome" not in expect:
        expected = ", ".join(f"{name} {value}" for name, value in expect.items())
        found = {name: value for name, _, value in result.differences}
        told = ", ".join(f"{name} {found.get(name, value)}" for name, value in expect.items())
        return [Row(result.is_as_expected, result.case.id, RULE, expected, told, worst.citation if worst else "")]
    return [
        Row(result.is_as_expected, result.case.id, RULE, expected, outcome_of(worst), worst.citation if worst else "")
    ]


def duty_rows(result: DutyResult) -> list[Row]:
    wrong = {rule for rule, *_ in result.differences}
    rows = [
        Row(
            rule not in wrong,
            result.case.id,
            rule,
            outcome_words(expected),
            outcome_of(finding := result.of(rule)),
            finding.citation if finding else "",
        )
        for rule, expected in result.case.expect.items()
    ]
    return rows or [Row(None, result.case.id, "", "–", "", "")]


def outcome_words(expected: dict[str, Any]) -> str:
    ground = expected.get("ground")
    return f"{expected.get('outcome')} ({ground})" if ground else str(expected.get("outcome"))


def outcome_of(finding: Finding | None) -> str:
    if finding is None:
        return ABSENT
    return f"{finding.outcome} ({finding.ground})" if finding.ground else finding.outcome


def print_table(rows: list[Row]) -> None:
    """Case, rule, expected, found and citation in columns as wide as their longest cell."""
    if not rows:
        return
    head = ("", "eksempel", "regel", "ventet", "fant", "hjemmel")
    lines = [head, *(({True: "✓", False: "✗", None: "·"}[row.is_right], *row[1:]) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for number, line in enumerate(lines):
        text = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        click.secho(text, bold=number == 0 or None, fg="red" if line[0] == "✗" else None)


def print_sum(results: list[CaseResult | DutyResult]) -> None:
    judged = [result for result in results if result.case.expect]
    right = sum(1 for result in judged if result.is_as_expected)
    click.echo(
        f"\n{len(results)} eksempler: {right} av {len(judged)} som ventet, {len(results) - len(judged)} uten fasit"
    )
