"""Public answers as others refer to them: `[[answer:12]]` looked up, and texts with references made ready for mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from dugnad.desk.answer_text import plain, withdrawn_title
from dugnad.desk.reference import Reference, Resolved, checksum, parse, resolve
from dugnad.records.models.knowledge import Knowledge

State = Knowledge.State
DIGITS = 9
"""No number is longer; longer ones are no answers."""


def answer_of(number: int) -> Resolved | None:
    """A published or withdrawn answer by its number; drafts are nobody's to refer to."""
    return answers_of([number]).get(number)


def answers_of(numbers: Iterable[int]) -> dict[int, Resolved]:
    """Several answers by number, in one question to the database."""
    asked = [number for number in numbers if len(str(number)) <= DIGITS]
    if not asked:
        return {}
    rows = Knowledge.objects.filter(number__in=asked).exclude(state=State.DRAFT)
    return {one.number: resolved_answer(one) for one in rows}


def resolved_answer(knowledge: Knowledge) -> Resolved:
    """The answer as a reference leads to it. Its state changes with each version, and when it is withdrawn.

    What a withdrawn one said may be wrong, or name somebody: wherever it is referred to, its number alone is told.
    """
    is_gone = knowledge.state == State.WITHDRAWN
    told = {tongue: words["question"] for tongue, words in knowledge.translations.items() if words.get("question")}
    return Resolved(
        reference=Reference("answer", str(knowledge.number)),
        title=withdrawn_title(knowledge.number)
        if is_gone
        else {"nb": knowledge.question, knowledge.language: knowledge.question, **told},
        path=f"/desk/answers/{knowledge.number}/",
        state=checksum(str(knowledge.number), knowledge.state, str(knowledge.version)),
        is_replaced=is_gone,
        is_withdrawn=is_gone,
    )


def look_up(references: Iterable[Reference], on: date) -> dict[Reference, Resolved]:
    """What each reference leads to on the day; answers are asked for together."""
    wanted = list(dict.fromkeys(references))
    numbers = [int(one.key) for one in wanted if one.kind == "answer" and one.key.isascii() and one.key.isdigit()]
    known = answers_of(numbers)
    return {one: resolve(one, on, known.get) for one in wanted}


def plain_references(text: str, base: str, language: str = "nb", on: date | None = None) -> str:
    """A desk's text for a mail: references by their titles, numbered, with full addresses below."""
    found = look_up([one for one in parse(text) if isinstance(one, Reference)], on or timezone.localdate())
    return plain(text, base, language, lambda reference: found[reference])
