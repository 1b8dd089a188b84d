"""What a backup says about itself: one JSON object that names every other file in it, with size and checksum."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from dugnad.errors import DugnadError

FORMAT = "dugnad-backup"
VERSION = 1
MANIFEST = "manifest.json"
SECRET = "secret-key"  # noqa: S105 - the name of a file
PARTS = frozenset({"database", "store", "uploads", "letters", "cases", "events", SECRET})
DIGEST = re.compile(r"[0-9a-f]{64}")
TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
LONGEST_NAME = 1000


class BackupError(DugnadError):
    """A backup that cannot be used; nothing was changed."""

    def __init__(self, file: object, problem: str, remedy: str = "Use another backup.") -> None:
        super().__init__(f"{file}: {problem} Nothing was changed. {remedy}")


@dataclass(frozen=True, slots=True)
class Kept:
    """One file in the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in the order of the rows' values, and how many rows there are."""

    columns: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole description. `migrations`: the versions of the tables, by app."""

    made_at: str
    dugnad: str
    database: str
    migrations: dict[str, list[str]]
    tables: dict[str, Table] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    files: dict[str, Kept] = field(default_factory=dict)

    @property
    def has_secret(self) -> bool:
        """Does it hold the key that signs sessions and reply links?"""
        return SECRET in self.files

    @property
    def size(self) -> int:
        """Bytes of everything, unpacked."""
        return sum(kept.bytes for kept in self.files.values())

    def under(self, part: str) -> list[str]:
        """The names of the files of one part."""
        return [name for name in self.files if name.startswith(f"{part}/")]

    def written(self) -> bytes:
        """As it stands in the backup."""
        told = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read_manifest(raw: bytes) -> Manifest:
    """The manifest, every part of it of the right form; ValueError says what is not."""
    try:
        told = json.loads(raw)
    except RecursionError as error:
        raise ValueError("its manifest is nested too deeply") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValueError("its manifest is not one of dugnad's")
    if told.get("version") != VERSION:
        raise ValueError(f"its form is version {told.get('version')!r}, and this dugnad reads version {VERSION}")
    return Manifest(
        made_at=text(told, "made_at"),
        dugnad=text(told, "dugnad"),
        database=text(told, "database"),
        migrations={app: texts(names, app) for app, names in mapping(told, "migrations").items()},
        tables={name: table(name, value) for name, value in mapping(told, "tables").items()},
        left_out=texts(told.get("left_out"), "left_out"),
        files={safe_name(name): kept(name, value) for name, value in mapping(told, "files").items()},
    )


def text(told: dict[str, Any], key: str) -> str:
    """A text of its manifest."""
    if not isinstance(told.get(key), str):
        raise ValueError(f'"{key}" is missing in its manifest')  # noqa: TRY004 - what is read, not how we call
    return str(told[key])


def mapping(told: dict[str, Any], key: str) -> dict[str, Any]:
    """A mapping of its manifest."""
    value = told.get(key)
    if not isinstance(value, dict):
        raise ValueError(f'"{key}" is missing in its manifest')  # noqa: TRY004
    return value


def texts(value: Any, key: str) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f'"{key}" in its manifest is no list of names')
    return value


def table(name: str, value: Any) -> Table:
    """One table's description."""
    if not TABLE.fullmatch(name) or not isinstance(value, dict) or not is_count(value.get("rows")):
        raise ValueError(f'the table "{name[:80]}" is not described in its manifest')
    return Table(columns=texts(value.get("columns"), name), rows=value["rows"])


def kept(name: str, value: Any) -> Kept:
    """One file's description."""
    if (
        not isinstance(value, dict)
        or not is_count(value.get("bytes"))
        or not DIGEST.fullmatch(str(value.get("sha256")))
    ):
        raise ValueError(f'the file "{name[:80]}" is not described in its manifest')
    return Kept(bytes=value["bytes"], sha256=value["sha256"])


def is_count(value: Any) -> bool:
    """Is it a whole number from 0 on?"""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def name_of(part: str, path: PurePosixPath) -> str:
    """How a file is named in the backup, whatever its name on the disk is made of."""
    return f"{part}/{quote(os.fsencode(path), safe='/')}"


def path_of(name: str) -> str:
    """The file's path within its part."""
    return os.fsdecode(unquote_to_bytes(name.partition("/")[2]))


def safe_name(name: str) -> str:
    """The name, if it leads to a place inside one of the parts and nowhere else."""
    steps = name.split("/")
    on_disk = [unquote_to_bytes(step) for step in steps]
    is_plain = not any(step in {b"", b".", b".."} or b"/" in step or b"\0" in step for step in on_disk)
    is_alone = steps == [SECRET]
    if len(name) > LONGEST_NAME or not is_plain or steps[0] not in PARTS or (len(steps) == 1 and not is_alone):
        raise ValueError(f"it holds a file with a name that leads elsewhere ({name[:80]!r})")
    if steps[0] == SECRET and not is_alone:
        raise ValueError(f"it holds a file with a name that leads elsewhere ({name[:80]!r})")
    return name
