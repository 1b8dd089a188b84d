"""Norwegian organisation numbers as notices carry them: spaced, prefixed, beside a name, or something else."""

from __future__ import annotations

import re

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
DIGITS = 9
SPACES = str.maketrans("", "", " \t\r\n\f\v\u00a0\u2007\u2009\u202f\u200b\ufeff.-–'’")
RUN = re.compile(r"[0-9]+")
LONGEST = 100
"""Longer text is prose, not a number."""
COUNTRY_CODE = 2
OWN_PREFIXES = ("no", "nr")


def is_valid(number: str) -> bool:
    """Nine ASCII digits whose last one is the mod-11 control digit of the others."""
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()):
        return False
    digits = number.encode()
    total = sum((digits[i] - 48) * WEIGHTS[i] for i in range(8))
    return (total + digits[8] - 48) % 11 == 0


def normalise(raw: str | None) -> str | None:
    """The nine digits that stand in the text, or None where no valid number does.

    Words may stand beside the number, but no other digits; two letters in front are another country's tax number.

    >>> normalise("NO 943 184 097 MVA")
    '943184097'
    """
    if not raw:
        return None
    if len(raw) == DIGITS and raw.isdigit():
        return raw if is_valid(raw) else None
    if len(raw) > LONGEST:
        return None
    text = raw.translate(SPACES).casefold()
    runs = RUN.findall(text)
    if len(runs) != 1 or not is_valid(runs[0]):
        return None
    before = text[: text.index(runs[0])].strip(":#(,;/")
    is_foreign = len(before) == COUNTRY_CODE and before.isalpha() and before not in OWN_PREFIXES
    return None if is_foreign else str(runs[0])
