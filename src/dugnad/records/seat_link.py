"""A participant's own way to a sign-up without an account: the row's id, signed by the installation's secret key."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from dugnad.records.models.events import SignUp

SALT = "dugnad.seat"
ID_BYTES, SIGNATURE_BYTES = 16, 12
LENGTH = 45
"""The id and the signature in base32, without the equals signs."""


def seat_token(sign_up: SignUp) -> str:
    """What stands in the address: small letters and digits alone. It is not stored."""
    signed = sign_up.pk.bytes + signature(sign_up.pk, settings.SECRET_KEY)
    return base64.b32encode(signed).rstrip(b"=").decode().lower()


def seat_of_token(token: str) -> SignUp | None:
    """The sign-up that a link belongs to; None where nobody here made it."""
    raw = raw_of(token.strip().lower())
    if raw is None:
        return None
    found = UUID(bytes=raw[:ID_BYTES])
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    is_ours = any([constant_time_compare(raw[ID_BYTES:], signature(found, key)) for key in keys])  # noqa: C419 - all
    return SignUp.objects.select_related("event__desk", "body").filter(pk=found).first() if is_ours else None


def raw_of(token: str) -> bytes | None:
    """The token's bytes, where it is one."""
    if len(token) != LENGTH or not token.isascii() or not token.isalnum():
        return None
    try:
        raw = base64.b32decode(token.upper() + "=" * (-LENGTH % 8))
    except (binascii.Error, ValueError):
        return None
    is_plain = base64.b32encode(raw).rstrip(b"=").decode().lower() == token
    return raw if is_plain else None


def signature(sign_up_id: UUID, key: str | bytes) -> bytes:
    """The beginning of HMAC-SHA-256 over the id."""
    return salted_hmac(SALT, sign_up_id.bytes, secret=key, algorithm="sha256").digest()[:SIGNATURE_BYTES]


def seat_address(sign_up: SignUp) -> str:
    """The whole address, in the participant's language."""
    prefix = "" if sign_up.language == settings.LANGUAGE_CODE else f"/{sign_up.language}"
    return f"{settings.BASE_URL}{prefix}/desk/events/seat/{seat_token(sign_up)}/"
