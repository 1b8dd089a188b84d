"""Undocumented is red: the reference is what the code and the content say, and everything stands in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import reference
from dugnad.law.finding import Outcome
from dugnad.notices.tables import RAW, RESULT, TABLES

CHECKOUT = Path(__file__).parents[2]
SETTING = re.compile(r"\bDUGNAD_[A-Z]+(?:_[A-Z]+)*\b")
INTERNAL = {"DUGNAD_UP"}
"""Passed between our own processes; nobody sets it."""


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_reference_page_is_what_the_code_says(name: str) -> None:
    written = (CHECKOUT / "docs" / "reference" / name).read_text(encoding="utf-8")

    assert reference.PAGES[name]() == written, "run `make docs` and take the changed pages in"


def test_every_column_is_explained_and_no_other() -> None:
    told: dict[str, Any] = yaml.safe_load((CHECKOUT / "tools" / "columns.yaml").read_text(encoding="utf-8"))

    explained = {name: set(table["columns"]) for name, table in told.items()}

    assert explained == {name: set(schema.names) for name, schema in {"raw": RAW, **TABLES, "result": RESULT}.items()}


def test_every_outcome_is_explained_and_no_other() -> None:
    assert set(reference.OUTCOMES) == set(get_args(Outcome))


def sources(folder: Path) -> list[Path]:
    """Programs in a folder."""
    return [path for path in folder.rglob("*") if path.suffix in {".py", ".sh"}]


def test_every_setting_is_explained_and_no_other() -> None:
    files = [path for folder in ("src", "tests", "bench", "tools") for path in sources(CHECKOUT / folder)]
    used = {name for path in files for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    told = yaml.safe_load((CHECKOUT / "tools" / "settings.yaml").read_text(encoding="utf-8"))

    assert used - INTERNAL == set(told)


def test_every_command_says_what_it_does_and_knows_json() -> None:
    commands = dict(reference.all_commands(reference.dugnad, "dugnad"))

    silent = [name for name, command in commands.items() if not (command.help or "").strip()]
    without_json = [
        name
        for name, command in commands.items()
        if "--json" not in {opt for one in command.params for opt in one.opts}
    ]

    assert silent == []
    assert without_json == []
