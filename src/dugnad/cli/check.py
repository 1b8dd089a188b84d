"""`dugnad check`: one notice, judged before or after publishing, with the words that prove it and what to do next."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from dugnad.check.notice import CheckedLot, CheckedNotice, as_dict, check_notice
from dugnad.check.steps import next_step, outcome_words
from dugnad.cli.show import decimal, json_option, print_json
from dugnad.errors import DugnadError

TITLES = {
    "nb": {"announced": "kunngjort", "lot": "Delkontrakt", "rule": "Regel", "mark": "ikke kontrollert",
           "next": "Neste", "weights": "miljøvekt: sikker {certain}, høyst {most}",
           "problems": "Merknader", "none": "ingen funn"},
    "nn": {"announced": "kunngjord", "lot": "Delkontrakt", "rule": "Regel", "mark": "ikkje kontrollert",
           "next": "Neste", "weights": "miljøvekt: sikker {certain}, høgst {most}",
           "problems": "Merknader", "none": "ingen funn"},
    "en": {"announced": "announced", "lot": "Lot", "rule": "Rule", "mark": "not verified", "next": "Next",
           "weights": "environmental weight: certain {certain}, at most {most}", "problems": "Remarks",
           "none": "no finding"},
}  # fmt: skip
READ_AS = {
    "nb": {"certain": "klima og miljø", "doubtful": "kanskje klima og miljø"},
    "nn": {"certain": "klima og miljø", "doubtful": "kanskje klima og miljø"},
    "en": {"certain": "climate and environment", "doubtful": "perhaps climate and environment"},
}
MOST_BYTES = 80 * 1024 * 1024


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Judge as if announced on this day.")
@click.option("--lang", type=click.Choice(sorted(TITLES)), default="nb", show_default=True)
@json_option
def command(files: tuple[Path, ...], on: datetime | None, lang: str, *, as_json: bool) -> None:
    """Check a notice (eForms XML): what applies, what is met, what is missing, and what to write.

    Exit code 1: something needs attention. Exit code 2: a file cannot be read.
    """
    checked = [check_notice(read_bytes(path), file=path.name, on=on.date() if on else None) for path in files]
    if as_json:
        told = [as_dict(one) for one in checked]
        print_json(told[0] if len(told) == 1 else told)
    else:
        for one in checked:
            print_notice(one, lang)
    raise SystemExit(1 if any(one.needs_attention for one in checked) else 0)


def read_bytes(path: Path) -> bytes:
    """The file's bytes, bounded."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DugnadError(f"{path}: the file is larger than any notice. Give the notice's own XML file.")
        return path.read_bytes()
    except OSError as error:
        raise DugnadError(f"{path}: the file cannot be opened ({error.strerror}). Check its name.") from error


def print_notice(checked: CheckedNotice, language: str) -> None:
    """The check as people read it."""
    notice, titles = checked.notice, TITLES[language]
    click.secho(notice["title"] or notice["notice_id"], bold=True)
    day = notice["announced"]
    told_day = day.isoformat() if isinstance(day, date) else "?"
    click.echo(f"{notice['buyer_name'] or '?'} · {titles['announced']} {told_day} · {notice['notice_id']}")
    for one in checked.lots:
        print_lot(one, language)
    remarks = [row for row in checked.problems if row["severity"] != "info"]
    if remarks:
        click.echo(f"\n{titles['problems']}:")
        for row in remarks:
            click.echo(f"  - {row['message']}")


def print_lot(checked: CheckedLot, language: str) -> None:
    """One lot: its finding, the evidence, the next step."""
    titles, lot, finding = TITLES[language], checked.lot, checked.finding
    click.echo(f"\n{titles['lot']} {lot['lot_id']}: {lot['title'] or ''}")
    if finding is None:
        click.echo(f"  {titles['none']}")
        return
    unsure = f" ({titles['mark']})" if finding["mark"] in {"B", "C", "I"} else ""
    click.secho(f"  {outcome_words()[finding['outcome']][language]}{unsure}", bold=True)
    click.echo(f"  {finding['sentence_' + language]}")
    codes = f"{finding['rule_version'] or '–'}, {finding['outcome']}"
    click.echo(f"  {titles['rule']}: {finding['citation'] or '–'} [{codes}]")
    if finding["weight_environment_max"] is not None:
        certain, most = percent(finding["weight_environment_certain"]), percent(finding["weight_environment_max"])
        click.echo(f"  {titles['weights'].format(certain=certain, most=most)}")
    for row in checked.criteria:
        click.echo(f"    {weight_of(row):>8}  {marked(row, language)}")
    click.echo(f"  {titles['next']}: {next_step(finding['outcome'], finding['ground'], language)}")


def percent(number: float | None) -> str:
    """A weight as people write it; an unknown one as a dash."""
    return "–" if number is None else f"{decimal(number, 1).removesuffix(',0')} %"


def weight_of(row: dict[str, Any]) -> str:
    """The criterion's weight or rank."""
    return f"nr. {row['rank']}" if row["rank"] is not None else percent(row["weight_percent"])


def marked(row: dict[str, Any], language: str) -> str:
    """The criterion's words with the deciding ones in brackets."""
    parts = []
    for field in ("name", "description"):
        text = row[field] or ""
        for one in sorted(row["evidence"], key=lambda found: found["start"], reverse=True):
            if one["field"] == field:
                text = f"{text[: one['start']]}[{text[one['start'] : one['end']]}]{text[one['end'] :]}"
        parts.append(" ".join(text.split()))
    label = " – ".join(part for part in parts if part) or row["type_code"]
    word = READ_AS[language].get(row["environment"])
    return f"{label[:300]} ({word})" if word else label[:300]
