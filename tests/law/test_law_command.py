"""`dugnad law show` and `dugnad law check`."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dugnad.cli.law import command
from dugnad.law.cases import load_cases
from dugnad.law.duty_cases import load_duty_cases, run_duty_case
from dugnad.law.hard_content import load_hard


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
    assert len(json.loads(result.output)) == len(load_cases()) + len(load_duty_cases())


def test_check_all_is_a_table_of_expected_found_and_citation() -> None:
    lines = run("check", "--all").output.splitlines()

    heads = lines[0].split()
    rows = {tuple(line.split()[1:3]): re.split(r"\s{2,}", line.strip()) for line in lines[1:] if line[:1] in "✓✗·"}
    assert heads == ["eksempel", "regel", "ventet", "fant", "hjemmel"]
    assert rows["kofa/2025-0999", "environment.weight"] == [
        "✓", "kofa/2025-0999", "environment.weight", "POSSIBLE_BREACH (weight)", "POSSIBLE_BREACH (weight)",
        "FOA § 7-9 andre ledd",
    ]  # fmt: skip
    assert rows["kofa/2025-0834", "apprentices.clause"] == [
        "✓", "kofa/2025-0834", "apprentices.clause", "POSSIBLE_BREACH (clause-absent)",
        "POSSIBLE_BREACH (clause-absent)", "FOR-2016-12-17-1708",
    ]  # fmt: skip
    assert rows["duties/hard/vehicles-car-2021", "vehicles.zero-emission"] == [
        "✓", "duties/hard/vehicles-car-2021", "vehicles.zero-emission", "DUTY_APPLIES (co2-limit)",
        "DUTY_APPLIES (co2-limit)", "FOR-2017-12-11-1995",
    ]  # fmt: skip
    assert [line for line in lines if line.startswith("✗")] == []


def test_check_explains_a_duty_case() -> None:
    lines = run("check", "content/cases/duties/hard/vehicles-car-2021.yaml").output.splitlines()

    assert lines[0].startswith("✓ duties/hard/vehicles-car-2021: Leasing av personbil")
    assert "    vehicles.zero-emission: DUTY_APPLIES (co2-limit), FOR-2017-12-11-1995" in lines
    assert sum(1 for line in lines if line.endswith("(ikke del av fasiten)")) == len(judged("vehicles-car-2021")) - 1


def judged(stem: str) -> list[str]:
    """The rules that say something of a shipped case."""
    case = next(case for case in load_duty_cases() if case.id == f"duties/hard/{stem}")
    return [finding.rule for finding in run_duty_case(case).findings]


def test_wrong_duty_case_ends_with_one_and_names_the_rule(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    shipped = Path("content/cases/duties/hard/vehicles-car-2021.yaml").read_text(encoding="utf-8")
    file.write_text(shipped.replace('outcome: "DUTY_APPLIES"', 'outcome: "NOT_APPLICABLE"'), encoding="utf-8")

    result = run("check", file)

    assert result.exit_code == 1
    assert "    vehicles.zero-emission: outcome: ventet 'NOT_APPLICABLE', fant 'DUTY_APPLIES'" in result.output


def test_show_tells_the_duties_by_subject_and_what_is_missing() -> None:
    lines = run("show", "--on", "2026-11-01").output.splitlines()

    headings = [line for above, line in pairwise(lines) if not above and line]
    assert headings == [
        "Klima- og miljøregelen", *(subject.names["nb"] for subject in load_hard().subjects), "Tall",
        "Nasjonale koder",
    ]  # fmt: skip
    assert "- Tropisk tømmer" in lines
    assert "    ingen regel funnet · 2017-01-01– · ikke kontrollert" in lines


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
