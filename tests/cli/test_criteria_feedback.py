"""`dugnad criteria feedback`: editors read what readers wrote; a database that is not there is told in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dugnad.cli.criteria_feedback import feedback_command
from dugnad.records.actions.feedback import leave_feedback


@pytest.mark.django_db
def test_remarks_are_listed_by_criterion() -> None:
    leave_feedback(by="visitor", key="cleaning-daytime@2026-11-22", text="Tydelig og bra.", language="nb")
    leave_feedback(by="visitor", key="cleaning-dosing@2026-11-22", text="Noe annet.", language="nn")

    told = CliRunner().invoke(feedback_command, ["cleaning-daytime"]).output.splitlines()

    assert (told[0].split(" ", 1)[1], told[1:]) == ("cleaning-daytime@2026-11-22 (nb)", ["  Tydelig og bra."])


def test_missing_database_is_told_with_the_remedy(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from dugnad.cli.main import main; main()", "criteria", "feedback"]

    told = subprocess.run(
        command, env={**os.environ, "DUGNAD_VAR": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert (told.returncode, told.stderr.strip().endswith("Run dugnad up first."), "Traceback" in told.stderr) == (
        2,
        True,
        False,
    )
