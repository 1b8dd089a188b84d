"""The personal link of a letter: the row's id, signed by the installation's secret key. The link is not stored."""

from __future__ import annotations

import base64
import binascii
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "dugnad.reply"
SIGNATURE_BYTES, ID_BYTES = 16, 16
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What programs put into long words, and what is copied with them."""
LENGTH = 43
"""The id's 16 bytes and the signature's 16 in base64, without the equals sign."""


def token_of(dispatch_id: UUID) -> str:
    """What stands in the address of the letter's reply page."""
    signed = dispatch_id.bytes + signature(dispatch_id, settings.SECRET_KEY)
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def id_of(token: str) -> UUID | None:
    """The letter that a link belongs to; None where nobody here made the link."""
    token = token.translate(INVISIBLE).strip()
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(f"{token}=")
    except (binascii.Error, ValueError):
        return None
    if len(raw) != ID_BYTES + SIGNATURE_BYTES:
        return None
    found = UUID(bytes=raw[:ID_BYTES])
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    is_ours = any([constant_time_compare(raw[ID_BYTES:], signature(found, key)) for key in keys])  # noqa: C419 - all
    return found if is_ours and token_is_plain(token, raw) else None


def token_is_plain(token: str, raw: bytes) -> bool:
    """One letter has one address: base64's last sign could be written in several ways."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == token


def signature(dispatch_id: UUID, key: str | bytes) -> bytes:
    """The first half of HMAC-SHA-256 over the id."""
    return salted_hmac(SALT, dispatch_id.bytes, secret=key, algorithm="sha256").digest()[:SIGNATURE_BYTES]


def is_only_here() -> bool:
    """Do the links lead to the reader's own machine, because nobody has said where the site is?"""
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return not host or host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def reply_address(dispatch_id: UUID, language: str) -> str:
    """The whole address, in the letter's language."""
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{settings.BASE_URL}{prefix}/reply/{token_of(dispatch_id)}/"
