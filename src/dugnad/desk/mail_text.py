"""The words of a mail: bytes in whatever charset, pages of HTML, what was quoted. Bounded whatever comes."""

from __future__ import annotations

import codecs
import re
import unicodedata

from lxml import html as lxml_html
from lxml.etree import LxmlError

MOST_HTML = 2 * 1024 * 1024
MOST_WHOLE = 40_000
"""Signs of a mail with all that it quotes."""
CHUNK = 2_000
"""So much is put in order at a time: a heap of accents on one letter takes time by its square."""
TEXT_CHARSET = re.compile(
    r"utf_8(?:_sig)?|utf_16(?:_[bl]e)?|ascii|latin_1|iso8859_\d+|cp\d+|koi8_[rut]|mac_\w+|gb\d+\w*|big5\w*|"
    r"shift_jis\w*|euc_\w+|iso2022_\w+|tis_620|hz"
)
"""Charsets of text. Python knows others that unpack, turn or escape bytes: a mail does not choose those."""
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs that cannot be seen, and those that turn the order of the signs around them."""
BLANKS = re.compile(r"\n{3,}")
BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr"}
)
UNSEEN = frozenset({"script", "style", "head", "title", "template", "object", "iframe", "svg", "noscript", "math"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
QUOTE_CLASS = re.compile(r"\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix)\b")
QUOTE_ID = re.compile(r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|reply-intro)$")
CITED = "\n-----Original message-----\n"
"""Stands in the text where a page of HTML marks that a quotation begins."""
QUOTED = (
    re.compile(
        r"^\s*-{2,}\s*(?:original message|opprinnelig melding|opphavleg melding|videresendt melding|"
        r"opprindelig meddelelse|ursprungligt meddelande)\s*-{2,}\s*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?=.{0,120}\d{1,2}).{4,250}\b(?:skrev|skreiv|wrote|schrieb|a écrit)\b.{0,200}:\s{0,9}$", re.IGNORECASE
    ),
    re.compile(r"^_{10,}\s*$"),
)
"""The line above what was quoted, as mail programs write it."""
FROM_LINE = re.compile(r"^\s*\*?(?:fra|frå|from|från|von|de)\s?:\*?\s+\S", re.IGNORECASE)
SENT_LINE = re.compile(r"^\s*\*?(?:sendt|sent|dato|date|skickat|gesendet|envoyé)\s?:\*?\s+\S", re.IGNORECASE)
LONG_LINE = 20
LONGEST_LINE = 400
"""A longer line is no line above a quotation."""


def text_of(raw: bytes, charset: str) -> str:
    """Bytes as words: by the charset they claim, else by UTF-8, else by Windows' western one, which reads anything."""
    for name in (text_charset(charset), "utf-8", "cp1252"):
        try:
            if name:
                return raw.decode(name)
        except (ValueError, LookupError):
            continue
    return raw.decode("latin-1")


