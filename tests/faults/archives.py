"""Archives made to do harm, or broken on their way."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

MEGABYTE = 1024 * 1024
Make = Callable[[Path, Sequence[bytes]], Path]


def zipped(path: Path, files: Sequence[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files:
            archive.writestr(name, raw)
    return path


def names_that_lead_out(folder: Path, notices: Sequence[bytes]) -> Path:
    outside = ("../../escaped.xml", "/escaped.xml", "..\\..\\escaped.xml", "C:\\escaped.xml", "a/../../../escaped.xml")
    return zipped(folder / "names.zip", [(name, notices[at]) for at, name in enumerate(outside)])


def one_huge_file(folder: Path, notices: Sequence[bytes]) -> Path:
    path = folder / "huge.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("huge.xml", "w", force_zip64=True) as file:
            file.write(b"<a>")
            for _ in range(256):
                file.write(b" " * MEGABYTE)
        archive.writestr("good.xml", notices[0])
    return path


def many_large_files(folder: Path, notices: Sequence[bytes]) -> Path:
    """200 files of 60 MB each in an archive of 12 MB: each below the bound for a file, together 12 GB."""
    return repeated(folder, 200, b" " * 60 * MEGABYTE, notices[0])


def many_small_bombs(folder: Path, notices: Sequence[bytes]) -> Path:
    """4 000 files of 3 MB in an archive of 12 MB that reaches its bound at 600: each far below the bound for a file."""
    return repeated(folder, 4000, b" " * 3 * MEGABYTE, notices[0])


def repeated(folder: Path, times: int, raw: bytes, good: bytes) -> Path:
    """The same file many times, packed once, after a good one."""
    path = folder / "many.zip"
    once = folder / "once.zip"
    with zipfile.ZipFile(once, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", raw)
    with zipfile.ZipFile(once) as archive:
        entry = archive.getinfo("bomb.xml")
        with once.open("rb") as file:
            file.seek(entry.header_offset + 30 + len("bomb.xml"))
            packed = file.read(entry.compress_size)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.xml", good)
        for number in range(times):
            write_packed(archive, f"bomb-{number:03d}.xml", entry, packed)
    return path


def write_packed(archive: zipfile.ZipFile, name: str, like: zipfile.ZipInfo, packed: bytes) -> None:
    """Put bytes that are packed already into an archive."""
    file = archive.fp
    assert file is not None
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.CRC = zipfile.ZIP_DEFLATED, like.CRC
    entry.file_size, entry.compress_size, entry.header_offset = like.file_size, len(packed), archive.start_dir
    file.seek(archive.start_dir)
    file.write(entry.FileHeader())
    file.write(packed)
    archive.start_dir = file.tell()
    archive.filelist.append(entry)
    archive.NameToInfo[name] = entry


def zip_in_zip(folder: Path, notices: Sequence[bytes]) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.xml", notices[0])
    return zipped(folder / "nested.zip", [("inner.zip", inner.getvalue()), ("good.xml", notices[1])])


def lying_sizes(folder: Path, notices: Sequence[bytes]) -> Path:
    """The directory says 10 bytes; the file unpacks to 100 MB."""
    path = zipped(folder / "lying.zip", [("lying.xml", b" " * 100 * MEGABYTE)])
    raw = path.read_bytes()
    path.write_bytes(raw.replace(struct.pack("<I", 100 * MEGABYTE), struct.pack("<I", 10)))
    return path


def cut_zip(folder: Path, notices: Sequence[bytes]) -> Path:
    path = zipped(folder / "cut.zip", [(f"{at}.xml", raw) for at, raw in enumerate(notices[:5])])
    path.write_bytes(path.read_bytes()[:-100])
    return path


def wrong_bytes_in_zip(folder: Path, notices: Sequence[bytes]) -> Path:
    path = zipped(folder / "wrong.zip", [(f"{at}.xml", raw) for at, raw in enumerate(notices[:5])])
    raw = bytearray(path.read_bytes())
    for place in range(200, len(raw) // 2, 997):
        raw[place] ^= 0xFF
    path.write_bytes(bytes(raw))
    return path


def locked_zip(folder: Path, notices: Sequence[bytes]) -> Path:
    path = zipped(folder / "locked.zip", [("locked.xml", notices[0])])
    raw = bytearray(path.read_bytes())
    raw[6] |= 1  # the flag "encrypted" in the local header, and below in the directory
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(raw))
    return path


def same_name_twice(folder: Path, notices: Sequence[bytes]) -> Path:
    return zipped(folder / "twice.zip", [("a.xml", notices[0]), ("b/a.xml", notices[1])])


def links_in_tar(folder: Path, notices: Sequence[bytes]) -> Path:
    path = folder / "links.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for kind, name, target in (
            (tarfile.SYMTYPE, "link.xml", str(folder / "canary.txt")),
            (tarfile.LNKTYPE, "hard.xml", "../canary.txt"),
            (tarfile.CHRTYPE, "device.xml", ""),
            (tarfile.FIFOTYPE, "pipe.xml", ""),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
        good = tarfile.TarInfo("../../escaped.xml")
        good.size = len(notices[0])
        archive.addfile(good, io.BytesIO(notices[0]))
    return path


def cut_tar(folder: Path, notices: Sequence[bytes]) -> Path:
    path = folder / "cut.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for at, raw in enumerate(notices[:5]):
            entry = tarfile.TarInfo(f"{at}.xml")
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def gzip_bomb(folder: Path, notices: Sequence[bytes]) -> Path:
    path = folder / "bomb.tar.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        entry = tarfile.TarInfo("huge.xml")
        entry.size = 256 * MEGABYTE
        file.write(entry.tobuf())
        for _ in range(256):
            file.write(bytes(MEGABYTE))
    return path


def half_parquet(folder: Path, notices: Sequence[bytes]) -> Path:
    path = folder / "half.parquet"
    path.write_bytes(b"PAR1" + notices[0] + b"PAR1")
    return path


def only_a_beginning(folder: Path, notices: Sequence[bytes]) -> Path:
    path = folder / "beginning.zip"
    path.write_bytes(b"PK\x03\x04")
    return path


HARMFUL: dict[str, Make] = {
    make.__name__: make
    for make in (
        names_that_lead_out, one_huge_file, many_large_files, many_small_bombs, zip_in_zip, lying_sizes, cut_zip,
        wrong_bytes_in_zip, locked_zip, same_name_twice, links_in_tar, cut_tar, gzip_bomb, half_parquet,
        only_a_beginning,
    )
}  # fmt: skip
