from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from criteria.made import made_group, made_library
from dugnad.content import content_path
from dugnad.criteria.cost import FILES, check_cost, cost_of_group, load_cost


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with the shipped cost files, to be broken."""
    (tmp_path / "cost").mkdir()
    for name in FILES:
        shutil.copy(content_path(f"cost/{name}.yaml"), tmp_path / "cost" / f"{name}.yaml")
    monkeypatch.setattr("dugnad.content.content_folders", lambda: (tmp_path,))
    return tmp_path / "cost"


def test_the_shipped_templates_and_factors_have_no_fault() -> None:
    assert check_cost() == []


def test_every_code_is_in_the_code_list() -> None:
    with content_path("codelists/cpv/cpv.csv").open(encoding="utf-8") as lines:
        known = {row["code"] for row in csv.DictReader(lines)}
    cost = load_cost()

    unknown = [
        code for one in (*cost.factors.values(), *cost.templates.values()) for code in one.cpv if code not in known
    ]

    assert unknown == []


def test_a_group_has_the_templates_and_factors_of_its_codes() -> None:
    screens = made_group("screens", order=9, cpv=("30231000",))

    found = cost_of_group(made_library(groups=(screens,)), "screens")

    assert [one.id for one in found.templates] == ["screens"]
    assert [one.id for one in found.factors] == ["electricity-norway", "it-devices-new"]
    assert [one.id for one in found.spend] == ["spend-30"]


def test_a_group_without_its_own_template_has_only_rough_factors() -> None:
    found = cost_of_group(made_library(), "cleaning")

    assert [one.id for one in found.templates] == []
    assert [one.id for one in found.spend] == ["spend-90"]


def test_what_we_propose_ourselves_is_not_confirmed() -> None:
    template = load_cost().templates["computers"]

    unsure = {parameter.name: parameter.is_unconfirmed for parameter in template.parameters}

    assert unsure == {
        "rate": False, "years": True, "kwh_per_year": False, "electricity_price": False, "maintenance": False,
        "carbon_price": False,
    }  # fmt: skip


def test_figures_are_as_their_sources_print_them(shared: Path) -> None:
    path = shared / "facts/emission_factors/uk_desnz_ghg_conversion_factors_2024_selected.csv"
    with path.open(encoding="utf-8") as lines:
        printed = [float(row["kg_co2e_per_unit"]) for row in csv.DictReader(lines)]
    mine = [one for one in load_cost().factors.values() if one.source.id == "desnz-2024"]

    odd = [one.id for one in mine if not any(is_near(one.value * by, figure) for figure in printed for by in (1, 1000))]

    assert odd == []


def is_near(value: float, figure: float) -> bool:
    """The same figure, but for the last digit."""
    return abs(value - figure) <= 0.0001 * figure + 0.00001


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("factors", "value: 2.66155", "value: much", "`value` is 'much'."),
        ("factors", "source: desnz-2024", "source: desnz", '"desnz" is no source of content/cost/sources.yaml.'),
        ("factors", "of: use", "of: using", "`diesel-use.of` is 'using'."),
        ("factors", 'cpv: ["09134200"', 'cpv: ["0913"', '"0913" is no CPV code.'),
        ("templates", "parts: [acquisition", "parts: [purchase", '"purchase" is not a known word here.'),
        (
            "templates",
            "formulas: [present-value",
            "formulas: [presentvalue",
            '"presentvalue" is not a known word here.',
        ),
        ("templates", "basis: seen", "basis: certain", "`computers.parameters.rate.basis` is 'certain'."),
        ("formulas", "notation:", "sum:", "`annuity.notation` is missing or not a text."),
        ("sources", "licence:", "license:", "`desnz-2024.licence` is missing or not a text."),
    ],
)
def test_a_broken_file_is_told_with_line_and_remedy(own: Path, file: str, old: str, new: str, problem: str) -> None:
    path = own / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    faults = check_cost()

    assert problem in [fault.problem for fault in faults]
    assert all(fault.file == f"content/cost/{file}.yaml" and fault.line and fault.remedy for fault in faults)
