"""Where a notice was published: the address of its page on Doffin or TED, from its publication number."""

from __future__ import annotations

import re

DOFFIN = re.compile(r"\d{4}-\d{6}")
TED = re.compile(r"(?P<number>\d{1,8})-(?P<year>\d{4})")
JOURNAL = re.compile(r"(?P<year>\d{4})/S \d{3}-(?P<number>\d{6,8})")


def publication_address(number: str | None) -> tuple[str, str] | None:
    """(name of the place, address), or None where the number is of no known form."""
    number = (number or "").strip()
    if DOFFIN.fullmatch(number):
        return "Doffin", f"https://www.doffin.no/notices/{number}"
    found = TED.fullmatch(number) or JOURNAL.fullmatch(number)
    if found:
        return "TED", f"https://ted.europa.eu/en/notice/-/detail/{int(found['number'])}-{found['year']}"
    return None
