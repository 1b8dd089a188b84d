"""`dugnad monitor`: the indicators of the nation, a county or a body, with coverage beside every figure."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dugnad.cli.show import now, store_option

if TYPE_CHECKING:
    from dugnad.monitor.results import Results, Row

FORMS = ("table", "json", "csv", "xlsx", "html")
DAY = click.DateTime(["%Y-%m-%d"])
EMPTY = {
    "nb": "Ingen kunngjorte delkontrakter her i perioden. Det betyr ukjent, ikke null.",
    "nn": "Ingen kunngjorde delkontraktar her i perioden. Det tyder ukjent, ikkje null.",
    "en": "No announced lots here in the period. That means unknown, not zero.",
}
HEADINGS = {
    "nb": ("Indikator", "Tall", "Antall", "Av", "Dekning"),
    "nn": ("Indikator", "Tal", "Mengd", "Av", "Dekning"),
    "en": ("Indicator", "Figure", "Number", "Of", "Coverage"),
}
BODY_HEADINGS = {
    "nb": ("Virksomhet", "Minst 30 %", "Av", "Dekning", "Mulig brudd", "Ukjent"),
    "nn": ("Verksemd", "Minst 30 %", "Av", "Dekning", "Mogleg brot", "Ukjent"),
    "en": ("Body", "At least 30%", "Of", "Coverage", "Possible breach", "Unknown"),
}


@click.command("monitor")
@click.option("--national", "places", flag_value="national", default=True, help="The whole country (the default).")
@click.option("--county", metavar="NN", help="One county, by its number of 2024.")
@click.option("--body", metavar="ORGNR", help="One body, by its organisation number.")
@click.option("--all-bodies", "places", flag_value="bodies", help="Every body that has announced something.")
@click.option("--since", type=DAY, help="Only what was announced on this day or later.")
@click.option("--until", type=DAY, help="Only what was announced on this day or earlier.")
@click.option("--period", default="all", metavar="all|YYYY|YYYY-Qn", help="A stored period.", show_default=True)
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True)
@store_option
def command(
    *,
    places: str,
    county: str | None,
    body: str | None,
    since: datetime | None,
    until: datetime | None,
    period: str,
    form: str,
    out: Path | None,
    lang: str,
    store: Path,
    as_json: bool,
) -> None:
    """Show the indicators. With --since or --until they are counted anew for those days; otherwise as stored."""
    first, last = (day.date() if day else None for day in (since, until))
    results, period = read_results(store, first, last, period)
    rows = choose(results, places, county, body, period)
    data = write("json" if as_json else form, rows, store=store, language=lang, wide=places == "bodies")
    if out:
        save(out, data)
    elif form == "xlsx" and not as_json and sys.stdout.isatty():
        raise click.UsageError("A workbook cannot be shown here. Add --out FILE.xlsx.")
    else:
        click.echo(data, nl=False)


def read_results(store: Path, since: date | None, until: date | None, period: str) -> tuple[Results, str]:
    """The stored results, or new ones for a window of days, and the period to show."""
    from dugnad.monitor.compute import compute_results, window_name  # noqa: PLC0415 - half a second that --help need not pay
    from dugnad.monitor.engine import connect  # noqa: PLC0415
    from dugnad.monitor.results import open_results, results_of  # noqa: PLC0415

    if not (since or until):
        return open_results(store), period
    if since and until and since > until:
        raise click.BadParameter(f"{since} is after {until}. Swap them.", param_hint="--since")
    if period != "all":
        raise click.UsageError("--period chooses a stored period; leave it out beside --since and --until.")
    table = compute_results(connect(store), computed_at=now(), since=since, until=until)
    return results_of(table), window_name(since, until)


def choose(results: Results, places: str, county: str | None, body: str | None, period: str) -> list[Row]:
    """The rows asked for, in the indicators' order."""
    if sum([places == "bodies", county is not None, body is not None]) > 1:
        raise click.UsageError("Choose one of --national, --county, --body and --all-bodies.")
    if places == "bodies":
        found = [row for code in results.codes("body") for row in results.of_place("body", code)]
    elif county is not None:
        found = results.of_place("county", results.code(county_number(county)))
    elif body is not None:
        found = results.of_place("body", org_number(body))
    else:
        found = results.of_place("nation", results.nation)
    return in_order([row for row in found if row.period == period])


