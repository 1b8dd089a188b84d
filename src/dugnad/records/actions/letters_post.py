"""The way to the mail server: one connection used again and again, and what each of its answers means."""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from enum import Enum
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from dugnad.plan.letter import LINK, one_line
from dugnad.records.models.letters import Dispatch
from dugnad.records.reply_link import reply_address

WAITS = (1.0, 4.0)
"""Seconds between tries to reach a server that does not answer, before the run is paused."""
MOST_A_CONNECTION = 100
PERMANENT = 500
CLOSING = 421
"""The server leaves: it is overloaded, or has had enough of us."""
OUR_FAULT = re.compile(r"\b5\.7\.\d|\brelay", re.IGNORECASE)
"""The server may not send for us, or we have not logged in: that is no fault of the recipient."""
SHOWN = 300


class Verdict(Enum):
    """What became of one try."""

    SENT = "sent"
    LATER = "later"
    """The server asks us to come again."""
    BOUNCED = "bounced"
    """The server refuses this recipient."""
    FAILED = "failed"
    """The server refuses this letter."""
    UNCERTAIN = "uncertain"
    """The server fell silent: the letter may have gone or not."""
    PAUSE = "pause"
    """The server takes nothing just now, whoever we write to."""
    STOP = "stop"
    """The server refuses us, whoever we write to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, with the server's reason."""

    verdict: Verdict
    reason: str = ""


def mail_of(letter: Dispatch) -> EmailMessage:
    """The letter as mail. Plain text only: it is read everywhere, archived as it is, and hides nothing in it."""
    link = reply_address(letter.pk, letter.language)
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {"Message-ID": letter.message_id, "Content-Language": letter.language}
    if letter.reminder:
        headers |= {
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return EmailMessage(
        one_line(letter.subject),
        letter.text.replace(LINK, link) + "\n",
        formataddr((one_line(letter.run.letter.sender), address)),
        [letter.address],
        reply_to=[address],
        headers=headers,
    )


class Post:
    """One connection to the mail server, opened when it is needed and again when it has fallen."""

    def __init__(self, wait: Callable[[float], None] = time.sleep) -> None:
        self.wait, self.sent = wait, 0
        self.server: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> Answer | None:
        """See to it that the server listens; what is wrong where it cannot be reached after some tries."""
        if self.sent >= MOST_A_CONNECTION or (self.server is not None and not is_awake(self.server)):
            self.close()
        if self.server is not None:
            return None
        problem = ""
        for seconds in (0.0, *WAITS):
            if seconds:
                self.wait(seconds)
            server = get_connection()
            try:
                server.open()
            except smtplib.SMTPAuthenticationError as error:
                is_refused = error.smtp_code >= PERMANENT
                return Answer(Verdict.STOP if is_refused else Verdict.PAUSE, told(error))
            except (smtplib.SMTPException, OSError) as error:
                problem = told(error)
            else:
                self.server, self.sent = server, 0
                return None
        return Answer(Verdict.PAUSE, problem)

    def send(self, mail: EmailMessage) -> Answer:
        """One try."""
        try:
            self.server.send_messages([mail])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            return verdict_on(error)
        except OSError as error:  # no answer, or the connection fell
            self.close()
            return Answer(Verdict.UNCERTAIN, told(error))
        except ValueError as error:  # an address or header that no mail can have
            return Answer(Verdict.FAILED, told(error))
        self.sent += 1
        return Answer(Verdict.SENT)

    def close(self) -> None:
        """Leave the server politely, if it still listens."""
        server, self.server = self.server, None
        if server is None:
            return
        try:
            server.close()
        except (smtplib.SMTPException, OSError):
            return


def is_awake(server: Any) -> bool:
    """Does the server still answer on this connection? Other backends than SMTP's always do."""
    line = getattr(server, "connection", None)
    if not isinstance(line, smtplib.SMTP):
        return True
    try:
        return bool(line.noop()[0] < PERMANENT - 100)
    except (smtplib.SMTPException, OSError):
        return False


def verdict_on(error: smtplib.SMTPException) -> Answer:
    """What the server's refusal means for this letter and for the others."""
    code, reason = code_of(error), told(error)
    if code == CLOSING or (code < PERMANENT and isinstance(error, smtplib.SMTPSenderRefused)):
        return Answer(Verdict.PAUSE, reason)
    if code < PERMANENT:
        return Answer(Verdict.LATER, reason)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Answer(Verdict.STOP if OUR_FAULT.search(reason) else Verdict.BOUNCED, reason)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Answer(Verdict.STOP, told(error))
    return Answer(Verdict.FAILED, told(error))


def code_of(error: smtplib.SMTPException) -> int:
    """The server's three digits."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((int(code) for code, _ in error.recipients.values()), default=PERMANENT)
    return int(getattr(error, "smtp_code", PERMANENT))


def told(error: Exception) -> str:
    """The server's own words, on one line."""
    code: int
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (PERMANENT, b""))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return one_line(f"{type(error).__name__}: {error}")[:SHOWN]
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return one_line(f"{code} {text}")[:SHOWN]
