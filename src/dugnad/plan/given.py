"""What people write in forms: made clean, or refused with the reason. Nothing that names a person is kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from dugnad.errors import Refused

MOST_URL = 500
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w[\w.-]*")
TELEPHONE = re.compile(
    r"(?<!\d)(?<!\d )(?:\+47[ ]?(?:\d[ ]?){7}\d|[2-9]\d(?: \d\d){3}|[2-9]\d\d \d\d \d\d\d|[2-9]\d{4}(?!000)\d{3})"
    r"(?! ?\d)"
)
"""As telephone numbers are grouped in Norway. Amounts are grouped by three, and are left alone."""
IDENTITY = re.compile(r"(?<!\d)\d{6}[ ]?\d{5}(?!\d)")


def personal_pieces(text: str) -> tuple[str, ...]:
    """The e-mail addresses, telephone numbers and national identity numbers in the text."""
    return tuple(found.group() for pattern in (EMAIL, IDENTITY, TELEPHONE) for found in pattern.finditer(text))


def clean_text(text: str, field: str, most: int, *, may_hold_numbers: bool = False) -> str:
    """The text without space around it. Refuses what is too long, cannot be shown, or names a person.

    `may_hold_numbers`: a case number may look like a telephone number.
    """
    text = text.replace("\r\n", "\n").strip()
    if CONTROLS.search(text):
        raise Refused("unreadable", "The text holds signs that cannot be shown.", field=field)
    if len(text) > most:
        raise Refused("too-long", f"The text is longer than {most} signs.", field=field)
    if EMAIL.search(text) if may_hold_numbers else personal_pieces(text):
        raise Refused("personal", "The text holds an address or number of a person.", field=field)
    return text


def clean_url(url: str, field: str) -> str:
    """The address of a page on the web, or "" where none is given. Refuses anything that is not http or https."""
    url = url.strip()
    if not url:
        return ""
    if len(url) > MOST_URL:
        raise Refused("too-long", f"The address is longer than {MOST_URL} signs.", field=field)
    if not is_web_address(url):
        raise Refused("not-a-web-address", "Write a whole address that begins with https://.", field=field)
    return url


def is_web_address(url: str) -> bool:
    """Does it lead to a page on the web, without a name or password in it?"""
    if re.search(r"[\s\x00-\x20\x7f<>\"'`\\]", url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "." in (host or "") and "@" not in parts.netloc
