"""A real mail server for tests, on this machine: it keeps what it takes, and can be told to misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What has come, and how the server behaves."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """The answer to give for a recipient, such as "550 no such user"."""
    later_once: set[str] = field(default_factory=set)
    """Recipients that are asked to come again, once."""
    silent_after_taking: set[str] = field(default_factory=set)
    """Recipients whose letter is taken, and whose sender then hears nothing: the connection falls."""
    seconds: float = 0
    """So late is the answer, though the letter is taken."""
    port: int = 0
    connections: int = 0
    sender_answer: str = ""

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        if address in self.later_once:
            self.later_once.remove(address)
            return "451 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients.extend(envelope.rcpt_tos)
        if set(envelope.rcpt_tos) & self.silent_after_taking:
            self.silent_after_taking -= set(envelope.rcpt_tos)
            server.transport.abort()
        if self.seconds:
            await asyncio.sleep(self.seconds)
        return "250 taken"

    def ids(self) -> list[str]:
        """The Message-ID of each mail."""
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def mail_server(**given: Any) -> Iterator[Mailbox]:
    """The server while the test runs, on a free port."""
    box = Mailbox(**given)
    controller = Free(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port, box.connections = controller.port, 0
    try:
        yield box
    finally:
        controller.stop()


class Free(Controller):
    """A server on whichever port is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
