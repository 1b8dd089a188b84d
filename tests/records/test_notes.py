"""Letters about accounts: sealed while they wait, sent once, tried again for a day where the server does not answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from dugnad.records.actions.notes import queue_note, send_kept_notes, send_note
from dugnad.records.models.mail import Note

pytestmark = pytest.mark.django_db
TO = "noen@eksempel.invalid"


def queued() -> Note:
    queue_note(to=TO, subject="Emne", text="https://dugnad.example/hemmelig/")
    return Note.objects.get()


def test_a_waiting_letter_is_read_by_nobody_and_gone_once_it_is_sent() -> None:
    note = queued()

    done = [send_note(note_id=note.pk), send_note(note_id=note.pk)]

    assert ("hemmelig" in note.sealed, TO in note.sealed, done) == (False, False, [True, True])
    assert [(one.to, one.subject) for one in mail.outbox] == [([TO], "Emne")]
    assert Note.objects.count() == 0


def test_a_server_that_does_not_answer_gets_it_later(settings: Settings) -> None:
    note = queued()
    Note.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "localhost",
        1,
    )
    assert send_note(note_id=note.pk) is False
    settings.EMAIL_BACKEND = kept

    send_kept_notes()

    assert ([one.to for one in mail.outbox], Note.objects.count()) == ([[TO]], 0)


def test_after_a_day_it_is_given_up() -> None:
    queued()

    send_kept_notes(at=timezone.now() + timedelta(days=1, minutes=1))

    assert (len(mail.outbox), Note.objects.count()) == (0, 0)


def test_what_another_key_sealed_is_dropped(settings: Settings) -> None:
    note = queued()
    settings.SECRET_KEY = "en annen nøkkel"  # noqa: S105 - made up

    send_note(note_id=note.pk)

    assert (len(mail.outbox), Note.objects.count()) == (0, 0)
