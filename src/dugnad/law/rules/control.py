"""Control of the clauses (R-CONTROL) and who supervises (R-SUPERVISION): LOA §§ 5i, 5j, FF §§ 7-15, 7-16."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter
from dugnad.law.finding import Finding
from dugnad.law.judge import TRUST
from dugnad.law.purchase import Rule
from dugnad.law.rules.apprentices import apprentices
from dugnad.law.rules.condition import clause_scope, plain_answer
from dugnad.law.rules.wages import wages
from dugnad.law.rules.works_and_cleaning import bank_payment, works_conditions

APPLIES = frozenset({"DUTY_APPLIES", "DUTY_DECLARED", "POSSIBLE_BREACH"})
STILL_APPLIES = frozenset({"clause-absent", "partly-read", "one-of-two"})
"""Grounds of MANUAL_REVIEW where the duty itself is settled."""


def one_applies(matter: DutyMatter, rules: tuple[Rule, ...]) -> Check:
    """Does one of these duties apply? The best checked of those that do carries the mark."""
    found = [finding for rule in rules if (finding := rule(matter.purchase, matter.on)) is not None]
    applying = [finding for finding in found if _applies(finding)]
    if applying:
        best = min(applying, key=lambda finding: TRUST[finding.mark])
        return Check(True, mark=best.mark, because="because-clauses")
    is_open = any(finding.outcome in {"UNKNOWN", "MANUAL_REVIEW"} for finding in found)
    return Check(None if is_open else False, "no-clause-duty", "unknown-clause-duty")


def _applies(finding: Finding) -> bool:
    return finding.outcome in APPLIES or (finding.outcome == "MANUAL_REVIEW" and finding.ground in STILL_APPLIES)


def _control(matter: DutyMatter, version: DutyVersion) -> Answer:
    """The control itself happens during the contract, so its absence from the documents proves nothing."""
    controlled = one_applies(matter, (wages, works_conditions, bank_payment, apprentices))
    checks = [*clause_scope(matter, version), controlled]
    return plain_answer(matter, checks, tuple(matter.clauses("control")))


def _supervision(matter: DutyMatter, version: DutyVersion) -> Answer:
    return plain_answer(matter, [*clause_scope(matter, version), one_applies(matter, (wages, works_conditions))])


control = duty("control.duty", _control)
supervision = duty("supervision.access", _supervision)
