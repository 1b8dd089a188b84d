"""A letter that is written once and filled for each body: its fields, their words, and what may be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from dugnad.plan.letter_words import letter_words

LANGUAGES = ("nb", "nn", "en")
FIELDS = ("body", "duty", "status", "adhesion", "plan", "act", "reply_by", "link", "sender", "opt_out")
LINK = "{link}"
FIELD = re.compile(r"\{([^{}\n]*)\}")
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
MOST_SUBJECT, MOST_TEXT = 200, 12_000
LITTLE = 0.5
"""Below this coverage a share is not told (the same limit as on the pages)."""
NOTHING = "nothing"
"""What a letter asks of a body that has done it all: it thanks instead."""

Code = Literal["empty", "too-long", "unknown-field", "stray-brace", "no-link", "link-in-subject", "unreadable"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one text of a letter. `what`: the field or sign in question."""

    language: str
    part: Literal["subject", "text"]
    code: Code
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the notices show of a body: the share of lots with at least 30 % weight, of how many, how much was seen."""

    numerator: float
    denominator: float
    coverage: float
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A body as its letter tells it, on the day that the letter is prepared."""

    name: str
    obligation_class: str
    measured: Measured | None = None
    adhesion: str = "invited"
    adhesion_on: date | None = None
    has_plan: bool = False
    has_answered: bool = False
    """Has it answered this year's status?"""


def letter_problems(subject: Mapping[str, str], text: Mapping[str, str]) -> list[Problem]:
    """Everything that keeps the letter from being sent, in all languages."""
    found: list[Problem] = []
    for language in LANGUAGES:
        found += text_problems(language, "subject", subject.get(language, ""))
        found += text_problems(language, "text", text.get(language, ""))
    return found


def text_problems(language: str, part: Literal["subject", "text"], text: str) -> list[Problem]:
    """What is wrong with one text."""
    if not text.strip():
        return [Problem(language, part, "empty")]
    codes: list[tuple[Code, str]] = [
        ("unknown-field", name) for name in dict.fromkeys(FIELD.findall(text)) if name not in FIELDS
    ]
    codes += [("stray-brace", sign) for sign in "{}" if sign in FIELD.sub("", text)]
    if UNPRINTABLE.search(text):
        codes.append(("unreadable", ""))
    if len(text) > (MOST_SUBJECT if part == "subject" else MOST_TEXT):
        codes.append(("too-long", str(MOST_SUBJECT if part == "subject" else MOST_TEXT)))
    if part == "text" and LINK not in text:
        codes.append(("no-link", LINK))
    if part == "subject" and LINK in text:
        codes.append(("link-in-subject", LINK))
    return [Problem(language, part, code, what) for code, what in codes]


def asked_act(act: str, body: Addressee) -> str:
    """The one thing to ask this body: what the letter asks, or the first step that is not done; or nothing."""
    if not is_done(act, body):
        return act
    steps = ["confirm" if body.obligation_class == "shall" else "join", "adopt-plan", "answer-status"]
    later = steps[steps.index(act) + 1 :] if act in steps else steps
    return next((step for step in (*later, *steps) if not is_done(step, body)), NOTHING)


def is_done(act: str, body: Addressee) -> bool:
    """Has the body done it already?"""
    done = {
        "confirm": body.adhesion == "confirmed", "join": body.adhesion == "joined", "adopt-plan": body.has_plan,
        "answer-status": body.has_answered, NOTHING: True,
    }  # fmt: skip
    return done.get(act, False)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled. What is filled in is never read as a field again."""
    return FIELD.sub(lambda found: values.get(found.group(1), found.group()), template)


def one_line(text: str) -> str:
    """The text as a mail header or a table cell may have it: one line, nothing hidden."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def field_values(
    body: Addressee, *, language: str, act: str, reply_by: date | None, sender: str, link: str = LINK
) -> dict[str, str]:
    """What each field says to this body. The link stays a field until the letter goes."""
    words = letter_words()
    day = day_text(body.adhesion_on, language)
    return {
        "body": without_braces(body.name),
        "duty": words["duty"][duty_of(body)][language],
        "status": status_sentence(body.measured, language),
        "adhesion": words["adhesion"][body.adhesion][language].replace("{day}", day),
        "plan": words["plan"]["in-force" if body.has_plan else "none"][language],
        "act": words["act"][act][language],
        "reply_by": reply_sentence(reply_by, language),
        "link": link,
        "sender": without_braces(sender),
        "opt_out": words["opt_out"][language],
    }


def duty_of(body: Addressee) -> str:
    """What the plan is to the body: one that has joined is no longer invited."""
    return "joined" if body.adhesion == "joined" else body.obligation_class


def status_sentence(measured: Measured | None, language: str) -> str:
    """The measured status in one sentence, with of how many and how much could be seen."""
    words: dict[str, dict[str, str]] = letter_words()["status"]
    if measured is None:
        return words["unknown"][language]
    coverage = share_text(measured.coverage, language)
    if measured.value is None or not measured.denominator or measured.coverage < LITTLE:
        return words["little"][language].format(coverage=coverage)
    return words["share"][language].format(
        numerator=number_text(measured.numerator, language),
        denominator=number_text(measured.denominator, language),
        share=share_text(measured.value, language),
        coverage=coverage,
    )


def reply_sentence(reply_by: date | None, language: str) -> str:
    """The day to reply by, in words."""
    words: dict[str, dict[str, str]] = letter_words()["reply_by"]
    return words["day"][language].format(day=day_text(reply_by, language)) if reply_by else words["none"][language]


def day_text(day: date | None, language: str) -> str:
    """22. november 2026."""
    pattern = "d MMMM y" if language == "en" else "d. MMMM y"
    return str(format_date(day, format=pattern, locale=LOCALES[language])) if day else "–"


def number_text(number: float, language: str) -> str:
    """1 234."""
    return str(format_decimal(number, format="#,##0", locale=LOCALES[language]))


def share_text(share: float, language: str) -> str:
    """42 %."""
    return number_text(round(100 * share), language) + ("%" if language == "en" else "\N{NO-BREAK SPACE}%")


def without_braces(text: str) -> str:
    """A name as text may hold it: on one line, and never taken for a field."""
    return one_line(text.replace("{", "(").replace("}", ")"))
