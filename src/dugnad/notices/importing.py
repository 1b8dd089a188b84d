"""Import: what came in → raw shards → parts of every table → links between notices. All of it, or nothing."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256 as digest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dugnad.notices.attached import DOCUMENT, Attached, forget_readings, keep_documents
from dugnad.notices.link import LINK_COLUMNS, Head, Link, heads_of, link_heads
from dugnad.notices.packing import SHARD_BYTES, SHARD_FILES, drop_shard, next_number, raw_shards, repack
from dugnad.notices.parts import apply_links, load_part, part_of, to_table, write_part
from dugnad.notices.problem import NEEDY_DOCUMENTS, Problems
from dugnad.notices.read import read_notice
from dugnad.notices.register import Register, load_register
from dugnad.notices.sources import Arrival, arrivals
from dugnad.notices.store import Store, next_generation, write_table
from dugnad.notices.tables import BODY, PROBLEM, RAW

UNREAD_CODES = ("empty-file", "too-large", "unsafe-xml", "malformed-xml", "unsupported-format", "not-a-notice",
                "reader-failed")  # fmt: skip
UNREAD = "unread.parquet"
"""Problem rows of what never became raw bytes: damaged archives, files too large."""

Measure = Callable[[Path, datetime], None]
"""Computes the results of a generation that is being built."""
Progress = Callable[[int], None]
"""Called with the number of files handled so far."""


@dataclass(slots=True)
class Summary:
    """What one import did."""

    files: int = 0
    new_files: int = 0
    megabytes: float = 0.0
    digests: set[str] = field(default_factory=set)
    problems: Counter[str] = field(default_factory=Counter)
    by_outcome: Counter[str] = field(default_factory=Counter)
    notices: int = 0
    lots: int = 0
    unread: int = 0
    """Files that gave no notice for a fault of their own; each has its problem row."""
    documents: int = 0
    """Tender documents given."""
    new_documents: int = 0
    documents_in_need: int = 0
    """Problems of documents that could not be read, or that no notice claims; each has its row."""

    def as_dict(self) -> dict[str, Any]:
        """The summary as programs read it; `coverage`: lots judged of those the rule may concern."""
        unseen = self.by_outcome["UNKNOWN"] + self.by_outcome["NOT_COLLECTABLE"]
        concerned = self.lots - self.by_outcome["NOT_APPLICABLE"] - self.by_outcome["OUTSIDE_ACT"]
        return {
            "files": self.files,
            "new_files": self.new_files,
            "notices": self.notices,
            "lots": self.lots,
            "problems": dict(self.problems.most_common()),
            "by_outcome": dict(self.by_outcome.most_common()),
            "coverage": 1 - unseen / concerned if concerned else None,
            "unread": self.unread,
            "documents": self.documents,
            "new_documents": self.new_documents,
            "documents_in_need": self.documents_in_need,
            "megabytes": round(self.megabytes, 3),
        }


def import_paths(
    paths: Iterable[str],
    *,
    store: Store,
    received_at: datetime,
    source: str = "file",
    measure: Measure | None = None,
    on_progress: Progress | None = None,
) -> Summary:
    """Import files, folders and archives; bytes that are known already are not read again."""
    return import_arrivals(
        arrivals(paths), store=store, received_at=received_at, source=source, measure=measure, on_progress=on_progress
    )


def import_arrivals(
    incoming: Iterable[Arrival],
    *,
    store: Store,
    received_at: datetime,
    source: str = "file",
    attached: Iterable[Attached] = (),
    measure: Measure | None = None,
    on_progress: Progress | None = None,
) -> Summary:
    """Import files given as bytes, then the documents that belong to notices."""
    summary = Summary()
    register = load_register(store.folder)
    with next_generation(store) as generation, uncollected():
        known = set(column(generation / "raw", "sha256"))
        unread: list[Arrival] = []
        written: list[str] = []
        for shard in shards(incoming, known, unread, summary, on_progress):
            name = f"{source}-{next_number(generation):06d}"
            keep_raw(generation, name, shard, source=source, received_at=received_at)
            write_rows(generation, name, shard, register)
            written.append(name)
        keep_unread(generation, unread)
        if written:
            relink(generation, register, only_new=written)
            write_bodies(generation, register)
        closed, added = attach(generation, attached, summary, received_at, on_progress)
        if measure and (written or added):
            measure(generation, received_at)
        count(generation, summary, unread)
        count_documents(summary, closed)
    return summary


def attach(
    generation: Path,
    attached: Iterable[Attached],
    summary: Summary,
    received_at: datetime,
    on_progress: Progress | None,
) -> tuple[list[Arrival], int]:
    """Keep the documents in raw: (those that could not be taken out of their container, how many are new)."""
    closed: list[Arrival] = []

    def note(one: Attached, sha256: str, is_new: bool) -> None:
        summary.documents += 1
        summary.new_documents += is_new
        summary.megabytes += len(one.raw) / 1e6
        if one.fault:
            closed.append(Arrival(f"{one.keys[0]}/{one.file}", fault=one.fault))
        else:
            summary.digests.add(sha256)
        if on_progress:
            on_progress(summary.files + summary.documents)

    cleaned = (replace(one, file=clean(one.file), keys=tuple(map(clean, one.keys))) for one in attached)
    added = keep_documents(generation, cleaned, received_at=received_at, on_document=note)
    keep_unread(generation, closed)
    return closed, added


def rebuild(
    store: Store, *, at: datetime, measure: Measure | None = None, on_progress: Progress | None = None
) -> Summary:
    """Build every table anew from raw, after a change of reader, words or law; small shards are packed together."""
    summary = Summary()
    register = load_register(store.folder)
    with next_generation(store) as generation, uncollected():
        repack(generation)
        forget_readings(generation)
        for path in notice_shards(generation):
            rows = pq.read_table(path, columns=["name", "bytes", "sha256"]).to_pylist()
            files = [(row["name"], row["bytes"], row["sha256"]) for row in rows]
            write_rows(generation, path.stem, files, register)
            summary.files += len(files)
            summary.megabytes += sum(len(raw) for _, raw, _ in files) / 1e6
            summary.digests.update(sha256 for _, _, sha256 in files)
            if on_progress:
                on_progress(summary.files)
        relink(generation, register, only_new=())
        write_bodies(generation, register)
        if measure:
            measure(generation, at)
        count(generation, summary, [])
    return summary


def notice_shards(generation: Path) -> list[Path]:
    """The raw shards that hold notices."""
    return [path for path in raw_shards(generation) if not path.stem.startswith(f"{DOCUMENT}-")]


def remove_source(store: Store, source: str, *, at: datetime, measure: Measure | None = None) -> int:
    """Take out everything that came from one source, such as the demonstration notices; how many files went."""
    register = load_register(store.folder)
    removed = 0
    with next_generation(store) as generation:
        for path in raw_shards(generation, source):
            removed += drop_shard(generation, path)
        relink(generation, register, only_new=())
        if measure:
            measure(generation, at)
    return removed


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for circular garbage: rows hold none, and looking through them costs a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def shards(
    incoming: Iterable[Arrival],
    known: set[str],
    unread: list[Arrival],
    summary: Summary,
    on_progress: Progress | None,
) -> Iterator[list[tuple[str, bytes, str]]]:
    """New files in bounded groups of (name, bytes, sha256); counts all that came."""
    shard: list[tuple[str, bytes, str]] = []
    size = 0
    for arrival in incoming:
        summary.files += 1
        summary.megabytes += len(arrival.raw) / 1e6
        if arrival.fault:
            unread.append(arrival)
        else:
            sha256 = digest(arrival.raw).hexdigest()
            summary.digests.add(sha256)
            if sha256 not in known:
                known.add(sha256)
                summary.new_files += 1
                shard.append((clean(arrival.name), arrival.raw, sha256))
                size += len(arrival.raw)
        if on_progress:
            on_progress(summary.files)
        if len(shard) >= SHARD_FILES or size >= SHARD_BYTES:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def clean(name: str) -> str:
    """A file's name as valid text: archives may carry bytes that are none."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def keep_raw(
    generation: Path, name: str, files: list[tuple[str, bytes, str]], *, source: str, received_at: datetime
) -> None:
    """Keep the bytes as they came."""
    raw = [
        {"sha256": sha256, "name": file, "source": source, "bytes": data, "received_at": received_at}
        for file, data, sha256 in files
    ]
    write_table(generation / "raw" / f"{name}.parquet", to_table(raw, RAW), is_raw=True)


