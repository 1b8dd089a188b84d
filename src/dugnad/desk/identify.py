"""Finding what names a person or a body in a text, so that an adviser can take it out before anything is published.

It helps and does not decide: what it marks is shown to a person, who also sees what it did not mark. Better one
mark too many than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dugnad.notices.orgnr import is_valid
from dugnad.plan.given import EMAIL, IDENTITY, TELEPHONE

Sort = Literal["email", "phone", "identity", "orgnr", "body", "name", "case-number", "link", "account"]
ORGNR = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)")
ACCOUNT = re.compile(r"(?<!\d)\d{4}[ .]\d{2}[ .]\d{5}(?!\d)")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
CASE_NUMBER = re.compile(
    r"(?<![\w/])(?:19|20)\d\d/\d{1,6}(?:-\d{1,4})?(?![\w/])|(?<![\w/])\d{1,6}/\d{2}(?:-\d{1,4})?(?![\w/])"
)
CAPITAL = r"[A-ZÆØÅÁÄÉÖČŠŽĐŊ]"
WORD = rf"{CAPITAL}[\w'’]+(?:-{CAPITAL}[\w'’]+)*"
NAME = re.compile(rf"(?<![\w.])({WORD}(?:[ \t]+(?:{CAPITAL}\.|av|de|van|von|{WORD})){{0,3}}[ \t]+{WORD})(?![\w])")
"""Two to five words with capitals, as names of people are written."""
SIGNED = re.compile(
    r"^[ \t>]*(?:m(?:ed\s+)?v(?:ennlig\s+|enleg\s+)?h(?:ilsen|elsing)?|hilsen|helsing|beste?\s+hilsen|vennlig\s+hilsen|"
    r"venleg\s+helsing|kind\s+regards|best\s+regards|regards|sincerely)[,.!]?[ \t]*(?:fra[ \t]+)?(?P<same>[^\n]*)\n?"
    r"(?:[ \t>]*\n)*(?P<next>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
GREETED = re.compile(
    rf"^[ \t>]*(?i:hei|hallo|heisann|kjære|dear|hello|hi)[ \t,]+(?P<who>{WORD}(?:[ \t]+{WORD})*)", re.MULTILINE
)
CALLED = re.compile(
    r"\b(?i:jeg heter|eg heiter|mitt navn er|namnet mitt er|my name is|kontaktperson(?:en)?(?: er|:)?|"
    r"saksbehandler(?: er|:)?|sakshandsamar(?: er|:)?|kollega(?:en)?(?: min)?|sjefen min|leder(?:en)?(?: vår)?)"
    rf"[ \t]+(?P<who>{WORD}(?:[ \t]+{WORD})*)"
)
NO_NAMES = frozenset(
    [
        "lov",
        "lova",
        "loven",
        "forskrift",
        "forskriften",
        "anskaffelsesloven",
        "anskaffelsesforskriften",
        "kofa",
        "dfø",
        "doffin",
        "ted",
        "eu",
        "eøs",
        "esa",
        "norge",
        "noreg",
        "regjeringen",
        "stortinget",
        "kommune",
        "fylkeskommune",
        "fylke",
        "direktoratet",
        "departementet",
        "statsforvalteren",
        "del",
        "kapittel",
        "svanemerket",
        "svanemerke",
        "epd",
        "iso",
        "ns",
        "en",
        "cpv",
        "ehf",
        "peppol",
        "norsk",
        "standard",
        "nordisk",
        "miljømerke",
        "fairtrade",
        "energy",
        "star",
        "blå",
        "engel",
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
        "mandag",
        "tirsdag",
        "onsdag",
        "torsdag",
        "fredag",
        "lørdag",
        "søndag",
    ]
)
"""Words with capitals in this field that name nobody."""
PLACEHOLDERS = {
    "email": "[e-post]", "phone": "[telefon]", "identity": "[fødselsnummer]", "orgnr": "[organisasjonsnummer]",
    "body": "[virksomheten]", "name": "[navn]", "case-number": "[saksnummer]", "link": "[lenke]", "account": "[konto]",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A piece of the text that may name somebody: from where to where, and of what sort."""

    start: int
    end: int
    sort: Sort

    def of(self, text: str) -> str:
        """The words that are marked."""
        return text[self.start : self.end]


