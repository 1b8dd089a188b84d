"""From bytes to an XML tree, safely: no entities, no network, bounded size and depth."""

from __future__ import annotations

from functools import cache

from lxml import etree

from dugnad.errors import NoticeError

MOST_BYTES = 64 * 1024 * 1024
"""The largest real notice seen is 1.8 MB. A larger file than this is a mistake or an attack."""

UNSAFE = "<!DOCTYPE"
"""Entities can only be declared below it."""
WIDE = ("utf-16-le", "utf-16-be")


def parse_xml(raw: bytes, *, file: str) -> etree._Element:
    """The root element; a NoticeError with a code says why a file cannot be parsed."""
    if not raw.strip():
        raise NoticeError(file, "file", "The file is empty.", code="empty-file")
    if len(raw) > MOST_BYTES:
        raise NoticeError(file, "file", f"The file is larger than {MOST_BYTES // 2**20} MB.", code="too-large")
    if is_unsafe(raw):
        raise unsafe(file)
    try:
        root = etree.fromstring(raw, safe_parser())
    except etree.XMLSyntaxError as error:
        raise NoticeError(file, "file", f"This is not well-formed XML: {error.msg}.", code="malformed-xml") from error
    except (ValueError, LookupError) as error:
        raise NoticeError(file, "file", f"The XML cannot be decoded: {error}.", code="malformed-xml") from error
    if root is None:
        raise NoticeError(file, "file", "The XML holds no element.", code="malformed-xml")
    if root.getroottree().docinfo.internalDTD is not None:  # declared in an encoding that bytes do not show
        raise unsafe(file)
    return root


@cache
def safe_parser() -> etree.XMLParser:
    """One parser for all files: making one takes as long as reading a small notice."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def is_unsafe(raw: bytes) -> bool:
    """Does the file declare a document type? Looked for before anything is parsed."""
    if UNSAFE.encode() in raw:
        return True
    return b"\0" in raw[:64] and any(UNSAFE.encode(encoding) in raw for encoding in WIDE)


def unsafe(file: str) -> NoticeError:
    """The file was not opened, or what was parsed is thrown away."""
    problem = "The file declares a document type or entities, which no notice needs; it was not opened."
    return NoticeError(file, "file", problem, code="unsafe-xml")
