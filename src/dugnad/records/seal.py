"""What lies in the database and must not be read from there alone: sealed by a key made from the installation's own.

Whoever has the secret key as well can read it.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

MARK = "sealed:"
"""Tells what is sealed from what was stored before anything was."""


def seal(text: str, *, purpose: str) -> str:
    """The text, to be read by `unseal` with the same purpose alone."""
    return MARK + key_for(purpose).encrypt(text.encode()).decode()


def unseal(text: str, *, purpose: str) -> str | None:
    """What was sealed; None where it was sealed by another key."""
    if not text.startswith(MARK):
        return text
    try:
        return key_for(purpose).decrypt(text.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        return None


def key_for(purpose: str) -> Fernet:
    """The key for one purpose; no two purposes share one."""
    made = salted_hmac(f"dugnad.seal.{purpose}", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(made))