def write_rows(generation: Path, name: str, files: list[tuple[str, bytes, str]], register: Register) -> None:
    """Read the shard's files and write its part, linked within the shard."""
    part = part_of([read_notice(raw, file=file, register=register, sha256=sha256) for file, raw, sha256 in files])
    apply_links(part, link_heads(heads_of(part.rows["notice"])), register)
    write_part(generation, name, part)


def relink(generation: Path, register: Register, only_new: Iterable[str]) -> None:
    """Link all notices with one another; rewrite the parts where a link changed.

    A single new part in an empty store was linked within itself already.
    """
    parts = sorted(path.stem for path in (generation / "tables" / "notice").glob("*-*.parquet"))
    if parts == list(only_new) and len(parts) == 1:
        return
    stored = {name: stored_heads(generation, name) for name in parts}
    links = link_heads(head for heads in stored.values() for head, _ in heads)
    for name, heads in stored.items():
        if any(links[head.sha256] != link for head, link in heads):
            part = load_part(generation, name)
            apply_links(part, links, register)
            write_part(generation, name, part)


def stored_heads(generation: Path, name: str) -> list[tuple[Head, Link]]:
    """The linking columns of a part, and the links it was written with."""
    columns = [*LINK_COLUMNS, "notice_id", "is_latest", "judged_on", "has_first"]
    rows = pq.read_table(generation / "tables" / "notice" / f"{name}.parquet", columns=columns).to_pylist()
    return [
        (
            Head(*(row[column] for column in LINK_COLUMNS)),
            Link(row["notice_id"], row["is_latest"], row["judged_on"], row["has_first"]),
        )
        for row in rows
    ]


