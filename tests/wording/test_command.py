"""`dugnad wording`: rows in, rows out; and the table of agreement."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from dugnad.cli.wording import command
from dugnad.errors import DugnadError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_columns_are_kept_and_verdicts_added_in_order(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "id,language,name,description\n7,NOB,Pris,\n3,nn,Miljø,Vektes 30 %\n")
    target = tmp_path / "out.csv"

    result = CliRunner().invoke(command, [str(source), "--out", str(target)])

    assert result.exit_code == 0
    rows = rows_of(target)
    assert list(rows[0])[:9] == [
        *("id", "language", "name", "description"),
        *("environment", "environment_scope", "topic", "social", "evidence"),
    ]
    assert [(row["id"], row["environment"], row["environment_scope"]) for row in rows] == [
        ("7", "none", ""),
        ("3", "certain", "whole"),
    ]
    assert json.loads(rows[1]["evidence"]) == [{"field": "name", "start": 0, "end": 5, "term": "Miljø"}]


def test_semicolons_line_breaks_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", '\ufeffname;description\n"Mil\njø";Klima\n')
    target = tmp_path / "out.csv"

    CliRunner().invoke(command, [str(source), "--out", str(target)])

    assert target.read_text(encoding="utf-8").startswith("name;description;environment")


def test_columns_of_the_same_name_are_kept_beside(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "name,environment\nKlima,mine\n")
    target = tmp_path / "out.csv"

    CliRunner().invoke(command, [str(source), "--out", str(target)])

    assert [(row["input_environment"], row["environment"]) for row in rows_of(target)] == [("mine", "certain")]


def test_summary_for_programs(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "name\nKlima\nPris\n")

    result = CliRunner().invoke(command, [str(source), "--out", str(tmp_path / "out.csv"), "--json"])

    summary = json.loads(result.output)
    assert {key: value for key, value in summary.items() if key not in {"file", "out"}} == {
        "rows": 2,
        "environment_certain": 1,
        "environment_doubtful": 0,
        "environment_none": 1,
        "social_certain": 0,
        "social_doubtful": 0,
        "social_none": 2,
    }


def test_rows_go_to_standard_output_without_out(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "name\nKlima\n")

    result = CliRunner().invoke(command, [str(source)])

    assert result.stdout.splitlines()[0] == "name,environment,environment_scope,topic,social,evidence,stated_percent"


def test_unreadable_input_names_the_remedy_and_leaves_no_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    faulty = {
        "missing.csv": None,
        "columns.csv": b"a,b\n1,2\n",
        "latin.csv": "name\nMiljø\n".encode("latin-1"),
        "wide.csv": b"name\nMilj,x\n",
    }
    messages = {}
    for name, content in faulty.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        result = CliRunner().invoke(command, [str(tmp_path / name), "--out", str(target)])
        messages[name] = str(result.exception).replace(str(tmp_path), "")
        assert isinstance(result.exception, DugnadError)

    assert messages["missing.csv"] == "/missing.csv: there is no such file."
    assert messages["columns.csv"] == (
        "/columns.csv, line 1: there is no column name or description. Name the columns so."
    )
    assert messages["latin.csv"].startswith("/latin.csv: this is not a readable CSV file in UTF-8")
    assert messages["wide.csv"] == (
        "/wide.csv, line 2: this row has more cells than the header. Quote cells that hold commas."
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["columns.csv", "latin.csv", "wide.csv"]


def test_evaluate_prints_a_line_per_language(tmp_path: Path) -> None:
    source = write(
        tmp_path / "labels.csv",
        "language,name,description,environment,social\nnob,Miljø,,certain,none\nfra,Prix,,none,none\n",
    )

    table = CliRunner().invoke(command, ["--evaluate", str(source)])
    figures = json.loads(CliRunner().invoke(command, ["--evaluate", str(source), "--json"]).output)

    assert [line.split()[0] for line in table.output.splitlines()[2:6]] == ["all", "full", "fra", "nob"]
    assert [(line["language"], line["n"], line["recall"]["of"]) for line in figures["environment"]] == [
        ("all", 2, 1),
        ("full lists", 2, 1),
        ("fra", 1, 0),
        ("nob", 1, 1),
    ]


def test_evaluate_lists_the_errors(tmp_path: Path) -> None:
    source = write(tmp_path / "labels.csv", "language,name,environment,social\nnob,Pris,certain,none\n")

    result = CliRunner().invoke(command, ["--evaluate", str(source), "--errors"])

    assert result.output.splitlines()[-1] == "environment, miss, line 2 nob: 'Pris' []"


def test_either_file_or_labels_must_be_given() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2
