"""Forty who read and five who write at once for a minute: nobody meets a fault, and nothing written is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databases import ON_POSTGRES, own_postgres
from scale.crowd import crowd_on

pytestmark = [pytest.mark.long, pytest.mark.alone]
SECONDS = 60


def test_crowd_on_sqlite_meets_no_fault_and_loses_nothing(demo_store: Path, tmp_path: Path) -> None:
    found = crowd_on(tmp_path, demo_store, seconds=SECONDS)

    assert_all_kept(found)


@pytest.mark.postgres
@ON_POSTGRES
def test_crowd_on_postgresql_meets_no_fault_and_loses_nothing(demo_store: Path, tmp_path: Path) -> None:
    with own_postgres() as address:
        found = crowd_on(tmp_path, demo_store, address, seconds=SECONDS)

    assert_all_kept(found)


def assert_all_kept(found: dict[str, Any]) -> None:
    """Each saving that was answered as done raised the revision by one, stands in the log, and the last one stands."""
    assert found["faults"] == []
    assert min(found["saved"].values()) > 0
    assert {key: one["logged"] for key, one in found["kept"].items()} == found["saved"]
    assert {key: one["notes"] for key, one in found["kept"].items()} == {
        key: [note] for key, note in found["last"].items()
    }
    begun = {key: one["revision"] - found["saved"][key] for key, one in found["kept"].items()}
    assert len(set(begun.values())) == 1, begun
