"""A mail that waits at the own county's desk."""

from __future__ import annotations

from desk.mails import mail
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.case_mail import Arrival
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    load_shipped_desks(by="content")
    raw = mail()
    arrival = Arrival.objects.create(
        sha256="0" * 64, size=len(raw), raw=raw, fate="quarantined", reason="unknown-sender", desk_id="46"
    )
    return {"mail": str(arrival.pk)}
