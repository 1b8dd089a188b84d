"""What the climate and environment rule says of a set: the law's own judge, given the set as facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dugnad.criteria.cpv_groups import cpv_code
from dugnad.criteria.criterion import Version
from dugnad.criteria.remark_words import price_words, tone_of
from dugnad.criteria.selection import Pick, Remark, Selection
from dugnad.criteria.selection_duties import notice_facts
from dugnad.criteria.stems import fold
from dugnad.errors import DugnadError
from dugnad.law.facts import CriterionFacts, DocumentFacts, LotFacts
from dugnad.law.finding import Finding
from dugnad.law.judge import judge
from dugnad.law.parameters import load_law
from dugnad.wording.read import read_text

AWARD, SPECIFICATION = "award-criterion", "technical-specification"
UTILITIES = "65"
"""The division of utility services: such buyers often follow another regulation."""
WHOLE, ROUNDING = 100.0, 0.01
NO_DUTY = ("NOT_APPLICABLE", "OUTSIDE_ACT", "DUTY_APPLIES")
"""Outcomes in which the rule on weight does not apply."""
CODES = {
    "MET_WEIGHT": "law-met",
    "POSSIBLE_BREACH": "law-possible-breach",
    "REASONS_MISSING": "law-reasons",
    "SHOULD_NOT_MET": "law-should-not-met",
    "NOT_APPLICABLE": "law-outside",
    "OUTSIDE_ACT": "law-outside",
    "DUTY_APPLIES": "law-general-duty",
}
"""The remark by the judge's outcome; the rest is law-open."""
OWN_CODES = {
    "too-early": "law-too-early",
    "unknown-no-criteria": "law-no-awards",
    "unknown-weights": "law-weights-missing",
    "review-weight-crosses": "law-doubtful-weight",
    "review-weight-disputed": "law-doubtful-weight",
    "review-price-only": "law-price-only",
}
"""The remark where the judge's own sentence speaks of a notice or of documents, by its key."""
MAY_COMBINE_FROM = date(2026, 7, 1)
"""From this day requirements may stand beside the weight and need not be clearly better (LOA § 5b)."""
Picked = tuple[tuple[Pick, Version], ...]


def minimum_weight(on: date) -> float | None:
    """The least environmental weight of classic buyers on the day; None where the law of the day names none."""
    regime = load_law().regime("foa", on)
    return regime.minimum.value if regime and regime.minimum else None


def counts_of(version: Version) -> str:
    """How surely its weight counts as weight on climate and environment: certain, doubtful or none."""
    return version.weight_counts if version.kind == AWARD and version.is_environmental else "none"


def judged(selection: Selection, picked: Picked, on: date) -> Finding:
    """The law's finding on the set, for a bound buyer under the procurement regulation (FOA)."""
    return judge(_facts(selection, picked), on=on)


def rule_applies(code: str, value_nok: float | None, on: date) -> bool:
    """Does the rule on weight apply to such a purchase? What cannot be told is taken as yes."""
    return judged(Selection((), cpv=code, value_nok=value_nok), (), on).outcome not in NO_DUTY


def law_remarks(selection: Selection, picked: Picked, on: date) -> Iterator[Remark]:
    """Met, not met, or to be justified; nothing where a pick is not known, since its weight cannot be told."""
    if len(picked) < len(selection.picks) or (not picked and not selection.other):
        return
    finding = judged(selection, picked, on)
    code = _code_of(finding, selection, picked, on)
    if code:
        yield _remark(code, finding, picked, on, is_grave=not _is_utility(selection))
    if finding.outcome in NO_DUTY:
        return
    if _is_utility(selection):
        yield Remark("law-assumes-foa", tone_of("law-assumes-foa"), (), {})
    yield from _advice(finding, picked, on)


