"""Where the indicators' SQL runs. The SQL is portable; an engine knows how to keep a table and hand back rows."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.errors import StoreError
from dugnad.notices.tables import TABLES


class Engine(Protocol):
    """What the indicators ask of a database: DuckDB here, Spark for a whole country's history."""

    def keep(self, name: str, sql: str) -> None:
        """Make the query's rows a table of that name, for this run only."""

    def lay(self, name: str, rows: pa.Table) -> None:
        """Make these rows a table of that name, for this run only."""

    def name(self, name: str, sql: str) -> None:
        """Let that name stand for the query, without keeping its rows."""

    def forget(self, name: str) -> None:
        """Undo `name`; a name that stands for nothing is no fault."""

    def drop(self, name: str) -> None:
        """Forget a table made by `keep` or `lay`; one that does not exist is no fault."""

    def rows(self, sql: str) -> pa.Table:
        """The query's rows."""


class DuckEngine:
    """The engine over an open DuckDB connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def keep(self, name: str, sql: str) -> None:
        self.connection.execute(f"create or replace temp table {name} as {sql}")

    def lay(self, name: str, rows: pa.Table) -> None:
        self.connection.register("laid_rows", rows)
        self.connection.execute(f"create or replace temp table {name} as select * from laid_rows")  # noqa: S608 - our own name
        self.connection.unregister("laid_rows")

    def name(self, name: str, sql: str) -> None:
        self.connection.execute(f"create or replace temp view {name} as {sql}")

    def forget(self, name: str) -> None:
        self.connection.execute(f"drop view if exists {name}")

    def drop(self, name: str) -> None:
        self.connection.execute(f"drop table if exists {name}")

    def rows(self, sql: str) -> pa.Table:
        rows: pa.Table = self.connection.sql(sql).to_arrow_table()
        return rows


def connect(store: Path) -> duckdb.DuckDBPyConnection:
    """A connection that sees the store's tables under their own names, empty ones where no file lies."""
    folder = generation(store)
    if not (folder / "tables").is_dir():
        raise StoreError(f"{store} holds no tables. Run dugnad import PATH… --store {store} first.")
    connection = duckdb.connect(":memory:")
    for name, schema in TABLES.items():
        files = sorted((folder / "tables" / name).glob("*.parquet"))
        if [file.stem for file in files] in ([], ["empty"]):
            connection.register(name, schema.empty_table())
            continue
        place = str(folder / "tables" / name / "*.parquet").replace("'", "''")
        written = f"select * from read_parquet('{place}', union_by_name = true)"  # noqa: S608 - our own folder
        if any(set(schema.names) <= set(pq.read_schema(file).names) for file in reversed(files)):
            connection.execute(f"create view {name} as {written}")
        else:  # a store from before a column came
            connection.register(f"{name}_columns", schema.empty_table())
            known = f"select * from {name}_columns"  # noqa: S608 - a name of ours
            connection.execute(f"create view {name} as {written} union all by name {known}")
    return connection


def generation(store: Path) -> Path:
    """Where the newest whole store lies: behind its link `current` where there is one, else the folder itself."""
    current = store / "current"
    return current.resolve() if (current / "tables").is_dir() else store
