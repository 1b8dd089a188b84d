"""Documents that belong to notices: kept in raw under the notice's key, and found there again.

A document's name in raw is NOTICE_ID/FILE. One that no notice in the store claims keeps the name of its folder in
place of the notice's, and is claimed as soon as that notice comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256 as digest
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from dugnad.notices.link import LONG_AGO, plain_number
from dugnad.notices.packing import SHARD_BYTES, SHARD_FILES, next_number, raw_shards
from dugnad.notices.parts import to_table
from dugnad.notices.store import write_table
from dugnad.notices.tables import FED_TABLES, RAW

Row = dict[str, Any]
DOCUMENT = "document"
"""The source of tender documents in raw."""
KEY_COLUMNS = ("notice_id", "base_id", "sha256", "publication_number", "procedure_id", "is_latest", "announced",
               "form_type")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """One document that came in. `keys`: what may name its notice, the surest first."""

    keys: tuple[str, ...]
    file: str
    raw: bytes = b""
    fault: tuple[str, str] | None = None
    """(problem code, message)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One document in raw."""

    key: str
    file: str
    sha256: str
    shard: Path
    row: int

    def read(self) -> bytes:
        """Its bytes."""
        raw: bytes = shard_bytes(self.shard)[self.row].as_py()
        return raw


@lru_cache(maxsize=1)
def shard_bytes(shard: Path) -> Any:
    """The bytes of one raw shard; the documents of a notice mostly lie together."""
    return pq.read_table(shard, columns=["bytes"]).column("bytes")


def file_key(sha256: str) -> str:
    """The key of a notice by its own bytes: for documents beside a notice whose identifier is not read yet."""
    return f"sha256:{sha256}"


def plain(key: str) -> str:
    """A key as it can stand as a folder's name."""
    return key.strip().casefold().replace("/", "%2f")


def notice_keys(generation: Path, wanted: set[str] | None = None) -> dict[str, str]:
    """Every way to name a notice (or those wanted) → its notice_id.

    A surer way to name it wins over a vaguer one; of several notices that share a name, the newest competition.
    """
    best: dict[str, tuple[Any, ...]] = {}
    for path in sorted((generation / "tables" / "notice").glob("*.parquet")):
        for row in pq.read_table(path, columns=list(KEY_COLUMNS)).to_pylist():
            newest = newest_last(row)
            for sureness, name in enumerate(names_of(row)):
                key = plain(name or "")
                if key and (wanted is None or key in wanted):
                    best[key] = max(best.get(key, (-1,)), (sureness, *newest))
    return copies(generation) | {key: mark[-1] for key, mark in best.items()}


def newest_last(row: Row) -> tuple[Any, ...]:
    """Competitions after others, the newest version last."""
    return row["form_type"] == "competition", bool(row["is_latest"]), row["announced"] or LONG_AGO, row["notice_id"]


def names_of(row: Row) -> tuple[str | None, ...]:
    """The names of a notice, the vaguest first."""
    identifier, _, version = (row["base_id"] or "").rpartition("-")
    return (
        row["procedure_id"],
        plain_number(row["publication_number"]),
        row["publication_number"],
        identifier if version.isdigit() else None,
        row["base_id"],
        file_key(row["sha256"]),
        row["notice_id"],
    )


def copies(generation: Path) -> dict[str, str]:
    """Notice files that are kept in raw only → the notice whose copy they are."""
    is_copy = pc.field("code") == "duplicate-copy"
    return {
        plain(file_key(row["sha256"])): row["notice_id"]
        for path in sorted((generation / "tables" / "problem").glob("*.parquet"))
        for row in pq.read_table(path, columns=["sha256", "notice_id"], filters=is_copy).to_pylist()
        if row["notice_id"]
    }


def keep_documents(
    generation: Path,
    incoming: Iterable[Attached],
    *,
    received_at: datetime,
    on_document: Callable[[Attached, str, bool], None],
) -> int:
    """Keep new documents in raw; `on_document` is told of each, with its digest, and whether it is new. How many."""
    added = 0
    for shard in new_documents(generation, incoming, on_document):
        rows = [dict(row, source=DOCUMENT, received_at=received_at) for row in shard]
        name = f"{DOCUMENT}-{next_number(generation):06d}"
        write_table(generation / "raw" / f"{name}.parquet", to_table(rows, RAW), is_raw=True)
        added += len(rows)
    return added


def new_documents(
    generation: Path, incoming: Iterable[Attached], on_document: Callable[[Attached, str, bool], None]
) -> Iterator[list[Row]]:
    """Raw rows of documents that their notice does not have yet, in bounded groups."""
    keys: dict[str, str] | None = None
    known: set[tuple[str, str]] = set()
    rows: list[Row] = []
    size = 0
    for one in incoming:
        if keys is None:
            keys = notice_keys(generation)
            known = {(owner(keys, kept.key), kept.sha256) for kept in kept_documents(generation)}
        sha256 = "" if one.fault else digest(one.raw).hexdigest()
        notice = next((keys[plain(key)] for key in one.keys if plain(key) in keys), one.keys[0])
        mark = (owner(keys, notice.replace("/", "%2F")), sha256)
        is_new = not one.fault and mark not in known
        on_document(one, sha256, is_new)
        if is_new:
            known.add(mark)
            rows.append({"sha256": sha256, "name": f"{notice.replace('/', '%2F')}/{one.file}", "bytes": one.raw})
            size += len(one.raw)
        if len(rows) >= SHARD_FILES or size >= SHARD_BYTES:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def owner(keys: dict[str, str], key: str) -> str:
    """The notice that a key names, or the key itself."""
    return keys.get(plain(key), plain(key))


def has_documents(generation: Path) -> bool:
    """Does any document lie in raw?"""
    return any((generation / "raw").glob(f"{DOCUMENT}-*.parquet"))


def kept_documents(generation: Path) -> list[Kept]:
    """Every document in raw, without its bytes."""
    found = []
    for path in raw_shards(generation, DOCUMENT):
        rows = pq.read_table(path, columns=["name", "sha256"]).to_pylist()
        for number, row in enumerate(rows):
            key, _, file = row["name"].partition("/")
            found.append(Kept(key=key, file=file, sha256=row["sha256"], shard=path, row=number))
    return found


def forget_readings(generation: Path) -> None:
    """Drop what was read in documents, so that all of them are read anew."""
    for table in FED_TABLES:
        for path in (generation / "tables" / table).glob("*-*.parquet"):
            path.unlink()


def bound_documents(generation: Path) -> tuple[dict[str, list[Kept]], list[Kept]]:
    """(the documents of each notice by file name, those that no notice claims)."""
    documents = kept_documents(generation)
    keys = notice_keys(generation, wanted={plain(kept.key) for kept in documents})
    bound: dict[str, dict[str, Kept]] = {}
    unclaimed = []
    for kept in sorted(documents, key=lambda one: (one.file, one.sha256, one.key)):
        notice = keys.get(plain(kept.key))
        if notice is None:
            unclaimed.append(kept)
        else:
            bound.setdefault(notice, {}).setdefault(kept.sha256, kept)
    return {notice: list(files.values()) for notice, files in bound.items()}, unclaimed
