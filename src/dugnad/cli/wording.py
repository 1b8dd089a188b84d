"""`dugnad wording`: tell environmental and social criteria apart in a CSV file, or measure that against labels."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast, get_args

import click

from dugnad.errors import DugnadError
from dugnad.wording.evaluate import (
    Labelled,
    Score,
    Share,
    Split,
    Subject,
    disagreements,
    labelled_rows,
    read_all,
    scores,
)
from dugnad.wording.read import read_text
from dugnad.wording.verdict import Certainty, Verdict

ADDED = ("environment", "environment_scope", "topic", "social", "evidence", "stated_percent")
SHOWN = 110
SUBJECTS: tuple[Subject, ...] = ("environment", "social")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the rows; standard output if left out.")
@click.option("--evaluate", type=click.Path(path_type=Path), help="A CSV file of labelled texts to measure against.")
@click.option("--part", type=click.Choice(["all", "train", "held"]), default="all", help="Which part of the labels.")
@click.option("--errors", is_flag=True, help="With --evaluate: list the texts that were read otherwise.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(file: Path | None, out: Path | None, evaluate: Path | None, part: str, errors: bool, as_json: bool) -> None:
    """Tell environmental and social criteria apart, row by row.

    FILE is a CSV with the columns name and description, and language where known (ISO 639-1, -2 or -3, any case). Its
    columns are kept and environment, environment_scope, topic, social, evidence and stated_percent added.
    """
    if (file is None) == (evaluate is None):
        raise click.UsageError("Give either FILE or --evaluate LABELS.csv.")
    if evaluate is not None:
        _evaluate(evaluate, cast("Split", part), errors=errors, as_json=as_json)
    elif file is not None:
        _tell(file, out, as_json=as_json)


READ = ("language", "name", "description")
"""The columns that are read, however their names are written."""


def _tell(file: Path, out: Path | None, *, as_json: bool) -> None:
    kinds = [f"{subject}_{kind}" for subject in SUBJECTS for kind in get_args(Certainty)]
    counts: Counter[str] = Counter(dict.fromkeys(["rows", *kinds], 0))
    with _rows(file) as (columns, dialect, rows), _target(out) as target:
        named = {column.strip().lower(): column for column in columns}
        kept = {column: f"input_{column}" if column in ADDED else column for column in columns}
        writer = csv.DictWriter(target, [*kept.values(), *ADDED], delimiter=dialect, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            verdict = read_text(*(row.get(named.get(part, "")) or "" for part in READ))
            counts[f"environment_{verdict.environment}"] += 1
            counts[f"social_{verdict.social}"] += 1
            counts["rows"] += 1
            writer.writerow({kept[column]: row[column] or "" for column in columns} | _cells(verdict))
    if as_json and out is not None:
        click.echo(json.dumps({"file": str(file), "out": str(out), **counts}))
    elif out is not None:
        certain, doubtful = counts["environment_certain"], counts["environment_doubtful"]
        click.echo(f"{counts['rows']} rader lest: {certain} sikkert om klima og miljø, {doubtful} tvilsomme. {out}")


def _cells(verdict: Verdict) -> dict[str, str]:
    evidence = [asdict(piece) for piece in verdict.evidence]
    return {
        "environment": verdict.environment,
        "environment_scope": verdict.environment_scope or "",
        "topic": verdict.topic or "",
        "social": verdict.social,
        "evidence": json.dumps(evidence, ensure_ascii=False),
        "stated_percent": "" if verdict.stated_percent is None else f"{verdict.stated_percent:g}",
    }


@contextmanager
def _rows(file: Path) -> Iterator[tuple[list[str], str, Iterable[dict[str, str | None]]]]:
    """The file's columns, its delimiter and its rows, with a progress bar on a terminal."""
    csv.field_size_limit(sys.maxsize)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline()
            lines.seek(0)
            dialect = ";" if first.count(";") > first.count(",") else ","
            reader = csv.DictReader(lines, delimiter=dialect)
            columns = list(reader.fieldnames or [])
            if not {"name", "description"} & {column.strip().lower() for column in columns}:
                raise DugnadError(f"{file}, line 1: there is no column name or description. Name the columns so.")
            if len(set(columns)) != len(columns):
                raise DugnadError(f"{file}, line 1: two columns have one name. Give each its own.")
            with click.progressbar(
                _whole(reader, file), label="Leser", file=sys.stderr, hidden=not sys.stderr.isatty()
            ) as rows:
                yield columns, dialect, rows
    except BrokenPipeError:
        raise  # whoever reads our output has had enough; the file is fine
    except FileNotFoundError as error:
        raise DugnadError(f"{file}: there is no such file.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DugnadError(f"{file}: this is not a readable CSV file in UTF-8 ({error}).") from error


def _whole(reader: csv.DictReader[str], file: Path) -> Iterator[dict[str, str | None]]:
    """The rows, each with as many cells as the header has columns, or fewer."""
    for row in reader:
        if None in row:
            place = f"{file}, line {reader.line_num}"
            raise DugnadError(f"{place}: this row has more cells than the header. Quote cells that hold commas.")
        yield row


@contextmanager
def _target(out: Path | None) -> Iterator[IO[str]]:
    """Where rows go; a file appears only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise DugnadError(f"{out}: cannot be written ({error.strerror}). Choose another folder.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _evaluate(file: Path, part: Split, *, errors: bool, as_json: bool) -> None:
    with _rows(file) as (columns, _, rows):
        if "environment" not in columns:
            raise DugnadError(f"{file}, line 1: there is no column environment. Labels need one.")
        labelled = labelled_rows(({key: value or "" for key, value in row.items()} for row in rows), part)
    read = read_all(labelled)
    tables = {subject: scores(read, subject) for subject in SUBJECTS}
    wrong = [item for subject in SUBJECTS for item in disagreements(read, subject)] if errors else []
    if as_json:
        found: dict[str, Any] = {
            "labels": file.name,
            "part": part,
            "rows": len(labelled),
            **{subject: [_figures(line) for line in lines] for subject, lines in tables.items()},
        }
        if errors:
            found["errors"] = [
                {"kind": item.kind, "subject": item.subject, "line": item.labelled.line, **_text(item.labelled)}
                for item in wrong
            ]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for subject, lines in tables.items():
        click.echo(f"{file.name}, {part}: {subject}")
        click.echo(_table(lines))
        click.echo()
    for item in wrong:
        text = " | ".join(filter(None, (item.labelled.name, item.labelled.description)))
        terms = ", ".join(piece.term for piece in item.verdict.evidence)
        place = f"{item.subject}, {item.kind}, line {item.labelled.line} {item.labelled.language}"
        click.echo(f"{place}: {text[:SHOWN]!r} [{terms}]")


def _text(labelled: Labelled) -> dict[str, str]:
    return {"language": labelled.language, "name": labelled.name, "description": labelled.description}


def _figures(line: Score) -> dict[str, Any]:
    def figures(share: Share) -> dict[str, Any]:
        return {"count": share.count, "of": share.of, "value": share.value, "interval": share.interval}

    return {
        "language": line.language,
        "n": line.rows,
        "precision": figures(line.precision),
        "recall": figures(line.recall),
        "doubtful_of_none": figures(line.doubtful_of_none),
        "false_positives": line.false_positives,
        "misses": line.misses,
    }


def _table(lines: list[Score]) -> str:
    head = f"{'language':<12}{'n':>6}  {'precision':<26}{'recall':<26}{'none answered doubtful':<24}"
    head += f"{'false+':>6}{'misses':>7}"
    return "\n".join(
        [
            head,
            *(
                f"{line.language:<12}{line.rows:>6}  {_share(line.precision):<26}{_share(line.recall):<26}"
                f"{_plain(line.doubtful_of_none):<24}{line.false_positives:>6}{line.misses:>7}"
                for line in lines
            ),
        ]
    )


def _share(share: Share) -> str:
    if share.value is None or share.interval is None:
        return f"- ({share.count}/{share.of})"
    low, high = share.interval
    return f"{share.value:.3f} [{low:.3f}-{high:.3f}] {share.count}/{share.of}"


def _plain(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.3f} {share.count}/{share.of}"
