"""The store on disk: raw, tables and results, changed as a whole or not at all.

    S/current -> generations/000007      one symbolic link; renaming it is the only moment of change
    S/raw, S/tables, S/results           links through `current`, so that paths stay as DATA.md names them
    S/generations/000007/raw|tables|results

A writer builds the next generation beside the current one (unchanged files are hard links), flushes it, and renames
the link. Killed before that, the store is as it was; killed after, the work is done.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.errors import StoreError
from dugnad.notices.tables import RAW, RESULT, TABLES

FOLDERS = ("raw", "tables", "results")
FIRST = "000000"
RESTORED = "restored-"
"""A generation that a restore has laid beside the others, and will make the current one or remove."""


@dataclass(frozen=True, slots=True)
class Store:
    """A store's folder; `generation` is what readers should hold on to while they read."""

    folder: Path

    @property
    def generation(self) -> Path:
        """The folder of the current generation."""
        return (self.folder / "current").resolve()


def open_store(folder: Path) -> Store:
    """Open a store, creating an empty one where there is none."""
    store = Store(folder)
    with friendly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "current").is_symlink():
            with locked(store):
                create(store)
    return store


def create(store: Store) -> None:
    """Lay an empty first generation."""
    if (store.folder / "current").is_symlink():
        return
    first = store.folder / "generations" / FIRST
    shutil.rmtree(first, ignore_errors=True)
    (first / "raw").mkdir(parents=True)
    (first / "results").mkdir()
    for name, schema in TABLES.items():
        (first / "tables" / name).mkdir(parents=True)
        write_table(first / "tables" / name / "empty.parquet", schema.empty_table())
    write_table(first / "raw" / "empty.parquet", RAW.empty_table())
    write_table(first / "results" / "results.parquet", RESULT.empty_table())
    for name in FOLDERS:
        point(store.folder / name, f"current/{name}")
    flush_tree(first)
    point(store.folder / "current", f"generations/{FIRST}")


def point(link: Path, target: str) -> None:
    """Make or move a symbolic link in one step."""
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    flush(link.parent)


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Only one writer at a time; the lock goes with the process."""
    with (store.folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{store.folder}: another import is writing here. Wait until it is done.") from error
        yield


@contextmanager
def next_generation(store: Store) -> Iterator[Path]:
    """A copy of the current generation to change; it becomes current when the block ends without an error."""
    with friendly(store.folder), locked(store):
        current = store.generation
        sweep(store, keep=current)
        following = current.parent / f"{int(current.name) + 1:06d}"
        try:
            shutil.copytree(current, following, copy_function=link_or_copy)
            yield following
            flush_tree(following)
            point(store.folder / "current", f"generations/{following.name}")
        except BaseException:
            if store.generation != following:
                shutil.rmtree(following, ignore_errors=True)
            raise


def link_or_copy(source: str, target: str) -> None:
    """Unchanged files are shared between generations where the file system can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def sweep(store: Store, *, keep: Path) -> None:
    """Remove what interrupted writers left, and generations older than the one before the current."""
    before = f"{int(keep.name) - 1:06d}"
    for folder in keep.parent.iterdir():
        if folder.name not in {keep.name, before} and not folder.name.startswith(RESTORED):
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in store.folder.glob(".*.new"):
        leftover.unlink(missing_ok=True)


def write_table(path: Path, table: pa.Table, *, is_raw: bool = False) -> None:
    """Write a table beside its place and rename it there: a shared older file is never changed.

    Raw bytes never repeat and are never searched: a dictionary and statistics would only cost time.
    """
    beside = path.with_name(f".{path.name}.new")
    pq.write_table(table, beside, compression="zstd", use_dictionary=not is_raw, write_statistics=not is_raw)
    beside.replace(path)


def flush(path: Path) -> None:
    """Have the file system keep what was written, or say that it cannot."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Flush every file that is new in this generation, and all its folders."""
    for path in folder.rglob("*"):
        if path.is_dir() or path.stat().st_nlink == 1:
            flush(path)
    flush(folder)
    flush(folder.parent)


@contextmanager
def friendly(folder: Path) -> Iterator[None]:
    """Say what is wrong with the disk in plain words."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            told = "the disk is full. Nothing was changed; make room and run the same command again."
        elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}:
            told = "this folder cannot be written. Nothing was changed; choose another with --store or DUGNAD_STORE."
        else:
            raise
        raise StoreError(f"{folder}: {told}") from error
