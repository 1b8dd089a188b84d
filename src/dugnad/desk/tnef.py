"""Files and text out of `winmail.dat`: how some Exchange servers wrap a mail's attachments (TNEF).

The format is a signature, a key, and attributes one after the other: level, id, length, data, checksum. Only what is
needed is looked at; whatever is cut or wrong ends the reading, and what was found before it is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x78\x9f\x3e\x22"
HEAD = 6
FIELD = struct.Struct("<BII")
BODY, TITLE, DATA, RENDER, PROPERTIES = 0x0002800C, 0x00018010, 0x0006800F, 0x00069002, 0x00069005
LONG_NAMES = (0x3707, 0x3001)
"""MAPI properties that name a file: the long file name, the display name."""
TEXT_8, TEXT_16 = 0x001E, 0x001F
MOST_FIELDS = 2_000
MOST_FILES = 100
MOST_NAME = 300


@dataclass(slots=True)
class Wrapped:
    """A file of the wrapping."""

    name: str = ""
    raw: bytes = b""


def is_tnef(raw: bytes) -> bool:
    """Does it begin as the format does?"""
    return raw.startswith(SIGNATURE)


def unwrap(raw: bytes) -> tuple[str, list[Wrapped]]:
    """The plain text, where there is one, and the files."""
    text, files = "", list[Wrapped]()
    for identity, data in fields(raw):
        if identity == BODY:
            text = plain(data)
        elif identity == RENDER and len(files) < MOST_FILES:
            files.append(Wrapped())
        elif files:
            add_to(files[-1], identity, data)
    return text, [one for one in files if one.raw]


def add_to(file: Wrapped, identity: int, data: bytes) -> None:
    """What one attribute tells of the newest file."""
    if identity == TITLE:
        file.name = file.name or plain(data)[:MOST_NAME]
    elif identity == DATA:
        file.raw = data
    elif identity == PROPERTIES:
        file.name = long_name(data) or file.name


def fields(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The attributes, until the end or the first that cannot be one."""
    at = HEAD
    for _ in range(MOST_FIELDS):
        if at + FIELD.size > len(raw):
            return
        level, identity, length = FIELD.unpack_from(raw, at)
        at += FIELD.size
        if level not in {1, 2} or at + length > len(raw):
            return
        yield identity, raw[at : at + length]
        at += length + 2


def plain(data: bytes) -> str:
    """Text in one byte a sign, up to its end."""
    return data.partition(b"\0")[0].decode("cp1252", "replace")


def long_name(data: bytes) -> str:
    """The file's long name among its MAPI properties; each name is looked for as the properties are laid out."""
    for identity in LONG_NAMES:
        for kind in (TEXT_16, TEXT_8):
            at = data.find(struct.pack("<HHI", kind, identity, 1))
            if at < 0 or at + 12 > len(data):
                continue
            (length,) = struct.unpack_from("<I", data, at + 8)
            value = data[at + 12 : at + 12 + min(length, 2 * MOST_NAME)]
            name = value.decode("utf-16-le", "ignore").partition("\0")[0] if kind == TEXT_16 else plain(value)
            if name:
                return name[:MOST_NAME]
    return ""
