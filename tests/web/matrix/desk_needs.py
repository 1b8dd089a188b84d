"""A contact that the county's desk has noted."""

from __future__ import annotations

from datetime import date

from dugnad.records.actions.contacts import note_contact
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import RoleName
from people import Cast, make_person


def make(cast: Cast) -> dict[str, str]:
    """One note, with something to share. The other county has a desk of its own, which nobody steps in for."""
    make_person("radgiver-i-11", RoleName.ADVISER, county="11")
    load_shipped_desks(by="content")
    note = note_contact(
        by=cast.adviser, desk=Desk.objects.get(county="46"), body=cast.own, on=date(2026, 11, 2), kind="phone",
        text="Ringte om brevet.", agreed="Et møte i desember.", today=date(2026, 11, 2),
    )  # fmt: skip
    return {"note": str(note.pk), "desk": "46"}