def in_order(rows: list[Row]) -> list[Row]:
    """Place by place, the indicators and their figures as about.yaml orders them."""
    from dugnad.monitor.indicators import load_indicators  # noqa: PLC0415

    order = {name: n for n, name in enumerate(name for one in load_indicators() for name in one.row_names)}
    return sorted((row for row in rows if row.indicator in order), key=lambda row: (row.code, order[row.indicator]))


def county_number(text: str) -> str:
    """A county that exists."""
    from dugnad.monitor.names import county_names  # noqa: PLC0415

    number = text.strip().zfill(2)
    if number not in county_names():
        known = ", ".join(f"{code} {name}" for code, name in county_names().items())
        raise click.BadParameter(f'"{text}" is no county. Known: {known}.', param_hint="--county")
    return number


def org_number(text: str) -> str:
    """Nine digits, however they were spaced."""
    number = "".join(text.split())
    if len(number) != 9 or not number.isdigit():  # noqa: PLR2004 - the length of an organisation number
        raise click.BadParameter(f'"{text}" is no organisation number. Write nine digits.', param_hint="--body")
    return number


def write(form: str, rows: list[Row], *, store: Path, language: str, wide: bool) -> bytes:
    """The rows in the form asked for."""
    from dugnad.monitor.export import export  # noqa: PLC0415
    from dugnad.monitor.indicators import load_indicators  # noqa: PLC0415
    from dugnad.monitor.names import place_names  # noqa: PLC0415

    names = place_names({(row.scope, row.code) for row in rows}, store=store, language=language)
    if form != "table":
        return export(rows, load_indicators(), form=form, language=language, names=names)
    lines = body_table(rows, names, language) if wide else place_table(rows, names, language)
    return "".join(f"{line}\n" for line in lines or [EMPTY[language]]).encode()


def place_table(rows: list[Row], names: dict[tuple[str, str], str], language: str) -> list[str]:
    """One place's figures, a line each."""
    from dugnad.monitor.export import records, texts  # noqa: PLC0415
    from dugnad.monitor.indicators import load_indicators  # noqa: PLC0415
    from dugnad.monitor.sentence import period_text  # noqa: PLC0415

    if not rows:
        return []
    found = records(rows, load_indicators(), language=language, names=names)
    cells = [(one["name"], *texts(one, language)[2:]) for one in found]
    return [
        f"{found[0]['place']} · {period_text(found[0]['period'], language)}",
        *columns([HEADINGS[language], *cells]),
    ]


def body_table(rows: list[Row], names: dict[tuple[str, str], str], language: str) -> list[str]:
    """A line for each body, with the figures that say most."""
    from dugnad.monitor.sentence import number_text, share_text, value_text  # noqa: PLC0415

    by_body: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_body.setdefault(row.code, {})[row.indicator] = row
    cells = []
    for code, found in by_body.items():
        share = found.get("environment-weight-share")
        paths = [found.get(f"path-taken.{part}") for part in ("possible-breach", "unknown")]
        weight = ("–", "–", "–")
        if share:
            weight = (
                value_text(share.value, "share", language),
                number_text(share.denominator, language),
                share_text(share.coverage, language),
            )
        cells.append(
            (
                f"{names['body', code]} ({code})",
                *weight,
                *(number_text(path.numerator, language) if path else "–" for path in paths),
            )
        )
    return columns([BODY_HEADINGS[language], *sorted(cells)]) if cells else []


def columns(cells: list[tuple[str, ...]]) -> list[str]:
    """Cells under each other, the first column to the left, figures to the right."""
    widths = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
    return [
        "  ".join(
            text.ljust(width) if n == 0 else text.rjust(width)
            for n, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]


def save(out: Path, data: bytes) -> None:
    """Write the file whole, or say why not."""
    try:
        out.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(out), hint=error.strerror or "it cannot be written") from error
