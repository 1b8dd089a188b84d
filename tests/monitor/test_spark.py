"""The same SQL on Spark: examples, and every figure of the demonstration. Runs where PySpark is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dugnad.eforms.demo import demo_notices
from dugnad.monitor.compute import compute_on
from dugnad.monitor.engine import generation
from dugnad.monitor.example import example_rows, read_example
from dugnad.monitor.indicators import load_indicators, load_queries
from dugnad.monitor.results import open_results
from dugnad.monitor.update import import_demo

pytestmark = pytest.mark.long
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class SparkEngine:
    """The engine over a Spark session. What is kept is cut off from its plan, which would else grow without end."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def keep(self, name: str, sql: str) -> None:
        self.session.sql(sql).localCheckpoint().createOrReplaceTempView(name)

    def lay(self, name: str, rows: pa.Table) -> None:
        self.session.createDataFrame(rows).createOrReplaceTempView(name)

    def name(self, name: str, sql: str) -> None:
        self.session.sql(sql).createOrReplaceTempView(name)

    def forget(self, name: str) -> None:
        self.session.catalog.dropTempView(name)

    def drop(self, name: str) -> None:
        self.session.catalog.dropTempView(name)

    def rows(self, sql: str) -> pa.Table:
        return self.session.sql(sql).toArrow()


@pytest.fixture(scope="module")
def engine() -> Iterator[SparkEngine]:
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
    }
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield SparkEngine(session)
    session.stop()


def test_examples_come_out_as_written_on_spark(engine: SparkEngine) -> None:
    for indicator in load_indicators():
        expected = read_example(indicator)["expect"]

        found = example_rows(indicator, engine)

        assert found == {part: pytest.approx(figures, abs=1e-4) for part, figures in expected.items()}


def test_demonstration_has_the_same_figures_on_spark(engine: SparkEngine, tmp_path: Path) -> None:
    import_demo(demo_notices(), store=tmp_path, at=AT)
    for folder in (generation(tmp_path) / "tables").iterdir():
        engine.session.read.parquet(str(folder)).createOrReplaceTempView(folder.name)

    found = compute_on(engine, load_queries(), computed_at=AT)

    assert figures(found) == {key: pytest.approx(row) for key, row in figures(open_results(tmp_path).table).items()}


def figures(table: pa.Table) -> dict[tuple[str, ...], tuple[Any, ...]]:
    return {
        tuple(row[name] for name in ("indicator", "scope", "code", "period")): tuple(
            row[name] for name in ("numerator", "denominator", "coverage", "value")
        )
        for row in table.to_pylist()
    }
