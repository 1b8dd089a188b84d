"""Short letters about accounts: from the texts `NAME-subject` and `NAME-text`, in the reader's language."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from dugnad.web.words import words


def can_send() -> bool:
    """Is there a mail server?"""
    return bool(settings.EMAIL_HOST)


def send_note(to: str, name: str, language: str, **values: Any) -> bool:
    """Send one letter; whether the mail server took it."""
    subject = words(f"{name}-subject", language, **values)
    text = words(f"{name}-text", language, **values)
    mail = EmailMessage(
        subject, f"{text}\n", settings.DEFAULT_FROM_EMAIL, [to], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        return bool(mail.send())
    except (smtplib.SMTPException, OSError):
        return False
