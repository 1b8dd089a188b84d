"""An archive may hold anything: the import ends soon, writes nowhere else, and tells of every file."""

from __future__ import annotations

import json
import resource
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dugnad.notices.problem import CODES
from dugnad.notices.sources import MOST_EXPANSION
from faults.archives import HARMFUL, MEGABYTE
from faults.reading import WORDS
from faults.stores import run_import, snapshot

MOST_SECONDS = 30
"""Far above what an import of one archive takes on a slow and busy machine, far below what a bomb would take."""
MOST_RATIO = 5
"""An import costs at most so many times the unpacking alone."""


def busy_seconds() -> float:
    """Processor time of the commands that have ended: other programs on the machine do not disturb it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seen(store: Path) -> tuple[set[str], set[str]]:
    """The names of files in raw, and of files with a problem of their own."""
    raw = pq.read_table(store / "raw", columns=["name"]).column("name").to_pylist()
    problem = pq.read_table(store / "tables" / "problem", columns=["file"]).column("file").to_pylist()
    return set(raw), set(problem)


SLOW = ("many_large_files", "many_small_bombs")


@pytest.mark.parametrize(
    "kind", [pytest.param(one, marks=[pytest.mark.long] * (one in SLOW)) for one in sorted(HARMFUL)]
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
    assert seconds < MOST_SECONDS
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


@pytest.mark.long
@pytest.mark.alone
def test_archive_that_goes_to_its_bound_costs_a_few_times_its_unpacking(
    real_notices: list[bytes], tmp_path: Path
) -> None:
    archive = HARMFUL["many_small_bombs"](tmp_path, real_notices)
    started = time.process_time()
    with zipfile.ZipFile(archive) as files:
        unpacked = sum(len(files.read(f"bomb-{number:03d}.xml")) for number in range(200))
    unpacking = (time.process_time() - started) * MOST_EXPANSION * archive.stat().st_size / unpacked
    before = busy_seconds()

    ended = run_import([archive], tmp_path / "store")

    seconds = busy_seconds() - before
    assert json.loads(ended.stdout)["problems"]["too-large"] == 1
    assert seconds < MOST_RATIO * unpacking


def test_text_node_of_200_megabytes_is_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xml"
    huge.write_bytes(b"<ContractNotice>" + b"x" * 200 * MEGABYTE + b"</ContractNotice>")
    before = busy_seconds()

    ended = run_import([huge], tmp_path / "store")

    assert json.loads(ended.stdout)["problems"] == {"too-large": 1}
    assert busy_seconds() - before < MOST_SECONDS
