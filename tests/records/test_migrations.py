"""The tables follow the models on both databases, from nothing and from the version before, and nothing is lost."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from databases import POSTGRES, own_postgres

pytestmark = pytest.mark.postgres
SOURCE = Path(__file__).parents[2] / "src" / "dugnad"
KNOW_BOTH = {
    "records/actions/backup.py", "records/actions/letters_send.py", "records/actions/restore.py",
    "records/actions/table_rows.py", "records/search_index.py", "web/pages/health.py",
}  # fmt: skip
"""Modules that write SQL themselves: each is tried on both databases."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind that the tests run on."""
    if POSTGRES:
        with own_postgres() as address:
            yield address
    else:
        yield f"sqlite:///{tmp_path}/old.sqlite3"


def test_rows_of_the_version_before_are_all_there_afterwards(database: str, tmp_path: Path) -> None:
    surroundings = os.environ | {"DUGNAD_VAR": str(tmp_path), "DUGNAD_DATABASE_URL": database}
    command = [sys.executable, str(Path(__file__).with_name("migrated.py"))]

    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {
        "vendor": connection.vendor,
        "is_same": True,
        "rows": {"ImportJob": 1, "CheckJob": 1, "LogEntry": 1, "Feedback": 1},
        "left": 0,
    }


@pytest.mark.django_db
def test_no_model_differs_from_its_tables(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", "--check", "--dry-run")

    assert capsys.readouterr().out == "No changes detected\n"


def asks_by_itself(path: Path) -> bool:
    """Does the module give SQL of its own to Django's database?"""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    of_django = any(
        isinstance(node, ast.ImportFrom) and str(node.module).startswith("django.db") for node in ast.walk(tree)
    )
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {function.attr for function in calls if isinstance(function, ast.Attribute)}
    return "RawSQL" in names or bool({"raw", "extra"} & called) or (of_django and "cursor" in attributes)


def test_only_modules_that_know_both_databases_write_sql() -> None:
    files = [path for folder in ("records", "web", "api", "cli") for path in (SOURCE / folder).rglob("*.py")]

    assert {str(path.relative_to(SOURCE)) for path in files if asks_by_itself(path)} == KNOW_BOTH


@pytest.mark.long
def test_search_index_is_taken_away_and_made_again_over_what_is_there(database: str, tmp_path: Path) -> None:
    surroundings = os.environ | {"DUGNAD_VAR": str(tmp_path), "DUGNAD_DATABASE_URL": database}
    command = [sys.executable, str(Path(__file__).with_name("searched.py"))]

    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {"before": [[1]], "again": [[1]], "after": [[2]]}
