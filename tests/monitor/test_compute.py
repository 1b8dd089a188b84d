"""From tables to results: who is counted, where, when, and never twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dugnad.monitor.compute import compute_results, lay_cells
from dugnad.monitor.engine import DuckEngine
from dugnad.monitor.example import LOTS
from dugnad.notices.tables import RESULT

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MET = {"outcome": "MET_WEIGHT", "ground": "weight", "weight_environment_certain": 30.0, "weight_environment_max": 30.0}
LOW = {
    "outcome": "POSSIBLE_BREACH",
    "ground": "weight",
    "weight_environment_certain": 0.0,
    "weight_environment_max": 0.0,
}


def figures(store: Any, indicator: str = "environment-weight-share", period: str = "all", **window: Any) -> Any:
    """(scope, code) to (numerator, denominator) of one indicator in one period."""
    table = compute_results(store.connection(), computed_at=AT, **window)
    rows = [row for row in table.to_pylist() if (row["indicator"], row["period"]) == (indicator, period)]
    return {(row["scope"], row["code"]): (row["numerator"], row["denominator"]) for row in rows}


def test_result_has_the_columns_of_the_result_table(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a", finding=MET)

    table = compute_results(store.connection(), computed_at=AT)

    assert table.schema == RESULT
    assert set(table["computed_at"].to_pylist()) == {AT}


def test_empty_store_gives_no_rows(store: Any) -> None:
    table = compute_results(store.connection(), computed_at=AT)

    assert table.schema == RESULT
    assert table.num_rows == 0


def test_tables_stay_as_they_were(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a", finding=MET)
    connection = store.connection()

    compute_results(connection, computed_at=AT)

    left = connection.execute("select table_name from information_schema.tables where table_type like '%TEMP%'")
    assert left.fetchall() == []


def test_lots_query_gives_the_columns_that_examples_use(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a", finding=MET)
    engine = DuckEngine(store.connection())

    lay_cells(engine)

    assert engine.rows("select * from lots").column_names == LOTS.names


@pytest.mark.parametrize(
    "columns",
    [
        {"form_type": "result"},
        {"form_type": "planning"},
        {"is_latest": False},
        {"country": "SWE"},
    ],
)
def test_only_the_newest_norwegian_competitions_count(store: Any, columns: dict[str, Any]) -> None:
    store.add_notice("counted")
    store.add_lot("counted", finding=MET)
    store.add_notice("left-out", **columns)
    store.add_lot("left-out", finding=MET)

    assert figures(store)["nation", "NO"] == (1, 1)


def test_notice_without_country_counts_by_its_norwegian_profile(store: Any) -> None:
    store.add_notice("norwegian", country=None, profile="national")
    store.add_lot("norwegian", finding=MET)
    store.add_notice("anywhere", country=None, profile="none")
    store.add_lot("anywhere", finding=MET)
    store.add_notice("svalbard", country="SJM", profile="none")
    store.add_lot("svalbard", finding=LOW)

    assert figures(store)["nation", "NO"] == (1, 2)


def test_lot_groups_and_parts_are_not_lots(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a", finding=MET)
    store.add_lot("a", "GLO-0001", kind="group", finding=MET)
    store.add_lot("a", "PAR-0001", kind="part", finding=MET)

    assert figures(store)["nation", "NO"] == (1, 1)


def test_joint_buyers_count_for_each_body_and_once_for_the_nation(store: Any) -> None:
    store.add_body("987654325", kind="municipality", county="46")
    store.add_body("999888774", kind="municipality", county="46")
    store.add_body("911222334", kind="county", county="11")
    store.add_notice("a", buyers=("987654325", "999888774", "911222334"))
    store.add_lot("a", finding=MET)

    assert figures(store) == {
        ("nation", "NO"): (1, 1),
        ("body", "987654325"): (1, 1),
        ("body", "999888774"): (1, 1),
        ("body", "911222334"): (1, 1),
        ("county", "46"): (1, 1),
        ("county", "11"): (1, 1),
        ("kind", "municipality"): (1, 1),
        ("kind", "county"): (1, 1),
        ("cpv", "45"): (1, 1),
    }


def test_same_body_named_twice_counts_once(store: Any) -> None:
    store.add_body("987654325", kind="municipality", county="46")
    store.add_notice("a", buyers=("987654325", "987654325"))
    store.add_lot("a", finding=MET)

    assert figures(store)["body", "987654325"] == (1, 1)


def test_unmatched_buyer_is_placed_by_region_and_kind_unknown(store: Any) -> None:
    store.add_notice("region", buyers=(None,), buyer_nuts="NO0A3")
    store.add_lot("region", finding=MET)
    store.add_notice("merged-region", buyers=(None,), buyer_nuts="NO082")
    store.add_lot("merged-region", finding=LOW, cpv="72000000")
    store.add_notice("no-buyer", cpv=None)
    store.add_lot("no-buyer", finding=LOW)

    assert figures(store) == {
        ("nation", "NO"): (1, 3),
        ("county", "15"): (1, 1),
        ("county", "unknown"): (0, 2),
        ("kind", "unknown"): (1, 3),
        ("cpv", "45"): (1, 1),
        ("cpv", "72"): (0, 1),
        ("cpv", "unknown"): (0, 1),
    }


def test_demonstration_never_mixes_with_real(store: Any) -> None:
    store.add_body("987654325", kind="municipality", county="46")
    store.add_body("999888774", kind="municipality", county="46", is_demo=True)
    store.add_notice("real", buyers=("987654325",))
    store.add_lot("real", finding=LOW)
    store.add_notice("demo", buyers=("999888774",), is_demo=True)
    store.add_lot("demo", finding=MET)

    assert figures(store) == {
        ("nation", "NO"): (0, 1),
        ("nation", "DEMO"): (1, 1),
        ("body", "987654325"): (0, 1),
        ("body", "999888774"): (1, 1),
        ("county", "46"): (0, 1),
        ("county", "DEMO-46"): (1, 1),
        ("kind", "municipality"): (0, 1),
        ("kind", "DEMO-municipality"): (1, 1),
        ("cpv", "45"): (0, 1),
        ("cpv", "DEMO-45"): (1, 1),
    }


def test_day_of_judgement_decides_year_and_quarter(store: Any) -> None:
    store.add_notice("change", announced=date(2026, 1, 9), judged_on=date(2025, 12, 31))
    store.add_lot("change", finding=MET)
    store.add_notice("plain", announced=date(2026, 4, 1), judged_on=None)
    store.add_lot("plain", finding=LOW)
    store.add_notice("undated", announced=None, judged_on=None)
    store.add_lot("undated", finding=LOW)

    table = compute_results(store.connection(), computed_at=AT)

    found = {
        row["period"]: (row["numerator"], row["denominator"])
        for row in table.to_pylist()
        if (row["indicator"], row["scope"]) == ("environment-weight-share", "nation")
    }
    assert found == {"2025": (1, 1), "2025-Q4": (1, 1), "2026": (0, 1), "2026-Q2": (0, 1), "all": (1, 3)}


def test_window_counts_only_its_days_under_its_own_name(store: Any) -> None:
    for day in (1, 15, 28):
        store.add_notice(f"n{day}", judged_on=date(2025, 2, day))
        store.add_lot(f"n{day}", finding=MET)

    both = figures(store, period="2025-02-01/2025-02-15", since=date(2025, 2, 1), until=date(2025, 2, 15))
    open_end = figures(store, period="2025-02-15/..", since=date(2025, 2, 15))

    assert both["nation", "NO"] == (2, 2)
    assert open_end["nation", "NO"] == (2, 2)


def test_lot_without_finding_is_unknown(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a")

    assert figures(store, "path-taken.unknown")["nation", "NO"] == (1, 1)
    assert figures(store)["nation", "NO"] == (0, 0)


def test_lot_outside_the_rule_is_outside_the_paths(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a", "LOT-0001", finding=MET)
    store.add_lot("a", "LOT-0002", finding={"outcome": "NOT_APPLICABLE", "rule_version": None})
    store.add_lot("a", "LOT-0003", finding={"outcome": "OUTSIDE_ACT"})

    assert figures(store, "path-taken.weight")["nation", "NO"] == (1, 1)


def test_lots_are_read_from_their_criteria(store: Any) -> None:
    store.add_notice("a")
    store.add_lot("a", "LOT-0001", finding=LOW)
    store.add_criterion("a", "LOT-0001", type_code="price")
    store.add_lot("a", "LOT-0002", finding=MET, strategic=["env-imp"])
    store.add_criterion("a", "LOT-0002", type_code="price")
    store.add_criterion("a", "LOT-0002", environment="certain", environment_scope="whole", topic="climate-emissions")
    store.add_lot("a", "LOT-0003", finding={**LOW, "outcome": "REASONS_MISSING"})
    store.add_criterion("a", "LOT-0003", type_code="price")
    store.add_criterion("a", "LOT-0003", type_code="quality-nor-env-spec", is_statement=True)

    table = compute_results(store.connection(), computed_at=AT)

    found = {
        row["indicator"]: (row["numerator"], row["denominator"], row["coverage"])
        for row in table.to_pylist()
        if (row["scope"], row["period"]) == ("nation", "all")
    }
    assert found["price-only"] == (2, 3, 1)
    assert found["no-statement"] == (1, 2, 1)
    assert found["code-against-text.agree"] == (1, 1, 1)
    assert found["criteria-in-documents"] == (0, 3, 1)
    assert found["ambition"] == (pytest.approx(0.6), 3, 1)
