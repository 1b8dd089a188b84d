"""From bytes to an XML tree, safely: no entities, no network, bounded size and depth."""

from __future__ import annotations

from lxml import etree

from dugnad.errors import NoticeError

MOST_BYTES = 64 * 1024 * 1024
"""The largest real notice seen is 1.8 MB. A larger file than this is a mistake or an attack."""

DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
UNSAFE = tuple(mark.encode(encoding) for mark in DECLARATIONS for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def parse_xml(raw: bytes, *, file: str) -> etree._Element:
    """The root element; a NoticeError with a code says why a file cannot be parsed."""
    if not raw.strip():
        raise NoticeError(file, "file", "The file is empty.", code="empty-file")
    if len(raw) > MOST_BYTES:
        raise NoticeError(file, "file", f"The file is larger than {MOST_BYTES // 2**20} MB.", code="too-large")
    if any(mark in raw for mark in UNSAFE):
        problem = "The file declares a document type or entities, which no notice needs; it was not opened."
        raise NoticeError(file, "file", problem, code="unsafe-xml")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise NoticeError(file, "file", f"This is not well-formed XML: {error.msg}.", code="malformed-xml") from error
    except (ValueError, LookupError) as error:
        raise NoticeError(file, "file", f"The XML cannot be decoded: {error}.", code="malformed-xml") from error
    if root is None:
        raise NoticeError(file, "file", "The XML holds no element.", code="malformed-xml")
    return root
