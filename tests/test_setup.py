"""`make setup` on a machine that cannot run dugnad says plainly what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SETUP = Path(__file__).parents[1] / "tools" / "setup.sh"


def run_setup(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run the script in a folder of its own, on a machine whose only Python is the given script."""
    (folder / "tools").mkdir()
    (folder / "bin").mkdir()
    shutil.copy(SETUP, folder / "tools")
    (folder / "requirements-dev.lock").touch()
    fake = folder / "bin" / "python3"
    fake.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    fake.chmod(0o755)
    surroundings = os.environ | {"PYTHON": "python3", "PATH": f"{folder / 'bin'}:/usr/bin:/bin"}
    return subprocess.run(
        [folder / "tools" / "setup.sh"], env=surroundings, capture_output=True, text=True, check=False
    )


def test_too_old_python_is_said_plainly_with_the_remedy(tmp_path: Path) -> None:
    refused = run_setup(tmp_path, 'case "$*" in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "setup: dugnad needs Python 3.11 or newer; found: Python 3.9.2.",
        "setup: On Debian 12+ and Ubuntu 24.04+: sudo apt-get install python3 python3-venv",
        "setup: Elsewhere: https://www.python.org/downloads/",
        "setup: A Python in an unusual place: make PYTHON=/path/to/python3",
    ]
    assert not (tmp_path / ".venv").exists()


def test_python_without_venv_is_said_plainly_with_the_remedy(tmp_path: Path) -> None:
    refused = run_setup(tmp_path, 'case "$*" in *ensurepip*) exit 1 ;; *print*) echo 3.12 ;; *) exit 0 ;; esac')

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "setup: Python 3.12 is here, but cannot make environments (its module ensurepip is missing).",
        "setup: On Debian and Ubuntu: sudo apt-get install python3.12-venv   Then run make again.",
    ]
