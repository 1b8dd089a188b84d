"""Whatever is wrong with a notice, the reader survives it quickly and says something about it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from faults.mutants import KINDS, mutant
from faults.reading import canaries, read_all
from faults.stores import run_import, zip_of


def test_200_wrong_notices_each_give_rows_or_a_problem(real_notices: list[bytes], tmp_path: Path) -> None:
    run(range(200), real_notices, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("start", range(200, 20_000, 2_475))
def test_20_000_wrong_notices_each_give_rows_or_a_problem(
    start: int, real_notices: list[bytes], tmp_path: Path
) -> None:
    run(range(start, start + 2_475), real_notices, tmp_path)


def run(numbers: Sequence[int], notices: list[bytes], folder: Path) -> None:
    with canaries(folder) as outside:
        outcomes = list(read_all(numbers, notices, outside.addresses))

    assert [outcome for outcome in outcomes if outcome.fault] == []
    assert [outcome.number for outcome in outcomes] == list(numbers)
    assert outside.visits == []
    kinds = Counter(outcome.kind for outcome in outcomes)
    assert set(kinds) == set(KINDS)


def test_200_wrong_notices_are_imported_and_accounted_for(real_notices: list[bytes], tmp_path: Path) -> None:
    check_import(range(200), real_notices, tmp_path)


@pytest.mark.long
def test_4_000_wrong_notices_are_imported_and_accounted_for(real_notices: list[bytes], tmp_path: Path) -> None:
    check_import(range(20_000, 24_000), real_notices, tmp_path)


def check_import(numbers: Sequence[int], notices: list[bytes], folder: Path) -> None:
    """The whole way: linked, judged, measured; each file is a notice or has a problem, and nothing failed inside."""
    raws = [mutant(number, notices, [b"/canary"]).raw for number in numbers]

    ended = run_import([zip_of(raws, folder / "wrong.zip")], folder / "store")

    summary = json.loads(ended.stdout)
    tables = folder / "store" / "tables"
    seen = set(column(tables / "notice", "sha256")) | set(column(tables / "problem", "sha256"))
    messages = pq.read_table(tables / "problem", columns=["code", "message"]).to_pylist()
    assert ended.returncode == 1
    assert summary["files"] == len(numbers)
    assert {sha256(raw).hexdigest() for raw in raws} <= seen
    assert [row["message"] for row in messages if row["code"] in {"reader-failed", "judge-failed"}] == []


def column(folder: Path, name: str) -> list[str]:
    """One column of a table."""
    return [str(value) for value in pq.read_table(folder, columns=[name]).column(name).to_pylist()]
