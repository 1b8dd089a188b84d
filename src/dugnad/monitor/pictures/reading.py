"""The store, open for reading: the tables as DuckDB views and the stored results as a table in memory.

An import swaps the whole store at once. A reading belongs to one generation of it and is kept until the next.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dugnad.monitor.engine import generation
from dugnad.notices.tables import RESULT, TABLES

LOCK = threading.Lock()
KEPT: dict[Path, Reading] = {}
MOST_BODIES = 500


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One generation of a store, open."""

    generation: str
    connection: Any
    kept: dict[str, Any] = field(default_factory=dict)
    """Pictures already read, kept as long as this generation of the store is the newest."""
    bodies: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Those of single bodies, by number and period: as many as fit in little memory."""

    def keep_body(self, orgnr: str, period: str, picture: object) -> None:
        """Keep a body's picture; the one that was kept first gives way."""
        with LOCK:
            self.bodies[orgnr, period] = picture
            if len(self.bodies) > MOST_BODIES:
                del self.bodies[next(iter(self.bodies))]

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The query's rows by column name."""
        cursor = self.connection.cursor()
        answer = cursor.execute(sql, list(values))
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def row(self, sql: str, values: Sequence[object] = ()) -> dict[str, Any] | None:
        """The query's first row."""
        found = self.rows(sql, values)
        return found[0] if found else None


def reading_of(store: Path) -> Reading:
    """The store as it is now; opened anew only when an import has changed it."""
    folder = generation(store)
    mark = generation_mark(folder)
    with LOCK:
        kept = KEPT.get(store)
        if kept is None or kept.generation != mark:
            kept = KEPT[store] = Reading(mark, connect(folder))
        return kept


def generation_mark(folder: Path) -> str:
    """Changes whenever the store does."""
    files = [*folder.glob("results/*.parquet"), *folder.glob("tables/*")]
    return f"{folder}:{max((file.stat().st_mtime_ns for file in files), default=0)}:{len(files)}"


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection that knows every table, those without files as empty ones."""
    connection = duckdb.connect(":memory:", config={"threads": 2})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET parquet_metadata_cache = true")  # the files of a generation never change
    for name, schema in TABLES.items():
        lay(connection, folder / "tables" / name, name, schema, "VIEW")
    lay(connection, folder / "results", "result", RESULT, "TABLE")
    return connection


def lay(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, schema: pa.Schema, kind: str) -> None:
    """One table of the store under its own name."""
    if any(folder.glob("*.parquet")):
        files = str(folder / "*.parquet").replace("'", "''")
        connection.execute(f"CREATE {kind} {name} AS SELECT * FROM read_parquet('{files}', union_by_name = true)")  # noqa: S608 - our own folder
        return
    empty = schema.empty_table()
    connection.register("empty", empty)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")  # noqa: S608 - a name of ours
    connection.unregister("empty")
