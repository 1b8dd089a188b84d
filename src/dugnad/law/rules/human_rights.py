"""`human-rights.risk`: human rights and decent work where goods carry a risk. A recommendation, never a breach."""

from __future__ import annotations

from datetime import date
from typing import Any

from dugnad.law.duty_matter import is_authority
from dugnad.law.finding import Finding
from dugnad.law.hard_content import GoodsGroup, HardVersion, load_hard
from dugnad.law.hard_finding import Told, Words, finding, kroner
from dugnad.law.purchase import Purchase
from dugnad.law.risk import best_mark, group_words, groups_of
from dugnad.law.rules.applies import Applies, applies, outside, place_words
from dugnad.law.scope import NO_DAY
from dugnad.law.sentence import quoted

RULE = "human-rights.risk"
DECLARED = "hum-right"
CLAUSE = "human-rights"
ROUTINES = "loa-5@2017"
"""The version that asked routines of authorities and public-law bodies, and nothing of the single purchase."""


def risk(purchase: Purchase, on: date) -> Finding | None:
    """Requirements or criteria where there is risk (LOA § 5m); suitable routines before July 2026 (LOA § 5)."""
    law = load_hard()
    rule = law.rules[RULE]
    version = None if on == NO_DAY else rule.at(on)
    if version is None and on != NO_DAY:
        return None
    found, groups = applies(purchase, on), groups_of(purchase, law.high_risk)
    told = _told(purchase, on, version, found, groups)
    clause = next((one for one in purchase.clauses if one.type == CLAUSE), None)
    words: Words = {
        "value": kroner(found.value),
        "amount": kroner(found.entry.value if found.entry else None),
        "place": place_words(law, found),
        "group": group_words(groups),
        "words": quoted(clause.quote) if clause else "",
    }
    facts: dict[str, Any] = {
        "regulation": found.regulation,
        "is_presumed": found.is_presumed,
        "value_nok": found.value,
        "risk_groups": [
            {"group": group.id, "name": group.names, "mark": group.cpv.mark, "source": group.cpv.cite}
            for group in groups
        ],
        "is_declared_in_notice": DECLARED in purchase.declared,
        "clause": {"quote": clause.quote, "place": clause.place} if clause else None,
    }
    return finding(rule, version, told, purchase=purchase, on=on, words=words, facts=facts)


def _told(  # noqa: PLR0911 - one return per way to know it
    purchase: Purchase, on: date, version: HardVersion | None, found: Applies, groups: tuple[GoodsGroup, ...]
) -> Told:
    told = outside(found, on)
    if told:
        return told
    is_routines = version is not None and version.id == ROUTINES
    if is_routines and is_authority(purchase, found.regulation) is False:
        return Told("NOT_APPLICABLE", "buyer", "other-buyer")
    if any(clause.type == CLAUSE for clause in purchase.clauses):
        return Told("DUTY_DECLARED", "clause", "declared-clause")
    if DECLARED in purchase.declared:
        return Told("DUTY_DECLARED", "notice", "declared-notice")
    if not groups:
        if not purchase.notice.cpv and not purchase.cpvs:
            return Told("UNKNOWN", "goods", "unknown-goods")
        return Told("NOT_APPLICABLE", "no-risk", "no-risk")
    bound = is_authority(purchase, found.regulation) if is_routines else found.bound
    if bound is None:
        return Told("UNKNOWN", "buyer", "unknown-buyer")
    sentence = "applies-routines" if is_routines else "applies"
    return Told("DUTY_APPLIES", "risk", sentence, marks=(best_mark(groups),))
