"""A public answer as an adviser proposes it: made clean, or refused with the field that must be mended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dugnad.criteria.kept import kept_library
from dugnad.desk.answer_text import LANGUAGES
from dugnad.desk.reference import Reference, parse, references_in
from dugnad.desk.shipped_answers import CPV, MOST_QUESTION, MOST_SHORT, load_subjects
from dugnad.errors import Refused

MOST_DETAILS, MOST_ANSWER = 4_000, 20_000
MOST_TAGS = 12
MOST_REVIEW_DAYS = 3 * 366
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST = {"question": MOST_QUESTION, "details": MOST_DETAILS, "short": MOST_SHORT, "answer": MOST_ANSWER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The words in one language, and what the answer is tied to."""

    language: str
    question: str
    details: str = ""
    short: str = ""
    answer: str
    subject: str = ""
    groups: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    review_by: date | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words."""
        return (self.question, self.details, self.short, self.answer)

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it refers to, each once."""
        return tuple(dict.fromkeys(one for text in self.texts for one in references_in(text)))


def cleaned(proposal: Proposal) -> Proposal:
    """With even line ends and tags that exist; refused where a text is missing, too long or cannot be shown."""
    words = {name: clean(getattr(proposal, name), name) for name in MOST}
    for name in ("question", "answer"):
        if not words[name]:
            raise Refused("missing", "Write something.", field=name)
    if "\n" in words["question"]:
        words["question"] = " ".join(words["question"].split())
    if proposal.language not in LANGUAGES:
        raise Refused("bad-language", "Choose one of the languages.", field="language")
    if proposal.subject and proposal.subject not in load_subjects():
        raise Refused("bad-subject", "Choose one of the subjects.", field="subject")
    for text in words.values():
        if any(isinstance(piece, str) and "[[" in piece for piece in parse(text)):
            raise Refused("bad-reference", "A bracket is no reference.", field="answer")
    return replace(proposal, **words, groups=known_groups(proposal.groups), cpv=codes(proposal.cpv))  # type: ignore[arg-type] # words by name


def clean(text: str, name: str) -> str:
    """One text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MOST[name]:
        raise Refused("too-long", f"The text is longer than {MOST[name]} signs.", field=name)
    if CONTROLS.search(text):
        raise Refused("unreadable", "The text holds signs that cannot be shown.", field=name)
    return text


def known_groups(groups: Iterable[str]) -> tuple[str, ...]:
    """Product groups of the library, each once."""
    found = tuple(dict.fromkeys(one for one in groups if one))
    if len(found) > MOST_TAGS or any(one not in kept_library().library.groups for one in found):
        raise Refused("bad-group", "Choose among the product groups.", field="groups")
    return found


def codes(written: Iterable[str]) -> tuple[str, ...]:
    """CPV codes of two to eight digits, without the check digit."""
    found = tuple(dict.fromkeys(one.strip().partition("-")[0] for one in written if one.strip()))
    if len(found) > MOST_TAGS or any(CPV.fullmatch(one) is None for one in found):
        raise Refused("bad-codes", "A CPV code has two to eight digits.", field="cpv")
    return found


def reviewable(day: date | None, on: date) -> date:
    """The day of the next review: after today, and not further off than anybody remembers."""
    if day is None:
        raise Refused("missing", "Say when the answer is to be read again.", field="review_by")
    if day <= on or (day - on).days > MOST_REVIEW_DAYS:
        raise Refused("bad-review-day", "Choose a day within the next three years.", field="review_by")
    return day
