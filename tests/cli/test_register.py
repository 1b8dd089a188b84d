"""`dugnad register` as people run it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dugnad.cli.register import as_dict, body_names
from dugnad.records.models.register import Body
from dugnad.register.difference import Change, Difference
from register.made import numbers, unit, write_bulk

START = "from dugnad.cli.main import main; main()"
NUMBER = numbers(35_000_000)
AGENCY, TOWN, OTHER = (next(NUMBER) for _ in range(3))
UNITS = [
    unit(AGENCY, "Prøvedirektoratet", "ORGL", "6100"),
    unit(TOWN, "Prøve kommune", "KOMM", "6500", municipality="4601"),
    unit(OTHER, "Andre kommune", "KOMM", "6500", municipality="4601"),
]


def run(var: Path, *given: str) -> tuple[int, str, str]:
    ended = subprocess.run(
        [sys.executable, "-c", START, "register", *given],
        env={**os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(var / "store"),
             "DUGNAD_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "dugnad.server.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


def told(var: Path, *given: str) -> Any:
    code, out, problem = run(var, *given, "--json")
    assert (code, problem) == (0, "")
    return json.loads(out)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    write_bulk(folder / "bulk.json.gz", UNITS)
    return folder


def test_preview_import_merge_and_export(var: Path) -> None:
    path = str(var / "bulk.json.gz")

    preview, first, again = told(var, "import", path, "--preview"), told(var, "import", path), told(var, "import", path)

    assert [(one["new"], one["unchanged"], one["preview"]) for one in (preview, first, again)] == [
        (3, 0, True), (3, 0, False), (0, 3, False),
    ]  # fmt: skip
    assert told(var, "merge", OTHER, "--into", TOWN, "--on", "2026-01-01") == {
        "into": TOWN, "old": [OTHER], "on": "2026-01-01",
    }  # fmt: skip
    code, out, _ = run(var, "export", "--format", "json")
    assert (code, {row["orgnr"]: (row["until"], row["successor_orgnr"]) for row in json.loads(out)}) == (
        0, {AGENCY: ("", ""), TOWN: ("", ""), OTHER: ("2025-12-31", TOWN)},
    )  # fmt: skip
    assert (var / "store" / "register" / "register.csv").read_text().count("\nbody,") == 3


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (("import", "nowhere.json"), "cannot be opened"),
        (("merge", "nobody", "--into", "noone", "--on", "2026-01-01"), 'No body is called "nobody"'),
    ],
)
def test_wrong_use_is_one_plain_line(var: Path, given: tuple[str, ...], problem: str) -> None:
    code, out, told_problem = run(var, *given)

    assert (code, out, problem in told_problem, "Traceback" in told_problem) == (2, "", True, False)


@pytest.mark.django_db
def test_an_owner_is_told_by_name() -> None:
    ministry = Body.objects.create(name="Departementet for prøver", slug="prover", kind="ministry",
                                   obligation_class="shall")  # fmt: skip
    after = {"parent": str(ministry.pk), "email": "post@eksempel.invalid"}
    change = Change(what="new", key="310000418", orgnr="310000418", name="Prøveetaten", after=after)

    told = as_dict(change, body_names(Difference(changes=[change])))

    assert told["after"] == {"parent": "Departementet for prøver"}
