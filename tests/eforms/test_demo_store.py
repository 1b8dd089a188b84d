from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dugnad.cli.demo import command as demo_command
from dugnad.eforms.demo import demo_notices
from dugnad.eforms.spec import Criterion, Lot, Notice, Organisation
from dugnad.eforms.writer import write_notice
from dugnad.monitor.update import import_and_measure, import_demo

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one notice of a real kind of buyer, and all demonstration notices."""
    folder = tmp_path_factory.mktemp("demo")
    alone = Notice(
        subtype="16", notice_id="4f1a1d5e-6a0f-4f5c-9d7a-0a1b2c3d4e5f", procedure_id="p", issue_date=date(2025, 3, 3),
        buyers=(Organisation(name="Alta kommune", orgnr="944588132", legal_type="la"),),
        lots=(Lot(criteria=(Criterion(type_code="price", weight=100),)),),
    )  # fmt: skip
    (folder / "one.xml").write_bytes(write_notice(alone))
    import_and_measure([str(folder / "one.xml")], store=folder / "store", at=NOW)
    import_demo(demo_notices(), store=folder / "store", at=NOW)
    return folder / "store"


def column(store: Path, table: str, name: str) -> list[str | None]:
    values: list[str | None] = pq.read_table(store / "tables" / table, columns=[name]).column(name).to_pylist()
    return values


def test_demonstration_shows_every_outcome_that_a_notice_alone_can_give(store: Path) -> None:
    assert set(column(store, "finding", "outcome")) == {
        "NOT_APPLICABLE", "OUTSIDE_ACT", "DUTY_APPLIES", "MET_WEIGHT", "MET_RANK", "MET_SPEC", "MET_COMBINATION",
        "EXEMPT_CLAIMED", "SHOULD_NOT_MET", "REASONS_MISSING", "POSSIBLE_BREACH", "INVALID_CODE_FOR_DATE",
        "MANUAL_REVIEW", "UNKNOWN",
    }  # fmt: skip
    assert set(column(store, "finding", "rule_version")) == {
        "foa-7-9@2017", "foa-7-9@2024", "ff-7-9@2024", "kkf-7-6@2024", "loa-5b@2026", None,
    }  # fmt: skip


def test_demo_clear_removes_the_demonstration_and_nothing_else(store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(store, tmp_path / "store", symlinks=True)

    first = CliRunner().invoke(demo_command, ["clear", "--store", str(store), "--json"])
    second = CliRunner().invoke(demo_command, ["clear", "--store", str(store), "--json"])

    assert json.loads(first.stdout) == {"removed": 300}
    assert json.loads(second.stdout) == {"removed": 0}
    assert column(store, "notice", "buyer_name") == ["Alta kommune"]
    assert column(store, "notice", "is_demo") == [False]
    assert pq.read_table(store / "raw", columns=["name"]).column("name").to_pylist() == ["one.xml"]
