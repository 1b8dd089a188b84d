"""Numbers, letters and bullets in front of headings and list items; lines of a table of contents."""

from __future__ import annotations

import re

BULLET = re.compile(r"[•●○◦▪■□‣⁃·➢✓\uf0b7\uf0a7\uf0d8\u2013\u2014\-*]|o")
LETTER = re.compile(r"\(?(?:\d{1,3}|[a-zæøå]|[ivx]{1,5})[.)]|\([a-z0-9]{1,3}\)", re.IGNORECASE)
NUMBER = re.compile(
    r"(?:\d{1,2}\.)*\d{1,2}\.?|§\s?\d+|[A-Z]\.|(?:Vedlegg|Del|Kapittel|Bilag|Annex|Part|Chapter)\s\d+[.:]?"
)
NUMBERED = re.compile(rf"({NUMBER.pattern})\s+(?=\S)")
DATE = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|kvartal|halvår"
    r"|january|february|march|may|june|july|october|december|quarter)\b",
    re.IGNORECASE,
)
LEADER = re.compile(r"(?:\s*[.·…_]){3,}\s*(\d{1,4}|[ivxlc]+)$")
CONTENTS = re.compile(
    r"(?:\d+\.?\s+)?(?:innhold(?:sfortegnelse|sliste|soversikt)?|innhald(?:sliste|sfortegnelse)?"
    r"|(?:table of )?contents)",
    re.IGNORECASE,
)
NOTE_MARK = re.compile(r"(\d{1,3}\)?|[*†‡]|\[\d+\])\s?(?=[^\W\d])")
PAGE_AT_END = re.compile(r"\D.*\s\d{1,4}$")


def is_label(text: str) -> bool:
    """Is this alone a number or bullet?"""
    return bool(BULLET.fullmatch(text) or LETTER.fullmatch(text) or NUMBER.fullmatch(text))


def is_bullet(label: str) -> bool:
    """Is this a sign and no number or letter?"""
    return bool(BULLET.fullmatch(label))


def item_label(text: str) -> str:
    """The bullet, letter or number in front of a list item; a day of a month is none."""
    first, _, rest = text.partition(" ")
    if not rest or (not BULLET.fullmatch(first) and (not LETTER.fullmatch(first) or DATE.match(rest))):
        return ""
    return first


def note_label(text: str) -> tuple[str, str]:
    """The number or star of a note, and its text."""
    found = NOTE_MARK.match(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)
