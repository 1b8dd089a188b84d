"""A mail as a desk reads it: who sent it, what it says, what came with it. Nothing in it is believed or carried out.

Every part is bounded, and a mail that is broken in any way still gives what could be read: the caller keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser

from dugnad.desk.mail_address import addresses_in, name_of_sender, sender_of
from dugnad.desk.mail_text import (
    MOST_HTML,
    MOST_WHOLE,
    one_line,
    text_charset,
    text_of,
    text_of_html,
    tidy,
    unflowed,
    visible,
    without_mark,
    without_quotes,
)
from dugnad.desk.question import MOST_TEXT, Upload
from dugnad.desk.tnef import is_tnef, unwrap

MOST_BYTES = 25 * 1024 * 1024
"""A larger mail is not read."""
MOST_WORK = 3_000_000
"""Lines times nested parts: a mail that would take longer to take apart is read by its headers alone."""
HEAD_BYTES = 256 * 1024
MOST_HEAD = 4 * HEAD_BYTES
"""The headers together; more is no mail that anybody wrote."""
MOST_PARTS = 200
MOST_DEPTH = 20
MOST_HEADER = 1_000
MOST_HEADERS = 1_000
LONGEST_HEADER, MOST_FOLDS = 12_000, 200
"""A line of a header, and the lines it is folded into, as far as they are read."""
MOST_OF_ONE = 50
"""So many headers of one name are read."""
LONG_HEADERS = frozenset({"to", "cc", "references", "content-type"})
MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, IndexError)
"""What Python's own reader is known to raise over mails that are no mails."""


class Bounded(policy.Compat32):
    """Python's reader with headers cut: it looks for parts and parameters in the whole of them, again and again."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        return super().header_source_parse([line[:LONGEST_HEADER] for line in sourcelines[:MOST_FOLDS]])


READING = Bounded()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What could be read of a mail. `faults` says what could not."""

    sender: str
    """The one address in From, in small letters; "" where there is none or several."""
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    """What the sender wrote, without what they quoted; empty where nothing could be read."""
    whole: str
    """With what was quoted."""
    files: tuple[Upload, ...]
    message_id: str
    answers_to: tuple[str, ...]
    """Message-IDs in In-Reply-To and References."""
    headers: dict[str, tuple[str, ...]]
    """By name in small letters, cut to what is read."""
    faults: tuple[str, ...] = ()


def read_mail(raw: bytes) -> Mail:
    """The mail in these bytes. Never raises: what cannot be read is a fault in the result."""
    faults: list[str] = []
    if len(raw) > MOST_BYTES:
        faults.append("too-large")
    message = parsed(raw[:MOST_BYTES], faults)
    sent = headers_as_sent(message, faults)
    headers = {name: tuple(decoded(one, long=name in LONG_HEADERS) for one in values) for name, values in sent.items()}
    plain, rich, files = parts_of(message, faults)
    whole = tidy("\n".join(plain) if any(one.strip() for one in plain) else "\n".join(map(text_of_html, rich)))
    own = without_quotes(whole)
    if len(own) > MOST_TEXT:
        faults.append("long-text")
    sender = sender_of(sent.get("from", []))
    if not sender and sent.get("from"):
        faults.append("odd-sender")
    return Mail(
        sender=sender,
        sender_name=name_of_sender(headers["from"][0]) if sender else "",
        recipients=addresses_in([one for name in TO for one in sent.get(name, [])]),
        subject=one_line(headers.get("subject", ("",))[0])[:300],
        text=own[:MOST_TEXT].strip(),
        whole=without_mark(whole),
        files=tuple(files),
        message_id=first_id(sent.get("message-id", [""])[0]),
        answers_to=ids_of(sent),
        headers=headers,
        faults=tuple(dict.fromkeys(faults)),
    )


def sender_in(raw: bytes) -> str:
    """The sender alone, without taking the mail apart."""
    return sender_of(headers_as_sent(headers_alone(raw), []).get("from", []))


def result_in(raw: bytes) -> str:
    """What the server nearest to us has found of the sender; "" where it says nothing. The mail is not taken apart."""
    told = headers_as_sent(headers_alone(raw), []).get("authentication-results", [])
    return decoded(told[0], long="authentication-results" in LONG_HEADERS) if told else ""


def recipients_in(raw: bytes) -> tuple[str, ...]:
    """Whom the headers name as recipients, without taking the mail apart."""
    sent = headers_as_sent(headers_alone(raw), [])
    return addresses_in([one for name in TO for one in sent.get(name, [])])


def parsed(raw: bytes, faults: list[str]) -> Message:
    """The message; its headers alone where it would take too long, nothing where it cannot be taken apart."""
    if is_heavy(raw):
        faults.append("too-complex")
        return headers_alone(raw)
    try:
        return BytesParser(policy=READING).parsebytes(raw)
    except BROKEN:
        faults.append("unreadable")
        return headers_alone(raw)


def headers_alone(raw: bytes) -> Message:
    """The headers of a mail whose parts cannot be taken apart; an empty message where not even they can."""
    try:
        message: Message = BytesHeaderParser(policy=READING).parsebytes(raw[:HEAD_BYTES])
    except BROKEN:
        return Message()
    message.set_payload("")
    return message


def is_heavy(raw: bytes) -> bool:
    """Would it take long to take the mail apart?"""
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if at >= 0]
    lines, nested = raw.count(b"\n"), raw.lower().count(b"boundary")
    return lines * (1 + nested) > MOST_WORK or min(ends, default=len(raw)) > MOST_HEAD


