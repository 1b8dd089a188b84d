"""A mail as a desk reads it: who sent it, what it says, what came with it. Nothing in it is believed or carried out.

Every part is bounded, and a mail that is broken in any way still gives what could be read: the caller keeps its bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr

from lxml import html as lxml_html
from lxml.etree import LxmlError

from dugnad.desk.question import MOST_TEXT, Upload

MOST_BYTES = 25 * 1024 * 1024
"""A larger mail is not read."""
MOST_PARTS = 200
MOST_DEPTH = 20
MOST_HEADER = 1_000
MOST_HEADERS = 1_000
MOST_HTML = 2 * 1024 * 1024
ATTACHED = frozenset({"attachment", "inline"})
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
BLANKS = re.compile(r"\n{3,}")
BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
)
UNSEEN = frozenset({"script", "style", "head", "title", "template", "object", "iframe", "svg", "noscript"})
QUOTED = (
    re.compile(
        r"^\s*-{2,}\s*(?:original message|opprinnelig melding|opphavleg melding|videresendt melding)\s*-{2,}\s*$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?=.{0,120}\d{1,2}).{4,250}\b(?:skrev|skreiv|wrote|schrieb|a écrit)\b.{0,200}:\s*$", re.IGNORECASE),
    re.compile(r"^_{10,}\s*$"),
)
"""The line above what was quoted, as mail programs write it."""
FROM_LINE = re.compile(r"^\s*\*?(?:fra|frå|from|von|de)\s*:\*?\s+\S", re.IGNORECASE)
SENT_LINE = re.compile(r"^\s*\*?(?:sendt|sent|dato|date|gesendet|envoyé)\s*:\*?\s+\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What could be read of a mail. `faults` says what could not."""

    sender: str
    """The address in From, in small letters; "" where there is none."""
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
    message = parsed(raw[:MOST_BYTES], faults)
    if len(raw) > MOST_BYTES:
        faults.append("too-large")
    headers = headers_of(message, faults)
    plain, rich, files = parts_of(message, faults)
    whole = tidy("\n".join(plain) if any(one.strip() for one in plain) else "\n".join(map(text_of_html, rich)))
    name, address = address_of(headers.get("from", ("",))[0])
    return Mail(
        sender=address,
        sender_name=name,
        recipients=addresses_of(headers),
        subject=one_line(headers.get("subject", ("",))[0])[:300],
        text=without_quotes(whole)[:MOST_TEXT],
        whole=whole[: 4 * MOST_TEXT],
        files=tuple(files),
        message_id=first_id(headers.get("message-id", ("",))[0]),
        answers_to=ids_of(headers),
        headers=headers,
        faults=tuple(dict.fromkeys(faults)),
    )


def parsed(raw: bytes, faults: list[str]) -> Message:
    """The message; an empty one where the bytes cannot be taken apart at all."""
    try:
        return BytesParser(policy=policy.compat32).parsebytes(raw)
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, AttributeError):
        faults.append("unreadable")
        return Message()


def headers_of(message: Message, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """The headers, decoded and cut; no more than anybody needs."""
    found: dict[str, list[str]] = {}
    for number, (name, value) in enumerate(message.items()):
        if number >= MOST_HEADERS:
            faults.append("too-many-headers")
            break
        found.setdefault(name.casefold()[:80], []).append(decoded(value))
    return {name: tuple(values[:50]) for name, values in found.items()}


def decoded(value: object) -> str:
    """A header's words, whatever they were written in."""
    raw = str(value)[: 4 * MOST_HEADER]
    try:
        pieces = [
            part if isinstance(part, str) else text_of(part, charset or "") for part, charset in decode_header(raw)
        ]
    except (MessageError, ValueError, LookupError, TypeError, AssertionError):
        pieces = [raw]
    return CONTROLS.sub("", "".join(pieces).replace("\r", " ").replace("\n", " "))[:MOST_HEADER]


def text_of(raw: bytes, charset: str) -> str:
    """Bytes as words: by the charset they claim, else by UTF-8, else by Windows' western one, which reads anything."""
    for name in (charset, "utf-8", "cp1252", "latin-1"):
        try:
            return raw.decode(name) if name else raw.decode("ascii")
        except (LookupError, ValueError, UnicodeError):
            continue
    return raw.decode("latin-1", "replace")


def parts_of(message: Message, faults: list[str]) -> tuple[list[str], list[str], list[Upload]]:
    """The plain texts, the HTML texts and the files, in order."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[Upload] = []
    for number, part in enumerate(walk(message, faults)):
        if number >= MOST_PARTS:
            faults.append("too-many-parts")
            break
        kind, name = kind_of(part), name_of(part)
        is_file = disposition_of(part) == "attachment" or bool(name) or not kind.startswith("text/")
        raw = payload_of(part, faults)
        if is_file and raw:
            files.append(Upload(name or f"vedlegg-{number + 1}", raw))
        elif kind == "text/html":
            rich.append(text_of(raw[:MOST_HTML], charset_of(part)))
        elif raw:
            plain.append(text_of(raw, charset_of(part)))
    return plain, rich, files


def walk(message: Message, faults: list[str], depth: int = 0) -> Iterator[Message]:
    """The parts that are no containers; a mail within the mail is a file of its own."""
    if depth > MOST_DEPTH:
        faults.append("too-deep")
        return
    payload = message.get_payload()
    if isinstance(payload, list) and kind_of(message) != "message/rfc822":
        for part in payload:
            if isinstance(part, Message):
                yield from walk(part, faults, depth + 1)
    else:
        yield message


def kind_of(part: Message) -> str:
    """The part's kind as it claims."""
    try:
        return part.get_content_type()
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return "application/octet-stream"


def name_of(part: Message) -> str:
    """The name that a file claims; "" for a part that is none."""
    try:
        return decoded(part.get_filename() or "")[:300]
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, UnicodeError):
        return "vedlegg"


