"""What the addresses of events and agreements need: a published event with a file and a seat, a published agreement."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from dugnad.desk.question import Upload
from dugnad.records.actions.agreements import Agreed, create_agreement, publish_agreement
from dugnad.records.actions.events import Planned, add_material, create_event, desk_at, publish_event
from dugnad.records.actions.sign_ups import Given, sign_up
from dugnad.records.seat_link import seat_token
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    """Held by the desk of county 46 in a month; the agreement is the own municipality's."""
    starts, desk = timezone.now() + timedelta(days=30), desk_at("46")
    planned = Planned(
        kind="course", title="Kurs", starts_at=starts, ends_at=starts + timedelta(hours=2), audience=("buyer",)
    )
    event = create_event(by=cast.adviser, desk=desk, planned=planned)
    add_material(by=cast.adviser, event=event, title="Ark", upload=Upload("ark.txt", b"Hei"))
    publish_event(by=cast.adviser, event=event)
    given = Given(role="buyer", name="Noen", email="noen@eksempel.invalid", body_told="Et sted")
    seat = sign_up(by="visitor", event=event, given=given, on=timezone.now()).sign_up
    agreed = Agreed(title="Renhold", owner=cast.own, since=date(2020, 1, 1), until=date(2199, 1, 1))
    agreement = create_agreement(by=cast.adviser, desk=desk, agreed=agreed)
    publish_agreement(by=cast.adviser, agreement=agreement)
    return {
        "event": str(event.pk),
        "file": str(event.files.get().pk),
        "seat": seat_token(seat),
        "agreement": str(agreement.pk),
    }
