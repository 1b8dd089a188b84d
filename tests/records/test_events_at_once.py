"""Many sign up at once, on both databases: no seat is given twice, none stays empty, nobody passes another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from databases import ON_POSTGRES, own_postgres

HERE = Path(__file__).parent


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'crowd.sqlite3'}"
        return
    with own_postgres() as address:
        yield address


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=ON_POSTGRES)])
def test_seats_hold_when_many_sign_up_at_once(engine: str, tmp_path: Path) -> None:
    with database(engine, tmp_path) as address:
        env = os.environ | {"DUGNAD_DATABASE_URL": address, "DUGNAD_VAR": str(tmp_path),
                            "DJANGO_SETTINGS_MODULE": "dugnad.server.settings",
                            "PYTHONPATH": os.pathsep.join([*sys.path, str(HERE.parent)])}  # fmt: skip
        done = subprocess.run(
            [sys.executable, str(HERE / "crowded_event.py")], env=env, capture_output=True, text=True, check=False
        )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"seated": 5, "waiting": 28, "cancelled": 7, "in_order": True}
