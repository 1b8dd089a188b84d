"""Short letters about accounts: from the texts `NAME-subject` and `NAME-text`, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from dugnad.records.actions.notes import queue_note
from dugnad.web.words import words


def can_send() -> bool:
    """Is there a mail server?"""
    return bool(settings.EMAIL_HOST)


def send_note(to: str, name: str, language: str, *, is_once_a_day: bool = False, **values: Any) -> None:
    """Put one letter in the queue of what is sent."""
    subject = words(f"{name}-subject", language, **values)
    text = words(f"{name}-text", language, **values)
    queue_note(to=to, subject=subject, text=f"{text}\n", is_once_a_day=is_once_a_day)