def disposition_of(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return ""


def charset_of(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, UnicodeError):
        return ""


def payload_of(part: Message, faults: list[str]) -> bytes:
    """The part's bytes, its transfer encoding taken off."""
    try:
        if kind_of(part) == "message/rfc822":
            return part.as_bytes()
        raw = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, UnicodeError):
        faults.append("unreadable-part")
        return b""
    return raw if isinstance(raw, bytes) else b""


def text_of_html(page: str) -> str:
    """What a reader sees of a page: its words, blocks on lines of their own; nothing is loaded or run."""
    if not page.strip():
        return ""
    try:
        root = lxml_html.document_fromstring(
            page.encode("utf-8", "replace"),
            parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False),
        )
    except (LxmlError, ValueError, AssertionError):
        return re.sub(r"<[^>]*>", " ", page)
    pieces: list[str] = []
    for event in lxml_html.etree.iterwalk(root, events=("start", "end")):
        action, element = event
        tag = element.tag if isinstance(element.tag, str) else ""
        if action == "start":
            pieces.append("\n" if tag in BLOCKS else "")
            pieces.append((element.text or "") if tag and not is_unseen(element) else "")
        else:
            pieces.append("\n" if tag in BLOCKS else "")
            parent = element.getparent()
            pieces.append((element.tail or "") if parent is not None and not is_unseen(parent) else "")
    return "".join(pieces)


def is_unseen(element: object) -> bool:
    """Does the element, or one that holds it, show nothing?"""
    here = element
    while here is not None:
        if getattr(here, "tag", "") in UNSEEN:
            return True
        here = here.getparent()  # type: ignore[attr-defined]
    return False


def tidy(text: str) -> str:
    """Even line ends, no signs that cannot be seen, no heaps of empty lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u200b", "")
    text = unicodedata.normalize("NFC", CONTROLS.sub("", text))
    return BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def without_quotes(text: str) -> str:
    """What the sender wrote above the mail they answer. A text that is nothing but quotes is left whole."""
    lines = text.split("\n")
    end = len(lines)
    for number, line in enumerate(lines):
        after = lines[number + 1 : number + 5]
        is_head = bool(FROM_LINE.match(line)) and any(SENT_LINE.match(one) for one in after)
        if is_head or any(pattern.match(line) for pattern in QUOTED) or wraps(line, lines, number):
            end = number
            break
    kept = "\n".join(line for line in lines[:end] if not line.lstrip().startswith(">")).strip()
    return BLANKS.sub("\n\n", kept) or text


def wraps(line: str, lines: list[str], number: int) -> bool:
    """Does "On … wrote:" begin here and end on the next line?"""
    joined = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else ""
    return len(line) > 20 and bool(QUOTED[1].match(joined))  # noqa: PLR2004 - a line that was broken is long


def one_line(text: str) -> str:
    """The words in one line."""
    return " ".join(text.split())


def address_of(written: str) -> tuple[str, str]:
    """The name and address of one correspondent."""
    try:
        name, address = parseaddr(written)
    except (MessageError, ValueError, TypeError, IndexError, AttributeError):
        return "", ""
    address = address.strip().casefold()
    return one_line(name)[:120], address if address.count("@") == 1 and " " not in address and len(
        address
    ) < 255 else ""  # noqa: PLR2004


def addresses_of(headers: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Everybody the mail was written to, in small letters."""
    written = [
        one for name in ("to", "cc", "delivered-to", "x-original-to", "envelope-to") for one in headers.get(name, ())
    ]
    try:
        found = [address.strip().casefold() for _, address in getaddresses(written)]
    except (MessageError, ValueError, TypeError, IndexError, AttributeError):
        return ()
    return tuple(dict.fromkeys(one for one in found if "@" in one))[:100]


def ids_of(headers: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The Message-IDs that the mail answers."""
    written = " ".join([*headers.get("in-reply-to", ()), *headers.get("references", ())])
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]{3,250}>", written)))[:50]


def first_id(written: str) -> str:
    """The mail's own id."""
    found = re.search(r"<[^<>\s]{3,250}>", written)
    return found.group() if found else ""