def write_bodies(generation: Path, register: Register) -> None:
    """The register as the body table."""
    write_table(
        generation / "tables" / "body" / "register.parquet", to_table([asdict(body) for body in register.bodies], BODY)
    )


def keep_unread(generation: Path, unread: list[Arrival]) -> None:
    """Problem rows of what never became bytes, each once however often it comes."""
    path = generation / "tables" / "problem" / UNREAD
    rows = {row["sha256"]: row for row in pq.read_table(path).to_pylist()} if path.exists() else {}
    for arrival in unread:
        name = clean(arrival.name)
        problems = Problems(name, digest(name.encode()).hexdigest())
        code, message = arrival.fault or ("unreadable-file", "")
        problems.add(code, "file", message, "error")
        rows.update({row["sha256"]: row for row in problems.rows})
    if unread:
        write_table(path, to_table(list(rows.values()), PROBLEM))


def column(folder: Path, name: str) -> list[str]:
    """One column of texts of all files in a folder."""
    return [
        text for path in sorted(folder.glob("*.parquet")) for text in texts(pq.read_table(path, columns=[name]), name)
    ]


def texts(table: pa.Table, name: str) -> list[str]:
    """A column's texts."""
    return [str(value) for value in table.column(name).to_pylist()]


def count(generation: Path, summary: Summary, unread: list[Arrival]) -> None:
    """Count the rows that stand in the store for the given files."""
    given = pa.array(sorted(summary.digests), type=pa.string())
    ids: set[str] = set()
    for path in (generation / "tables" / "notice").glob("*.parquet"):
        table = pq.read_table(path, columns=["notice_id", "sha256"])
        ids.update(texts(table.filter(pc.is_in(table["sha256"], value_set=given)), "notice_id"))
    for path in (generation / "tables" / "document").glob("*.parquet") if summary.documents else ():
        table = pq.read_table(path, columns=["notice_id", "sha256"])
        ids.update(texts(table.filter(pc.is_in(table["sha256"], value_set=given)), "notice_id"))
    summary.notices = len(ids)
    wanted = pa.array(sorted(ids), type=pa.string())
    for path in (generation / "tables" / "finding").glob("*.parquet"):
        table = pq.read_table(path, columns=["notice_id", "outcome"])
        summary.by_outcome.update(texts(table.filter(pc.is_in(table["notice_id"], value_set=wanted)), "outcome"))
    for path in (generation / "tables" / "problem").glob("*.parquet"):
        table = pq.read_table(path, columns=["sha256", "code"])
        summary.problems.update(texts(table.filter(pc.is_in(table["sha256"], value_set=given)), "code"))
    summary.unread = sum(summary.problems[code] for code in UNREAD_CODES) + len(unread)
    summary.lots = sum(summary.by_outcome.values())
    summary.problems.update(arrival.fault[0] for arrival in unread if arrival.fault)


def count_documents(summary: Summary, closed: list[Arrival]) -> None:
    """Count the documents that somebody should look at."""
    summary.documents_in_need = len(closed) + sum(summary.problems[code] for code in NEEDY_DOCUMENTS)
    summary.problems.update(arrival.fault[0] for arrival in closed if arrival.fault)
