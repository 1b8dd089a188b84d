"""Sanctions for breach of clauses on societal considerations (R-SANCTION): LOA § 5p, before that in each rule."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import DutyMatter
from dugnad.law.purchase import ClauseType
from dugnad.law.rules.apprentices import apprentices
from dugnad.law.rules.condition import (
    buyer_in_act,
    clause_answer,
    clause_scope,
    for_a_person,
    inside_act,
    is_in_act_itself,
    known_day,
    outside,
    plain_answer,
)
from dugnad.law.rules.control import one_applies
from dugnad.law.rules.wages import wages

SOCIETAL: tuple[ClauseType, ...] = (
    "wage", "hms-card", "pension", "bank-payment", "apprentices", "tiers", "human-rights", "tax", "fair-trade",
    "traceability",
)  # fmt: skip
"""Clauses that safeguard the considerations of LOA §§ 5b-5m."""


def _answer(matter: DutyMatter, version: DutyVersion) -> Answer:
    """A contract with such clauses needs sanctions; without any, the duty waits for one to be chosen.

    They may stand among the general terms (liquidated damages, termination), and whether they suit is a judgement.
    """
    if not is_in_act_itself(matter):
        checks = [*clause_scope(matter, version), one_applies(matter, (wages, apprentices))]
        return for_a_person(clause_answer(matter, version, checks, "sanctions"))
    but = frozenset({"concession", "utility"})
    checks = [*outside(matter, but=but), buyer_in_act(matter), inside_act(matter), known_day(matter)]
    if matter.clauses(*SOCIETAL):
        return for_a_person(clause_answer(matter, version, checks, "sanctions"))
    return plain_answer(matter, checks, tuple(matter.clauses("sanctions")))


sanctions = duty("sanctions.clause", _answer)
