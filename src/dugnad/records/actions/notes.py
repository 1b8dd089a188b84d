"""Short letters about accounts: sealed, put in the worker's queue, taken out as they are sent.

No visitor waits for the mail server, and how long an answer takes tells nothing of who has an account.
"""

from __future__ import annotations

import hashlib
import json
import logging
import smtplib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from dugnad.records.models.mail import Note
from dugnad.records.seal import seal, unseal

NOTE = "note"
URGENT = 50
TRIED_FOR = timedelta(days=1)
"""How long a letter is tried where the mail server does not answer."""
GIVEN_AFTER = timedelta(minutes=2)
"""A letter that waits longer than this was tried in vain, or its task was lost."""
AT_ONCE = 50
DAY_SECONDS = 24 * 3600
logger = logging.getLogger(__name__)


@transaction.atomic
def queue_note(*, to: str, subject: str, text: str, is_once_a_day: bool = False) -> None:
    """Put a letter in the queue; of those that are once a day, an address gets one."""
    told = {"to": to, "subject": subject, "text": text, "once": is_once_a_day}
    note = Note.objects.create(sealed=seal(json.dumps(told), purpose=NOTE))
    send_queued.enqueue(str(note.pk))  # the queue keeps its rows for days: it gets no more than the number


@task(priority=URGENT)
def send_queued(note_id: str) -> None:
    """What the worker does."""
    send_note(note_id=UUID(note_id))


def send_note(*, note_id: UUID) -> bool:
    """Send one letter, and forget it; False: the mail server does not answer, and it is kept for another try."""
    note = Note.objects.filter(pk=note_id).first()
    if note is None or not Note.objects.filter(pk=note_id).delete()[0]:  # of two processes, one gets it
        return True
    told = unseal(note.sealed, purpose=NOTE)
    if told is None or is_told_today(letter := json.loads(told)):
        return True
    try:
        message(letter).send()
    except smtplib.SMTPRecipientsRefused:
        logger.warning("the mail server refused the address of a letter about an account")
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("a letter about an account could not be sent: %s", type(error).__name__)
        keep_for_later(note)
        return False
    return True


def is_told_today(letter: dict[str, str]) -> bool:
    """Is it a letter of which an address gets one a day, and has got it?"""
    if not letter["once"]:
        return False
    known = hashlib.sha256(f"{settings.SECRET_KEY}{letter['to'].lower()}".encode()).hexdigest()
    return not caches["locks"].add(f"note-{known}", 1, DAY_SECONDS)


def message(letter: dict[str, str]) -> EmailMessage:
    """The letter as mail."""
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(letter["subject"], letter["text"], settings.DEFAULT_FROM_EMAIL, [letter["to"]], headers=headers)


def keep_for_later(note: Note) -> None:
    """Back in the queue, as old as it was."""
    since = note.created_at
    note.save(force_insert=True)
    Note.objects.filter(pk=note.pk).update(created_at=since)


def send_kept_notes(*, at: datetime | None = None) -> None:
    """Try again what the mail server did not take, until it does not answer; forget what is a day old."""
    now = at or timezone.now()
    Note.objects.filter(created_at__lt=now - TRIED_FOR).delete()
    waiting = Note.objects.filter(created_at__lt=now - GIVEN_AFTER).values_list("pk", flat=True)[:AT_ONCE]
    for note_id in list(waiting):
        if not send_note(note_id=note_id):
            return
