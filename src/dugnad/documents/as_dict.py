"""What was read and judged, as one object for programs: the shape that tender documents are reported in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dugnad.documents.found import Contradiction, Departure, FoundCriterion, FoundLot, Procurement, Quote
from dugnad.documents.judging import judge_procurement, outcome_of
from dugnad.documents.reasons import is_labelled
from dugnad.law.finding import Finding

Fields = dict[str, Any]


def as_dict(procurement: Procurement, *, on: date | None = None, findings: Sequence[Finding] | None = None) -> Fields:
    """The procurement as JSON fields; `findings` of the climate and environment rule where they are known already."""
    judged = list(findings) if findings is not None else judge_procurement(procurement, on=on)
    head = procurement.head
    day = on or head.announced
    found: Fields = {
        "file": procurement.files[0] if procurement.files else "",
        "language": head.language,
        "body": head.body,
        "orgnr": head.orgnr,
        "announced": day.isoformat() if day else None,
        "deadline": head.deadline.isoformat() if head.deadline else None,
        "rule_version": judged[0].rule_version if judged else None,
        "cpv": list(head.cpv),
        "estimated_value_nok": _number(head.value_nok),
        "lots": [_lot(procurement, lot, finding) for lot, finding in zip(procurement.lots, judged, strict=True)],
        "section_7_9": _departure(procurement.departure),
        "spec_env_requirements": [_requirement(one) for one in procurement.requirements],
        "social_clauses": [
            {"type": one.type, **_quoted(one.quote), **({"tiers": one.tiers} if one.tiers is not None else {})}
            for one in procurement.clauses
        ],
        "outcome": outcome_of(judged),
        "findings": [_finding(one, lot.id) for one, lot in zip(judged, procurement.lots, strict=True)],
        "contradictions": [_contradiction(one) for one in procurement.contradictions],
        "remarks": [
            {"code": one.code, "message": one.message, "place": _place(one.place)} for one in procurement.remarks
        ],
        "head_quotes": [{"field": field, **_quoted(quote)} for field, quote in head.quotes],
    }
    if len(procurement.files) > 1:
        found["files"] = list(procurement.files)
    if procurement.departure.cites_repealed_rule:
        found["cites_repealed_rule"] = True
    if not procurement.is_readable:
        found["image_only"] = True
    return found


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a point; shares with at most two decimals."""
    if value is None:
        return None
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _place(place: object) -> str:
    return str(place)


def _quoted(quote: Quote | None) -> Fields:
    if quote is None:
        return {"quote": None, "page_or_paragraph": None}
    file = {"file": quote.place.file} if quote.place.file else {}
    return {"quote": quote.text, "page_or_paragraph": str(quote.place), **file}


def _lot(procurement: Procurement, lot: FoundLot, finding: Finding) -> Fields:
    found: Fields = {
        "id": lot.id,
        "criteria": [_criterion(one) for one in lot.criteria],
        "env_effective_weight_percent": _number(lot.environment_certain),
        "env_weight_max_percent": _number(lot.environment_max),
        "outcome": finding.outcome,
    }
    if lot.best_environment_rank is not None:
        found["best_env_rank"] = lot.best_environment_rank
    if len(procurement.lots) > 1:
        found |= {
            "title": lot.title,
            "cpv": list(lot.cpv),
            "estimated_value_nok": _number(lot.value_nok),
            "section_7_9_path": lot.departure.path,
            "reasons_quote": lot.departure.reasons_quote.text if lot.departure.reasons_quote else None,
        }
    if lot.mini_competition:
        found["mini_competition"] = [_mini(one) for one in lot.mini_competition]
    return found | _disputed(procurement, lot)


