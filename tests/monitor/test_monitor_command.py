"""`dugnad monitor` as people and programs run it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from dugnad.cli.monitor import command
from dugnad.errors import StoreError
from dugnad.monitor.compute import compute_results
from dugnad.monitor.indicators import load_indicators
from dugnad.notices.tables import TABLES

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MET = {"outcome": "MET_WEIGHT", "ground": "weight", "weight_environment_certain": 30.0, "weight_environment_max": 30.0}
LOW = {
    "outcome": "POSSIBLE_BREACH",
    "ground": "weight",
    "weight_environment_certain": 0.0,
    "weight_environment_max": 0.0,
}
HARD_SPACE = "\u00a0"


@pytest.fixture
def folder(store: Any, tmp_path: Path) -> Path:
    """A store on disk: a municipality's two lots of 2025, a county council's one of 2026."""
    store.add_body("987654325", name="Storvik kommune", kind="municipality", county="46")
    store.add_body("911222334", name="Vestby fylkeskommune", kind="county", county="11")
    for name, day, finding, buyer in (
        ("a", date(2025, 2, 3), MET, "987654325"),
        ("b", date(2025, 8, 3), LOW, "987654325"),
        ("c", date(2026, 2, 3), MET, "911222334"),
    ):
        store.add_notice(name, buyers=(buyer,), judged_on=day)
        store.add_lot(name, finding=finding)
    connection = store.connection()
    for name in TABLES:
        (tmp_path / "tables" / name).mkdir(parents=True)
        rows = connection.table(name).to_arrow_table()
        pq.write_table(rows, tmp_path / "tables" / name / "part.parquet")
    (tmp_path / "results").mkdir()
    pq.write_table(compute_results(connection, computed_at=AT), tmp_path / "results" / "results.parquet")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(command, [*words, "--store", str(folder)])


def share(result: Result) -> list[tuple[str, str, float, float]]:
    """(code, period, numerator, denominator) of the first indicator, from JSON."""
    assert result.exit_code == 0, result.output
    rows = [row for row in json.loads(result.output) if row["indicator"] == "environment-weight-share"]
    return [(row["code"], row["period"], row["numerator"], row["denominator"]) for row in rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], [("NO", "all", 2, 3)]),
        (["--national"], [("NO", "all", 2, 3)]),
        (["--national", "--period", "2025"], [("NO", "2025", 1, 2)]),
        (["--county", "46"], [("46", "all", 1, 2)]),
        (["--body", "987 654 325"], [("987654325", "all", 1, 2)]),
        (["--all-bodies"], [("911222334", "all", 1, 1), ("987654325", "all", 1, 2)]),
        (["--since", "2025-08-01"], [("NO", "2025-08-01/..", 1, 2)]),
        (["--since", "2025-01-01", "--until", "2025-06-30"], [("NO", "2025-01-01/2025-06-30", 1, 1)]),
        (["--body", "987654325", "--until", "2025-02-03"], [("987654325", "../2025-02-03", 1, 1)]),
        (["--county", "03"], []),
    ],
)
def test_json_has_the_figures_of_the_place_and_days(folder: Path, words: list[str], found: list[Any]) -> None:
    assert share(run(folder, *words, "--json")) == found


def test_table_shows_figure_count_and_coverage(folder: Path) -> None:
    result = run(folder, "--body", "987654325")

    lines = result.output.splitlines()
    assert lines[0] == "Storvik kommune · alle år"
    assert lines[1].split() == ["Indikator", "Tall", "Antall", "Av", "Dekning"]
    assert [cell.strip() for cell in lines[2].split("  ") if cell.strip()] == [
        "Minst 30 prosent vekt på klima og miljø",
        f"50{HARD_SPACE}%",
        "1",
        "2",
        f"100{HARD_SPACE}%",
    ]
    without_documents = [one for one in load_indicators() if one.name != "declared-against-document"]
    assert len(lines) == 2 + sum(len(indicator.row_names) for indicator in without_documents)


def test_table_of_bodies_has_a_line_for_each(folder: Path) -> None:
    result = run(folder, "--all-bodies", "--lang", "en")

    cells = [line.split("  ") for line in result.output.splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in cells] == [
        ["Body", "At least 30%", "Of", "Coverage", "Possible breach", "Unknown"],
        ["Storvik kommune (987654325)", "50%", "2", "100%", "1", "0"],
        ["Vestby fylkeskommune (911222334)", "100%", "1", "100%", "0", "0"],
    ]


def test_place_without_notices_says_unknown(folder: Path) -> None:
    result = run(folder, "--county", "03")

    assert result.output == "Ingen kunngjorte delkontrakter her i perioden. Det betyr ukjent, ikke null.\n"
    assert result.exit_code == 0


def test_csv_is_written_to_the_file_named(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"

    result = run(folder, "--format", "csv", "--out", str(out))

    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert (result.exit_code, result.output) == (0, "")
    assert (rows[0]["indicator"], rows[0]["place"], rows[0]["value"][:5]) == (
        "environment-weight-share",
        "Norge",
        "0.666",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--county", "99"], '"99" is no county.'),
        (["--body", "12345"], '"12345" is no organisation number. Write nine digits.'),
        (["--body", "987654325", "--county", "46"], "Choose one of"),
        (["--all-bodies", "--county", "46"], "Choose one of"),
        (["--since", "2025-02-30"], "does not match the format"),
        (["--since", "2026-01-01", "--until", "2025-01-01"], "2026-01-01 is after 2025-01-01. Swap them."),
        (["--since", "2026-01-01", "--period", "2026"], "--period chooses a stored period"),
        (["--out", "/no/such/folder/file.csv"], "No such file or directory"),
    ],
)
def test_wrong_use_is_told_plainly(folder: Path, words: list[str], told: str) -> None:
    result = run(folder, *words)

    assert result.exit_code != 0
    assert told in result.output.replace("\n", " ")


def test_missing_store_is_told_plainly(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing")

    assert isinstance(result.exception, StoreError)
    assert "holds no results. Run dugnad import" in str(result.exception)
