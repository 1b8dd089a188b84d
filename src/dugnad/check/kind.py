"""Which of the files given is a notice: everything else is a document."""

from __future__ import annotations

XML_STARTS = (b"<?xml", b"<ContractNotice", b"<ContractAward", b"<PriorInformation")

File = tuple[str, bytes]
"""Name and content."""


def is_notice(raw: bytes) -> bool:
    """Is the file XML, and so a notice?"""
    start = raw[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(XML_STARTS) or raw[:4] in {b"\xff\xfe<\x00", b"\xfe\xff\x00<"}
