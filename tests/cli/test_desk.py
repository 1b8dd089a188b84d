"""`dugnad desk`: who sits where, a desk handed over to a file, and the file taken over in another installation."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from dugnad.cli.desk import command
from dugnad.cli.people import command as people
from dugnad.desk.handover import unpack
from dugnad.errors import DugnadError
from dugnad.records.models.cases import Case
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from people import Cast, make_cast
from records.handed import NOTED, empty_desks, fill_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
START = "from dugnad.cli.main import main; main()"


@pytest.fixture
def cast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Cast:
    monkeypatch.setenv("DUGNAD_VAR", str(tmp_path))
    settings.VAR = tmp_path
    cast = make_cast()
    fill_desk(cast, NOW)
    return cast


def said(*given: str) -> tuple[int, str]:
    """The exit code, and what the command says."""
    ended = CliRunner().invoke(command, given, catch_exceptions=False)
    return ended.exit_code, ended.output


def test_list_tells_who_sits_where(cast: Cast) -> None:
    told = {row["county"]: row for row in json.loads(said("list", "--json")[1])["desks"]}

    assert len(told) == 16
    assert (told["46"]["advisers"], told["11"]["questions_go_to"], told["03"]["questions_go_to"]) == (1, "46", "00")


def test_desk_is_handed_over_and_taken_over_once(cast: Cast, tmp_path: Path) -> None:
    file, paper = tmp_path / "over.zip", tmp_path / "over.docx"
    made = json.loads(said("handover", "46", "--out", str(file), "--paper", str(paper), "--json")[1])
    empty_desks()
    preview = said("take-over", str(file), "--preview", "--json")
    before = Case.objects.count()
    first = said("take-over", str(file), "--json")
    second = said("take-over", str(file))

    told = json.loads(first[1])
    assert (made["counts"]["cases"], before, told["new"]["cases"]) == (2, 0, 2)
    assert (preview[0], first[0], second[0]) == (0, 0, 0)
    assert json.loads(preview[1])["new"] == told["new"]
    assert made["fingerprint"] == told["fingerprint"]
    assert "Tatt over: ingenting." in second[1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert paper.read_bytes().startswith(b"PK")


def test_rows_are_printed_where_no_file_is_asked_for(cast: Cast, tmp_path: Path) -> None:
    told = json.loads(said("handover", "46", "--json")[1])

    assert (len(told["cases"]), told["file"], sorted(tmp_path.glob("*.zip"))) == (2, None, [])
    assert NOTED in [entry["text"] for entry in told["cases"][0]["entries"]]


def test_what_cannot_be_done_is_told_with_a_remedy(cast: Cast, tmp_path: Path) -> None:
    there = tmp_path / "there.zip"
    there.write_bytes(b"x")
    tries = (
        ("handover", "99", "--out", str(tmp_path / "x.zip")),
        ("handover", "46", "--out", str(there)),
        ("handover", "46", "--paper", str(tmp_path / "x.odt"), "--out", str(tmp_path / "x.zip")),
        ("take-over", str(tmp_path / "missing.zip")),
        ("take-over", str(there)),
    )

    errors = [CliRunner().invoke(command, given).exception for given in tries]

    assert [isinstance(error, DugnadError) for error in errors] == [True] * len(tries)
    assert [str(error).rpartition(". ")[2] for error in errors] == [
        "Write a county's number, as 46, or 00 for the national desk.", "Choose another name, or --replace.",
        str(errors[2]), "Name the file that the other desk has made.", "Ask for the file anew.",
    ]  # fmt: skip


def test_operator_takes_out_and_erases_a_persons_data(cast: Cast, tmp_path: Path) -> None:
    def run(*given: str) -> str:
        return CliRunner().invoke(people, given, catch_exceptions=False).stdout

    told = json.loads(run("export", "kari@eksempel.invalid"))
    run("export", cast.buyer.email, "--out", str(tmp_path / "kari.zip"))
    erased = json.loads(run("erase", "kari@eksempel.invalid", "--yes", "--json"))
    account = run("erase", cast.buyer.email, "--account", "--yes")
    left = json.loads(run("export", "kari@eksempel.invalid"))

    assert ([case["said"][0]["text"] for case in told["cases"]], NOTED in json.dumps(told)) == (
        ["Gjelder dette oss?"], False,
    )  # fmt: skip
    assert (erased["cases"], left["cases"]) == (1, [])
    assert "og kontoen" in account
    assert not Person.objects.get(pk=cast.buyer.pk).is_active
    assert "kari@" not in json.dumps(list(LogEntry.objects.values_list("subject", "details")), default=str)


def test_operator_is_told_where_nothing_is_stored_about_an_address(cast: Cast) -> None:
    known, unknown = (
        CliRunner().invoke(people, ("export", address))
        for address in ("kari@eksempel.invalid", "kair@eksempel.invalid")
    )

    assert (known.stderr, unknown.stderr, json.loads(unknown.stdout)["cases"], unknown.exit_code) == (
        "", "Ingenting er lagret om kair@eksempel.invalid: se etter om adressen er rett skrevet.\n", [], 0,
    )  # fmt: skip


@pytest.mark.long
def test_file_is_taken_over_in_a_really_fresh_installation(cast: Cast, tmp_path: Path) -> None:
    file, var = tmp_path / "over.zip", tmp_path / "fresh"
    said("handover", "46", "--out", str(file))
    surroundings = {**os.environ, "DUGNAD_VAR": str(var)}
    surroundings.pop("DUGNAD_SECRET_KEY", None)
    surroundings.pop("DUGNAD_DATABASE_URL", None)

    def run(*given: str) -> tuple[int, dict[str, object]]:
        ended = subprocess.run(
            [sys.executable, "-c", START, *given, "--json"],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.returncode, json.loads(ended.stdout or "{}")

    var.mkdir()
    bare = run("desk", "take-over", str(file))
    run("register", "load")
    table = "orgnr,name,kind,county\n310000108,Eksempelvik kommune (DEMO),municipality,46\n"
    table += "310000213,Prøvefjord kommune (DEMO),municipality,11\n"
    (tmp_path / "bodies.csv").write_text(table)
    run("register", "import", str(tmp_path / "bodies.csv"))
    first, second = run("desk", "take-over", str(file)), run("desk", "take-over", str(file))
    again = run("desk", "handover", "46", "--out", str(tmp_path / "again.zip"))

    there, here = unpack(file.read_bytes()), unpack((tmp_path / "again.zip").read_bytes())
    assert (bare[0], bare[1]["new"]) == (1, {"knowledge": 2, "cases": 2, "events": 2, "mails": 2})
    assert (first[1]["new"], second[1]["new"], again[0]) == ({"contacts": 1, "agreements": 1}, {}, 0)
    assert here.counts() == there.counts()
    assert [case["entries"] for case in here.rows["cases"]] == [case["entries"] for case in there.rows["cases"]]
    assert here.files == there.files
