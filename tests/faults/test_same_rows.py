"""The same bytes and the same content give the same rows, in whatever order the interpreter keeps its sets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from conftest import shared_folder
from faults.stores import differences, run_import, snapshot, zip_of


def archive(notices: list[bytes], folder: Path) -> Path:
    """All real notices, where they are at hand."""
    real = shared_folder() / "notices" / "dev_notices_eforms.zip"
    return real if zipfile.is_zipfile(real) else zip_of(notices, folder / "some.zip")


@pytest.mark.long
def test_import_twice_gives_the_same_rows(real_notices: list[bytes], tmp_path: Path) -> None:
    given = archive(real_notices, tmp_path)

    run_import([given], tmp_path / "first", seed="1")
    run_import([given], tmp_path / "second", seed="2")

    assert differences(snapshot(tmp_path / "first"), snapshot(tmp_path / "second")) == []