def marks(text: str, known: Iterable[str] = ()) -> tuple[Mark, ...]:
    """What may name a person or a body, in order, none overlapping another; the surer sorts come first.

    `known`: names that belong to the case, such as the body's and the asker's; they are found in any case of letters.
    """
    taken: list[Mark] = []
    for mark in (*patterns(text), *named(text, known), *people(text)):
        if mark.start < mark.end and not any(one.start < mark.end and mark.start < one.end for one in taken):
            taken.append(mark)
    return tuple(sorted(taken))


def patterns(text: str) -> Iterator[Mark]:
    """What has a form of its own."""
    yield from (ended(text, *one.span(), "email") for one in EMAIL.finditer(text))
    yield from (ended(text, *one.span(), "link") for one in LINK.finditer(text))
    yield from (Mark(*one.span(), "identity") for one in IDENTITY.finditer(text))
    yield from (Mark(*one.span(), "account") for one in ACCOUNT.finditer(text))
    for one in ORGNR.finditer(text):
        if is_valid(re.sub(r"\D", "", one.group())):
            yield Mark(*one.span(), "orgnr")
    yield from (Mark(*one.span(), "phone") for one in TELEPHONE.finditer(text))
    yield from (Mark(*one.span(), "case-number") for one in CASE_NUMBER.finditer(text) if not is_law(text, one))


def ended(text: str, start: int, end: int, sort: Sort) -> Mark:
    """Without the sign that ends the sentence."""
    while end > start and text[end - 1] in ".,;:!?":
        end -= 1
    return Mark(start, end, sort)


def is_law(text: str, found: re.Match[str]) -> bool:
    """Is it the number of a decision or an act of law rather than of a case in somebody's archive?"""
    before = text[max(0, found.start() - 24) : found.start()].casefold()
    return bool(
        re.search(
            r"(?:kofa|sak|direktiv|forordning|directive|regulation|\(e[uø][s]?\)|hr-?|rt\.?)[\s:.\-]*(?:nr\.?\s*)?$",
            before,
        )
    )


def named(text: str, known: Iterable[str]) -> Iterator[Mark]:
    """Names that belong to the case, longest first."""
    for name in sorted({one.strip() for one in known if len(one.strip()) > 2}, key=len, reverse=True):  # noqa: PLR2004
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?:s|'s)?(?!\w)", text, re.IGNORECASE):
            yield Mark(*found.span(), "body")


def people(text: str) -> Iterator[Mark]:
    """What looks like people's names: after a greeting, under a letter, after "I am called", pairs of capitals."""
    for found in SIGNED.finditer(text):
        part = "same" if found["same"].strip() else "next"
        if 0 < len(found[part].split()) <= 5:  # noqa: PLR2004 - a line with a name is short
            yield stripped(text, *found.span(part))
    for pattern in (GREETED, CALLED):
        for found in pattern.finditer(text):
            if not is_common(found["who"]):
                yield Mark(*found.span("who"), "name")
    for found in NAME.finditer(text):
        if not is_common(found[1]):
            yield Mark(*found.span(1), "name")


def stripped(text: str, start: int, end: int) -> Mark:
    """The line without the blanks and signs at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Mark(start, end, "name")


def is_common(words: str) -> bool:
    """Is one of the words a term of the field, so that no person is meant?"""
    return any(word.strip(".").casefold() in NO_NAMES for word in words.split())


def without(text: str, chosen: Iterable[Mark]) -> str:
    """The text with each chosen mark replaced by what it was."""
    for mark in sorted(chosen, reverse=True):
        text = text[: mark.start] + PLACEHOLDERS[mark.sort] + text[mark.end :]
    return text