def _code_of(finding: Finding, selection: Selection, picked: Picked, on: date) -> str:
    """The remark to give; empty where something else in the set must be put right first."""
    if finding.outcome in NO_DUTY:
        return OWN_CODES.get(finding.facts["why"], CODES[finding.outcome])
    awards = [(pick, version) for pick, version in picked if version.kind == AWARD]
    if any(pick.weight_percent is None for pick, _ in awards):
        return "law-weights-missing"
    code = CODES.get(finding.outcome, OWN_CODES.get(finding.facts["why"], "law-open"))
    if code == "law-open" and selection.value_nok is None:
        return "law-value-missing"
    total = sum(pick.weight_percent or 0.0 for pick, _ in awards) + sum(weight for _, weight in selection.other)
    if code == "law-met" and total > WHOLE + ROUNDING:
        return ""
    if code == "law-reasons" and not _has_award(finding, picked):
        return "demands-need-reasons"
    return "law-reasons-clearly-better" if code == "law-reasons" and on < MAY_COMBINE_FROM else code


def _remark(code: str, finding: Finding, picked: Picked, on: date, *, is_grave: bool) -> Remark:
    weight, most = finding.weight_environment_certain or 0.0, finding.weight_environment_max or 0.0
    tone = tone_of(code)
    return Remark(
        code,
        tone if is_grave or tone != "stop" else "caution",
        tuple(pick.key for pick, version in picked if version.is_environmental and version.kind == AWARD),
        {
            "outcome": finding.outcome,
            "sentence_nb": finding.sentence_nb,
            "sentence_nn": finding.sentence_nn,
            "sentence_en": finding.sentence_en,
            "cite": finding.citation,
            "mark": finding.mark,
            "weight": weight if weight == most or code == "law-doubtful-weight" else f"{weight:g}–{most:g}",
            "most": most,
            "minimum": minimum_weight(on) or 0.0,
        },
    )


def _has_award(finding: Finding, picked: Picked) -> bool:
    """Is there an environmental award criterion, from the library or the buyer's own?"""
    own = any(row["environment"] != "none" for row in finding.facts["criteria"])
    return own or any(version.is_environmental and version.kind == AWARD for _, version in picked)


def _advice(finding: Finding, picked: Picked, on: date) -> Iterator[Remark]:
    """What would serve better, where the rule applies."""
    least = minimum_weight(on)
    has_demand = any(version.is_environmental and version.kind == SPECIFICATION for _, version in picked)
    if not has_demand and not _has_award(finding, picked):
        yield Remark("nothing-environmental", tone_of("nothing-environmental"), (), {"minimum": least or 0.0})
    certain = [(pick, version) for pick, version in picked if counts_of(version) == "certain"]
    if least and certain and all(version.effect.size in ("small", "unknown") for _, version in certain):
        about = tuple(pick.key for pick, _ in certain)
        yield Remark("awards-small", tone_of("awards-small"), about, {"minimum": least})


def _is_utility(selection: Selection) -> bool:
    return _code(selection.cpv).startswith(UTILITIES)


def _facts(selection: Selection, picked: Picked) -> LotFacts:
    awards = [
        CriterionFacts(
            type_code="quality",
            text=version.name.get("nb", ""),
            weight_percent=pick.weight_percent,
            weight_kind="none" if pick.weight_percent is None else "percent",
            environment=counts_of(version),  # type: ignore[arg-type]
            environment_scope="whole" if counts_of(version) != "none" else None,
        )
        for pick, version in picked
        if version.kind == AWARD
    ]
    others = [_own(name, weight) for name, weight in selection.other]
    demands = any(version.is_environmental and version.kind == SPECIFICATION for _, version in picked)
    documents = DocumentFacts(
        requirements="binding" if demands else "none", reasons="none", reasons_path="spec" if demands else None
    )
    code = _code(selection.cpv)
    notice = notice_facts(code, selection.value_nok)
    return LotFacts(notice=notice, criteria=(*awards, *others), basis="documents", documents=documents, cpv=code)


def _own(name: str, weight: float) -> CriterionFacts:
    """A criterion of the buyer's own: price, or what its name says."""
    prices = {fold(word) for word in price_words()}
    words = set(map(fold, name.split()))
    verdict = read_text("", name, "")
    is_price = bool(words & prices) and verdict.environment != "certain"
    return CriterionFacts(
        type_code="price" if is_price else "quality",
        text=name,
        weight_percent=weight,
        weight_kind="percent",
        environment="none" if words <= prices else verdict.environment,
        environment_scope=verdict.environment_scope,
    )


def _code(written: str) -> str:
    try:
        return cpv_code(written) if written else ""
    except DugnadError:
        return ""
