"""`dugnad law show` and `dugnad law check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dugnad.cli.law import command
from dugnad.law.cases import load_cases


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def test_show_tells_the_rules_of_a_day() -> None:
    result = run("show", "--on", "2026-06-30")

    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "Regler som gjaldt 2026-06-30"
    assert "- Innslagspunkt for anskaffelsesloven: 100 000 kr" in lines
    assert "    LOA § 2 første ledd · 2017-01-01–2026-06-30 · lest i kopi av Lovdatas åpne data, 2026-07-28" in lines


def test_show_says_where_a_number_was_not_found() -> None:
    assert "- EØS-terskel, konsesjonskontrakter (KKF): ikke funnet" in run("show", "--on", "2018-05-01").output


def test_show_speaks_english() -> None:
    lines = run("show", "--on", "2026-07-01", "--lang", "en").output.splitlines()

    assert lines[0] == "Rules in force on 2026-07-01"
    assert "- Where the Procurement Act starts: 500 000 NOK" in lines


def test_show_as_json() -> None:
    shown = json.loads(run("show", "--on", "2026-07-01", "--json").output)

    entry = next(rule for rule in shown["rules"] if rule["id"] == "entry")
    assert (shown["on"], entry["value"], entry["citation"]) == ("2026-07-01", 500_000, "LOA § 2 første ledd")


def test_check_explains_a_case() -> None:
    result = run("check", "content/cases/kofa/2025-0999.yaml")

    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("✓ kofa/2025-0999: Gran")
    assert "    virkeområde: foa del 3, bundet: ja (EU form 16: part 3)" in result.output.splitlines()
    assert "    foa-7-9@2024 → POSSIBLE_BREACH (weight), FOA § 7-9 andre ledd" in result.output.splitlines()


def test_check_says_why_a_case_is_not_judged() -> None:
    lines = run("check", "content/cases/kofa/2025-0322.yaml").output.splitlines()

    assert "    bedømmes ikke: Utfallet av saken ble ikke funnet." in lines


def test_check_runs_all_cases() -> None:
    result = run("check", "--all", "--json")

    assert result.exit_code == 0
    assert len(json.loads(result.output)) == len(load_cases())


def test_wrong_case_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    shipped = Path("content/cases/vectors/20-weight-and-spec.yaml").read_text(encoding="utf-8")
    file.write_text(shipped.replace("MET_WEIGHT", "MET_RANK"), encoding="utf-8")

    result = run("check", file)

    assert result.exit_code == 1
    assert "    outcome: ventet 'MET_RANK', fant 'MET_WEIGHT'" in result.output.splitlines()


@pytest.mark.parametrize("words", [("check",), ("check", "no-such-file.yaml"), ("show", "--on", "July")])
def test_wrong_use_ends_with_two(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2
