"""`dugnad backup` and `dugnad restore`: the whole installation, on either database, or nothing changed."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from backup.files import rewritten
from databases import ON_POSTGRES, own_postgres
from dugnad.backup.lock import in_use

START = "from dugnad.cli.main import main; main()"
FILL = Path(__file__).with_name("filled.py")


class Installation:
    """A folder with a database of its own."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.var = folder
        self.database = database
        given = {"DUGNAD_VAR": str(folder), "DUGNAD_DATABASE_URL": database}
        dropped = {"DUGNAD_STORE", "DUGNAD_SECRET_KEY", "DUGNAD_DATABASE_URL"}
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        self.surroundings = kept | {name: value for name, value in given.items() if value}

    def command(self, *given: str) -> list[str]:
        return [sys.executable, "-c", START, *given]

    def run(self, *given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*given),
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.var.parent,
        )

    def filled(self, *given: str) -> dict[str, Any]:
        """Put a little of everything in (`fill`), or tell what is there (`tell`)."""
        ended = subprocess.run(
            [sys.executable, str(FILL), *given], env=self.surroundings, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
        return found


@pytest.fixture(scope="module")
def source(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with people, a plan, letters, an upload and the demonstration notices."""
    made = Installation(tmp_path_factory.mktemp("source") / "var")
    made.var.mkdir()
    made.filled("fill", str(demo_store))
    return made


@pytest.fixture(scope="module")
def backup(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    file = tmp_path_factory.mktemp("backup") / "dugnad.zip"
    made = source.run("backup", str(file), "--json")
    assert made.returncode == 0, made.stderr
    assert (json.loads(made.stdout)["rows"]["records_body"], stat.S_IMODE(file.stat().st_mode)) == (5, 0o600)
    return file


@pytest.fixture(scope="module")
def restored(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A new machine on which the backup was restored."""
    here = Installation(tmp_path_factory.mktemp("restored") / "var")
    ended = here.run("restore", str(backup), "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    told, there = json.loads(ended.stdout)["rows"], here.filled("tell")["rows"]
    assert {name: told[name] for name in told if name != "records_logentry"} == {
        name: there[name] for name in there if name != "records_logentry"
    }
    return here


def test_restored_installation_is_the_one_that_was_backed_up_and_goes_on(
    source: Installation, restored: Installation
) -> None:
    is_same = restored.filled("tell") == source.filled("tell")
    added = restored.filled("add")

    assert is_same
    assert added == {"actions": ["fill", "backup", "stop_run", "restore"], "is_new": True, "runs": ["stopped"]}
    assert (restored.var / "secret-key").read_text() == (source.var / "secret-key").read_text()
    assert {path.name for path in restored.var.iterdir()} == {
        "cases", "dugnad.sqlite3", "events", "in-use.lock", "letters", "secret-key", "store", "uploads",
    }  # fmt: skip


@pytest.mark.postgres
@ON_POSTGRES
def test_backup_goes_to_postgresql_and_back_with_nothing_changed(
    source: Installation, backup: Path, tmp_path: Path
) -> None:
    with own_postgres() as address:
        there, back = Installation(tmp_path / "there", address), Installation(tmp_path / "back")

        first = there.run("restore", str(backup))
        second = there.run("restore", str(backup))
        third = there.run("restore", str(backup), "--replace")
        made = there.run("backup", str(tmp_path / "second.zip"))
        last = back.run("restore", str(tmp_path / "second.zip"))

        assert [one.returncode for one in (first, second, third, made, last)] == [0, 2, 0, 0, 0], third.stderr
        assert there.filled("add")["is_new"]
    assert back.filled("tell") == source.filled("tell")


@pytest.mark.postgres
@ON_POSTGRES
def test_failed_restore_leaves_postgresql_as_it_was(backup: Path, tmp_path: Path) -> None:
    with own_postgres() as address:
        there = Installation(tmp_path / "there", address)
        there.run("restore", str(backup))
        there.filled("add")
        before = there.filled("tell", "all")

        refused = there.run("restore", str(with_orphan(backup, tmp_path / "orphan.zip")), "--replace")

        assert refused.returncode == 2
        assert there.filled("tell", "all") == before


def test_installation_that_holds_something_is_only_replaced_when_told(restored: Installation, backup: Path) -> None:
    before = restored.filled("tell", "all")

    refused = restored.run("restore", str(backup))

    assert (refused.returncode, restored.filled("tell", "all")) == (2, before)
    assert refused.stderr == (
        f"dugnad: {restored.var} holds an installation already, and a restore would replace all of it. "
        "Nothing was changed. Back it up, then give --replace.\n"
    )


@pytest.mark.long
def test_installation_is_replaced_when_told(source: Installation, backup: Path, tmp_path: Path) -> None:
    here = Installation(tmp_path / "var")
    here.run("restore", str(backup))
    here.filled("add")

    replaced = here.run("restore", str(backup), "--replace")

    assert (replaced.returncode, here.filled("tell")) == (0, source.filled("tell"))


def test_running_installation_is_not_restored(backup: Path, tmp_path: Path) -> None:
    here = Installation(tmp_path / "var")
    here.var.mkdir()

    with in_use(here.var):
        refused = here.run("restore", str(backup))

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "Stop it first" in refused.stderr
    assert not (here.var / "dugnad.sqlite3").exists()


@pytest.mark.long
def test_without_secrets_the_key_stays_out_and_the_restored_site_makes_its_own(
    source: Installation, tmp_path: Path
) -> None:
    here, file = Installation(tmp_path / "var"), tmp_path / "open.zip"

    made = source.run("backup", str(file), "--without-secrets", "--json")
    restored = here.run("restore", str(file), "--json")

    assert (json.loads(made.stdout)["has_secret_key"], restored.returncode) == (False, 0)
    assert (here.var / "secret-key").read_text() != (source.var / "secret-key").read_text()


def test_file_that_is_there_is_only_replaced_when_told(source: Installation, tmp_path: Path) -> None:
    file = tmp_path / "mine.zip"
    file.write_text("mine", encoding="utf-8")

    refused = source.run("backup", str(file))

    assert (refused.returncode, file.read_text(encoding="utf-8")) == (2, "mine")
    assert refused.stderr == f"dugnad: {file} exists. Choose another name, or --replace.\n"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.long
def test_backup_that_breaks_in_the_rows_changes_nothing(restored: Installation, backup: Path, tmp_path: Path) -> None:
    before = restored.filled("tell", "all")

    refused = restored.run("restore", str(with_orphan(backup, tmp_path / "orphan.zip")), "--replace")

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "a row points to one that is not there" in refused.stderr
    assert restored.filled("tell", "all") == before
    assert not list(restored.var.glob("*restored-*")) + list(restored.var.glob("restoring"))
    assert [path.name for path in (restored.var / "store" / "generations").glob("restored-*")] == []


def with_orphan(backup: Path, changed: Path) -> Path:
    """The backup with a row that points nowhere, and a manifest that says so correctly."""

    def orphaned(lines: bytes) -> bytes:
        rows = [json.loads(line) for line in lines.splitlines()]
        rows[0][PERSON_OF_ROLE] = str(uuid.uuid4())
        return b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    return rewritten(backup, changed, {"database/records_role.jsonl": orphaned})


PERSON_OF_ROLE = 1


@pytest.mark.long
def test_restore_killed_at_any_moment_leaves_the_old_or_the_new(
    source: Installation, backup: Path, tmp_path: Path
) -> None:
    assert killed_restores(backup, source.filled("tell"), tmp_path, "", times=20) > 0


@pytest.mark.long
@pytest.mark.postgres
@ON_POSTGRES
def test_restore_on_postgresql_killed_at_any_moment_leaves_the_old_or_the_new(
    source: Installation, backup: Path, tmp_path: Path
) -> None:
    with own_postgres() as address:
        assert killed_restores(backup, source.filled("tell"), tmp_path, address, times=10) > 0


def killed_restores(backup: Path, new: dict[str, Any], folder: Path, database: str, *, times: int) -> int:
    """Kill a replacing restore at moments spread over its time; how many were cut off."""
    here, cut_off = Installation(folder / "var", database), 0
    here.run("restore", str(backup))
    here.filled("add")
    old_backup = folder / "old.zip"
    here.run("backup", str(old_backup))
    old = here.filled("tell")
    started = time.monotonic()
    assert here.run("restore", str(backup), "--replace").returncode == 0
    seconds = time.monotonic() - started
    for number in range(times):
        assert here.run("restore", str(old_backup), "--replace").returncode == 0
        assert here.filled("tell") == old
        running = subprocess.Popen(here.command("restore", str(backup), "--replace"), env=here.surroundings)
        time.sleep(seconds * (0.3 + 0.7 * number / times))
        running.send_signal(signal.SIGKILL)
        cut_off += running.wait() == -signal.SIGKILL

        assert here.filled("finish") in (old, new)
        assert not (here.var / "restoring").exists()
    return cut_off
