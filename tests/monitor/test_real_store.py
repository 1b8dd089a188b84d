"""On real and demonstration notices every stored figure equals an independent count."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.check.made import notice, tender

from dugnad.eforms.demo import demo_notices
from dugnad.eforms.spec import Criterion
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


def test_demonstration_figures_equal_an_independent_count(demo_store: Path) -> None:
    assert open_results(demo_store).is_demo_only
    assert_counted(demo_store)


def test_real_figures_equal_an_independent_count(shared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    zips = ["dev_smoke_subset.zip", "dev_nor_sdk_official_tests.zip"]

    import_and_measure([str(shared / "notices" / name) for name in zips], store=store, at=AT)

    assert open_results(store).nation == "NO"
    assert_counted(store)


def test_figures_with_documents_equal_an_independent_count(tmp_path: Path) -> None:
    lots = [
        (notice(Criterion(name="Kriterier", description="Se konkurransegrunnlaget.")), tender()),
        (notice(Criterion(name="Kriterier", description="Se konkurransegrunnlaget.")), b""),
        (notice(), tender("Pris: 80 %\n\nKlima og miljø: 20 %")),
        (notice(), tender()),
        (notice(Criterion(type_code="price", name="Pris", weight=100)), tender("Pris: 100 %")),
    ]
    for number, (raw, document) in enumerate(lots):
        folder = tmp_path / "in" / str(number)
        folder.mkdir(parents=True)
        (folder / "notice.xml").write_bytes(raw.replace(b"11111111-", f"1111111{number}-".encode()))
        if document:
            (folder / "grunnlag.txt").write_bytes(document)

    import_and_measure([str(tmp_path / "in")], store=tmp_path / "store", at=AT)

    (declared,) = [row for key, row in figures(open_results(tmp_path / "store")).items()
                   if key == ("declared-against-document", "nation", "NO", "all")]  # fmt: skip
    assert declared == (2, 3, pytest.approx(4 / 5), pytest.approx(2 / 3))
    assert_counted(tmp_path / "store")


@pytest.mark.long
def test_all_real_figures_equal_an_independent_count(shared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    zips = ["dev_notices_eforms.zip", "dev_nor_sdk_official_tests.zip"]

    import_and_measure([str(shared / "notices" / name) for name in zips], store=store, at=AT)
    import_demo(demo_notices(), store=store, at=AT)

    assert_counted(store)
