"""What can be imported: files, folders, zip, tar.gz, Parquet of raw bytes, standard input.

Nothing is ever unpacked to disk, so a name inside an archive can lead nowhere; sizes are bounded while reading.
"""

from __future__ import annotations

import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.notices.parse import MOST_BYTES

MOST_FILES = 5_000_000
"""An archive with more entries than this is an attack, not a year of notices."""
MOST_EXPANSION = 150
LEAST_ALLOWED = 256 * 1024 * 1024
"""Notices pack about 15:1. An archive that unpacks to 150 times its size (and over 256 MB) is a bomb."""
STDIN = "-"


DOCUMENTS = (".pdf", ".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".txt", ".xlsx", ".xlsm", ".xls", ".ods",
             ".pptx", ".ppt")  # fmt: skip
"""Names of tender documents and what comes with them; whether each can be read, its bytes tell."""
Beside = dict[Path, list[str]]
"""Documents that lie among notices: by folder or zip, their names in it. They are opened when the notices are read."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came in, or the reason why it could not be taken out of its container."""

    name: str
    raw: bytes = b""
    fault: tuple[str, str] | None = None
    """(problem code, message)"""


def arrivals(paths: Iterable[str], beside: Beside | None = None) -> Iterator[Arrival]:
    """Every file behind the paths, one at a time, in a steady order; documents are only noted in `beside`, if given."""
    for path in paths:
        if path == STDIN:
            yield from bounded("standard input", sys.stdin.buffer)
        else:
            yield from behind(Path(path), beside)


def is_document(name: str, start: Callable[[], bytes]) -> bool:
    """Is this a tender document, by its name? A text that starts as XML or JSON does is none."""
    if not name.lower().endswith(DOCUMENTS):
        return False
    return not name.lower().endswith(".txt") or start().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"<", b"{", b"["}


def start_of(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return stream.read(64)
    except OSError:
        return b""


def start_within(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The first bytes of a file in a zip; none where it cannot be unpacked."""
    try:
        with archive.open(entry) as stream:
            return stream.read(64)
    except Exception:  # noqa: BLE001 - a damaged entry fails in many ways, and is told of when it is read
        return b""


def how_many(paths: Iterable[str]) -> int:
    """How many files lie behind the paths, for a progress bar; 0 where only reading them would tell."""
    total = 0
    for path in map(Path, paths):
        if path.is_dir():
            total += sum(1 for inner in path.rglob("*") if inner.is_file())
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                total += sum(1 for entry in archive.infolist() if not entry.is_dir())
        elif path.suffix in {".xml", ".json"}:
            total += 1
        else:
            return 0
    return total


def behind(path: Path, beside: Beside | None) -> Iterator[Arrival]:
    """The files of one path."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if not inner.is_file() or inner.name.startswith("."):
                continue
            if beside is not None and is_document(inner.name, partial(start_of, inner)):
                beside.setdefault(path, []).append(inner.relative_to(path).as_posix())
            else:
                yield from in_file(inner, str(inner.relative_to(path)), beside)
    elif beside is not None and path.is_file() and is_document(path.name, partial(start_of, path)):
        beside.setdefault(path.parent, []).append(path.name)
    elif path.exists():
        yield from in_file(path, path.name, beside)
    else:
        yield Arrival(str(path), fault=("unreadable-file", "There is no such file or folder."))


def in_file(path: Path, name: str, beside: Beside | None = None) -> Iterator[Arrival]:
    """One file, or what its archive holds."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        if start[:2] == b"PK":
            yield from in_zip(path, name, beside)
        elif start[:2] == b"\x1f\x8b" or name.endswith((".tar", ".tgz")):
            yield from in_tar(path, name)
        elif start == b"PAR1":
            yield from in_parquet(path, name)
        else:
            with path.open("rb") as stream:
                yield from bounded(name, stream)
    except OSError as error:
        yield Arrival(name, fault=("unreadable-file", f"The file cannot be opened: {error.strerror or error}."))


def bounded(name: str, stream: IO[bytes]) -> Iterator[Arrival]:
    """The stream's bytes, read no further than the bound."""
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        yield Arrival(name, fault=("too-large", f"The file is larger than {MOST_BYTES // 2**20} MB."))
    else:
        yield Arrival(name, raw)


def in_zip(path: Path, name: str, beside: Beside | None = None) -> Iterator[Arrival]:
    """The files of a zip; one that is damaged, locked or too large does not stop the others."""
    try:
        with zipfile.ZipFile(path) as archive:
            allowed = max(LEAST_ALLOWED, path.stat().st_size * MOST_EXPANSION)
            for entry in archive.infolist()[:MOST_FILES]:
                allowed -= 0 if entry.is_dir() else min(entry.file_size, MOST_BYTES)
                if allowed < 0:
                    yield Arrival(name, fault=("too-large", "The archive unpacks to far more than notices do."))
                    return
                if beside is not None and is_document(entry.filename, partial(start_within, archive, entry)):
                    beside.setdefault(path, []).append(entry.filename)
                elif not entry.is_dir():
                    yield from zip_entry(archive, entry)
    except zipfile.BadZipFile as error:
        yield Arrival(name, fault=("unreadable-archive", f"The zip file is damaged: {error}."))


def zip_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Arrival]:
    """One file of a zip."""
    if entry.file_size > MOST_BYTES:
        yield Arrival(entry.filename, fault=("too-large", f"The file unpacks to {entry.file_size} bytes."))
        return
    try:
        with archive.open(entry) as stream:
            yield from bounded(entry.filename, stream)
    except Exception as error:  # noqa: BLE001 - a damaged entry fails in many ways (zlib, CRC, password, method)
        yield Arrival(entry.filename, fault=("unreadable-archive", f"This entry cannot be unpacked: {error}."))


def in_tar(path: Path, name: str) -> Iterator[Arrival]:
    """The files of a tar, packed or not, read as a stream."""
    try:
        with tarfile.open(path, mode="r|*") as archive:
            for entry in archive:
                stream = archive.extractfile(entry) if entry.isfile() else None
                if stream is not None:
                    yield from bounded(entry.name, stream)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        yield Arrival(name, fault=("unreadable-archive", f"The tar file is damaged or cut: {error}."))
    except Exception as error:  # noqa: BLE001 - zlib and lzma raise their own errors from within the stream
        yield Arrival(name, fault=("unreadable-archive", f"The tar file cannot be unpacked: {error}."))


def in_parquet(path: Path, name: str) -> Iterator[Arrival]:
    """The rows of a Parquet file with the columns `name` and `bytes` (the store's own raw shards among them)."""
    try:
        file = pq.ParquetFile(path)
        if not {"name", "bytes"} <= set(file.schema_arrow.names):
            yield Arrival(name, fault=("unreadable-archive", "The Parquet file lacks the columns name and bytes."))
            return
        for batch in file.iter_batches(batch_size=256, columns=["name", "bytes"]):
            for row in batch.to_pylist():
                raw = row["bytes"] or b""
                fault = ("too-large", "The file is too large.") if len(raw) > MOST_BYTES else None
                yield Arrival(row["name"] or name, b"" if fault else raw, fault)
    except (pa.ArrowException, OSError) as error:
        yield Arrival(name, fault=("unreadable-archive", f"The Parquet file cannot be read: {error}."))
