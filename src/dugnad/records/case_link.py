"""The asker's own way to a case without an account: the case's id, signed by the installation's secret key.

The same signature stands in the address that answers by mail come back to, so that a mail finds its case by who was
written to and not by what its subject says. Neither is stored.
"""

from __future__ import annotations

import base64
import binascii
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from dugnad.records.models.cases import Case

SALT = "dugnad.case"
ID_BYTES, SIGNATURE_BYTES = 16, 12
Purpose = Literal["page", "mailed", "mail"]
"""A link that opens the page answers no mail, and the reverse.

`page` is shown to whoever has just asked, and proves nothing: anybody may write another's address. `mailed` leaves in
mails alone: who has it reads what comes to the asker's address.
"""


def case_token(case: Case, purpose: Purpose = "page") -> str:
    """What stands in the address: small letters and digits alone, as mail addresses do not keep capitals."""
    signed = case.pk.bytes + signature(case.pk, purpose, settings.SECRET_KEY)
    return base64.b32encode(signed).rstrip(b"=").decode().lower()


def case_of_token(token: str, purpose: Purpose = "page", *, is_followed: bool = True) -> Case | None:
    """The case that a link or address belongs to; None where nobody here made it.

    `is_followed`: a joined case leads to the one that it lives on in. A page that shows what was said there asks first
    whether it may: see web/pages/asked_case.py.
    """
    raw = raw_of(token.strip())
    if raw is None:
        return None
    found = UUID(bytes=raw[:ID_BYTES])
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    is_ours = any([constant_time_compare(raw[ID_BYTES:], signature(found, purpose, key)) for key in keys])  # noqa: C419
    case = Case.objects.select_related("desk", "body").filter(pk=found).first() if is_ours else None
    return living(case) if is_followed else case


def opened_by(token: str) -> tuple[Case | None, bool]:
    """The case whose page the link opens, not followed to one it was joined with, and whether it came by mail."""
    mailed = case_of_token(token, "mailed", is_followed=False)
    return (mailed, True) if mailed else (case_of_token(token, is_followed=False), False)


def is_joined(case: Case) -> bool:
    """Was the case joined with another, whichever of the two lives on?"""
    return case.merged_into_id is not None or Case.objects.filter(merged_into=case).exists()


def living(case: Case | None) -> Case | None:
    """The case itself, or the one that it was joined with: both are the same asker's."""
    passed = set()
    while case is not None and case.merged_into_id and case.pk not in passed:
        passed.add(case.pk)
        case = Case.objects.select_related("desk", "body").filter(pk=case.merged_into_id).first()
    return case


def raw_of(token: str) -> bytes | None:
    """The token's bytes, where it is one."""
    length = len(base64.b32encode(bytes(ID_BYTES + SIGNATURE_BYTES)).rstrip(b"="))
    if len(token) != length or not token.isascii() or not token.isalnum():
        return None
    try:
        return base64.b32decode(token.upper() + "=" * (-length % 8))
    except (binascii.Error, ValueError):
        return None


def signature(case_id: UUID, purpose: str, key: str | bytes) -> bytes:
    """The beginning of HMAC-SHA-256 over the id."""
    return salted_hmac(f"{SALT}.{purpose}", case_id.bytes, secret=key, algorithm="sha256").digest()[:SIGNATURE_BYTES]
