"""A changed post address stands in the log before and after, and the old address hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from dugnad.records.actions.notes import send_note
from dugnad.records.models.log import LogEntry
from dugnad.records.models.mail import Note
from dugnad.records.models.register import Body
from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db
OLD = "post@gammel.example.no"


@pytest.fixture
def cast(tmp_path: Path, settings: Settings) -> Cast:
    settings.VAR, settings.STORE, settings.EMAIL_HOST = tmp_path, tmp_path / "store", "localhost"
    return make_cast()


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (OLD, "postmottak@ny.example.no", OLD, "postmottak@ny.example.no"),
        (OLD, "kari.nordmann@ny.example.no", OLD, None),
        ("kari.nordmann@ny.example.no", OLD, None, OLD),
        (OLD, "", OLD, ""),
    ],
)
def test_changed_address_is_logged_where_it_is_an_office_and_told_to_the_old(
    cast: Cast, old: str, new: str, before: str | None, after: str | None
) -> None:
    Body.objects.filter(pk=cast.own.pk).update(email=old, website="", language="nb")
    form = {"email": new, "website": "", "language": "nb", "is_sure": "on"}

    answer = signed_in(cast.contact).post(f"/bodies/{cast.own.key}/contact/", form)

    assert answer.status_code == 302
    entry = LogEntry.objects.get(action="change_contact")
    assert (entry.before.get("email"), entry.after.get("email"), entry.details["changed"]) == (before, after, ["email"])
    send_note(note_id=Note.objects.get().pk)
    (note,) = mail.outbox
    assert (note.to, note.subject) == ([old], f"Postadressen til {cast.own.called('nb')} er endret i dugnad")
    assert not new or new not in note.body


def test_address_that_stays_is_told_to_nobody(cast: Cast) -> None:
    Body.objects.filter(pk=cast.own.pk).update(email=OLD, website="", language="nb")
    form = {"email": OLD, "website": "https://eksempelvik.example.no/", "language": "nn"}

    signed_in(cast.contact).post(f"/bodies/{cast.own.key}/contact/", form)

    assert Note.objects.count() == 0
