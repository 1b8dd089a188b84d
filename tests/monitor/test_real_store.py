"""On real and demonstration notices every stored figure equals an independent count."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dugnad.eforms.demo import demo_notices
from dugnad.monitor.results import Results, open_results
from dugnad.monitor.update import import_and_measure, import_demo

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def by_hand() -> Any:
    """The neighbouring module, however the test folder is run."""
    spec = importlib.util.spec_from_file_location("by_hand", Path(__file__).with_name("by_hand.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(results: Results) -> dict[tuple[str, str, str, str], Any]:
    rows = results.table.to_pylist()
    return {
        (row["indicator"], row["scope"], row["code"], row["period"]): (
            row["numerator"],
            row["denominator"],
            row["coverage"],
            row["value"],
        )
        for row in rows
    }


def assert_counted(store: Path) -> None:
    stored = figures(open_results(store))

    counted = by_hand().count(store)

    assert set(stored) == set(counted)
    assert stored == {key: pytest.approx(numbers) for key, numbers in counted.items()}


def test_demonstration_figures_equal_an_independent_count(tmp_path: Path) -> None:
    store = tmp_path / "store"

    import_demo(demo_notices(), store=store, at=AT)

    assert open_results(store).is_demo_only
    assert_counted(store)


def test_real_figures_equal_an_independent_count(shared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    zips = ["dev_smoke_subset.zip", "dev_nor_sdk_official_tests.zip"]

    import_and_measure([str(shared / "notices" / name) for name in zips], store=store, at=AT)

    assert open_results(store).nation == "NO"
    assert_counted(store)


@pytest.mark.long
def test_all_real_figures_equal_an_independent_count(shared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    zips = ["dev_notices_eforms.zip", "dev_nor_sdk_official_tests.zip"]

    import_and_measure([str(shared / "notices" / name) for name in zips], store=store, at=AT)
    import_demo(demo_notices(), store=store, at=AT)

    assert_counted(store)
