"""A backup's file: whole, ours and harmless, or refused in one sentence before anything is changed."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from backup.files import rewritten
from dugnad.backup.lock import in_use
from dugnad.backup.manifest import BackupError, Manifest, name_of, safe_name
from dugnad.backup.pack import packing
from dugnad.backup.unpack import opened, refuse_without_room
from dugnad.errors import StoreError

ROWS = "database/records_body.jsonl"
STORED = "store/raw/empty.parquet"
SAID = Manifest("2026-11-23T00:00:00+00:00", "0.1.0", "sqlite", {"records": ["0001_initial"]})
NAMES = ["kunngjøring (1).xml", "a%2fb.xml", "..x", "line\nbreak", "back\\slash"]


def note(done: int, total: int) -> None:
    """Nobody looks."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A small backup."""
    files = tmp_path / "files"
    files.mkdir()
    for name in NAMES:
        (files / name).write_text(name, encoding="utf-8")
    with packing(tmp_path / "b.zip", SAID, may_replace=False) as pack:
        pack.add_table("records_body", ["id", "name"], [b'[1,"a"]\n', b'[2,"b"]\n'])
        pack.add(STORED, [b"PAR1", b"PAR1"], is_packed=True)
        for name in NAMES:
            pack.add_file(name_of("uploads", PurePosixPath(name)), files / name)
        pack.add_file("uploads/gone", files / "gone")
    return tmp_path / "b.zip"


def test_what_was_packed_is_unpacked_whatever_the_files_are_called(made: Path, tmp_path: Path) -> None:
    with opened(made) as backup:
        backup.verify(note)
        rows = list(backup.rows("records_body"))
        backup.unpack("uploads", tmp_path / "out")

    assert rows == [[1, "a"], [2, "b"]]
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()} == {
        n: n for n in NAMES
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in [made, *(tmp_path / "out").iterdir()]} == {0o600}


def test_backup_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk"):
        pack_onto_a_full_disk(tmp_path / "b.zip")

    assert list(tmp_path.iterdir()) == []


def pack_onto_a_full_disk(file: Path) -> None:
    """Begin, and fail."""
    with packing(file, SAID, may_replace=False) as pack:
        pack.add(STORED, [b"PAR1"])
        raise OSError("the disk is full")


@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.9, 0.999])
def test_cut_file_is_refused(made: Path, share: float) -> None:
    made.write_bytes(made.read_bytes()[: int(made.stat().st_size * share)])

    with pytest.raises(BackupError, match="Nothing was changed"), opened(made) as backup:
        backup.verify(note)


def test_any_changed_byte_of_a_file_is_noticed(made: Path) -> None:
    raw = made.read_bytes()
    with zipfile.ZipFile(made) as archive:
        start = archive.getinfo(STORED).header_offset
    place = raw.index(b"PAR1", start)
    made.write_bytes(raw[:place] + b"X" + raw[place + 1 :])

    with pytest.raises(BackupError, match="no whole backup"), opened(made) as backup:
        backup.verify(note)


@pytest.mark.parametrize(
    "name",
    ["../x", "uploads/../../x", "/etc/passwd", "uploads/%2e%2e/x", "uploads/a%2fb", "uploads//x", "uploads", "other/x",
     "uploads/.", "secret-key/x", "store/a%00b", "uploads/" + "x" * 1000],
)  # fmt: skip
def test_name_that_leads_elsewhere_is_refused(name: str, made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, "outside")

    with pytest.raises(ValueError, match="leads elsewhere"):
        safe_name(name)
    with pytest.raises(BackupError, match="Nothing was changed"), opened(made):
        pass


def test_link_in_place_of_a_file_is_refused(made: Path, tmp_path: Path) -> None:
    changed = tmp_path / "link.zip"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            raw = old.read(entry)
            if entry.filename == STORED:
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            new.writestr(entry, raw)

    with pytest.raises(BackupError, match="not the plain file"), opened(changed):
        pass


def say(key: str, value: Any) -> Callable[[Any], None]:
    """The manifest with another value."""
    return lambda told: told.__setitem__(key, value)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (say("format", "other"), "not one of dugnad's"),
        (say("version", 2), "this dugnad reads version 1"),
        (say("files", {}), "names other files than it holds"),
        (say("files", {"../x": {"bytes": 1, "sha256": "0" * 64}}), "leads elsewhere"),
        (say("tables", {}), "describes other tables"),
        (say("tables", {'x"; drop': {"columns": [], "rows": 0}}), "is not described"),
        (say("tables", {"records_body": {"columns": ["id"], "rows": -1}}), "is not described"),
        (say("migrations", ["records"]), '"migrations" is missing'),
        (say("made_at", None), '"made_at" is missing'),
        (lambda told: told["files"][STORED].update(bytes=10**12), "not the plain file"),
        (lambda told: told["files"][STORED].update(sha256="x"), "is not described"),
    ],
)
def test_manifest_of_another_form_is_refused(
    made: Path, tmp_path: Path, manifest: Callable[[Any], None], said: str
) -> None:
    changed = rewritten(made, tmp_path / "changed.zip", {}, manifest)

    with pytest.raises(BackupError, match=said), opened(changed):
        pass


@pytest.mark.parametrize(
    "raw", [b'[1,"a"]\n', b'[1,"a"]\n[2]\n', b'[1,"a"]\n{}\n', b"\xff\n\n", b"[" * 100_000 + b"\n"]
)
def test_rows_of_another_form_are_refused(made: Path, tmp_path: Path, raw: bytes) -> None:
    changed = rewritten(made, tmp_path / "changed.zip", {ROWS: lambda _: raw})

    with opened(changed) as backup, pytest.raises(BackupError, match="no whole backup"):
        list(backup.rows("records_body"))


def test_file_that_unpacks_to_more_than_the_disk_holds_is_refused_before_it_is_read(made: Path, tmp_path: Path) -> None:
    with opened(made) as backup:
        kept = backup.manifest.files[STORED]
        backup.manifest.files[STORED] = type(kept)(bytes=10**16, sha256=kept.sha256)

        with pytest.raises(BackupError, match="Make room"):
            refuse_without_room(backup, tmp_path)


def test_bomb_is_not_unpacked_beyond_what_was_said(made: Path, tmp_path: Path) -> None:
    bomb = rewritten(made, tmp_path / "bomb.zip", {STORED: lambda _: b"0" * 50_000_000})
    raw = bomb.read_bytes().replace((50_000_000).to_bytes(4, "little"), (8).to_bytes(4, "little"))
    bomb.write_bytes(raw)

    with pytest.raises(BackupError, match="Nothing was changed"), opened(bomb) as backup:
        backup.unpack("store", tmp_path / "out")

    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.parametrize("raw", [b"", b"SQLite format 3\0", b"PK\x05\x06" + b"\0" * 18])
def test_foreign_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(raw)

    with pytest.raises(BackupError, match="Nothing was changed"), opened(tmp_path / "b.zip"):
        pass


def test_folder_in_use_is_not_had_alone_and_is_free_when_its_user_has_ended(tmp_path: Path) -> None:
    with (
        in_use(tmp_path),
        in_use(tmp_path),
        pytest.raises(StoreError, match="Stop it first"),
        in_use(tmp_path, alone=True),
    ):
        pass

    child = os.fork()
    if not child:
        with in_use(tmp_path, alone=True):
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with in_use(tmp_path, alone=True):
        assert (tmp_path / "in-use.lock").exists()
