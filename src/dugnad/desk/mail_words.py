"""Mails as content writes them: a subject and a text in each language, with places to fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_datetime

from dugnad.law.lawfile import LawFile

Text = dict[str, str]
PLACE = re.compile(r"\{(\w*)\}")
LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
DAY = {"nb": "d. MMMM y", "nn": "d. MMMM y", "en": "d MMMM y"}
MOMENT = {"nb": "EEEE d. MMMM y 'kl.' HH.mm", "nn": "EEEE d. MMMM y 'kl.' HH.mm", "en": "EEEE d MMMM y 'at' HH:mm"}
CLOCK = {"nb": "HH.mm", "nn": "HH.mm", "en": "HH:mm"}


@dataclass(frozen=True, slots=True)
class MailWords:
    """One kind of mail."""

    subject: Text
    text: Text

    def in_language(self, language: str, **values: str) -> tuple[str, str]:
        """Subject and text, filled. What stands in a value is never taken for a place."""
        tongue = language if language in self.text else "nb"
        return filled(self.subject[tongue], values), filled(self.text[tongue], values)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each place filled."""
    return PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def read_mails(file: LawFile, kinds: tuple[str, ...], places: frozenset[str]) -> dict[str, MailWords]:
    """Every mail under `mail`; each kind stands there, and no place is unknown."""
    file.only(("mail",), set(kinds))
    return {kind: read_mail(file, kind, places) for kind in kinds}


def read_mail(file: LawFile, kind: str, places: frozenset[str]) -> MailWords:
    """One mail; its languages have the same places."""
    file.only(("mail", kind), {"subject", "text"})
    parts = {part: file.names("mail", kind, part) for part in ("subject", "text")}
    for part, words in parts.items():
        check_places(file, ("mail", kind, part), words, places)
    return MailWords(**parts)


def check_places(file: LawFile, at: tuple[str, ...], words: Mapping[str, str], places: frozenset[str]) -> None:
    """No place that nothing fills, and the same ones in every language."""
    found = {tongue: set(PLACE.findall(text)) for tongue, text in words.items()}
    for tongue, named in found.items():
        for unknown in sorted(named - places):
            file.fault((*at, tongue), f"{{{unknown}}} is no place here.", f"Use {', '.join(sorted(places))}.")
        if named != found["nb"]:
            file.fault((*at, tongue), "The places are not those of bokmål.", "Use the same places in each language.")


def day_words(day: date, language: str) -> str:
    """22. november 2026."""
    tongue = language if language in LOCALES else "nb"
    return str(format_date(day, format=DAY[tongue], locale=LOCALES[tongue]))


def span_words(starts: datetime, ends: datetime, language: str) -> str:
    """From when to when, both by the clock in Norway: onsdag 2. desember 2026 kl. 09.00–11.30."""
    tongue = language if language in LOCALES else "nb"
    first = str(format_datetime(starts, MOMENT[tongue], locale=LOCALES[tongue]))
    if starts.date() == ends.date():
        return f"{first}–{format_datetime(ends, CLOCK[tongue], locale=LOCALES[tongue])}"
    return f"{first} – {format_datetime(ends, MOMENT[tongue], locale=LOCALES[tongue])}"
