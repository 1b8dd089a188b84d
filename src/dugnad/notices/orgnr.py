"""Norwegian organisation numbers as notices carry them: spaced, prefixed, suffixed, cut short, or something else."""

from __future__ import annotations

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
SPACES = str.maketrans("", "", " \t\r\n\f\v\u00a0\u2007\u2009\u202f\u200b\ufeff.-–'’")
PREFIXES = ("organisasjonsnummer", "organisasjonsnr", "orgnummer", "foretaksnummer", "orgnr", "org", "nr", "no", "nor")
LONGEST = 60
"""Longer text is a sentence, not a number."""


def is_valid(number: str) -> bool:
    """Nine ASCII digits whose last one is the mod-11 control digit of the others."""
    if len(number) != 9 or not (number.isascii() and number.isdigit()):  # noqa: PLR2004 - a number has nine digits
        return False
    digits = number.encode()
    total = sum((digits[i] - 48) * WEIGHTS[i] for i in range(8))
    return (total + digits[8] - 48) % 11 == 0


def normalise(raw: str | None) -> str | None:
    """The nine digits that stand in the text, or None where no valid number does.

    >>> normalise("NO 943 184 097 MVA")
    '943184097'
    """
    if not raw:
        return None
    if len(raw) == 9 and raw.isdigit():  # noqa: PLR2004
        return raw if is_valid(raw) else None
    if len(raw) > LONGEST:
        return None
    text = raw.translate(SPACES).casefold()
    text = _without_prefix(text)
    text = text.removesuffix("mva").removesuffix("(").rstrip(",;:()")
    return text if is_valid(text) else None


def _without_prefix(text: str) -> str:
    stripped = True
    while stripped:
        stripped = False
        text = text.lstrip(":#(,;")
        for prefix in PREFIXES:
            if text.startswith(prefix):
                text, stripped = text[len(prefix) :], True
                break
    return text