def _criterion(one: FoundCriterion) -> Fields:
    found: Fields = {
        "name": one.name,
        "weight_percent": _number(one.weight_percent),
        "rank": one.rank,
        "parent": one.parent,
        "environment": one.environment,
        "effective_weight_percent": _number(one.effective_percent),
        **_quoted(one.quote),
    }
    if one.weight_quote is not None:
        found["weight_quote"] = one.weight_quote.text
    if one.weight_basis is not None:
        found["weight_basis"] = one.weight_basis
    if one.points is not None:
        found["points"] = _number(one.points)
    if one.weight_high is not None:
        found["weight_range"] = f"{one.weight_low:g}–{one.weight_high:g} %"
    return found


def _mini(one: FoundCriterion) -> Fields:
    found: Fields = {"name": one.name, "environment": one.environment, **_quoted(one.quote)}
    if one.weight_high is not None:
        found["weight_range"] = f"{one.weight_low:g}–{one.weight_high:g} %"
    else:
        found["weight_percent"] = _number(one.weight_percent)
    return found


def _disputed(procurement: Procurement, lot: FoundLot) -> Fields:
    """What the weights sum to, what they are elsewhere, and what the environment may weigh."""
    found: Fields = {}
    if lot.weights_sum is not None:
        found["weights_sum"] = _number(lot.weights_sum)
    others = [one for one in lot.criteria if one.alternatives]
    if others:
        weights = {one.name.casefold(): _number(one.alternatives[0][0]) for one in others}
        found["alternative_weights"] = {"quote": others[0].alternatives[0][1].text, "weights": weights}
    if found:
        found["env_weight_candidates"] = _candidates(lot)
    return found


def _candidates(lot: FoundLot) -> list[float | int | None]:
    tops = [one for one in lot.criteria if one.parent is None and one.weight_percent is not None]
    own = [one for one in tops if one.environment == "certain"]
    stated = sum(one.weight_percent or 0 for one in own)
    sums = [stated]
    if lot.weights_sum:
        sums.append(round(stated * 100 / lot.weights_sum, 1))
    if any(one.alternatives for one in own):
        sums.append(sum(one.alternatives[0][0] if one.alternatives else one.weight_percent or 0 for one in own))
    return [_number(one) for one in dict.fromkeys(sums)]


def _is_empty_reason(departure: Departure) -> bool:
    """Reasons for requirements are printed as such, though they only repeat the rule; a person judges them."""
    quote = departure.reasons_quote
    is_spec = departure.path in {"spec", "combination"} and departure.reasons == "repeats-the-rule"
    return is_spec and quote is not None and is_labelled(quote.text)


def _departure(departure: Departure) -> Fields:
    reasons = departure.reasons_quote
    shown = reasons or departure.claim_quote
    found: Fields = {
        "path": departure.path,
        "reasons_given": departure.reasons == "given" or _is_empty_reason(departure),
        "reasons_quote": reasons.text if reasons else None,
        "page_or_paragraph": str(shown.place) if shown else None,
    }
    if departure.claim_quote is not None:
        found["claim_quote"] = departure.claim_quote.text
    if departure.reasons == "repeats-the-rule":
        found["reasons_quality"] = "boilerplate"
    return found


def _requirement(one: Any) -> Fields:
    found: Fields = {**_quoted(one.quote), "binding": one.is_binding}
    if one.environment != "certain":
        found["environment"] = one.environment
    if one.lot is not None:
        found["lot"] = one.lot
    return found


def _contradiction(one: Contradiction) -> Fields:
    return {
        "code": one.code,
        "lot": one.lot,
        "message": {"nb": one.message_nb, "nn": one.message_nn, "en": one.message_en},
        "quotes": [_quoted(quote) for quote in one.quotes],
    }


def _finding(one: Finding, lot: str) -> Fields:
    return {
        "lot": lot,
        "rule": one.rule,
        "rule_version": one.rule_version,
        "outcome": one.outcome,
        "ground": one.ground,
        "weight_environment_certain": one.weight_environment_certain,
        "weight_environment_max": one.weight_environment_max,
        "rank_environment": one.rank_environment,
        "reasons": one.reasons,
        "citation": one.citation,
        "mark": one.mark,
        "sentence": {"nb": one.sentence_nb, "nn": one.sentence_nn, "en": one.sentence_en},
    }
