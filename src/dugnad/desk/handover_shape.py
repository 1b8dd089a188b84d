"""What each row of a handover file holds, declared once: read before anything is done with any of it.

A name that ends in "!" must be there; one that ends in "?" may be null. What is missing otherwise is as if it had never
been filled in, and what a newer dugnad has besides is left for the caller to tell of. Lengths, and whether things fit
each other, are checked where the rows are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeGuard
from uuid import UUID

from dugnad.desk.handover import DIGEST, KINDS, Handover, HandoverError, moment
from dugnad.desk.question import ROLES
from dugnad.desk.routing import hours_fault

MOST_NUMBER, FIRST_YEAR, LAST_YEAR = 2**31, 1900, 9000
MOST_AMOUNT = 10**15
LANGUAGES = ("nb", "nn", "en")
Form: TypeAlias = "str | tuple[str, ...] | Mapping[str, Form] | list[Mapping[str, Form]]"
"""A name in `IS`, one of some words, a row, or a list of rows."""

WORDS: Mapping[str, Form] = {"question!": "text", "details": "text", "short": "text", "answer!": "text"}
FILE: Mapping[str, Form] = {
    "id!": "id", "name!": "text", "kind!": "word", "size!": "number", "sha256!": "digest", "at": "moment",
}  # fmt: skip
SHAPES: Mapping[str, Mapping[str, Form]] = {
    "desk": {
        "county": "text", "email": "text", "phone": "text", "website": "text", "hours": "hours",
        "answer_days": "number", "closed_since?": "day", "closed_until?": "day", "agreement": "text",
        "agreement_url": "text", "agreement_since?": "day", "agreement_until?": "day", "funding": "text",
        "funding_until?": "day", "position_percent?": "number", "changed_at": "moment", "host?": "text",
        "host_since?": "day",
    },
    "cases": {
        "id!": "id", "number!": "number", "desk": "text", "routed": "word", "county": "text", "body?": "text",
        "body_told": "text", "asker_name": "text", "asker_email": "text", "asker_role": ("", *ROLES),
        "language": LANGUAGES, "channel": "word", "title!": "text", "cpv": "text", "group": "text", "deadline?": "day",
        "context": "mapping", "state!": "word", "is_legal": "yes", "taken_at?": "moment", "asked_at!": "moment",
        "promised_at!": "moment", "answered_at?": "moment", "closed_at?": "moment", "closed_because": "text",
        "asked_back_at?": "moment", "reminded_at?": "moment", "reopened": "number", "helped?": "yes",
        "version": "number",
        "entries!": [{
            "kind!": "word", "text!": "text", "is_by_asker!": "yes", "at!": "moment", "message_id": "text",
            "said_in?": "number", "files": "texts",
        }],
        "files": [{**FILE, "is_internal!": "yes"}],
        "draft?": {
            "text": "text", "version": "number", "state": "word", "remark": "text", "changed_at": "moment",
            "versions": [{
                "number!": "number", "text!": "text", "based_on!": "number", "is_beside": "yes", "at": "moment",
            }],
        },
        "consults": [{"desk!": "word", "at": "moment", "replied_at?": "moment", "ended_at?": "moment"}],
        "merged": [{"id!": "id", "number!": "number"}],
    },
    "contacts": {
        "desk": "text", "body!": "word", "on!": "day", "kind!": "word", "text!": "text", "agreed": "text",
        "promise": "text", "promised_by?": "day", "kept_at?": "moment", "follow_up_by?": "day",
        "followed_at?": "moment", "is_shared": "yes", "at!": "moment",
    },
    "agreements": {
        "id!": "id", "desk": "text", "title!": "text", "owner!": "word", "cooperative": "text", "members": "texts",
        "cpv": "texts", "group": "text", "criteria": "texts", "since!": "day", "until!": "day", "longest_until?": "day",
        "options": "text", "suppliers?": "number", "value_nok?": "amount", "notice": "text", "url": "text",
        "remark": "text", "is_draft!": "yes", "warned_months?": "number", "version": "number", "changed_at": "moment",
    },
    "events": {
        "id!": "id", "desk": "text", "kind!": "word", "state!": "word", "audience": "texts", "title!": "text",
        "text": "text", "language": LANGUAGES, "place": "text", "url": "text", "starts_at!": "moment",
        "ends_at!": "moment", "seats?": "number", "sign_up_until?": "moment", "materials": "list", "series?": "id",
        "called_off_because": "text", "sequence": "number", "changed_at": "moment",
        "sign_ups!": [{
            "id!": "id", "name": "text", "email": "text", "body?": "text", "body_told": "text", "role!": "word",
            "needs": "text", "language": LANGUAGES, "state!": "word", "has_attended?": "yes", "at": "moment",
            "confirmed_at?": "moment", "reminded_at?": "moment", "forgotten_at?": "moment",
        }],
        "files": [{**FILE, "title!": "text"}],
    },
    "knowledge": {
        "key!": "id", "number!": "number", "shipped": "text", "shipped_mark": "text", "state!": "word",
        "language": LANGUAGES, **WORDS, "translations": "translations", "subject": "text", "groups": "texts",
        "cpv": "texts", "references": "texts", "rests_on": "mapping of texts", "county": "text", "case?": "id",
        "reviewed_on?": "day", "review_by?": "day", "stale_since?": "day", "stale_because": "texts",
        "kept": "list of mappings", "version": "number", "published_at?": "moment", "withdrawn_because": "text",
        "changed_at": "moment",
        "versions!": [{
            "version!": "number", **WORDS, "translations": "translations", "references": "texts", "at!": "moment",
            "blanked_on?": "day", "blanked_because": "text",
        }],
    },
    "mails": {
        "id!": "id", "sha256!": "digest", "size!": "number", "is_cut": "yes", "recipient": "text",
        "is_returned": "yes", "sender": "text", "is_proven": "yes", "subject": "text", "message_id": "text",
        "reason": "text", "at": "moment", "content!": "digest",
    },
}  # fmt: skip
"""Whether something is a draft, internal or the asker's is never guessed: what is not told is refused."""


