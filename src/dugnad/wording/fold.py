"""Texts made comparable: lower case, accents off, as many code points as before, so that places stay true.

The Nordic and German vowels (å ä ö ø æ ü) stay, for they tell words apart; é, ł, ž and their like are often left out by
those who type, so they are folded on both sides.
"""

from __future__ import annotations

import re
import unicodedata

KEPT = "åäöøæü"
LATIN_AND_GREEK = (*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000))
TOKEN = re.compile(r"[^\W_]+")


def _base(character: str) -> str:
    """The letter without its accent where that is one Latin or Greek letter, else the letter itself."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isalpha() and character not in KEPT else character


FOLDED = {
    ord(character): _base(character)
    for character in map(chr, LATIN_AND_GREEK)
    if character.isalpha() and _base(character) != character
} | {ord("ł"): "l", ord("đ"): "d", ord("ı"): "i", ord("ς"): "σ"}
FOLDED |= {0x2080 + digit: str(digit) for digit in range(10)} | {ord("²"): "2", ord("³"): "3"}


def fold(text: str) -> str:
    """The text in lower case without accents; exactly as long as the text."""
    if text.isascii():
        return text.lower()
    return text.replace("\u0130", "I").lower().translate(FOLDED)


def composed(text: str) -> tuple[str, list[int] | None]:
    """The text with each letter and its accents as one code point, and where each code point stood (None: unmoved)."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        piece = unicodedata.normalize("NFC", text[start:end])
        pieces.append(piece)
        places.extend([start] * len(piece))
        start = end
    return "".join(pieces), [*places, len(text)]
