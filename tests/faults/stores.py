"""Running `dugnad import` as people do, and looking at the whole of a store afterwards."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.notices.tables import RAW, RESULT, TABLES

NEVER_THE_SAME = {"received_at", "computed_at"}
Snapshot = dict[str, list[str]]


def zip_of(notices: Sequence[bytes], path: Path) -> Path:
    """The notices as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, raw in enumerate(notices):
            archive.writestr(f"{number:04d}.xml", raw)
    return path


def import_command(given: Iterable[Path], store: Path) -> list[str]:
    """The command line of an import."""
    start = "from dugnad.cli.main import main; main()"
    return [sys.executable, "-c", start, "import", *map(str, given), "--store", str(store), "--json"]


def run_import(
    given: Iterable[Path], store: Path, *, before: Callable[[], None] | None = None, seed: str = "random"
) -> subprocess.CompletedProcess[str]:
    """Import to the end; `before` runs in the new process first; `seed` orders its sets."""
    return subprocess.run(
        import_command(given, store),
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )


def start_import(given: Iterable[Path], store: Path) -> subprocess.Popen[bytes]:
    """Begin an import that somebody will interrupt."""
    return subprocess.Popen(
        import_command(given, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def small_files_only(size: int) -> Callable[[], None]:
    """A limit on the size of files, which is how a full disk looks to the one who writes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def snapshot(store: Path) -> Snapshot:
    """Every row of every table, of raw and of the results, in an order of its own and without the clock's columns."""
    schemas = {"raw": RAW, "results": RESULT, **{f"tables/{name}": schema for name, schema in TABLES.items()}}
    return {place: rows_of(store / place, schema) for place, schema in schemas.items()}


def rows_of(folder: Path, schema: pa.Schema) -> list[str]:
    """The rows of a folder's Parquet files as texts, sorted."""
    columns = [name for name in schema.names if name not in NEVER_THE_SAME]
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.parquet")):
        rows += pq.read_table(path, columns=columns).to_pylist()
    return sorted(map(repr, rows))


def differences(found: Snapshot, wanted: Snapshot) -> list[str]:
    """Where two stores differ, with one row as an example; short enough to read."""
    return [
        f"{place}: {len(found[place])} rows, wanted {len(wanted[place])}; e.g. {odd[0][:1000]}"
        for place in wanted
        if (odd := sorted(set(found[place]) ^ set(wanted[place])))
    ]


def leftovers(store: Path) -> list[str]:
    """What an interrupted or refused import left in the store's folder beside the current and previous generations."""
    generations = sorted(path.name for path in (store / "generations").iterdir())
    current = (store / "current").readlink().name
    return [name for name in generations if name > current]
