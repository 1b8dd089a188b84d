"""Who a mail says it is from and to. Read strictly: what could be read in two ways names nobody.

An address is taken from the header as it was sent, before its words are decoded: a name that decodes to something like
an address never becomes one.
"""

from __future__ import annotations

import re

from dugnad.desk.mail_text import one_line

MOST_ADDRESS = 254
MOST_RECIPIENTS = 100
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}))*"
ADDRESS = re.compile(rf"{ATOM}@{DOMAIN}")
QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,300}"')
COMMENT = re.compile(r"\([^()]{0,300}\)")
NAMED = re.compile(r"(?P<name>[^<>@]{0,300})<\s*(?P<address>[^<>\s]{3,254})\s*>\s*")
IN_USE = re.compile(rf"(?<![\w.@+-])({ATOM}@{DOMAIN})(?![\w@])")


def plain_address(written: str) -> str:
    """An address in small letters; "" for what is none. Other letters than ASCII's are left out: they look alike."""
    written = written.strip()
    return written.lower() if len(written) <= MOST_ADDRESS and ADDRESS.fullmatch(written) else ""


def sender_of(written: list[str]) -> str:
    """The one address of the From headers as they were sent; "" where there is none, or more than one."""
    if len(written) != 1 or len(written[0]) > 4 * MOST_ADDRESS:
        return ""
    bare = COMMENT.sub(" ", QUOTED.sub(" ", written[0].replace("\r", " ").replace("\n", " "))).strip()
    found = NAMED.fullmatch(bare)
    if found:
        return "" if "," in found["name"] or ";" in found["name"] else plain_address(found["address"])
    return plain_address(bare)


def name_of_sender(decoded: str) -> str:
    """The sender's name for showing: without the address, and never itself an address."""
    name = one_line(decoded.rpartition("<")[0]).strip(" \"'")
    return "" if "@" in name else name[:120]


def addresses_in(written: list[str]) -> tuple[str, ...]:
    """Every address of some headers, each once, in small letters."""
    found = [one for text in written for one in IN_USE.findall(text[: 40 * MOST_ADDRESS])]
    return tuple(dict.fromkeys(one.lower() for one in found if len(one) <= MOST_ADDRESS))[:MOST_RECIPIENTS]
