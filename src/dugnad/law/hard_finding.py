"""A finding of a hard rule: its version, the weakest mark of what it rests on, and the sentence in every language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from dugnad.law.finding import Amount, Finding, Mark, Outcome
from dugnad.law.hard_content import HardRule, HardVersion, Names
from dugnad.law.judge import TRUST
from dugnad.law.lawfile import LANGUAGES
from dugnad.law.purchase import Purchase
from dugnad.law.sentence import cite_in, whole

Words = dict[str, str | Names]


class Told(NamedTuple):
    """An outcome, its ground, the sentence that tells it and the place in the rule that is cited."""

    outcome: Outcome
    ground: str | None
    sentence: str
    path: str = "rule"
    cite: str = ""
    """Cited instead of the rule's own paragraph, where another one decides."""
    marks: tuple[Mark, ...] = ()
    """Of what the outcome rests on beside the paragraph: amounts, lists."""
    own_mark: Mark | None = None
    """The mark of the other paragraph, where one is cited."""


def finding(
    rule: HardRule,
    version: HardVersion | None,
    told: Told,
    *,
    purchase: Purchase,
    on: date,
    words: Words,
    facts: dict[str, Any],
    amounts: Iterable[Amount] = (),
) -> Finding:
    """The finding as doors show it."""
    cite = told.cite or (version.cite.get(told.path, version.cite["rule"]) if version else "")
    own = told.own_mark or (version.mark if version else "A*")
    nb, nn, en = tell(
        rule.sentences[told.sentence], words | {"cite": {language: cite_in(language, cite) for language in LANGUAGES}}
    )
    return Finding(
        rule=rule.id,
        basis=basis_of(purchase),
        rule_version=version.id if version else None,
        outcome=told.outcome,
        ground=told.ground,
        weight_environment_certain=None,
        weight_environment_max=None,
        rank_environment=None,
        reasons=purchase.claimed_exception if told.outcome == "EXEMPT_CLAIMED" else "",
        citation=cite,
        mark=weakest(own, *told.marks),
        sentence_nb=nb,
        sentence_nn=nn,
        sentence_en=en,
        facts={
            "on": on.isoformat(),
            "why": told.sentence,
            "norm": version.norm if version else rule.versions[-1].norm,
            **facts,
            "amounts": amounts_told(amounts),
        },
    )


def tell(sentence: Names, words: Words) -> tuple[str, str, str]:
    """The sentence with its words, in bokmål, nynorsk and English."""
    nb, nn, en = (
        whole(
            sentence[language].format_map(
                {name: word[language] if isinstance(word, dict) else word for name, word in words.items()}
            )
        )
        for language in LANGUAGES
    )
    return nb, nn, en


def weakest(*marks: Mark) -> Mark:
    """The mark of the least checked fact."""
    return max(marks, key=lambda mark: TRUST[mark])


def basis_of(purchase: Purchase) -> str:
    """What the finding was read from."""
    if purchase.documents == "not-read":
        return "notice"
    return "documents" if purchase.notice.profile == "none" else "both"


def amounts_told(amounts: Iterable[Amount]) -> list[dict[str, Any]]:
    """The rows of the threshold table that were used, ready for JSON."""
    return [
        {"name": used.name, "value": used.value, "since": used.since.isoformat(), "mark": used.mark, "cite": used.cite}
        for used in amounts
    ]


def kroner(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}".replace(",", " ")
