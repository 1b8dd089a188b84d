"""`kill -9` while documents are read: the store is as before or as after, and the same import again completes it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.check.made import notice, tender

from dugnad.eforms.spec import Criterion
from faults.test_kill import killed_imports

POINTER = Criterion(name="Tildelingskriterier", description="Se konkurransegrunnlaget.")


@pytest.mark.long
def test_import_of_documents_killed_twice_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    first, second = tmp_path / "notices.zip", tmp_path / "documents.zip"
    raw = {
        f"{number:02d}": notice(POINTER).replace(b"11111111-", f"111111{number:02d}-".encode()) for number in range(9)
    }
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr("00/notice.xml", raw["00"])
    with zipfile.ZipFile(second, "w") as archive:
        for name, data in raw.items():
            archive.writestr(f"{name}/notice.xml", data)
            archive.writestr(f"{name}/grunnlag.txt", tender())

    assert killed_imports(first, second, tmp_path, times=2) > 0
