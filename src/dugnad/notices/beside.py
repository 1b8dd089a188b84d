"""Where documents come from: beside a notice in a folder or zip, or in a folder with one folder for each notice."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256 as digest
from pathlib import Path, PurePosixPath

from dugnad.notices.attached import Attached, file_key
from dugnad.notices.sources import Arrival, Beside, bounded, zip_entry

NOTICE = ".xml"
ZIP = ".zip"


def beside_notices(beside: Beside) -> Iterator[Attached]:
    """The documents that lay among notices, each with what names its notice."""
    for container, names in beside.items():
        if container.is_dir():
            yield from in_folder(container, names)
        else:
            yield from in_archive(container, names)


def in_folder(folder: Path, names: Sequence[str]) -> Iterator[Attached]:
    """Documents of a folder, and of the folders in it."""
    notices = {path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() == NOTICE}
    listing = {PurePosixPath(path.as_posix()) for path in notices}
    for name in names:
        twin = notice_of(PurePosixPath(name), listing)
        sha256 = digest((folder / twin).read_bytes()).hexdigest() if twin else ""
        yield attached(read_file(folder / name, name), sha256, folder.name)


def in_archive(path: Path, names: Sequence[str]) -> Iterator[Attached]:
    """Documents of a zip."""
    with zipfile.ZipFile(path) as archive:
        listing = {PurePosixPath(name) for name in archive.namelist() if name.lower().endswith(NOTICE)}
        for name in names:
            twin = notice_of(PurePosixPath(name), listing)
            told = next(zip_entry(archive, archive.getinfo(str(twin))), None) if twin else None
            sha256 = digest(told.raw).hexdigest() if told and not told.fault else ""
            yield from (attached(one, sha256, path.stem) for one in zip_entry(archive, archive.getinfo(name)))


def notice_of(document: PurePosixPath, notices: set[PurePosixPath]) -> PurePosixPath | None:
    """The one notice in the document's own folder, else the notice with the name of a folder that it stands in."""
    folder = document.parent
    here = [one for one in notices if one.parent == folder]
    if len(here) == 1:
        return here[0]
    named = {one.with_suffix("") for one in notices} & {*document.parents}
    twin = max(named, key=lambda one: len(one.parts), default=None)
    return next((one for one in notices if one.with_suffix("") == twin), None) if twin else None


def attached(arrival: Arrival, sha256: str, container: str) -> Attached:
    """A document with the keys of its notice: the notice's own bytes, or the name of the folder."""
    folder = PurePosixPath(arrival.name).parent.name or container
    keys = (file_key(sha256),) if sha256 else (folder,)
    return Attached(keys=keys, file=PurePosixPath(arrival.name).name, raw=arrival.raw, fault=arrival.fault)


def in_documents_folder(folder: Path) -> Iterator[Attached]:
    """DIR/NOTICE/…, DIR/NOTICE.zip or DIR/NOTICE.pdf, where NOTICE names the notice."""
    for child in sorted(folder.iterdir()):
        if child.name.startswith("."):
            continue
        name = child.name if child.is_dir() else child.stem
        for arrival in files_of(child):
            yield Attached(keys=(name,), file=arrival.name, raw=arrival.raw, fault=arrival.fault)


def files_of(path: Path) -> Iterator[Arrival]:
    """A document, or the documents of a folder or a zip."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not inner.name.startswith("."):
                name = inner.relative_to(path).as_posix()
                yield from zipped(inner, f"{name}/") if inner.suffix.lower() == ZIP else [read_file(inner, name)]
    elif path.suffix.lower() == ZIP:
        yield from zipped(path, "")
    else:
        yield read_file(path, path.name)


def zipped(path: Path, prefix: str) -> Iterator[Arrival]:
    """The documents of a zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and not is_hidden(entry.filename):
                    for one in zip_entry(archive, entry):
                        yield Arrival(f"{prefix}{one.name}", one.raw, one.fault)
    except zipfile.BadZipFile as error:
        yield Arrival(path.name, fault=("unreadable-archive", f"The zip file is damaged: {error}."))


def is_hidden(name: str) -> bool:
    """A file that a system laid beside the documents."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def read_file(path: Path, name: str) -> Arrival:
    """A file's bytes, or why they cannot be had."""
    try:
        with path.open("rb") as stream:
            return next(bounded(name, stream))
    except OSError as error:
        return Arrival(name, fault=("unreadable-file", f"The file cannot be opened: {error.strerror or error}."))
