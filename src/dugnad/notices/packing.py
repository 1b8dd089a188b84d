"""Raw shards: what came in, kept as it came, packed so that many small imports do not leave many small files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.notices.store import write_table
from dugnad.notices.tables import RAW, TABLES

SHARD_FILES = 2_000
SHARD_BYTES = 64 * 1024 * 1024


def raw_shards(generation: Path, source: str = "*") -> list[Path]:
    """The raw shards of one source or of all, oldest first."""
    return sorted(
        (generation / "raw").glob(f"{source}-*.parquet"), key=lambda path: (path.stem.split("-")[0], number(path))
    )


def number(path: Path) -> int:
    """The shard's number; its name is SOURCE-NUMBER."""
    return int(path.stem.rpartition("-")[2])


def next_number(generation: Path) -> int:
    """One more than the highest shard number."""
    return max(map(number, raw_shards(generation)), default=0) + 1


def repack(generation: Path) -> None:
    """Merge neighbouring small shards of one source; their parts go, and are read anew from the merged shard."""
    for group in groups(raw_shards(generation)):
        if len(group) == 1:
            continue
        merged = pa.concat_tables([pq.read_table(path, schema=RAW) for path in group])
        for path in group:
            drop_shard(generation, path)
        write_table(group[0], merged, is_raw=True)


def groups(shards: list[Path]) -> Iterator[list[Path]]:
    """Neighbours of one source that fit into one shard together."""
    group: list[Path] = []
    files = size = 0
    for path in shards:
        rows, weight = pq.read_metadata(path).num_rows, path.stat().st_size
        is_other = bool(group) and group[0].stem.rpartition("-")[0] != path.stem.rpartition("-")[0]
        if group and (is_other or files + rows > SHARD_FILES or size + weight > SHARD_BYTES):
            yield group
            group, files, size = [], 0, 0
        group.append(path)
        files, size = files + rows, size + weight
    if group:
        yield group


def drop_shard(generation: Path, path: Path) -> int:
    """Remove a raw shard and its part of every table; how many files it held."""
    files: int = pq.read_metadata(path).num_rows
    for table in TABLES:
        (generation / "tables" / table / path.name).unlink(missing_ok=True)
    path.unlink()
    return files
