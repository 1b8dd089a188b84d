"""`dugnad criteria export`: named criteria, those that fit a CPV code, and the library whole."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook

from criteria.made import made_library
from dugnad.cli.criteria_export import Asked, export_command, save, written
from dugnad.content import content_path, read_yaml
from dugnad.criteria.criterion import Library
from dugnad.errors import DugnadError

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made() -> Library:
    """A library that stays the same while the content grows."""
    return replace(made_library(), terms=read_yaml(content_path("criteria/terms.yaml")))


def run(*given: str) -> Result:
    return CliRunner().invoke(export_command, given, catch_exceptions=False)


def test_named_criteria_are_tender_text(made: Library) -> None:
    ids = ("cleaning-wages", "it-spare-parts@2026-11-22", "cleaning-wages")

    lines = written(made, Asked(ids, "md", on=DAY, title="Renhold")).decode().splitlines()

    assert lines[0] == "# Klima-, miljø- og samfunnskrav: Renhold"
    assert [line for line in lines if line.startswith("`dugnad:")] == [
        "`dugnad: it-spare-parts@2026-11-22 /k/it-spare-parts@2026-11-22`",
        "`dugnad: cleaning-wages@2026-11-22 /k/cleaning-wages@2026-11-22`",
    ]


def test_id_without_day_is_the_version_of_the_day(made: Library) -> None:
    told = json.loads(written(made, Asked(("cleaning-labelled-products",), on=date(2026, 2, 1))))

    assert told["sections"][0]["criteria"][0]["key"] == "cleaning-labelled-products@2026-01-15"


@pytest.mark.parametrize("form", ["docx", "odt", "xlsx", "pdf"])
def test_files_are_written_where_asked(made: Library, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"krav.{form}"

    save(written(made, Asked(("cleaning-wages",), form, on=DAY)), out)

    assert out.read_bytes()[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")


def test_language_is_the_one_asked_for(made: Library) -> None:
    document = Document(BytesIO(written(made, Asked(("cleaning-wages",), "docx", language="en", on=DAY))))

    assert (document.core_properties.language, document.paragraphs[0].text) == (
        "en-GB",
        "Climate, environmental and social requirements",
    )


def test_cpv_and_level_give_a_set_with_weights_that_add_up(made: Library) -> None:
    told = json.loads(written(made, Asked(cpv="30231000", level="avansert", on=DAY)))

    assert (told["cpv"][:5], told["weight_sum_percent"]) == ("30231", 100)
    assert {one["key"].partition("@")[0] for section in told["sections"] for one in section["criteria"]} >= {
        "it-screen-energy"
    }


@pytest.mark.parametrize("form", ["json", "csv", "md", "xlsx"])
def test_whole_library_without_ids(made: Library, form: str) -> None:
    assert count(written(made, Asked(form=form, on=DAY)), form) == 8


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


def test_one_group_of_the_library(made: Library) -> None:
    told = json.loads(written(made, Asked(group="food", on=DAY)))

    assert [one["id"] for one in told["criteria"]] == ["food-organic", "shared-environmental-management"]
    assert [one["id"] for one in told["groups"]] == ["food"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked(("cleaning-wagse",), on=DAY), "Did you mean cleaning-wages"),
        (Asked(("zzz",), on=DAY), "dugnad criteria list"),
        (Asked(("cleaning-wages@2020-01-01",), on=DAY), "It has cleaning-wages@2026-11-22"),
        (Asked(("cleaning-wages",), on=date(2020, 1, 1)), "has no version yet on 2020-01-01"),
        (Asked(form="docx", on=DAY), "The whole library is not written as docx"),
        (Asked(group="boats", on=DAY), '"boats" is no product group. Known are: cleaning, it, food'),
    ],
)
def test_faults_name_the_remedy(made: Library, asked: Asked, told: str) -> None:
    with pytest.raises(DugnadError) as fault:
        written(made, asked)

    assert str(fault.value).count(told) == 1


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DugnadError, match="Choose another folder"):
        save(b"", tmp_path / "none" / "x.md")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["cleaning-wages", "--cpv", "30231000", "--format", "md"], "not both"),
        (["--set", "p=x@2026-11-22", "--cpv", "30231000", "--format", "md"], "not both"),
        (["--level", "basis", "--format", "md"], "--level goes with --cpv"),
        (["--value", "0", "--format", "md"], "--value goes with --cpv"),
        (["cleaning-wages"], "Missing option '--format'"),
        (["cleaning-wages", "--format", "rtf"], "'rtf' is not one of"),
    ],
)
def test_wrong_use_is_refused(given: list[str], told: str) -> None:
    result = run(*given)

    assert (result.exit_code, result.output.count(told)) == (2, 1)


def test_set_is_written_with_its_weights_and_fields(made: Library) -> None:
    query = "cpv=90910000&p=cleaning-labelled-products@2026-11-22!!share=40&p=it-screen-energy@2026-11-22!35&o=Pris!65"

    text = written(made, Asked(form="md", query=f"/criteria/wizard/?{query}", on=DAY)).decode()

    told = text.replace("\u00a0", " ")
    assert (told.count("| 35 % |"), told.count("| 65 % |"), told.count("Minst **40** prosent")) == (1, 1, 1)


@pytest.mark.parametrize(("query", "told"), [("p=gone@2026-11-22", "gone@2026-11-22"), ("cpv=1", "names no criteria")])
def test_set_that_cannot_be_written_is_told(made: Library, query: str, told: str) -> None:
    with pytest.raises(DugnadError, match=told):
        written(made, Asked(form="md", query=query, on=DAY))


def test_value_and_market_bear_on_what_is_written(made: Library) -> None:
    texts = [
        written(made, Asked(form="md", cpv="15000000", value=value, market="wide", on=DAY))
        .decode()
        .count("food-organic@")
        for value in (100_000.0, 900_000.0)
    ]

    assert [count > 0 for count in texts] == [False, True]


def test_command_writes_the_shipped_library(tmp_path: Path) -> None:
    out = tmp_path / "krav.docx"

    result = run("--cpv", "90910000", "--format", "docx", "--on", "2026-11-22", "--out", str(out))

    text = "\n".join(one.text for one in Document(BytesIO(out.read_bytes())).paragraphs)
    assert (result.exit_code, result.output) == (0, "")
    assert text.count("dugnad: cleaning-") > 2
