"""Every indicator's folder is whole, its query is portable, and its example comes out as written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dugnad.content import content_path
from dugnad.monitor.engine import DuckEngine
from dugnad.monitor.example import example_rows, read_example
from dugnad.monitor.indicators import Indicator, check_indicators, load_indicators

INDICATORS = load_indicators()
NOT_PORTABLE = (
    r"\bfilter\s*\(",
    r"\b(qualify|ilike|using|exclude|try_cast|strftime|install|load|read_parquet)\b",
    r"\b(median|quantile\w*|list_\w+|struct_\w+)\s*\(",
    r"::|\[\d|//|\bgroup by all\b",
)


def by_name(indicator: Indicator) -> str:
    return indicator.name


def test_the_nine_indicators_stand_in_their_order() -> None:
    assert [one.name for one in INDICATORS] == [
        "environment-weight-share",
        "path-taken",
        "environment-weight-distribution",
        "price-only",
        "no-statement",
        "code-against-text",
        "criteria-in-documents",
        "ambition",
        "declared-against-document",
    ]


def test_shipped_indicators_have_no_fault() -> None:
    assert check_indicators() == []


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_name)
def test_example_comes_out_as_written(indicator: Indicator) -> None:
    expected = read_example(indicator)["expect"]

    found = example_rows(indicator, DuckEngine(duckdb.connect(":memory:")))

    assert found == {part: pytest.approx(figures, abs=1e-4) for part, figures in expected.items()}


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_name)
def test_every_part_that_the_query_gives_is_described(indicator: Indicator) -> None:
    found = example_rows(indicator, DuckEngine(duckdb.connect(":memory:")))

    assert set(found) == {figure.part for figure in indicator.figures}


@pytest.mark.parametrize("path", [*content_path("indicators").rglob("*.sql")], ids=lambda path: path.parent.name)
def test_query_uses_only_what_both_engines_know(path: Path) -> None:
    code = re.sub(r"--.*", "", path.read_text(encoding="utf-8")).lower()

    assert [pattern for pattern in NOT_PORTABLE if re.search(pattern, code)] == []


@pytest.fixture
def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A body's own content folder with a copy of one indicator in it, which lies over the shipped one."""
    folder = tmp_path / "indicators" / "price-only"
    shutil.copytree(content_path("indicators/price-only"), folder)
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    return folder


def change(path: Path, **keys: Any) -> None:
    about = yaml.safe_load(path.read_text(encoding="utf-8"))
    about = {key: value for key, value in {**about, **keys}.items() if value is not None}
    path.write_text(yaml.safe_dump(about, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"why": None}, '"why" is missing. Write it.'),
        ({"colour": "green"}, '"colour" is not a known key.'),
        ({"why": {"nb": "Derfor", "nn": " ", "en": "Because"}}, '"why" has no words in nn. Write nb, nn and en.'),
        ({"unit": "kroner"}, '"kroner" is not a unit. Write one of share, percent, score.'),
        ({"order": "first"}, "The order is not a whole number. Write 1, 2, 3 ..."),
        ({"status": "done"}, '"done" is not a status. Write one of settled, trial.'),
        ({"source": []}, "A source needs title, href and mark."),
        ({"figures": []}, "No figure is listed."),
        ({"reading": {"nb": "{tall}", "nn": "x", "en": "x"}}, '"{tall}" cannot be filled.'),
    ],
)
def test_fault_in_a_description_names_file_line_and_remedy(own_content: Path, keys: Any, fault: str) -> None:
    change(own_content / "about.yaml", **keys)

    (found,) = check_indicators()

    assert found.file == "content/indicators/price-only/about.yaml"
    assert found.line is not None or keys == {"why": None}
    assert fault in str(found)


def test_example_that_does_not_come_out_is_a_fault(own_content: Path) -> None:
    change(own_content / "example.yaml", expect={"": {"numerator": 1, "denominator": 6, "coverage": 0.6, "value": 0.5}})

    (found,) = check_indicators()

    assert (found.file, found.problem) == (
        "content/indicators/price-only/example.yaml",
        'Part "": the query gives numerator 4, denominator 7, coverage 0.7, value 0.57143.',
    )


def test_example_with_an_unknown_column_is_a_fault(own_content: Path) -> None:
    lots = [{"outcome": "MET_WEIGHT", "colour": "green"}] * 10
    change(own_content / "example.yaml", lots=lots)

    (found,) = check_indicators()

    assert found.problem == "A lot has no column colour."


def test_query_that_gives_other_columns_is_a_fault(own_content: Path) -> None:
    (own_content / "query.sql").write_text("select cell, '' as part, 1 as value from lots_in_cells", encoding="utf-8")

    (found,) = check_indicators()

    assert (found.file, found.problem) == (
        "content/indicators/price-only/query.sql",
        "The query gives cell, part, value.",
    )


def test_query_that_does_not_run_is_a_fault(own_content: Path) -> None:
    (own_content / "query.sql").write_text("select nothing", encoding="utf-8")

    (found,) = check_indicators()

    assert found.problem.startswith("DuckDB refuses the query: ")


def test_missing_example_is_a_fault(own_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = own_content.with_name("new-one")
    own_content.rename(folder)
    (folder / "example.yaml").unlink()

    (found,) = check_indicators()

    assert (found.file, found.problem) == (
        "content/indicators/new-one/example.yaml",
        "This indicator has no such file.",
    )
