"""Every worked case in content/cases, held against the judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from dugnad.errors import ContentError
from dugnad.law.cases import Case, check_cases, load_case, load_cases, run_case
from dugnad.law.duty_cases import load_duty_cases

GOOD = """
name: {nb: Prøve, en: Trial}
announced: 2025-03-03
facts:
  notice: {subtype: "16", legal_basis: "32014L0024", buyer_legal_type: la}
  lots:
    - criteria:
        - {type_code: price, weight_percent: 80}
        - {type_code: quality, weight_percent: 20, environment: certain}
expect: {outcome: POSSIBLE_BREACH}
source: a test
mark: A
"""


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.id)
def test_case_is_judged_as_expected(case: Case) -> None:
    assert run_case(case).differences == ()


def test_every_vector_of_the_rule_has_a_case() -> None:
    numbers = {int(case.id.removeprefix("vectors/")[:2]) for case in load_cases() if case.id.startswith("vectors/")}

    assert numbers == set(range(1, 42))


def test_every_kofa_row_has_a_case() -> None:
    ids = [*(case.id for case in load_cases()), *(case.id for case in load_duty_cases())]
    rows = {one.removeprefix("kofa/") for one in ids if one.startswith("kofa/")}

    assert rows == {
        "2023-0462", "2023-0834", "2023-1135", "2024-0639", "2024-0888", "2024-1387", "2024-1940", "2025-0322",
        "2025-0356", "2025-0666", "2025-0726", "2025-0801", "2025-0801-notice", "2025-0819", "2025-0834", "2025-0960",
        "2025-0978", "2025-0992", "2025-0999", "2025-1530", "2025-1673", "plumbing-2025-09", "arva-forest",
    }  # fmt: skip


def test_shipped_cases_have_no_faults() -> None:
    assert check_cases() == []


def test_wrong_expectation_is_a_difference(tmp_path: Path) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(GOOD.replace("POSSIBLE_BREACH", "MET_WEIGHT"), encoding="utf-8")

    result = run_case(load_case(file))

    assert result.differences == (("outcome", "MET_WEIGHT", "POSSIBLE_BREACH"),)


def test_several_lots_have_the_outcome_of_the_worst(tmp_path: Path) -> None:
    file = tmp_path / "trial.yaml"
    met = "    - criteria:\n        - {type_code: quality, environment: certain}\nexpect:"
    file.write_text(GOOD.replace("expect:", met), encoding="utf-8")

    result = run_case(load_case(file))

    assert [finding.outcome for finding in result.findings] == ["POSSIBLE_BREACH", "MET_WEIGHT"]
    assert result.is_as_expected


def test_sub_criterion_weighs_its_share_of_the_parent(tmp_path: Path) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(GOOD.replace("weight_percent: 20,", "parent_percent: 40, share_percent: 50,"), encoding="utf-8")

    case = load_case(file)

    assert case.lots[0].criteria[1].weight_percent == 20


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("announced: 2025-03-03", 'announced: "2025-3-3"', 3, '"2025-3-3" is not a date.'),
        ("outcome: POSSIBLE_BREACH", "result: POSSIBLE_BREACH", 10, '"result" cannot be expected.'),
        ("weight_percent: 20", "weight_percent: twenty", 9, "`weight_percent` is 'twenty'."),
        ("weight_percent: 20", "wieght_percent: 20", 9, '"wieght_percent" is not a known name here.'),
        ("environment: certain", "environment: perhaps", 9, "`environment` is 'perhaps'."),
        ("legal_basis:", "basis:", 5, '"basis" is not a known name here.'),
        ("source: a test", "", 1, "`source` is missing or not a text."),
        ("expect: {outcome: POSSIBLE_BREACH}", "expect: none", 1, "`why_not` is missing or not a text."),
        ("mark: A", "mark: D", 12, "`mark` is 'D'."),
    ],
)
def test_faulty_case_names_line_and_problem(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load_case(file)

    assert (caught.value.line, caught.value.problem) == (line, problem)
    assert caught.value.remedy