def check_shape(handover: Handover) -> None:
    """Raise HandoverError at the first thing that is not of its form; nothing has been done with any of it yet."""
    check_row(handover.desk, SHAPES["desk"], "desk")
    for kind in KINDS:
        for number, row in enumerate(handover.rows[kind]):
            check_row(row, SHAPES[kind], f"{kind}[{number}]")


def check_row(row: object, shape: Mapping[str, Form], place: str) -> None:
    """One row, and all that is in it."""
    if not isinstance(row, Mapping):
        raise HandoverError(place, "this is no row.")
    for marked, form in shape.items():
        name = marked.rstrip("!?")
        if name in row:
            if not (row[name] is None and marked.endswith("?")):
                check_value(row[name], form, f"{place}.{name}")
        elif marked.endswith("!"):
            raise HandoverError(f"{place}.{name}", "it is missing.")


def check_value(value: object, form: Form, place: str) -> None:
    """One value of one form."""
    if isinstance(form, str):
        if not IS[form](value):
            raise HandoverError(place, f"{str(value)[:60]!r} is no {SAID.get(form, form)}.")
    elif isinstance(form, tuple):
        if value not in form:
            raise HandoverError(place, f"{str(value)[:60]!r} is none of {', '.join(filter(None, form))}.")
    elif isinstance(form, list):
        if not isinstance(value, list):
            raise HandoverError(place, "this is no list.")
        for number, row in enumerate(value):
            check_row(row, form[0], f"{place}[{number}]")
    else:
        check_row(value, form, place)


def is_text(value: object) -> TypeGuard[str]:
    """Text, empty or not."""
    return isinstance(value, str)


def is_word(value: object) -> bool:
    """Text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_whole(value: object, most: int) -> bool:
    """A whole number, from nought."""
    return type(value) is int and 0 <= value < most


def is_moment(value: object) -> bool:
    """A moment with its offset, in a year that every calendar can reckon with."""
    try:
        return is_text(value) and FIRST_YEAR <= moment(value, "").year < LAST_YEAR
    except HandoverError:
        return False


def is_day(value: object) -> bool:
    """A day, as 2026-11-16."""
    try:
        return is_text(value) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_id(value: object) -> bool:
    """An id as rows have it."""
    try:
        return is_text(value) and str(UUID(value)) == value
    except ValueError:
        return False


def is_list(value: object, of: Callable[[object], bool] = lambda _: True) -> bool:
    """A list of such."""
    return isinstance(value, list) and all(of(one) for one in value)


def is_mapping(value: object, of: Callable[[object], bool] = lambda _: True) -> bool:
    """A mapping to such."""
    return isinstance(value, Mapping) and all(of(one) for one in value.values())


def is_hours(value: object) -> bool:
    """From when to when a desk is open, by weekday."""
    return isinstance(value, Mapping) and not any(hours_fault(day, given) for day, given in value.items())


def is_translations(value: object) -> bool:
    """An answer's words in other languages."""
    if not isinstance(value, Mapping) or not set(value) <= set(LANGUAGES):
        return False
    needed = {name.rstrip("!") for name in WORDS if name.endswith("!")}
    return all(is_mapping(one, is_text) and needed <= set(one) for one in value.values())


IS: Mapping[str, Callable[[Any], bool]] = {
    "text": is_text,
    "word": is_word,
    "number": lambda value: is_whole(value, MOST_NUMBER),
    "amount": lambda value: is_whole(value, MOST_AMOUNT),
    "yes": lambda value: isinstance(value, bool),
    "moment": is_moment,
    "day": is_day,
    "id": is_id,
    "digest": lambda value: is_text(value) and bool(DIGEST.fullmatch(value)),
    "texts": lambda value: is_list(value, is_text),
    "list": is_list,
    "list of mappings": lambda value: is_list(value, is_mapping),
    "mapping": is_mapping,
    "mapping of texts": lambda value: is_mapping(value, is_text),
    "hours": is_hours,
    "translations": is_translations,
}
"""What a value of each form is."""
SAID: Mapping[str, str] = {
    "texts": "list of texts",
    "yes": "yes or no",
    "hours": "table of opening hours",
    "translations": "table of translations",
    "digest": "checksum",
}
"""What a form is called where its name alone says too little."""
