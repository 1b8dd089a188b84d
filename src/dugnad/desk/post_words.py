"""The words of the mails that desks send: content/desk/post.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel.dates import format_datetime

from dugnad.content import content_path, read_csv
from dugnad.desk.mail_words import LOCALES, MOMENT, MailWords, Text, check_places, filled, read_mails
from dugnad.errors import ContentError
from dugnad.law.lawfile import LawFile

POST = "desk/post.yaml"
TO_ASKER = ("receipt", "ask-back", "reminder", "answer", "closed", "link")
TO_DESK = ("new", "reply", "handed-over", "to-read", "read", "consult", "advice", "undelivered", "mail")
PLACES = frozenset({"number", "desk", "promised", "when", "link", "text", "reply", "body", "count", "list", "settings"})
PHRASES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("desk", "sender"), frozenset({"county"})),
    **dict.fromkeys(
        ("national", "sender-national", "reply-by-mail", "reply-on-page", "files", "no-text", "whole-mail", "somebody",
         "unsettled-body"),
        frozenset[str](),
    ),
    "when-promised": frozenset({"promised"}),
    "when-nobody": frozenset(),
    "not-taken": frozenset({"list"}),
    "mail-from": frozenset({"sender"}),
    **dict.fromkeys(
        (f"closed-{why}" for why in
         ("answered", "known-answer", "withdrawn", "elsewhere", "no-reply", "not-a-question")),
        frozenset[str](),
    ),
    **dict.fromkeys(
        (f"digest-{what}" for what in ("new", "late", "reply", "to-read", "consulted", "mail")), frozenset({"count"})
    ),
}  # fmt: skip
"""The phrases that fill the mails, and the places in each."""


@dataclass(frozen=True, slots=True)
class PostWords:
    """Every mail and phrase."""

    mails: Mapping[str, MailWords]
    phrases: Mapping[str, Text]

    def phrase(self, name: str, language: str, **values: str) -> str:
        """A phrase in the language."""
        told = self.phrases[name]
        return filled(told.get(language) or told["nb"], values)


@cache
def post_words() -> PostWords:
    """The words; the first fault is raised."""
    words, faults = read_post()
    if faults:
        raise faults[0]
    return words


def check_post() -> list[ContentError]:
    """Every fault in content/desk/post.yaml."""
    try:
        return read_post()[1]
    except ContentError as error:
        return [error]


def read_post() -> tuple[PostWords, list[ContentError]]:
    """The file, read strictly: every mail and phrase stands there, with the places that are filled."""
    file = LawFile(content_path(POST))
    file.only((), {"name", "words", "mail", "last_checked"})
    file.names("name")
    file.only(("words",), set(PHRASES))
    phrases = {name: file.names("words", name) for name in PHRASES}
    for name, told in phrases.items():
        check_places(file, ("words", name), told, PHRASES[name])
    mails = read_mails(file, (*TO_ASKER, *(f"told-{what}" for what in TO_DESK), "digest"), PLACES)
    file.checked()
    return PostWords(mails, phrases), file.faults


@cache
def county_names() -> dict[str, Text]:
    """The counties' names by number."""
    rows = read_csv(content_path("codelists/counties/counties.csv"))
    return {row["number"]: {"nb": row["name"], "nn": row["name"], "en": row["name_en"] or row["name"]} for row in rows}


def desk_words(county: str, language: str) -> str:
    """A desk in the middle of a sentence: «støttetjenesten i Vestland»."""
    return of_desk(county, language, "desk", "national")


def sender_words(county: str, language: str) -> str:
    """A desk as the sender of a mail."""
    return of_desk(county, language, "sender", "sender-national")


def of_desk(county: str, language: str, own: str, national: str) -> str:
    """The phrase for a county's desk, or for the nation's."""
    name = county_names().get(county)
    if name is None:
        return post_words().phrase(national, language)
    return post_words().phrase(own, language, county=name.get(language) or name["nb"])


def moment_words(moment: datetime, language: str) -> str:
    """Tirsdag 24. november 2026 kl. 09.30, by the clock in Norway (the caller gives local time)."""
    tongue = language if language in LOCALES else "nb"
    return str(format_datetime(moment, MOMENT[tongue], locale=LOCALES[tongue]))
