"""`dugnad criteria export`: named criteria, those that fit a CPV code, and the library whole."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook

from criteria.made import made_library
from dugnad.cli.criteria_export import export_command
from dugnad.content import content_path, read_yaml
from dugnad.criteria import library as home
from dugnad.criteria.criterion import Library
from dugnad.errors import DugnadError

DAY = ("--on", "2026-11-22")


@pytest.fixture(autouse=True)
def _made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The content may be under work; the command is tried on a library that stays the same."""
    made: Library = replace(made_library(), terms=read_yaml(content_path("criteria/terms.yaml")))
    monkeypatch.setattr(home, "load_library", lambda: made)


def run(*given: str) -> Result:
    return CliRunner().invoke(export_command, [*given, *DAY], catch_exceptions=False)


def test_named_criteria_are_tender_text_on_the_screen() -> None:
    result = run("cleaning-wages", "it-spare-parts@2026-11-22", "--format", "md", "--title", "Renhold")

    lines = result.output.splitlines()
    assert (result.exit_code, lines[0]) == (0, "# Klima-, miljø- og samfunnskrav: Renhold")
    assert [line for line in lines if line.startswith("`dugnad:")] == [
        "`dugnad: it-spare-parts@2026-11-22 /k/it-spare-parts@2026-11-22`",
        "`dugnad: cleaning-wages@2026-11-22 /k/cleaning-wages@2026-11-22`",
    ]


def test_id_without_day_is_the_version_of_the_day() -> None:
    given = ["cleaning-labelled-products", "--format", "json", "--on", "2026-02-01"]

    told = json.loads(CliRunner().invoke(export_command, given, catch_exceptions=False).output)

    assert told["sections"][0]["criteria"][0]["key"] == "cleaning-labelled-products@2026-01-15"


@pytest.mark.parametrize("form", ["docx", "odt", "xlsx", "pdf"])
def test_files_are_written_where_asked(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"krav.{form}"

    result = run("cleaning-wages", "--format", form, "--out", str(out))

    start = b"%PDF" if form == "pdf" else b"PK\x03\x04"
    assert (result.exit_code, result.output, out.read_bytes()[:4]) == (0, "", start)


def test_language_is_the_one_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "krav.docx"

    run("cleaning-wages", "--format", "docx", "--lang", "en", "--out", str(out))

    document = Document(BytesIO(out.read_bytes()))
    assert (document.core_properties.language, document.paragraphs[0].text) == (
        "en-GB",
        "Climate, environmental and social requirements",
    )


def test_cpv_and_level_give_a_set_with_weights_that_add_up() -> None:
    result = run("--cpv", "30231000", "--level", "avansert", "--format", "json")

    told = json.loads(result.output)
    assert (told["cpv"][:5], told["weight_sum_percent"]) == ("30231", 100)
    assert {one["key"].partition("@")[0] for section in told["sections"] for one in section["criteria"]} >= {
        "it-screen-energy"
    }


@pytest.mark.parametrize("form", ["json", "csv", "md", "xlsx"])
def test_whole_library_without_ids(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"library.{form}"

    run("--format", form, "--out", str(out))

    assert count(out.read_bytes(), form) == 8


def count(data: bytes, form: str) -> int:
    """How many criteria the file holds."""
    if form == "json":
        return len(json.loads(data)["criteria"])
    if form == "csv":
        return len(list(csv.DictReader(StringIO(data.decode("utf-8-sig")))))
    if form == "md":
        return data.decode().count("\n`dugnad: ")
    sheets: Any = load_workbook(BytesIO(data))
    return sum(bool(row[1].value) for name in sheets.sheetnames[:3] for row in sheets[name].iter_rows(min_row=2))


def test_one_group_of_the_library() -> None:
    told = json.loads(run("--format", "json", "--group", "food").output)

    assert [one["id"] for one in told["criteria"]] == ["food-organic", "shared-environmental-management"]
    assert [one["id"] for one in told["groups"]] == ["food"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["cleaning-wagse", "--format", "md"], "Did you mean cleaning-wages"),
        (["zzz", "--format", "md"], "dugnad criteria list"),
        (["cleaning-wages@2020-01-01", "--format", "md"], "It has cleaning-wages@2026-11-22"),
        (["--format", "docx", "--out", "x.docx"], "The whole library is not written as docx"),
        (["--format", "json", "--group", "boats"], '"boats" is no product group. Known are: cleaning, it, food'),
        (["cleaning-wages", "--format", "md", "--out", "/no/such/folder/x.md"], "Choose another folder"),
    ],
)
def test_faults_name_the_remedy(given: list[str], told: str) -> None:
    with pytest.raises(DugnadError) as fault:
        run(*given)

    assert str(fault.value).count(told) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["cleaning-wages", "--cpv", "30231000", "--format", "md"], "not both"),
        (["--level", "basis", "--format", "md"], "--level goes with --cpv"),
        (["cleaning-wages"], "Missing option '--format'"),
        (["cleaning-wages", "--format", "rtf"], "'rtf' is not one of"),
    ],
)
def test_wrong_use_is_refused(given: list[str], told: str) -> None:
    result = run(*given)

    assert (result.exit_code, result.output.count(told)) == (2, 1)


def test_day_before_the_first_version_is_told() -> None:
    with pytest.raises(DugnadError, match="has no version yet on 2020-01-01"):
        CliRunner().invoke(
            export_command, ["cleaning-wages", "--format", "md", "--on", "2020-01-01"], catch_exceptions=False
        )
