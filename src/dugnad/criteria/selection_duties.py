"""The contract clauses that the Act asks of a purchase: which are called for, and which the set lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dugnad.criteria.criterion import Version
from dugnad.law.duties import judge_duties
from dugnad.law.duty_law import DutyVersion, load_duties
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.purchase import Purchase

CLASSIC_DIRECTIVE = "32014L0024"
CLAUSE = "contract-clause"
RULES = {
    "5e": "wages.clause", "5f": "works.conditions", "5g": "payment.bank", "5h": "apprentices.clause",
    "5k": "tiers.limit",
}  # fmt: skip
"""The duty by the paragraph of the Act (LOA) that a clause cites."""
PARAGRAPH = re.compile(r"\bLOA §\s*(5[efghk])\b")
LONG = 12.0
"""Months of a contract that is long enough for every duty."""
OUTSIDE = ("NOT_APPLICABLE", "OUTSIDE_ACT")


def notice_facts(code: str, value_nok: float | None) -> NoticeFacts:
    """The purchase as the law sees it: an ordinary buyer bound by the procurement regulation (FOA)."""
    return NoticeFacts(
        country="NOR",
        profile="national",
        legal_basis=CLASSIC_DIRECTIVE,
        buyer_kind="municipality",
        cpv=code,
        value_nok=value_nok,
    )


def rule_of(version: Version) -> str:
    """The duty that the clause fulfils; empty where it fulfils none of those in the Act."""
    found = PARAGRAPH.search(version.already_law.cite) if version.kind == CLAUSE and version.already_law else None
    return RULES[found[1]] if found else ""


def is_statutory(version: Version) -> bool:
    """Must the buyer by law put the clause in the contract, where the purchase is of the kind and size?"""
    return version.is_statutory_clause or bool(rule_of(version))


def is_bound_demand(version: Version) -> bool:
    """Is it a requirement that the buyer fulfils a duty by making?"""
    return version.kind != CLAUSE and version.already_law is not None and version.already_law.binds == "buyer"


def is_reminder(version: Version) -> bool:
    """Does the law bind the supplier to all of it already, so that asking anew adds nothing?"""
    duty = version.already_law
    return version.kind != CLAUSE and duty is not None and duty.binds == "supplier" and duty.covers == "all"


def is_called_for(version: Version, code: str, value_nok: float | None, on: date) -> bool:
    """Does the law of the day ask for the clause in such a purchase? What cannot be told is taken as yes."""
    rule = rule_of(version)
    return not rule or all(one.outcome not in OUTSIDE for one in duties(code, value_nok, on) if one.rule == rule)


def lacking(
    versions: Iterable[Version], code: str, value_nok: float | None, on: date, months: float | None = None
) -> list[DutyVersion]:
    """The duties that apply to such a purchase of such a length and that no clause of the set fulfils."""
    fulfilled = {rule_of(version) for version in versions}
    found = duties(code, value_nok, on, months)
    missing = [one.rule for one in found if one.outcome == "DUTY_APPLIES" and one.rule not in fulfilled]
    law = load_duties()
    return [version for rule in missing if (version := law.version(rule, "foa", on))]


@lru_cache(maxsize=512)
def duties(code: str, value_nok: float | None, on: date, months: float | None = None) -> tuple[Finding, ...]:
    """The findings on the clauses of the Act, in its order."""
    notice = notice_facts(code, value_nok)
    purchase = Purchase(notice=notice, cpvs=(code,) if code else (), duration_months=months)
    return tuple(one for one in judge_duties(purchase, on=on) if one.rule in RULES.values())
