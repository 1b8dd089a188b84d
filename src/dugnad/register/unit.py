"""A unit as Enhetsregisteret (or a table of ours) tells of it, in any of the shapes its records have had."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dugnad.notices.orgnr import normalise

SUB_UNIT_FORMS = frozenset({"BEDR", "AAFY", "OPMV"})
"""Sub-units, and parts that are split off for value added tax."""
ENDED = frozenset({"sletting", "fjernet"})
MOST_EMPLOYEES = 10_000_000
LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LONGEST_WEBSITE = 300
CODE = re.compile(r"[\wÆØÅæøå.-]{1,10}")
HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]+"
)
"""Signs that no name holds: control, direction, without width, half of a pair."""
LANGUAGES = {"bokmål": "nb", "nynorsk": "nn", "nb": "nb", "nn": "nn", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit (enhet). `told`: what a table of ours says besides, by column."""

    orgnr: str
    name: str
    form: str = ""
    sector: str = ""
    parent: str = ""
    municipality: str = ""
    employees: int | None = None
    since: date | None = None
    ended: date | None = None
    website: str = ""
    email: str = ""
    language: str = ""
    told: dict[str, str] = field(default_factory=dict)

    @property
    def is_sub_unit(self) -> bool:
        return self.form in SUB_UNIT_FORMS


@dataclass(frozen=True, slots=True)
class Removal:
    """An update that says only that the unit is gone."""

    orgnr: str
    ended: date


@dataclass(frozen=True, slots=True)
class Pointer:
    """An update that says that the unit is new or changed, without telling how."""

    orgnr: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be used, and why in one word."""

    reason: str
    place: str


def unit_of(record: dict[str, Any], *, needs_number: bool = True) -> Unit | str:
    """The unit of a record, or in one word why there is none."""
    orgnr = normalised(record.get("organisasjonsnummer"))
    if orgnr is None and needs_number:
        return "bad-number"
    told = record.get("navn")
    name = text_of(told) if isinstance(told, str) else ""
    if not name or len(name) > LONGEST_NAME:
        return "bad-name"
    ended = day_of(record.get("slettedato") or record.get("nedleggelsesdato"))
    if ended == "bad":
        return "bad-date"
    since = day_of(record.get("registreringsdatoEnhetsregisteret") or record.get("stiftelsesdato"))
    return Unit(
        orgnr=orgnr or "",
        name=name,
        form=code_of(record.get("organisasjonsform") or record.get("orgform")).upper(),
        sector=code_of(record.get("institusjonellSektorkode")),
        parent=normalised(record.get("overordnetEnhet")) or "",
        municipality=municipality_of(record),
        employees=employees_of(record.get("antallAnsatte")),
        since=since if isinstance(since, date) else None,
        ended=ended if isinstance(ended, date) else None,
        website=website_of(text_of(record.get("hjemmeside"))),
        email=official_email(text_of(record.get("epostadresse"))),
        language=LANGUAGES.get(text_of(record.get("maalform")).casefold(), ""),
    )


def normalised(value: object) -> str | None:
    """The organisation number that stands there, if one does."""
    return normalise(text_of(value))


def text_of(value: object) -> str:
    """A text on one line without signs that no database takes; numbers as they are written."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(CONTROL.sub(" ", str(value) if isinstance(value, str) or abs(value) < 10**15 else "").split())


def code_of(value: object) -> str:
    """A code, given alone or as an object with its description."""
    found = text_of(value.get("kode") if isinstance(value, dict) else value)
    return found if CODE.fullmatch(found) else ""


def day_of(value: object) -> date | str | None:
    """A day, also where a time of day stands behind it; "bad" where it is none."""
    told = text_of(value)
    if not told:
        return None if value in (None, "") else "bad"
    try:
        return date.fromisoformat(told[:10])
    except ValueError:
        return "bad"


def employees_of(value: object) -> int | None:
    """How many are employed, where a sensible number stands there."""
    told = text_of(value)
    return int(told) if told.isascii() and told.isdigit() and int(told) <= MOST_EMPLOYEES else None


def municipality_of(record: dict[str, Any]) -> str:
    """The number of the municipality where the unit lies."""
    for name in ("forretningsadresse", "beliggenhetsadresse", "postadresse"):
        address = record.get(name)
        found = text_of(address.get("kommunenummer")) if isinstance(address, dict) else ""
        if len(found) == 4 and found.isascii() and found.isdigit():  # noqa: PLR2004 - four digits
            return found
    return ""


def website_of(told: str) -> str:
    """An address that a link can lead to."""
    if not told or len(told) > LONGEST_WEBSITE - 8 or not HOST.fullmatch(told):
        return ""
    return told if told.lower().startswith(("http://", "https://")) else f"https://{told.lower()}"


OFFICIAL = re.compile(
    r"post|mottak|firma|epost|e-post|e\.post|kontor|info|mail|kommun|herad|servicetorg|sentralbord|arkiv|adm|office"
)


def official_email(told: str) -> str:
    """A body's own post address; one that looks like a person's is not taken in."""
    if not told or len(told) > LONGEST_ADDRESS or not EMAIL.fullmatch(told):
        return ""
    return told.lower() if looks_official(told) else ""


def looks_official(address: str) -> bool:
    """Does the address belong to an office rather than to a person?

    >>> looks_official("postmottak@eksempelvik.invalid"), looks_official("kari.nordmann@eksempelvik.invalid")
    (True, False)
    """
    box, _, host = address.lower().partition("@")
    return bool(OFFICIAL.search(box)) or box == host.partition(".")[0]
