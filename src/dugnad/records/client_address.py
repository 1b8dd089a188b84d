"""Who asks, as an address on the net: behind proxies of our own, the address that the outermost of them saw."""

from __future__ import annotations

import hashlib
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that limits count by. What stands further left in X-Forwarded-For is the visitor's own word."""
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.PROXIES and len(passed) >= settings.PROXIES:
        told = passed[-settings.PROXIES]
        if is_address(told):
            return told
    return str(request.META.get("REMOTE_ADDR", ""))


def is_address(text: str) -> bool:
    """Is it an address, and nothing more?"""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def client_digest(request: HttpRequest) -> str:
    """The address as it is held: it cannot be read back."""
    return hashlib.sha256(f"{settings.SECRET_KEY}{client_address(request)}".encode()).hexdigest()[:32]
