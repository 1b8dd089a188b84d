"""Reading a backup: all of it is verified before anything is changed, and nothing in it is trusted for a place."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dugnad.backup.manifest import MANIFEST, BackupError, Manifest, path_of, read_manifest
from dugnad.backup.pack import PIECE

MOST_MANIFEST = 64 * 1024 * 1024
MOST_LINE = 32 * 1024 * 1024
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError, ValueError, KeyError,
)  # fmt: skip
"""What the zip and JSON libraries raise on files that are cut, encrypted, of another kind, or lie about themselves."""
Note = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """An opened backup."""

    path: Path
    archive: zipfile.ZipFile
    manifest: Manifest

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """One file's bytes; its fault is told with the backup's name."""
        with told(self.path), self.archive.open(name) as source:
            yield source

    def verify(self, note: Note) -> None:
        """Read everything once: each size and checksum is as the manifest says, each row can be read."""
        done = 0
        for name, kept in self.manifest.files.items():
            digest, size = hashlib.sha256(), 0
            with self.stream(name) as source:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if size > kept.bytes:
                        break
            if (size, digest.hexdigest()) != (kept.bytes, kept.sha256):
                raise BackupError(self.path, f"{name} is not what was backed up (its checksum differs).")
            done += kept.bytes
            note(done, self.manifest.size)

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The table's rows, as many and as wide as the manifest says."""
        described = self.manifest.tables[table]
        count = 0
        with self.stream(f"database/{table}.jsonl") as source:
            while line := source.readline(MOST_LINE + 1):
                count += 1
                row = json.loads(line) if len(line) <= MOST_LINE else None
                if not isinstance(row, list) or len(row) != len(described.columns):
                    raise ValueError(f"row {count} of {table} cannot be read")
                yield row
            if count != described.rows:
                raise ValueError(f"{table} has {count} rows, not {described.rows}")

    def unpack(self, part: str, folder: Path) -> None:
        """Lay the files of one part in a new folder, for the owner alone."""
        folder.mkdir(parents=True, mode=0o700)
        for name in self.manifest.under(part):
            self.unpack_one(name, folder / path_of(name))

    def unpack_one(self, name: str, path: Path) -> None:
        """Lay one file in its place, and check it again on the way."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept, digest, left = self.manifest.files[name], hashlib.sha256(), self.manifest.files[name].bytes
        with self.stream(name) as source, path.open("xb") as target:
            path.chmod(0o600)
            while left and (piece := source.read(min(PIECE, left))):
                digest.update(piece)
                left -= len(piece)
                target.write(piece)
        if digest.hexdigest() != kept.sha256:
            raise BackupError(self.path, f"{name} changed while it was read.")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """A broken file is one plain sentence."""
    try:
        yield
    except RecursionError as error:
        raise BackupError(path, "this is no whole backup: a row is nested too deeply.") from error
    except zipfile.BadZipFile as error:
        raise BackupError(path, "this is no whole backup (cut short, damaged, or another kind of file).") from error
    except BROKEN as error:
        raise BackupError(path, f"this is no whole backup: {str(error).rstrip('.')}.") from error


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup at this place, its list of files checked."""
    if not path.is_file():
        raise BackupError(path, "there is no such file.", "Name the backup's file.")
    with told(path):
        archive = zipfile.ZipFile(path)
    with archive:
        with told(path):
            manifest = described(archive)
        yield Backup(path, archive, manifest)


def described(archive: zipfile.ZipFile) -> Manifest:
    """The manifest; it names all the files that are there, each once, all of them plain files of the size it says."""
    entries = {entry.filename: entry for entry in archive.infolist()}
    if MANIFEST not in entries:
        raise ValueError("it has no manifest, so that it is not one of dugnad's")
    if entries[MANIFEST].file_size > MOST_MANIFEST:
        raise ValueError("its manifest is larger than any of dugnad's")
    with archive.open(MANIFEST) as source:
        manifest = read_manifest(source.read(MOST_MANIFEST + 1))
    if len(entries) != len(archive.infolist()) or entries.keys() - {MANIFEST} != manifest.files.keys():
        raise ValueError("its manifest names other files than it holds")
    for name, kept in manifest.files.items():
        mode = entries[name].external_attr >> 16
        if (
            entries[name].file_size != kept.bytes
            or entries[name].is_dir()
            or stat.S_IFMT(mode) not in {0, stat.S_IFREG}
        ):
            raise ValueError(f"{name} is not the plain file that its manifest names")
    if manifest.tables.keys() != {name[len("database/") : -len(".jsonl")] for name in manifest.under("database")}:
        raise ValueError("its manifest describes other tables than it holds")
    return manifest


def refuse_without_room(backup: Backup, *folders: Path) -> None:
    """A file that unpacks to more than the disk has room for is refused before anything is written."""
    for folder in folders:
        free = shutil.disk_usage(folder).free
        if backup.manifest.size > free:
            need, have = (f"{size / 1_000_000:,.0f} MB".replace(",", " ") for size in (backup.manifest.size, free))
            raise BackupError(backup.path, f"it unpacks to {need}, and {folder} has room for {have}.", "Make room.")
