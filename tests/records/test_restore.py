"""A restore that was cut off: completed where the database is in place, cleared away where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from dugnad.notices.store import open_store
from dugnad.records.actions.log import write_log
from dugnad.records.actions.restore import finish_restores, write_plan

pytestmark = pytest.mark.django_db
NUMBER = "0c5ad2f6"


@pytest.fixture
def var(settings: Settings, tmp_path: Path) -> Path:
    """An installation beside which a restore has laid everything, before the moment of change."""
    settings.VAR, settings.STORE = tmp_path, tmp_path / "store"
    open_store(tmp_path / "store")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "old").touch()
    (tmp_path / "secret-key").write_text("old", encoding="utf-8")
    staged = tmp_path / "restoring" / NUMBER
    (staged / "uploads").mkdir(parents=True)
    (staged / "uploads" / "new").touch()
    (staged / "secret-key").write_text("new", encoding="utf-8")
    generation = tmp_path / "store" / "generations" / f"restored-{NUMBER}"
    (generation / "raw").mkdir(parents=True)
    write_plan(staged, {"store": str(tmp_path / "store"), "generation": generation.name, "is_ready": True})
    return tmp_path


def found(var: Path) -> tuple[str, list[str], str, list[str]]:
    """What is current: the store's generation, the uploads, the key; and what is left over."""
    left = [path.name for path in (var / "store" / "generations").glob("restored-*")]
    left += [path.name for path in var.glob("restoring")]
    uploads = sorted(path.name for path in (var / "uploads").iterdir())
    return (var / "store" / "current").resolve().name, uploads, (var / "secret-key").read_text(encoding="utf-8"), left


def test_restore_cut_off_before_the_database_is_cleared_away(var: Path) -> None:
    finish_restores()

    assert found(var) == ("000000", ["old"], "old", [])


def test_restore_cut_off_after_the_database_is_completed(var: Path) -> None:
    write_log(by="operator", action="restore", subject=NUMBER)

    finish_restores()

    assert found(var) == ("000001", ["new"], "new", [])


def test_restore_cut_off_again_while_it_was_completed_is_completed(var: Path) -> None:
    write_log(by="operator", action="restore", subject=NUMBER)
    staged, generations = var / "restoring" / NUMBER, var / "store" / "generations"
    plan = {"store": str(var / "store"), "generation": f"restored-{NUMBER}", "is_ready": True, "number": "000001"}
    write_plan(staged, plan)
    (generations / f"restored-{NUMBER}").rename(generations / "000001")
    (var / "uploads").rename(staged / "old-uploads")

    finish_restores()
    finish_restores()

    assert found(var) == ("000001", ["new"], "new", [])


def test_restore_that_was_not_wholly_laid_is_cleared_away(var: Path) -> None:
    staged = var / "restoring" / NUMBER
    write_plan(staged, {"store": str(var / "store"), "generation": f"restored-{NUMBER}", "is_ready": False})
    (var / "restoring" / "just-begun").mkdir()

    finish_restores()

    assert found(var) == ("000000", ["old"], "old", [])
