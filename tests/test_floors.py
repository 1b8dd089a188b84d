"""The house stands: no module reaches up or sideways, and knowledge does not ask what day it is."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dugnad"
KNOWLEDGE = ("backup", "law", "wording", "eforms", "notices", "monitor", "check", "content.py", "dated.py", "errors.py")
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "time"),
          ("time", "localtime"), ("timezone", "now"), ("timezone", "localdate")}  # fmt: skip


def test_no_floor_imports_from_above_or_beside() -> None:
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    assert linted.returncode == 0, linted.stdout


def test_knowledge_does_not_ask_the_clock() -> None:
    files = [path for name in KNOWLEDGE for path in sorted((SOURCE / name).rglob("*.py")) or [SOURCE / name]]
    asking = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in files
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    ]

    assert asking == []


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "base", "manager", "core", "misc"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [str(path) for path in SOURCE.rglob(f"{word}.py")] == []


def test_knowledge_runs_without_django() -> None:
    modules = "dugnad.notices.read, dugnad.monitor.compute, dugnad.law.judge, dugnad.wording.read, dugnad.check.notice"

    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, {modules}; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert loaded.stdout.strip() == "False", loaded.stderr
