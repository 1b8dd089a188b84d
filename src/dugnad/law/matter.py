"""What one lot is judged on: its facts, the law of the day, and the answer that a rule gives."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from dugnad.law.facts import DocumentFacts, LotFacts
from dugnad.law.finding import Amount, Outcome, Scope
from dugnad.law.parameters import Law, Version
from dugnad.law.weights import Reading


class Answer(NamedTuple):
    """An outcome, its ground, the sentence that tells it, and the place in the rule (a key of `cite`)."""

    outcome: Outcome
    ground: str | None
    sentence: str
    path: str = "rule"
    code: str = ""
    reasons: str = ""


class Matter(NamedTuple):
    """Everything a rule may look at."""

    law: Law
    lot: LotFacts
    scope: Scope
    reading: Reading
    on: date
    version: Version | None
    minimum: Amount | None
    highest: Amount | None
    documents: DocumentFacts | None
    """What was read in the documents; None where only the notice was read."""

    @property
    def least_weight(self) -> float:
        """Where the rule has no percentage no weight reaches it."""
        return self.minimum.value if self.minimum and self.minimum.value is not None else float("inf")

    @property
    def lowest_rank(self) -> float:
        return self.highest.value if self.highest and self.highest.value is not None else 0

    @property
    def is_read(self) -> bool:
        return self.documents is not None and self.documents.is_readable
