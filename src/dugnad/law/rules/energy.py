"""`energy.efficiency`: central state bodies buy products of the highest energy class, from 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from dugnad.law.finding import Finding, Mark
from dugnad.law.hard_content import GoodsGroup, HardLaw, HardRule, HardVersion, Names, load_hard
from dugnad.law.hard_finding import Told, Words, finding, kroner
from dugnad.law.part import nature_of
from dugnad.law.purchase import Purchase
from dugnad.law.risk import best_mark, group_words, groups_of, groups_under
from dugnad.law.rules.applies import Applies, applies, main_cpv, outside, place_words
from dugnad.law.scope import NO_DAY

RULE = "energy.efficiency"
CENTRAL = frozenset({"ministry", "state-agency"})
MAYBE_CENTRAL = frozenset({"state-enterprise", "governor"})
"""State enterprises and governors: whether the whole country is their field is for a person to say."""


def efficiency(purchase: Purchase, on: date) -> Finding | None:
    """Highest available energy class for labelled products at or over the EEA threshold."""
    law = load_hard()
    rule = law.rules[RULE]
    version = None if on == NO_DAY else rule.at(on)
    found = applies(purchase, on)
    groups = groups_of(purchase, law.labelled_goods)
    told = _told(purchase, on, rule.versions[0], version, found, groups)
    words: Words = {
        "value": kroner(found.value),
        "amount": kroner(found.entry.value if found.entry else None),
        "place": place_words(law, found),
        "group": _goods(law, rule, purchase, groups),
    }
    facts: dict[str, Any] = {
        "regulation": found.regulation,
        "is_presumed": found.is_presumed,
        "buyer_kind": purchase.notice.buyer_kind,
        "value_nok": found.value,
        "is_over_eea": found.is_over_eea,
        "labelled_goods": [{"group": group.id, "name": group.names, "mark": group.cpv.mark} for group in groups],
    }
    return finding(rule, version, told, purchase=purchase, on=on, words=words, facts=facts, amounts=found.place.amounts)


def _told(  # noqa: PLR0911 - one return per condition
    purchase: Purchase,
    on: date,
    first: HardVersion,
    version: HardVersion | None,
    found: Applies,
    groups: tuple[GoodsGroup, ...],
) -> Told:
    if version is None and on != NO_DAY:
        return Told("NOT_APPLICABLE", "too-early", "too-early", cite=first.cite["rule"], own_mark=first.mark)
    told = outside(found, on)
    if told:
        return told
    if not groups and not _may_be_goods(purchase):
        return _no_goods(purchase)
    is_central = central(purchase)
    if is_central is False:
        return Told("NOT_APPLICABLE", "buyer", "other-buyer")
    if is_central is None:
        is_named = bool(purchase.notice.buyer_kind or purchase.notice.buyer_legal_type)
        return Told(
            "MANUAL_REVIEW" if is_named else "UNKNOWN", "buyer", "review-buyer" if is_named else "unknown-buyer"
        )
    over = found.is_over_eea
    if over is None:
        is_missing = found.lacks == "threshold"
        return Told(
            "MANUAL_REVIEW" if is_missing else "UNKNOWN", "value", "lacks-threshold" if is_missing else "unknown-value"
        )
    marks: tuple[Mark, ...] = tuple(amount.mark for amount in found.place.amounts if amount.name.startswith("eea-"))
    if not over:
        return Told("NOT_APPLICABLE", "value", "under-eea", marks=marks)
    if not groups:
        is_service = _is_service(purchase)
        return Told("MANUAL_REVIEW", *(("service", "review-service") if is_service else ("goods", "review-goods")))
    return Told("DUTY_APPLIES", "energy-class", "applies", marks=(best_mark(groups), *marks))


def central(purchase: Purchase) -> bool | None:
    """Is the buyer a central state body? By the register or its name, else by its own code."""
    kind, code = purchase.notice.buyer_kind, purchase.notice.buyer_legal_type
    if kind in CENTRAL:
        return True
    if kind in MAYBE_CENTRAL:
        return None
    if kind:
        return False
    return True if code == "cga" else None if "cga" in code or not code else False


def _is_service(purchase: Purchase) -> bool:
    return nature_of(purchase.notice, main_cpv(purchase)) == "services"


def _is_works(purchase: Purchase) -> bool:
    return nature_of(purchase.notice, main_cpv(purchase)) == "works"


def _may_be_goods(purchase: Purchase) -> bool:
    """A service, for which the supplier may buy labelled goods, or a code so wide that they stand under it."""
    is_wide = bool(groups_under(purchase, load_hard().labelled_goods)) and not _is_works(purchase)
    return _is_service(purchase) or is_wide


def _goods(law: HardLaw, rule: HardRule, purchase: Purchase, groups: tuple[GoodsGroup, ...]) -> Names:
    """The goods as a sentence names them: those found, else the service, else those that the code may mean."""
    if groups:
        return group_words(groups)
    if _is_service(purchase):
        return rule.sentences["a-service"]
    under = group_words(groups_under(purchase, law.labelled_goods))
    return {language: text.format(group=under[language]) for language, text in rule.sentences["maybe"].items()}


def _no_goods(purchase: Purchase) -> Told:
    """The instruction as it was read says nothing of works."""
    if _is_works(purchase):
        return Told("NOT_APPLICABLE", "goods", "no-goods", marks=("I",))
    if not purchase.notice.cpv and not purchase.cpvs:
        return Told("UNKNOWN", "goods", "unknown-goods")
    return Told("NOT_APPLICABLE", "goods", "no-goods")
