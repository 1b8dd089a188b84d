"""SDG 12.7.1 of a year: what is computed, what is answered, and that nothing is summed without UNEP's points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dugnad.content import content_path, read_yaml
from dugnad.errors import NotAllowed, Refused
from dugnad.plan.sdg import ANSWERED, load_sdg
from dugnad.records.actions.sdg import answer_sdg
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Plan
from dugnad.records.models.status import SdgAnswer
from dugnad.records.queries.sdg import SdgYear, sdg_as_dict, sdg_year
from people import Cast, make_cast
from web.made import AGENCY, HARBOUR, Purchase, make_store

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
PROOF = "https://eksempel.no/bevis"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three lots of food that meet the rule, one that does not, one that cannot be read; and one outside the groups."""
    legal = {"cpv": "79100000"}
    bought = [
        Purchase(number=1, lots=2, announced=date(2026, 3, 4), weight=40.0),
        Purchase(number=2, announced=date(2026, 4, 4), buyers=(AGENCY,), weight=30.0),
        Purchase(number=3, announced=date(2026, 5, 4), outcome="POSSIBLE_BREACH", weight=10.0),
        Purchase(number=4, announced=date(2026, 6, 4), outcome="UNKNOWN", weight=None),
        Purchase(number=5, announced=date(2025, 6, 4), outcome="POSSIBLE_BREACH", weight=10.0, rows=legal),
    ]
    return make_store(tmp_path_factory.mktemp("sdg"), bought)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation in which the sub-points are content; these are made up."""
    content: dict[str, Any] = read_yaml(content_path("plan/sdg.yaml"))
    content["edition"], text = "prøve", {"nb": "Prøve", "nn": "Prøve", "en": "Test"}
    for part in ANSWERED:
        content["parts"][part]["points"] = [
            {"key": "first", "points": 0.75, "text": text}, {"key": "second", "points": 0.25, "text": text},
        ]  # fmt: skip
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "sdg.yaml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    load_sdg.cache_clear()
    yield
    load_sdg.cache_clear()


def values(found: SdgYear) -> dict[str, float | None]:
    return {one.part.key: one.value for one in found.parts}


def test_the_share_is_counted_of_what_could_be_read(store: Path) -> None:
    found = sdg_year(store, 2026, TODAY)

    share = found.share
    assert (share.numerator, share.denominator, share.lots, share.value, share.coverage) == (3, 4, 5, 0.75, 0.8)
    by_key = {one.group.key: (one.counted.numerator, one.counted.denominator) for one in found.priority}
    assert (by_key["food"], by_key["building"]) == ((3, 4), (0, 0))
    levels = {one.group.key: (one.counted.numerator, one.counted.denominator) for one in found.government}
    assert levels == {"state": (1, 1), "counties": (0, 0), "municipalities": (2, 3)}
    assert HARBOUR != AGENCY


def test_a_year_without_figures_is_unknown_and_not_zero(store: Path, tmp_path: Path) -> None:
    quiet, nowhere = sdg_year(store, 2023, TODAY), sdg_year(tmp_path / "none", 2026, TODAY)

    assert (values(quiet)["F"], values(nowhere)["F"]) == (None, None)
    assert (quiet.share.value, quiet.share.coverage) == (None, 0)


def test_little_seen_is_told_and_not_counted(tmp_path: Path) -> None:
    bought = [
        Purchase(number=1, announced=date(2026, 3, 4)),
        Purchase(number=2, announced=date(2026, 3, 5), lots=2, outcome="UNKNOWN", weight=None),
    ]

    found = sdg_year(make_store(tmp_path / "store", bought), 2026, TODAY)

    assert (found.share.value, found.share.is_too_little, values(found)["F"]) == (1.0, True, None)


def test_the_gate_opens_by_plan_or_law_in_force_that_year(store: Path) -> None:
    before = {year: values(sdg_year(store, year, TODAY))["A"] for year in (2022, 2024, 2026)}
    Plan.objects.create(key="prove", since=date(2022, 6, 1), until=date(2022, 12, 31), state="ended", title={"nb": "P"})
    Plan.objects.create(key="utkast", since=date(2023, 6, 1), state="draft", title={"nb": "U"})

    after = {year: values(sdg_year(store, year, TODAY))["A"] for year in (2022, 2023, 2024)}

    assert before == {2022: 0.0, 2024: 1.0, 2026: 1.0}
    assert after == {2022: 1.0, 2023: 0.0, 2024: 1.0}


def test_answers_come_with_evidence_and_no_total_is_told(store: Path, cast: Cast) -> None:
    answer_sdg(by=cast.coordinator, year=2026, part="B", value=0.5, text="Loven", evidence_url=PROOF)

    found = sdg_year(store, 2026, TODAY)

    assert values(found) == {"A": 1.0, "B": 0.5, "C": None, "D": None, "E": None, "F": 0.75}
    assert (found.total, found.level) == (None, None)
    told = sdg_as_dict(found)
    assert (told["total"], told["has_sub_points"]) == (None, False)
    assert (told["parts"]["B"]["evidence_url"], told["parts"]["C"]["is_answered"]) == (PROOF, False)
    assert (told["share"]["numerator"], told["share"]["denominator"], told["share"]["lots"]) == (3, 4, 5)


def test_with_sub_points_the_total_follows_the_formula(points: None, store: Path, cast: Cast) -> None:
    for part in "BC":
        answer_sdg(by=cast.coordinator, year=2026, part=part, points=["first"], evidence_url=PROOF)
    answer_sdg(by=cast.coordinator, year=2026, part="D", points=["first", "second"], evidence_url=PROOF)
    answer_sdg(by=cast.coordinator, year=2026, part="E", text="Vi vet ikke ennå")

    found = sdg_year(store, 2026, TODAY)

    assert values(found) == {"A": 1.0, "B": 0.75, "C": 0.75, "D": 1.0, "E": None, "F": 0.75}
    assert found.total == 0.75 + 0.75 + 1 + 0.75
    assert found.level is not None
    assert (found.level.level, sdg_as_dict(found)["total"]) == (3, 3.25)


def test_without_plan_and_law_the_total_is_zero(points: None, store: Path, cast: Cast) -> None:
    answer_sdg(by=cast.coordinator, year=2022, part="B", points=["first", "second"], evidence_url=PROOF)

    found = sdg_year(store, 2022, TODAY)

    assert (found.total, found.level and found.level.level) == (0, 0)


def test_a_later_answer_stands_over_the_first_and_the_log_holds_both(cast: Cast) -> None:
    answer_sdg(by=cast.coordinator, year=2026, part="B", value=0.5, evidence_url=PROOF)
    answer_sdg(by=cast.coordinator, year=2026, part="B", value=None)

    entry = LogEntry.objects.filter(action="answer_sdg").latest("pk")
    assert SdgAnswer.objects.get().value is None
    assert (entry.subject, entry.before["value"], entry.after["value"]) == ("2026 B", 0.5, None)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"part": "A", "value": 1}, "unknown", "part"),
        ({"part": "X"}, "unknown", "part"),
        ({"year": 2020}, "unknown", "part"),
        ({"year": 9999}, "unknown", "part"),
        ({"value": 1.01}, "not-a-share", "value"),
        ({"value": float("nan")}, "not-a-share", "value"),
        ({"evidence_url": ""}, "evidence-missing", "evidence_url"),
        ({"evidence_url": "ftp://eksempel.no"}, "not-a-web-address", "evidence_url"),
        ({"points": ["first"]}, "unknown", "points"),
        ({"text": "a" * 2001}, "too-long", "text"),
    ],
)
def test_what_cannot_be_answered_is_refused(cast: Cast, given: dict[str, Any], code: str, field: str) -> None:
    whole = {"year": 2026, "part": "B", "value": 0.5, "evidence_url": PROOF, **given}

    with pytest.raises(Refused) as refused:
        answer_sdg(by=cast.coordinator, **whole)

    assert (refused.value.code, refused.value.field, SdgAnswer.objects.count()) == (code, field, 0)


@pytest.mark.parametrize("name", ["leader", "governor", "administrator", "ministry_contact", "stranger"])
def test_only_the_coordinator_answers_for_the_nation(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        answer_sdg(by=getattr(cast, name), year=2026, part="B", value=1, evidence_url=PROOF)

    assert SdgAnswer.objects.count() == 0
