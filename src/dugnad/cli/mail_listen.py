"""Mail to the desks by SMTP: a process of its own beside the site's, behind your own mail server.

It takes mail to the desks' addresses alone, in bounded size and number, and says "kept" only when it is. It neither
relays nor answers; it speaks to one server that you run, so that it has no passwords and no certificate.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from dugnad.desk.mail_in import MOST_BYTES
from dugnad.errors import Refused
from dugnad.records.actions.mail_receive import keep_arrival
from dugnad.records.desk_address import is_ours

BY = "listener"
MOST_RECIPIENTS, MOST_CONNECTIONS, MOST_MAILS = 50, 20, 500
PATIENCE_SECONDS = 120
LONGEST_LINE = 100_000
NOT_NOW = "451 4.3.0 The mail could not be kept now, come again"
ANSWERS = {
    "unknown-address": "550 5.1.1 No such address of the support service",
    "too-many": "451 4.7.1 Too many mails just now, come again later",
}
logger = logging.getLogger(__name__)


class Door:
    """What is answered at each step; the database is asked in threads, one per mail at a time."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")

    async def asked(self, question: Any, *given: Any, **named: Any) -> Any:
        """The answer of the records, asked outside the loop that listens."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, partial(with_own_connection, question, *given, **named))

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only the desks' own addresses, and not endlessly many."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            known = await self.asked(is_ours, address)
        except Exception:  # whatever it is, the sending server keeps the mail and comes again; the trace is kept
            logger.exception("an address could not be looked up")
            return NOT_NOW
        if not known:
            return ANSWERS["unknown-address"]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Kept, or the server that sent it keeps it and comes again."""
        raw = envelope.original_content or b""
        try:
            await self.asked(
                keep_arrival, by=BY, raw=raw, recipients=list(envelope.rcpt_tos), return_path=envelope.mail_from
            )
        except Refused as refused:
            return ANSWERS.get(refused.code, NOT_NOW)
        except Exception:  # likewise: no mail is lost by a fault of ours
            logger.exception("a mail could not be kept")
            return NOT_NOW
        return "250 2.0.0 Kept"


def with_own_connection(question: Any, *given: Any, **named: Any) -> Any:
    """Ask on a connection that is let go afterwards: mails come seldom, and a database may be stopped between two."""
    from django.db import connection  # noqa: PLC0415 - after Django is set up

    try:
        return question(*given, **named)
    finally:
        connection.close()


class Line(SMTP):
    """One connection; no more than so many at a time."""

    line_length_limit = LONGEST_LINE
    open_lines = 0
    is_counted = False

    def connection_made(self, transport: Any) -> None:
        """One more, or told to come again."""
        if Line.open_lines >= MOST_CONNECTIONS:
            transport.write(b"421 4.7.0 Too many connections, come again later\r\n")
            transport.close()
            return
        Line.open_lines += 1
        self.is_counted = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """One less."""
        if self.is_counted:
            Line.open_lines -= 1
            self.is_counted = False
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Nothing is read from a line that was turned away."""
        if self.is_counted:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self.is_counted else False


def line(door: Door) -> SMTP:
    """A line to this door."""
    return Line(
        door, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, ident="dugnad", timeout=PATIENCE_SECONDS,
        command_call_limit={"*": 20, "RCPT": MOST_RECIPIENTS * 2, "MAIL": MOST_MAILS, "DATA": MOST_MAILS,
                            "RSET": MOST_MAILS, "NOOP": MOST_MAILS, "EHLO": MOST_MAILS},
    )  # fmt: skip


async def opened(host: str, port: int) -> asyncio.AbstractServer:
    """The listening server."""
    door = Door()
    return await asyncio.get_running_loop().create_server(lambda: line(door), host, port)


async def listen(host: str, port: int) -> None:
    """Listen until the process is ended."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    server = await opened(host, port)
    async with server:
        await ended.wait()
