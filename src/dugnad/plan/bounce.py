"""Reading what mail servers send back (RFC 3464): which of our letters did not arrive, and why.

Anybody can send us mail: nothing is believed but the Message-ID of a letter of ours, and nothing is kept but a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from dugnad.errors import DugnadError
from dugnad.plan.letter import one_line

MOST_BYTES = 5_000_000
MOST_PARTS = 60
MOST_REASON = 300
MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,190}>")
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
PERMANENT = re.compile(r"^\s*5[.\d]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A letter that a mail server could not deliver."""

    message_ids: tuple[str, ...]
    """Those the report names, the surest first."""
    is_final: bool
    """Given up; otherwise the server is still trying."""
    reason: str


def read_bounce(raw: bytes) -> Bounce | None:
    """What the report says; None where this is no delivery report, such as an automatic answer."""
    if len(raw) > MOST_BYTES:
        raise DugnadError(f"The mail is larger than {MOST_BYTES // 1_000_000} MB. A delivery report is small.")
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)
    except RecursionError:  # nested without end
        return None
    status = next((part for part in parts(mail) if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    fields = list(recipients(status))
    failed = [one for one in fields if header(one, "Action").lower().strip() == "failed"]
    told = (failed or fields or [Message()])[0]
    is_final = bool(failed) or (not header(told, "Action") and bool(PERMANENT.match(header(told, "Status"))))
    return Bounce(message_ids=tuple(named_letters(mail)), is_final=is_final, reason=reason_of(told))


def parts(mail: Message) -> Iterator[Message]:
    """The mail's parts, at most so many: mail may be nested without end."""
    found = mail.walk()
    for _ in range(MOST_PARTS):
        try:
            part = next(found)
        except (StopIteration, RecursionError):
            return
        yield part


def recipients(status: Message) -> Iterator[Message]:
    """The groups of fields that tell of one recipient each."""
    payload = status.get_payload()
    for one in payload if isinstance(payload, list) else []:
        if isinstance(one, Message) and (one.get("Action") or one.get("Status") or one.get("Final-Recipient")):
            yield one


def named_letters(mail: Message) -> Iterator[str]:
    """The Message-IDs of the letter that came back: its own header first, then what the report answers to."""
    seen: set[str] = set()
    for part in [*returned(mail), mail]:
        names = ("In-Reply-To", "References") if part is mail else ("Message-ID",)
        for found in MESSAGE_ID.findall(" ".join(header(part, name) for name in names)):
            if found not in seen:
                seen.add(found)
                yield found


def returned(mail: Message) -> Iterator[Message]:
    """The letter inside the report: whole, or its headers as text."""
    for part in parts(mail):
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            yield from (one for one in payload[:1] if isinstance(one, Message)) if isinstance(payload, list) else ()
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield message_from_bytes(content[:MOST_BYTES], policy=policy.compat32)


def reason_of(told: Message) -> str:
    """The status and the server's words, without addresses of people."""
    said = one_line(UNSEEN.sub(" ", f"{header(told, 'Status')} {header(told, 'Diagnostic-Code')}"))
    return " ".join("…" if "@" in word else word for word in said.split())[:MOST_REASON]


def header(part: Message, name: str) -> str:
    """A header as text, whatever stands in it."""
    try:
        return str(part.get(name, ""))
    except (UnicodeError, ValueError):
        return ""
