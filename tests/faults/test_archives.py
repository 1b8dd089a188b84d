"""An archive may hold anything: the import ends soon, writes nowhere else, and tells of every file."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dugnad.notices.problem import CODES
from faults.archives import HARMFUL, MEGABYTE
from faults.reading import SECONDS_A_FILE, WORDS
from faults.stores import run_import, snapshot

START_SECONDS = 3.0
"""What the command itself needs before it opens the first file, on a slow machine."""


def busy_seconds() -> float:
    """Processor time of the commands that have ended: other programs on the machine do not disturb it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seen(store: Path) -> tuple[set[str], set[str]]:
    """The names of files in raw, and of files with a problem of their own."""
    raw = pq.read_table(store / "raw", columns=["name"]).column("name").to_pylist()
    problem = pq.read_table(store / "tables" / "problem", columns=["file"]).column("file").to_pylist()
    return set(raw), set(problem)


SLOW = "many_large_files"


@pytest.mark.parametrize(
    "kind", [pytest.param(one, marks=pytest.mark.long) if one == SLOW else one for one in sorted(HARMFUL)]
)
def test_harmful_archive_is_survived_and_accounted_for(kind: str, real_notices: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "canary.txt").write_text(WORDS, encoding="utf-8")
    given = tmp_path / "given"
    given.mkdir()
    archive = HARMFUL[kind](given, real_notices)
    kept = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    before = busy_seconds()

    ended = run_import([archive], tmp_path / "in" / "store")

    seconds = busy_seconds() - before
    summary = json.loads(ended.stdout)
    outside = [path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "in")]
    assert ended.returncode in {0, 1, 2}, ended.stderr
    assert seconds < SECONDS_A_FILE + START_SECONDS
    assert sorted(path.relative_to(tmp_path) for path in outside) == kept
    assert summary["notices"] > 0 or sum(summary["problems"].values()) > 0
    assert set(summary["problems"]) <= set(CODES)
    assert WORDS not in str(snapshot(tmp_path / "in" / "store"))


def test_good_files_beside_a_bomb_are_read(real_notices: list[bytes], tmp_path: Path) -> None:
    archive = HARMFUL["one_huge_file"](tmp_path, real_notices)

    summary = json.loads(run_import([archive], tmp_path / "store").stdout)

    raw, problem = seen(tmp_path / "store")
    assert (summary["files"], summary["notices"], summary["problems"]["too-large"]) == (2, 1, 1)
    assert raw == {"good.xml"}
    assert "huge.xml" in problem


def test_text_node_of_200_megabytes_is_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xml"
    huge.write_bytes(b"<ContractNotice>" + b"x" * 200 * MEGABYTE + b"</ContractNotice>")
    before = busy_seconds()

    ended = run_import([huge], tmp_path / "store")

    assert json.loads(ended.stdout)["problems"] == {"too-large": 1}
    assert busy_seconds() - before < SECONDS_A_FILE + START_SECONDS
