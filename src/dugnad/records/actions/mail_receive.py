"""Mail comes in: kept as it is before anybody reads it, so that no fault and no crash loses it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dugnad.desk.mail_in import MOST_BYTES, result_in, sender_in
from dugnad.desk.mail_kind import verdict_in
from dugnad.errors import Refused
from dugnad.records.case_link import case_of_token
from dugnad.records.desk_address import Place, place_of
from dugnad.records.models.case_mail import Arrival

HOUR = timedelta(hours=1)
MOST_OF_ONE = 60
"""Mails an hour from one sender, or to one case."""


def keep_arrival(*, by: str, raw: bytes, recipients: Iterable[str], return_path: str | None = None) -> Arrival:
    """Keep a mail and queue it for reading. `return_path`: as the server told it; "" is a server's own mail.

    Refused with `unknown-address` where it is to nobody here, and with `too-many` where its sender should come again
    later. A mail that is here already is not kept twice.
    """
    from dugnad.records.actions.mail_settle import settle_mail  # noqa: PLC0415 - which keeps nothing

    recipient = best_of(recipients)
    digest = hashlib.sha256(raw).hexdigest()
    known = Arrival.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    sender = sender_in(raw)
    is_proven = verdict_in(result_in(raw), sender, settings.MAIL_AUTHSERV) == "pass"
    must_have_room(sender, recipient, is_proven=is_proven)
    with transaction.atomic():
        arrival, is_new = Arrival.objects.get_or_create(
            sha256=digest,
            defaults={
                "size": len(raw), "raw": raw[:MOST_BYTES], "is_cut": len(raw) > MOST_BYTES, "recipient": recipient,
                "sender": sender, "is_proven": is_proven,
                "is_returned": return_path is not None and not return_path.strip("<> "),
            },
        )  # fmt: skip
        if is_new:
            settle_mail.enqueue(str(arrival.pk))
    return arrival


def best_of(recipients: Iterable[str]) -> str:
    """Of those addressed, the one that says most: a case, else a county, else the common address."""
    ours = [(place, one) for one in recipients if (place := place_of(one)) is not None]
    if not ours:
        raise Refused("unknown-address", "None of the recipients is an address of the support service.")
    return max(ours, key=lambda found: worth(found[0]))[1].strip().lower()[:320]


def worth(place: Place) -> int:
    """How much an address tells of where a mail belongs."""
    return 2 if place.token else 1 if place.county else 0


def must_have_room(sender: str, recipient: str, *, is_proven: bool = False) -> None:
    """Everybody together, and one sender alone, send no more than so much an hour; 0 is no limit.

    Mail whose sender is proven has room of its own: who writes under another's name keeps none of theirs out. Replies
    to a case have too: whoever floods the common address keeps no asker's reply out.
    """
    if not settings.MAIL_MOST_AN_HOUR:
        return
    lately = Arrival.objects.filter(at__gte=timezone.now() - HOUR)
    place = place_of(recipient)
    if place is not None and place.token and case_of_token(place.token, "mail") is not None:
        is_full = lately.filter(recipient=recipient).count() >= MOST_OF_ONE
    else:
        lately = lately.filter(is_proven=is_proven)
        is_full = lately.count() >= settings.MAIL_MOST_AN_HOUR
        is_full = is_full or (bool(sender) and lately.filter(sender=sender).count() >= MOST_OF_ONE)
    if is_full:
        raise Refused("too-many", "Too many mails just now. Come again later.")
