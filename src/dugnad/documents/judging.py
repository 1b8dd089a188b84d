"""From what was read to the facts that the law is judged on, and to its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from dugnad.documents.award_words import phrases
from dugnad.documents.found import Departure, FoundCriterion, FoundLot, Head, Procurement, Requirement
from dugnad.law.buyer import STATE_KINDS
from dugnad.law.buyer_words import kind_of_name
from dugnad.law.facts import CriterionFacts, DocumentFacts, LotFacts, NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.judge import judge, worst
from dugnad.law.purchase import ClauseFacts, Purchase
from dugnad.law.scope import NO_DAY

DIRECTIVES = {"foa": "32014L0024", "ff": "32014L0025", "kkf": "32014L0023"}
NAMED = {"foa": "anskaffelsesforskriften", "ff": "forsyningsforskriften", "kkf": "konsesjonskontraktforskriften"}
ORDINARY = STATE_KINDS | {"county", "municipality", "health"}
PATHS = {
    "spec": "spec",
    "combination": "spec",
    "exempt-insignificant": "insignificant",
    "exempt-critical-interest": "critical-interest",
    "exempt-national-minimum": "national-minimum",
}
FEWEST_UNCLAIMED = 2
"""Fewer binding requirements beside a criterion, that nobody says replace it, are incidental."""
HUNDRED = 100.0
PARTIAL = frozenset({"no-text-layer", "pages-without-text", "encrypted", "truncated", "damaged-part"})
"""Remarks that say that something was not read."""


def judge_procurement(procurement: Procurement, *, on: date | None = None) -> list[Finding]:
    """One finding of the climate and environment rule per lot, in the order of the lots."""
    day = on or procurement.head.announced or NO_DAY
    return [judge(facts, on=day) for facts in lot_facts(procurement)]


def outcome_of(findings: list[Finding]) -> str | None:
    """The outcome of the whole: that of its worst lot."""
    return worst([finding.outcome for finding in findings])


def notice_facts(head: Head) -> NoticeFacts:
    """Buyer, regulation, value and nature as the documents tell them; the part follows from value and day."""
    kind = kind_of_name(head.body or "")
    basis = head.legal_basis
    texts = (head.outside,) if head.outside else (f"{NAMED[basis]} del {head.part}",) if basis and head.part else ()
    return NoticeFacts(
        country="NOR",
        profile="national",
        legal_basis="" if head.outside else DIRECTIVES.get(basis, ""),
        legal_texts=texts,
        buyer_kind=kind,
        contract_nature=head.nature,
        cpv=head.cpv[0] if head.cpv else "",
        value_nok=head.value_nok,
    )


def presumed(notice: NoticeFacts) -> NoticeFacts:
    """What is presumed for the climate rule alone; the other duties say themselves what they presume.

    An ordinary authority whose documents name no regulation follows FOA. Whoever says that it buys under FF is bound by
    FF, whatever its name tells.
    """
    if notice.buyer_kind is None and notice.legal_basis == DIRECTIVES["ff"]:
        return replace(notice, buyer_legal_type="pub-undert")
    is_ordinary = notice.buyer_kind in ORDINARY and not notice.legal_basis and not notice.legal_texts
    return replace(notice, legal_basis=DIRECTIVES["foa"]) if is_ordinary else notice


def lot_facts(procurement: Procurement) -> list[LotFacts]:
    """Each lot, ready to be judged."""
    notice = presumed(notice_facts(procurement.head))
    return [_lot_facts(procurement, lot, notice) for lot in procurement.lots]


def _lot_facts(procurement: Procurement, lot: FoundLot, notice: NoticeFacts) -> LotFacts:
    return LotFacts(
        notice=notice,
        criteria=tuple(criterion_facts(one, lot) for one in leaves(lot)),
        basis="documents",
        documents=document_facts(procurement, lot),
        cpv=lot.cpv[0] if lot.cpv else notice.cpv,
    )


def leaves(lot: FoundLot) -> list[FoundCriterion]:
    """What counts: sub-criteria that have shares, else their criterion."""
    parents = {one.parent for one in lot.criteria if one.parent and one.is_leaf}
    return [one for one in lot.criteria if (one.is_leaf if one.parent else one.name not in parents)]


def criterion_facts(criterion: FoundCriterion, lot: FoundLot) -> CriterionFacts:
    """A criterion as the law sees it; a sub-criterion weighs what it is of the lot."""
    weight = criterion.effective_percent
    if weight is None:
        weight = _stated(criterion, lot)
    is_price = phrases("award", "price-name").match(criterion.name) is not None and criterion.environment == "none"
    stated = criterion.stated_part_percent
    if criterion.alternatives:
        stated = criterion.alternatives[0][0]
    elif lot.weights_sum and weight is not None and criterion.environment != "none":
        stated = weight * HUNDRED / lot.weights_sum  # the share it has if the others are right: two answers, one person
    is_part = criterion.environment_scope == "part" and stated is not None and not criterion.alternatives
    return CriterionFacts(
        type_code="price" if is_price else "quality",
        text=criterion.text,
        weight_percent=weight,
        weight_low=criterion.weight_low,
        weight_high=criterion.weight_high,
        weight_kind="range"
        if criterion.weight_high is not None
        else "percent"
        if weight is not None
        else "rank"
        if criterion.rank
        else "none",
        rank=criterion.rank,
        stated_percent=stated,
        environment="certain" if is_part else criterion.environment,
        environment_scope="part" if is_part else "whole" if criterion.environment != "none" else None,
    )


def _stated(criterion: FoundCriterion, lot: FoundLot) -> float | None:
    """The weight as stated where it cannot be reckoned with: a person must see the sum that does not fit."""
    own = criterion.weight_percent
    if own is None or criterion.parent is None:
        return own
    parent = next((one for one in lot.criteria if one.name == criterion.parent and one.parent is None), None)
    if criterion.weight_basis == "of_total" or parent is None or parent.weight_percent is None:
        return own
    return parent.weight_percent * own / HUNDRED


def document_facts(procurement: Procurement, lot: FoundLot) -> DocumentFacts:
    """What was read of requirements and reasons for the lot."""
    own = [one for one in procurement.requirements if one.lot in {None, lot.id} and one.environment == "certain"]
    departure = lot.departure
    binding = [one for one in own if one.is_binding]
    is_replacing = bool(binding) and (_is_claimed(departure) or _may_replace(lot, binding))
    requirements = "binding" if is_replacing else "non-binding" if own else "none"
    if own and not _is_claimed(departure) and _has_open_weight(lot):
        requirements = "none"
    return DocumentFacts(
        is_readable=procurement.is_readable,
        requirements=requirements,  # type: ignore[arg-type]
        reasons=departure.reasons,
        reasons_path=PATHS.get(departure.path),  # type: ignore[arg-type]
        reasons_quote=departure.reasons_quote.text if departure.reasons_quote else "",
        facts_against=departure.facts_against,
    )


def _is_claimed(departure: Departure) -> bool:
    """Do the documents say that they depart from the criterion, or why?"""
    return departure.claim_quote is not None or departure.reasons != "none"


def _may_replace(lot: FoundLot, binding: Sequence[Requirement]) -> bool:
    """Requirements nobody calls a replacement count as one where they are several, or the lot has no such criterion."""
    has_criterion = any(one.environment == "certain" for one in lot.criteria)
    return len(binding) >= FEWEST_UNCLAIMED or not has_criterion


def _has_open_weight(lot: FoundLot) -> bool:
    """A criterion for the environment whose weight or place is told somewhere else: nothing is known of it."""
    green = [one for one in lot.criteria if one.environment != "none"]
    is_told = any(
        one.effective_percent is not None or one.weight_percent is not None or one.weight_low is not None or one.rank
        for one in lot.criteria
    )
    return bool(green) and not is_told


def _how_read(procurement: Procurement) -> Literal["read", "partly", "not-read"]:
    if not procurement.is_readable:
        return "not-read"
    is_partial = any(remark.code in PARTIAL for remark in procurement.remarks)
    return "partly" if is_partial else "read"


def purchase_of(procurement: Procurement) -> Purchase:
    """The purchase as a whole, for the duties other than the climate and environment rule."""
    head = procurement.head
    tiers = next((one.tiers for one in procurement.clauses if one.type == "tiers" and one.tiers is not None), None)
    return Purchase(
        notice=notice_facts(head),
        cpvs=head.cpv,
        duration_months=head.duration_months,
        documents=_how_read(procurement),
        words=head.title,
        clauses=tuple(
            ClauseFacts(type=one.type, quote=one.quote.text, place=str(one.quote.place)) for one in procurement.clauses
        ),
        lots=len(procurement.lots),
        tiers_allowed=tiers,
        claimed_exception=procurement.claimed_exception,
        reasons_for_one_lot=procurement.reasons_for_one_lot,
    )
