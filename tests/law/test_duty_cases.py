"""Every worked case of the duties, held against the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from dugnad.errors import ContentError
from dugnad.law.cases import check_cases, load_cases
from dugnad.law.duty_cases import DutyCase, load_duty_case, load_duty_cases, run_duty_case

GOOD = """
name: {nb: Prøve, en: Trial}
announced: 2025-05-05
purchase:
  notice: {legal_basis: "32014L0024", buyer_kind: municipality, cpv: "34110000", value_nok: 2000000}
  documents: read
  declared: [hum-right]
  clauses:
    - {type: wage, quote: "Lønn etter tariff", place: "s. 3"}
expect:
  vehicles.zero-emission: {outcome: DUTY_APPLIES, ground: zero-emission}
source: a test
mark: A
"""


@pytest.mark.parametrize("case", load_duty_cases(), ids=lambda case: case.id)
def test_case_is_judged_as_expected(case: DutyCase) -> None:
    assert run_duty_case(case).differences == ()


def test_every_case_says_what_it_shows() -> None:
    silent = [case.id for case in load_duty_cases() if not case.expect and not case.why_not]

    assert silent == []


def test_no_case_is_read_twice() -> None:
    ids = [*(case.id for case in load_cases()), *(case.id for case in load_duty_cases())]

    assert sorted(set(ids)) == sorted(ids)


def trial(folder: Path, old: str = "", new: str = "") -> Path:
    file = folder / "trial.yaml"
    file.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
    return file


def test_purchase_is_read_as_written(tmp_path: Path) -> None:
    purchase = load_duty_case(trial(tmp_path)).purchase

    assert (purchase.notice.country, purchase.notice.value_nok, purchase.documents) == ("NOR", 2_000_000, "read")
    assert (purchase.declared, [clause.type for clause in purchase.clauses]) == (frozenset({"hum-right"}), ["wage"])


def test_wrong_expectation_is_a_difference_that_names_the_rule(tmp_path: Path) -> None:
    result = run_duty_case(load_duty_case(trial(tmp_path, "ground: zero-emission", "ground: euro-class")))

    assert result.differences == (("vehicles.zero-emission", "ground", "euro-class", "zero-emission"),)


def test_rule_that_says_nothing_is_a_difference(tmp_path: Path) -> None:
    result = run_duty_case(load_duty_case(trial(tmp_path, "vehicles.zero-emission:", "ships.zero-emission:")))

    assert result.differences == (
        ("ships.zero-emission", "outcome", "DUTY_APPLIES", "NO_FINDING"),
        ("ships.zero-emission", "ground", "zero-emission", None),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("announced: 2025-05-05", 'announced: "2025-5-5"', 3, '"2025-5-5" is not a date.'),
        ("buyer_kind:", "kind:", 5, '"kind" is not a known name here.'),
        ("value_nok: 2000000", "value_nok: much", 5, "`value_nok` is 'much'."),
        ("documents: read", "documents: yes", 6, "`documents` is 'yes'."),
        ("type: wage", "type: wages", 9, "`type` is 'wages'."),
        (', quote: "Lønn etter tariff"', "", 9, "`quote` is missing."),
        ("{outcome: DUTY_APPLIES, ground", "{result: DUTY_APPLIES, ground", 11, '"result" is not a known name here.'),
        (
            "{outcome: DUTY_APPLIES, ground",
            "{ground",
            11,
            "`expect.vehicles.zero-emission.outcome` is missing or not a text.",
        ),
        ("source: a test", "", 1, "`source` is missing or not a text."),
        ("mark: A", "mark: D", 13, "`mark` is 'D'."),
    ],
)
def test_faulty_case_names_line_and_problem(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_duty_case(trial(tmp_path, old, new))

    assert (caught.value.line, caught.value.problem) == (line, problem)
    assert caught.value.remedy


def test_check_of_cases_tells_faults_of_duty_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cases" / "duties"
    folder.mkdir(parents=True)
    trial(folder, "type: wage", "type: wages")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    faults = check_cases()

    assert [(fault.file, fault.line) for fault in faults] == [("content/cases/duties/trial.yaml", 9)] * len(faults)
    assert len(faults) > 0
