"""Real notices to make wrong; where the shared ones are absent, the demonstration notices."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from conftest import shared_folder

MOST_BYTES = 200_000


@pytest.fixture(scope="session")
def real_notices() -> list[bytes]:
    """About 100 notices of all kinds, none so large that it slows the runs."""
    archives = ("dev_notices_eforms.zip", "dev_nor_sdk_official_tests.zip")
    found = [raw for name in archives for raw in some_of(shared_folder() / "notices" / name)]
    return found or demonstration()


def demonstration() -> list[bytes]:
    """What stands in for them on a machine without the shared notices."""
    from dugnad.eforms.demo import demo_notices  # noqa: PLC0415 - takes its time

    return [raw for _, raw in demo_notices()][:100]


def some_of(archive: Path) -> list[bytes]:
    """Some notices spread over the archive."""
    if not archive.is_file():
        return []
    with zipfile.ZipFile(archive) as files:
        names = sorted(name for name in files.namelist() if name.endswith(".xml"))
        small = [name for name in names if files.getinfo(name).file_size < MOST_BYTES]
        return [files.read(name) for name in small[:: max(1, len(small) // 80)]]
