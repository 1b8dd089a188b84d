"""Stored results are found by place, period and indicator, and say when too little was seen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dugnad.errors import StoreError
from dugnad.monitor.compute import compute_results
from dugnad.monitor.indicators import load_indicators
from dugnad.monitor.names import place_names
from dugnad.monitor.results import Results, Row, open_results, results_of
from dugnad.monitor.sentence import period_text, sentence, value_text

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MET = {"outcome": "MET_WEIGHT", "ground": "weight", "weight_environment_certain": 30.0, "weight_environment_max": 30.0}
LOW = {
    "outcome": "POSSIBLE_BREACH",
    "ground": "weight",
    "weight_environment_certain": 0.0,
    "weight_environment_max": 0.0,
}
SHARE = "environment-weight-share"
HARD_SPACE = "\u00a0"


@pytest.fixture
def results(store: Any) -> Results:
    """Two bodies over two years: one met, one low, one unknown."""
    store.add_body("987654325", name="Storvik kommune", kind="municipality", county="46")
    store.add_body("911222334", name="Vestby fylkeskommune", kind="county", county="11")
    for name, day, finding, buyer in (
        ("a", date(2025, 2, 3), MET, "987654325"),
        ("b", date(2025, 8, 3), LOW, "987654325"),
        ("c", date(2026, 2, 3), None, "911222334"),
    ):
        store.add_notice(name, buyers=(buyer,), judged_on=day)
        store.add_lot(name, finding=finding)
    return results_of(compute_results(store.connection(), computed_at=AT))


def test_row_is_found_by_indicator_place_and_period(results: Results) -> None:
    found = results.row(SHARE, "nation", "NO", "2025")

    assert found == Row(
        indicator=SHARE,
        scope="nation",
        code="NO",
        period="2025",
        numerator=1,
        denominator=2,
        coverage=1,
        value=0.5,
        computed_at=AT,
    )


def test_place_without_notices_has_no_row(results: Results) -> None:
    assert results.row(SHARE, "county", "03") is None
    assert results.rows("body", "974760673") == {}


def test_nothing_seen_has_a_row_without_a_value(results: Results) -> None:
    found = results.row(SHARE, "body", "911222334")

    assert found is not None
    assert (found.denominator, found.coverage, found.value, found.is_too_little_seen) == (0, 0, None, True)


def test_trend_lists_quarters_or_years_in_order(results: Results) -> None:
    quarters = [(row.period, row.value) for row in results.trend(SHARE, "nation", "NO")]
    years = [(row.period, row.value) for row in results.trend(SHARE, "nation", "NO", by="year")]

    assert quarters == [("2025-Q1", 1.0), ("2025-Q3", 0.0), ("2026-Q1", None)]
    assert years == [("2025", 0.5), ("2026", None)]


def test_comparison_holds_every_code_of_the_scope(results: Results) -> None:
    found = [(row.code, row.numerator, row.denominator) for row in results.compare(SHARE, "county")]

    assert found == [("11", 0, 0), ("46", 1, 2)]
    assert results.codes("kind") == ["county", "municipality"]
    assert results.periods() == ["2025", "2025-Q1", "2025-Q3", "2026", "2026-Q1", "all"]


def test_comparison_keeps_demonstration_apart(store: Any) -> None:
    store.add_body("987654325", kind="municipality", county="46")
    store.add_body("999888774", kind="municipality", county="46", is_demo=True)
    for name, buyer, is_demo in (("real", "987654325", False), ("demo", "999888774", True)):
        store.add_notice(name, buyers=(buyer,), is_demo=is_demo)
        store.add_lot(name, finding=MET)
    results = results_of(compute_results(store.connection(), computed_at=AT))

    assert [row.code for row in results.compare(SHARE, "county")] == ["46"]
    assert [row.code for row in results.compare(SHARE, "county", demo=True)] == ["DEMO-46"]
    assert (results.is_demo_only, results.nation, results.code("46")) == (False, "NO", "46")


def test_demonstration_alone_answers_for_the_nation(store: Any) -> None:
    store.add_notice("demo", is_demo=True)
    store.add_lot("demo", finding=MET)
    results = results_of(compute_results(store.connection(), computed_at=AT))

    assert (results.is_demo_only, results.nation, results.code("46")) == (True, "DEMO", "DEMO-46")


def test_no_results_are_no_error(store: Any) -> None:
    results = results_of(compute_results(store.connection(), computed_at=AT))

    assert (results.row(SHARE, "nation", "NO"), results.codes("body"), results.computed_at) == (None, [], None)


def test_store_is_read_again_only_when_it_changed(results: Results, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    pq.write_table(results.table, tmp_path / "results" / "results.parquet")

    first = open_results(tmp_path)
    again = open_results(tmp_path)
    pq.write_table(results.table.slice(0, 1), tmp_path / "results" / "results.parquet")
    changed = open_results(tmp_path)

    assert first is again
    assert (first.table.num_rows, changed.table.num_rows) == (results.table.num_rows, 1)


def test_store_without_results_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"holds no results\. Run dugnad import"):
        open_results(tmp_path)


def test_figure_is_told_as_a_sentence(results: Results) -> None:
    row = results.row(SHARE, "nation", "NO", "2025")
    assert row is not None

    norwegian, english = (sentence(load_indicators()[0], row, language) for language in ("nb", "en"))

    assert norwegian == (
        f"1 av 2 delkontrakter (50{HARD_SPACE}%) gir klima og miljø minst 30 prosent vekt; "
        f"vekten kunne leses i 100{HARD_SPACE}% av dem som er kunngjort."
    )
    assert english == (
        "1 of 2 lots (50%) give climate and environment at least 30 per cent weight; "
        "the weight could be read in 100% of those announced."
    )


def test_unknown_is_told_as_unknown(results: Results) -> None:
    row = results.row(SHARE, "body", "911222334")
    assert row is not None

    assert sentence(load_indicators()[0], row, "nn") == "Ukjent: ingenting kunne lesast."


def test_every_figure_can_be_told_in_every_language(results: Results) -> None:
    rows = results.rows("nation", "NO")
    told = [
        sentence(indicator, rows[name], language)
        for indicator in load_indicators()
        for name in indicator.row_names
        if name in rows
        for language in ("nb", "nn", "en")
    ]

    assert len(told) == 3 * len(rows)
    assert [text for text in told if "{" in text or not text] == []


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (0.364, "share", "nb", f"36{HARD_SPACE}%"),
        (0.0364, "share", "nn", f"3,6{HARD_SPACE}%"),
        (0.0364, "share", "en", "3.6%"),
        (27.5, "percent", "nb", f"27,5{HARD_SPACE}%"),
        (1234.5, "score", "nb", f"1{HARD_SPACE}234,5"),
        (None, "share", "nb", "ukjent"),
        (None, "share", "en", "unknown"),
    ],
)
def test_value_is_written_as_the_language_writes_it(value: float | None, unit: str, language: str, text: str) -> None:
    assert value_text(value, unit, language) == text


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("all", ("alle år", "all years")),
        ("2025", ("2025", "2025")),
        ("2025-Q1", ("1. kvartal 2025", "quarter 1 of 2025")),
        ("2025-01-01/2025-06-30", ("fra 2025-01-01 til 2025-06-30", "from 2025-01-01 until 2025-06-30")),
        ("../2025-06-30", ("til 2025-06-30", "until 2025-06-30")),
        ("2025-01-01/..", ("fra 2025-01-01", "from 2025-01-01")),
    ],
)
def test_period_is_told_in_words(period: str, told: tuple[str, str]) -> None:
    assert (period_text(period, "nb"), period_text(period, "en")) == told


def test_places_have_the_names_people_use(store: Any, tmp_path: Path) -> None:
    store.add_body("987654325", name="Storvik kommune")
    folder = tmp_path / "tables" / "body"
    folder.mkdir(parents=True)
    pq.write_table(store.connection().table("body").to_arrow_table(), folder / "body.parquet")
    places = [("nation", "NO"), ("county", "46"), ("county", "DEMO-46"), ("kind", "municipality"), ("kind", "unknown"),
              ("body", "987654325"), ("body", "999888774"), ("cpv", "45")]  # fmt: skip

    found = place_names(places, store=tmp_path, language="nn")

    assert [found[place] for place in places] == [
        "Noreg", "Vestland", "Vestland (DEMO)", "kommune", "ukjent", "Storvik kommune", "999888774", "45",
    ]  # fmt: skip
