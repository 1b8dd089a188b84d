"""Writing a backup: beside its place first, readable for its owner alone, in place only when it is whole."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from dugnad.backup.manifest import MANIFEST, Kept, Manifest, Table, safe_name
from dugnad.errors import StoreError

PIECE = 1024 * 1024
PACKED = {".parquet", ".zip", ".gz"}


class Pack:
    """A backup that is being written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive, self.manifest = archive, manifest

    def add(self, name: str, pieces: Iterable[bytes], *, is_packed: bool = False) -> None:
        """One file, piece by piece; what is packed already is stored as it is."""
        info = zipfile.ZipInfo(safe_name(name))
        info.external_attr = 0o600 << 16
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.manifest.files[name] = Kept(bytes=size, sha256=digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        """A file from the disk; one that went away meanwhile (an import that ended) is not missed."""
        try:
            with path.open("rb") as file:
                self.add(
                    name, iter(lambda: file.read(PIECE), b""), is_packed=path.suffix in {".parquet", ".zip", ".gz"}
                )
        except FileNotFoundError:
            return

    def add_table(self, name: str, columns: list[str], lines: Iterable[bytes]) -> None:
        """One table's rows, a line each."""
        count = 0

        def counted() -> Iterator[bytes]:
            nonlocal count
            for line in lines:
                count += 1
                yield line

        self.add(f"database/{name}.jsonl", counted())
        self.manifest.tables[name] = Table(columns=columns, rows=count)


@contextmanager
def packing(file: Path, manifest: Manifest, *, may_replace: bool) -> Iterator[Pack]:
    """A pack at this place; it stands there when the block ends without an error, and never half of it."""
    if file.exists() and not may_replace:
        raise StoreError(f"{file} exists. Choose another name, or --replace.")
    beside = file.with_name(f".{file.name}.new")
    try:
        with private(beside) as target:
            with zipfile.ZipFile(target, "w") as archive:
                pack = Pack(archive, replace(manifest, tables={}, files={}))
                yield pack
                archive.writestr(MANIFEST, pack.manifest.written(), zipfile.ZIP_DEFLATED)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def private(path: Path) -> IO[bytes]:
    """A new file that only its owner can read, whatever the umask."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