def headers_as_sent(message: Message, faults: list[str]) -> dict[str, list[str]]:
    """The headers by name in small letters, cut; bytes that are no ASCII stand as they do in Python's reader."""
    found: dict[str, list[str]] = {}
    for number, (name, value) in enumerate(message.raw_items()):
        if number >= MOST_HEADERS:
            faults.append("too-many-headers")
            break
        key = name.lower()[:80]
        kept = found.setdefault(key, [])
        if len(kept) < MOST_OF_ONE:
            kept.append(str(value)[: (12 if key in LONG_HEADERS else 4) * MOST_HEADER])
    return found


def decoded(sent: str, *, long: bool = False) -> str:
    """A header's words, whatever they were written in."""
    try:
        pieces = [
            unescaped(part) if isinstance(part, str) else text_of(part, charset or "")
            for part, charset in decode_header(unescaped(sent))
        ]
    except BROKEN:
        pieces = [unescaped(sent)]
    words = "".join(pieces).replace("\r", " ").replace("\n", " ")
    return visible(words)[: (12 if long else 1) * MOST_HEADER]


def unescaped(sent: str) -> str:
    """Bytes that stood unencoded in a header, as the words they most likely were."""
    return text_of(sent.encode("utf-8", "surrogateescape"), "")


def parts_of(message: Message, faults: list[str]) -> tuple[list[str], list[str], list[Upload]]:
    """The plain texts, the HTML texts and the files, in order; up to where Python's reader gives up."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[Upload] = []
    try:
        take_parts(message, faults, plain, rich, files)
    except (*BROKEN, KeyError):
        faults.append("unreadable-part")
    return cut(plain), cut(rich, MOST_HTML), files[:MOST_PARTS]


def take_parts(message: Message, faults: list[str], plain: list[str], rich: list[str], files: list[Upload]) -> None:
    """Each part where it belongs."""
    for number, part in enumerate(walk(message, faults)):
        if number >= MOST_PARTS:
            faults.append("too-many-parts")
            break
        kind, name = kind_of(part), name_of(part)
        raw = payload_of(part, kind, faults)
        if kind in {"text/plain", "text/html"} and disposition_of(part) != "attachment" and not name:
            text = text_of(raw[:MOST_HTML], charset_of(part))
            (rich if kind == "text/html" else plain).append(unflowed(text) if is_flowed(part) else text)
        elif is_tnef(raw):
            text, wrapped = unwrap(raw)
            plain += [text] if text else []
            files += [Upload(one.name or f"vedlegg-{number + 1}", one.raw) for one in wrapped]
        elif raw:
            files.append(Upload(name or f"vedlegg-{number + 1}{ENDING.get(kind, '')}", in_utf8(raw, kind, part)))


ENDING = {"text/plain": ".txt", "message/rfc822": ".txt", "text/calendar": ".ics", "text/csv": ".csv"}
"""What a file without a name is called by."""


def cut(texts: list[str], most: int = 4 * MOST_WHOLE) -> list[str]:
    """The texts, together no longer than is read."""
    found, left = [], most
    for one in texts:
        found.append(one[:left])
        left -= len(found[-1])
    return found


def walk(message: Message, faults: list[str], depth: int = 0) -> Iterator[Message]:
    """The parts that are no containers; a mail within the mail is a file of its own."""
    if depth > MOST_DEPTH:
        faults.append("too-deep")
        return
    if message.is_multipart() and kind_of(message) != "message/rfc822":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from walk(part, faults, depth + 1)
    else:
        yield message


def kind_of(part: Message) -> str:
    """The part's kind as it claims."""
    try:
        return part.get_content_type()
    except BROKEN:
        return "application/octet-stream"


def name_of(part: Message) -> str:
    """The name that a file claims, also in several pieces and in a charset of its own (RFC 2231); "" for no file."""
    try:
        return decoded(part.get_filename() or "")[:300]
    except BROKEN:
        return "vedlegg"


def disposition_of(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except BROKEN:
        return ""


def charset_of(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except BROKEN:
        return ""


def is_flowed(part: Message) -> bool:
    """Were its lines broken by the mail program?"""
    try:
        return str(part.get_param("format") or "").lower() == "flowed" and kind_of(part) == "text/plain"
    except BROKEN:
        return False


def in_utf8(raw: bytes, kind: str, part: Message) -> bytes:
    """A text file in the charset that all of them are kept in; any other file as it is."""
    charset = text_charset(charset_of(part)) if kind.startswith("text/") else ""
    try:
        return raw.decode(charset).encode() if charset else raw
    except (ValueError, LookupError):
        return raw


def payload_of(part: Message, kind: str, faults: list[str]) -> bytes:
    """The part's bytes, its transfer encoding taken off."""
    try:
        if kind == "message/rfc822":
            return part.as_bytes()
        raw = part.get_payload(decode=True)
    except (*BROKEN, KeyError):
        faults.append("unreadable-part")
        return b""
    return raw if isinstance(raw, bytes) else b""


def ids_of(sent: dict[str, list[str]]) -> tuple[str, ...]:
    """The Message-IDs that the mail answers, the newest first."""
    direct, older = (MESSAGE_ID.findall(" ".join(sent.get(name, []))) for name in ("in-reply-to", "references"))
    found = (one for one in [*direct, *reversed(older)] if one.isascii() and one.isprintable())
    return tuple(dict.fromkeys(found))[:MOST_OF_ONE]


def first_id(written: str) -> str:
    """The mail's own id."""
    found = MESSAGE_ID.search(written)
    return found.group() if found and found.group().isascii() and found.group().isprintable() else ""
