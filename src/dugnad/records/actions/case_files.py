"""Files that came with a case: kept by checksum below the installation's folder, never by the name they came with."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from dugnad.desk.file_kind import MOST_FILES, kept_name, kind_of, safe_name
from dugnad.desk.question import Upload
from dugnad.errors import Refused
from dugnad.records.models.cases import Case, CaseFile, Entry


def keep_files(
    case: Case, entry: Entry | None, uploads: Iterable[Upload], *, is_internal: bool = False
) -> list[CaseFile]:
    """Keep the files; refused, all of them, where one is of a kind that is not taken or there are too many."""
    files = list(uploads)
    if case.files.count() + len(files) > MOST_FILES:
        raise Refused("too-many-files", f"A case holds {MOST_FILES} files at most.", field="files")
    kinds = [kind_of(one.name, one.raw) for one in files]
    for one, kind in zip(files, kinds, strict=True):
        if kind is None:
            raise Refused("file-kind", f"{safe_name(one.name)} is of a kind that is not taken.", field="files")
    return [keep(case, entry, one, kind or "", is_internal=is_internal) for one, kind in zip(files, kinds, strict=True)]


def keep(case: Case, entry: Entry | None, upload: Upload, kind: str, *, is_internal: bool) -> CaseFile:
    """One file: its bytes first, then its row."""
    digest = hashlib.sha256(upload.raw).hexdigest()
    keep_bytes(upload.raw, path_of(digest))
    return CaseFile.objects.create(
        case=case,
        entry=entry,
        name=kept_name(upload.name, kind, upload.raw),
        kind=kind,
        size=len(upload.raw),
        sha256=digest,
        is_internal=is_internal,
    )


def keep_bytes(raw: bytes, path: Path) -> None:
    """The bytes in their place. Those that are there already count as just kept: nobody sweeps them away now."""
    try:
        os.utime(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{uuid4().hex}.part")
        beside.write_bytes(raw)
        beside.replace(path)


def path_of(digest: str) -> Path:
    """Where the bytes with this checksum lie."""
    return Path(settings.VAR) / "cases" / digest[:2] / digest


def bytes_of(file: CaseFile) -> bytes:
    """The file's bytes; a FileNotFoundError where the retention rules have let them go."""
    return path_of(file.sha256).read_bytes()
