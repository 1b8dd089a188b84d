"""What the buyer tells and what was found for a reasons text, and how numbers and requirements are written in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dugnad.check.reasons_content import Question, load_phrases
from dugnad.wording.statement import only_repeats_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A requirement of the specification, with its place as a person can look it up."""

    text: str
    place: str = ""
    is_binding: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the buyer answers, and what was found in the documents."""

    answers: Mapping[str, str] = field(default_factory=dict)
    requirements: Sequence[Demand] = ()
    cpv: str = ""
    value_nok: float | None = None
    regulation: str = "foa"


def usable(answer: str, *, is_reference: bool = False) -> str:
    """The answer without its last full stop; nothing where it is empty, says nothing or only repeats the rule."""
    plain = " ".join(answer.split()).rstrip(".")
    if says_nothing(plain) or (only_repeats_rule(plain) and not is_reference):
        return ""
    return plain


def says_nothing(answer: str) -> bool:
    """Is the answer empty, or does it say that there is none."""
    words = answer.casefold().strip(" .«»[]:!?")
    return not any(map(str.isalnum, answer)) or words in load_phrases()["no_answer"]


def answer_to(question: Question, facts: Facts) -> str:
    return usable(facts.answers.get(question.id, ""), is_reference=question.is_reference)


def listed(requirements: Sequence[Demand]) -> str:
    return "; ".join(f"«{one.text.rstrip('.')}»{f' ({one.place})' if one.place else ''}" for one in requirements)


def rough(number: float) -> float:
    """Two figures that count: a rough estimate looks no finer than it is."""
    return float(f"{number:.2g}")


def amount(number: float) -> str:
    """A rough number as Norwegians write it: 1 234; under ten with one decimal."""
    small = 10
    digits = 1 if abs(number) < small and number != int(number) else 0
    return f"{number:,.{digits}f}".replace(",", " ").replace(".", ",")
