"""SDG 12.7.1 as content: no total without UNEP's sub-points, the formula with them, and what the check refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dugnad.content import content_path, read_yaml
from dugnad.plan.sdg import ANSWERED, check_sdg, load_sdg

Change = Callable[[dict[str, Any]], object]


def with_points(content: dict[str, Any], parts: tuple[str, ...] = ANSWERED) -> dict[str, Any]:
    """The same content with two made-up sub-points in each part."""
    text = {"nb": "Prøve", "nn": "Prøve", "en": "Test"}
    content["edition"] = "prøve"
    for part in parts:
        content["parts"][part]["points"] = [
            {"key": "first", "points": 0.6, "text": text}, {"key": "second", "points": 0.4, "text": text},
        ]  # fmt: skip
    return content


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Lay own content over the shipped one."""

    def write(content: dict[str, Any]) -> None:
        (tmp_path / "plan").mkdir(exist_ok=True)
        (tmp_path / "plan" / "sdg.yaml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
        monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
        load_sdg.cache_clear()

    yield write
    load_sdg.cache_clear()


def shipped() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(content_path("plan/sdg.yaml"))
    return content


def test_the_shipped_content_is_without_fault_and_without_a_total() -> None:
    index = load_sdg()

    assert (check_sdg(), index.has_points) == ([], False)
    assert index.total({"A": 1, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1}) is None


@pytest.mark.parametrize(
    ("values", "total", "level"),
    [
        ({"A": 1, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1}, 5, 4),
        ({"A": 1, "B": 1, "C": 1, "D": 1, "E": 1, "F": 0}, 4, 3),
        ({"A": 1, "B": 1, "C": 1, "D": 0.999, "E": None, "F": None}, 2.999, 2),
        ({"A": 1, "B": 1, "C": None, "D": None, "E": None, "F": None}, 1, 1),
        ({"A": 1, "B": 0.9, "C": None, "D": None, "E": None, "F": None}, 0.9, 0),
        ({"A": 0, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1}, 0, 0),
        ({"A": None, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1}, 0, 0),
    ],
)
def test_with_sub_points_the_formula_gives_the_total_and_its_level(
    lay: Callable[[dict[str, Any]], None], values: dict[str, float | None], total: float, level: int
) -> None:
    lay(with_points(shipped()))
    index = load_sdg()

    found = index.total(values)

    assert found == pytest.approx(total)
    assert index.level(found or 0.0).level == level


def test_a_part_is_worth_the_sub_points_that_are_fulfilled(lay: Callable[[dict[str, Any]], None]) -> None:
    lay(with_points(shipped()))
    part = load_sdg().parts["C"]

    values = [part.value_of(frozenset(ticked)) for ticked in ([], ["first"], ["first", "second"], ["other"])]

    assert values == [0, 0.6, 1, 0]


def drop(*keys: Any) -> Change:
    def change(content: dict[str, Any]) -> None:
        place: Any = content
        for key in keys[:-1]:
            place = place[key]
        del place[keys[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda content: with_points(content, ("B", "C")), "Only B, C have sub-points."),
        (lambda content: with_points(content).update(edition=None), "The sub-points have no edition."),
        (lambda content: with_points(content)["parts"]["B"]["points"].pop(), "The sub-points of B do not add up to 1."),
        (lambda content: with_points(content, ("F",)), "F is computed."),
        (lambda content: content["levels"].reverse(), "The levels do not fall to 0."),
        (lambda content: content["levels"][0].update(at_least=4), "A level has one bound."),
        (lambda content: content["priority"][0]["divisions"].append("45"), "45 stands in two groups."),
        (drop("parts", "D", "name", "nn"), "`parts.D.name.nn` is missing or not a text."),
        (drop("counted", "paths"), "`counted.paths` is not a list of texts."),
        (lambda content: content.update(total=5), '"total" is not a known name here.'),
    ],
)
def test_faults_are_told(lay: Callable[[dict[str, Any]], None], change: Change, problem: str) -> None:
    content = shipped()
    change(content)
    lay(content)

    assert problem in [fault.problem for fault in check_sdg()]
