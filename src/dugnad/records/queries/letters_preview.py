"""A body's letter exactly as it would be sent today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dugnad.records.letter_facts import act_for, addressees, language_of, written
from dugnad.records.models.letters import Letter
from dugnad.records.models.register import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The letter, and how it would go."""

    subject: str
    text: str
    act: str
    language: str
    address: str


def preview(letter: Letter, body: Body, on: date) -> Preview:
    """The same words as the sending writes; the personal link is made when the letter goes."""
    told = addressees([body], on=on)[body.pk]
    act = act_for(letter, told)
    subject, text = written(
        letter.subject, letter.text, body=body, told=told, act=act, letter=letter, reply_by=letter.reply_by
    )
    return Preview(subject=subject, text=text, act=act, language=language_of(body), address=body.email)
