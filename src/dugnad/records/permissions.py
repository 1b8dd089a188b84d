"""Who may do what: small predicates that read in an `if`."""

from __future__ import annotations

from django.conf import settings


def may_upload(by: str) -> bool:
    """Own notices are uploaded only in a body's own installation (embedded), never on a site that is open to all."""
    return bool(by) and settings.MODE == "embedded"
