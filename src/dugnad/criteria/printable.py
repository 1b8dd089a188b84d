"""Words that every document can hold: people paste what their programs put on the clipboard."""

from __future__ import annotations

from unicodedata import category

UNPRINTABLE = {"Cc", "Co", "Cs", "Cn"}
FIRST_PICTURE = 0x10000


def printable(said: object) -> str:
    """What was written without signs that no document can hold: control signs, private ones, pictures."""
    kept = (sign for sign in str(said) if category(sign) not in UNPRINTABLE and ord(sign) < FIRST_PICTURE)
    return "".join(kept)
