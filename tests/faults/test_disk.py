"""A full disk, a store that cannot be written: a clear message, and nothing half-written."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.archives import MEGABYTE
from faults.stores import differences, leftovers, run_import, small_files_only, snapshot, zip_of


@pytest.fixture
def begun(real_notices: list[bytes], tmp_path: Path) -> Path:
    """A store with some notices in it."""
    run_import([zip_of(real_notices[:5], tmp_path / "begun.zip")], tmp_path / "store")
    return tmp_path / "store"


@pytest.mark.parametrize("share", [0, 0.5, *(pytest.param(one, marks=pytest.mark.long) for one in (0.1, 0.9))])
def test_import_onto_a_full_disk_changes_nothing_and_says_so(
    share: float, begun: Path, real_notices: list[bytes], tmp_path: Path
) -> None:
    more = zip_of(real_notices[5:40], tmp_path / "more.zip")
    before = snapshot(begun)
    run_import([more], tmp_path / "undisturbed")
    largest = max(path.stat().st_size for path in (tmp_path / "undisturbed").rglob("*.parquet"))

    refused = run_import([more], begun, before=small_files_only(int(share * largest)))

    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.strip().splitlines() == [
        f"dugnad: {begun}: the disk is full. Nothing was changed; make room and run the same command again."
    ]
    assert differences(snapshot(begun), before) == []
    assert leftovers(begun) == []


def test_import_after_room_was_made_completes(begun: Path, real_notices: list[bytes], tmp_path: Path) -> None:
    more = zip_of(real_notices[5:40], tmp_path / "more.zip")
    run_import([more], begun, before=small_files_only(3_000))

    completed = run_import([more], begun)

    undisturbed = tmp_path / "undisturbed"
    run_import([tmp_path / "begun.zip"], undisturbed)
    run_import([more], undisturbed)
    assert completed.returncode in {0, 1, 2}
    assert differences(snapshot(begun), snapshot(undisturbed)) == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte, where the machine lets us make one."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no small file system can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_import_onto_a_tiny_disk_changes_nothing_and_says_so(
    tiny_disk: Path, real_notices: list[bytes], tmp_path: Path
) -> None:
    store = tiny_disk / "store"
    run_import([zip_of(real_notices[:1], tmp_path / "one.zip")], store)
    before = snapshot(store)

    noise = b"<a>" + random.Random(1).randbytes(MEGABYTE).hex().encode() + b"</a>"  # noqa: S311 - packs badly
    refused = run_import([zip_of([*real_notices[1:5], noise], tmp_path / "more.zip")], store)

    assert refused.returncode == 2
    assert "the disk is full. Nothing was changed" in refused.stderr
    assert differences(snapshot(store), before) == []
    assert leftovers(store) == []


def test_store_in_a_place_that_is_no_folder_is_refused(real_notices: list[bytes], tmp_path: Path) -> None:
    file = zip_of(real_notices[:1], tmp_path / "one.zip")

    refused = run_import([file], file / "store")

    assert refused.returncode == 2
    assert refused.stderr.strip() == (
        f"dugnad: {file / 'store'}: this folder cannot be written. "
        "Nothing was changed; choose another with --store or DUGNAD_STORE."
    )


def test_store_without_permission_is_refused(begun: Path, real_notices: list[bytes], tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the administrator may write everywhere")
    before = snapshot(begun)
    for folder in (begun, begun / "generations"):
        folder.chmod(0o555)

    refused = run_import([zip_of(real_notices[5:8], tmp_path / "more.zip")], begun)

    for folder in (begun, begun / "generations"):
        folder.chmod(0o755)
    assert refused.returncode == 2
    assert "cannot be written. Nothing was changed" in refused.stderr
    assert differences(snapshot(begun), before) == []
