"""Strangers' files are checked in a process of their own: whatever they do to it, this one goes on and says why."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from check.made import notice, tender
from dugnad.check.bounded import check_bounded
from dugnad.check.report import report_from_dict

DAY = date(2026, 3, 3)


def bounded(folder: Path, *files: tuple[str, bytes], **limits: Any) -> dict[str, Any]:
    return check_bounded(files, folder, on=None, version="1", made_on=DAY, **limits)


def test_result_holds_check_reports_and_the_text_with_marks(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    result = bounded(
        tmp_path,
        ("../grunnlag.txt", tender()),
        ("kunngjøring.xml", notice()),
        progress=lambda done, total: told.append((done, total)),
    )

    marks = {piece["mark"] for part in result["documents"][0]["parts"] if "text" in part for piece in part["text"]}
    titles = [report_from_dict(result["reports"][language]).language for language in ("nb", "nn", "en")]
    assert (result["check"]["outcome"], titles, told) == ("MET_WEIGHT", ["nb", "nn", "en"], [(1, 2), (2, 2)])
    assert {"environment", "clause"} <= marks


def test_every_jump_in_the_report_has_a_place_to_land(tmp_path: Path) -> None:
    result = bounded(tmp_path, ("a.txt", tender("Pris: 80 %\n\nKlima og miljø: 20 %")))

    parts = [part for section in result["reports"]["nb"]["sections"] for part in section["parts"]]
    targets = {one["target"] for part in parts for one in part.get("evidence", ())}
    places = {part["id"] for document in result["documents"] for part in document["parts"]}
    assert ("" in targets, targets - places) == (False, set())


def test_file_that_cannot_be_read_is_an_error_with_a_code(tmp_path: Path) -> None:
    result = bounded(tmp_path, ("bilde.png", b"\x89PNG\r\n\x1a\n" + bytes(50)))

    assert (set(result), result["error"].startswith("bilde.png: ")) == ({"error", "code"}, True)


def test_process_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    assert bounded(tmp_path, ("a.txt", tender()), seconds=0)["code"] == "time"


def test_process_that_takes_too_much_memory_ends_and_this_one_does_not(tmp_path: Path) -> None:
    assert bounded(tmp_path, ("a.txt", tender()), megabytes=20)["code"] in {"stopped", "memory"}


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_process_may_not_go_out_or_start_programs(deed: str) -> None:
    code = f"import sys; from dugnad.check import alone; sys.addaudithook(alone._refuse); {deed}"

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "PermissionError: a document reader asked for" in ended.stderr


def test_no_name_from_outside_reaches_the_disk(tmp_path: Path) -> None:
    bounded(tmp_path, ("../../ut.txt", tender()))

    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["files/0", "order.json", "result.json"]
    assert json.loads((tmp_path / "order.json").read_text())["names"] == ["../../ut.txt"]