def text_charset(name: str) -> str:
    """The charset as Python knows it; "" where there is none of that name for text."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")[:40]).name if name else ""
    except (LookupError, ValueError):
        return ""
    known = found.replace("-", "_").lower()
    if known in {"latin_1", "iso8859_1"}:
        return "cp1252"  # what programs mean that say so
    return found if TEXT_CHARSET.fullmatch(known) or known.startswith("iso8859") else ""


def visible(text: str) -> str:
    """Without signs that cannot be seen or stored."""
    return CONTROLS.sub("", text).encode("utf-8", "ignore").decode()


def one_line(text: str) -> str:
    """The words in one line."""
    return " ".join(visible(text.replace("\n", " ").replace("\r", " ")).split())


def tidy(text: str) -> str:
    """Even line ends, no signs that cannot be seen, no heaps of empty lines; no longer than is read."""
    text = text[: 4 * MOST_WHOLE].replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = visible(text.replace("\u00a0", " ").replace("\u200b", "").replace("\u00ad", ""))
    text = "".join(unicodedata.normalize("NFC", text[at : at + CHUNK]) for at in range(0, len(text), CHUNK))
    return BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()[:MOST_WHOLE]


def unflowed(text: str) -> str:
    """The paragraphs of a text whose lines were broken by the mail program (RFC 3676): a blank at the end joins."""
    pieces: list[str] = []
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        is_quote, is_signature = line.startswith(">"), line == "-- "
        own = line.removeprefix(" ")
        if is_open and not is_quote and not is_signature:
            pieces[-1] += own
        else:
            pieces.append(own)
        is_open = line.endswith(" ") and not is_quote and not is_signature
    return "\n".join(pieces)


def text_of_html(page: str) -> str:
    """What a reader sees of a page: its words, blocks on lines of their own; nothing is loaded or run."""
    if not page.strip():
        return ""
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
        root = lxml_html.document_fromstring(visible(page[:MOST_HTML]).encode("utf-8", "ignore"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return without_tags(page[:MOST_HTML])
    return "".join(pieces_of(root))


def pieces_of(root: object) -> list[str]:
    """The words of a tree in the order they are read, those in unseen elements left out."""
    pieces: list[str] = []
    unseen = 0
    for action, element in lxml_html.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if action == "start":
            unseen += 1 if unseen or is_unseen(element, tag) else 0
            if not unseen:
                pieces += [CITED if begins_quote(element, tag) else "\n" if tag in BLOCKS else "", element.text or ""]
            continue
        unseen -= 1 if unseen else 0
        if not unseen:
            pieces += ["\n" if tag in BLOCKS else "\t" if tag in {"td", "th"} else "", element.tail or ""]
    return pieces


def is_unseen(element: object, tag: str) -> bool:
    """Does the element show nothing?"""
    given = element.attrib  # type: ignore[attr-defined]
    return not tag or tag in UNSEEN or "hidden" in given or bool(HIDDEN.search(given.get("style", "")[:500]))


def begins_quote(element: object, tag: str) -> bool:
    """Does a mail program mark here that what follows is quoted?"""
    given = element.attrib  # type: ignore[attr-defined]
    if tag == "blockquote":
        return bool(given.get("type", "") == "cite")
    marks = given.get("class", "")[:200], given.get("id", "")[:60]
    return tag == "div" and bool(QUOTE_CLASS.search(marks[0]) or QUOTE_ID.match(marks[1]))


def without_tags(page: str) -> str:
    """The words of a page that no parser takes: all between angle brackets left out, in one pass."""
    return " ".join(piece.partition(">")[2] if number else piece for number, piece in enumerate(page.split("<")))


def without_quotes(text: str) -> str:
    """What the sender wrote above the mail they answer. A text that is nothing but quotes is left whole."""
    lines = text.split("\n")
    end = next((number for number in range(len(lines)) if begins_quotation(lines, number)), len(lines))
    kept = "\n".join(line for line in lines[:end] if not line.lstrip().startswith(">")).strip()
    return BLANKS.sub("\n\n", kept) or without_mark(text)


def begins_quotation(lines: list[str], number: int) -> bool:
    """Is this the line above what was quoted?"""
    line = lines[number]
    if len(line) > LONGEST_LINE:
        return False
    is_head = bool(FROM_LINE.match(line)) and any(SENT_LINE.match(one) for one in lines[number + 1 : number + 5])
    return is_head or any(pattern.match(line) for pattern in QUOTED) or wraps(line, lines, number)


def wraps(line: str, lines: list[str], number: int) -> bool:
    """Does "On … wrote:" begin here and end on the next line?"""
    after = lines[number + 1] if number + 1 < len(lines) else ""
    return len(line) > LONG_LINE and len(after) < LONGEST_LINE and bool(QUOTED[1].match(f"{line} {after}"))


def without_mark(text: str) -> str:
    """The text without the mark that we put where a page's quotation begins."""
    return BLANKS.sub("\n\n", text.replace(CITED.strip(), "")).strip()
