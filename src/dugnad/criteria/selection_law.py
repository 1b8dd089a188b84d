"""What the climate and environment rule says of a set: the law's own judge, given the set as facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dugnad.criteria.cpv_groups import cpv_code
from dugnad.criteria.criterion import Version
from dugnad.criteria.remark_words import price_words, tone_of
from dugnad.criteria.selection import Pick, Remark, Selection
from dugnad.criteria.stems import fold
from dugnad.errors import DugnadError
from dugnad.law.facts import CriterionFacts, DocumentFacts, LotFacts, NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.judge import judge
from dugnad.law.parameters import load_law

AWARD, SPECIFICATION = "award-criterion", "technical-specification"
CLASSIC_DIRECTIVE = "32014L0024"
CODES = {
    "POSSIBLE_BREACH": "law-possible-breach",
    "REASONS_MISSING": "law-reasons",
    "NOT_APPLICABLE": "law-outside",
    "OUTSIDE_ACT": "law-outside",
    "DUTY_APPLIES": "law-general-duty",
}
"""The remark by the judge's outcome; met is law-met, the rest law-open."""
Picked = tuple[tuple[Pick, Version], ...]


def minimum_weight(on: date) -> float | None:
    """The least environmental weight of classic buyers on the day; None where the law of the day names none."""
    regime = load_law().regime("foa", on)
    return regime.minimum.value if regime and regime.minimum else None


def judged(selection: Selection, picked: Picked, on: date) -> Finding:
    """The law's finding on the set, for a bound buyer under the procurement regulation (FOA)."""
    return judge(_facts(selection, picked), on=on)


def law_remarks(selection: Selection, picked: Picked, on: date) -> Iterator[Remark]:
    """Met, not met, or to be justified, in the judge's own words."""
    if not picked and not selection.other:
        return
    finding = judged(selection, picked, on)
    code = "law-met" if finding.outcome.startswith("MET_") else CODES.get(finding.outcome, "law-open")
    weight = finding.weight_environment_certain
    environmental = tuple(pick.key for pick, version in picked if version.is_environmental and version.kind == AWARD)
    yield Remark(
        code,
        tone_of(code),
        environmental,
        {
            "outcome": finding.outcome,
            "sentence_nb": finding.sentence_nb,
            "sentence_nn": finding.sentence_nn,
            "sentence_en": finding.sentence_en,
            "cite": finding.citation,
            "mark": finding.mark,
            "weight": weight if weight is not None else 0.0,
            "minimum": minimum_weight(on) or 0.0,
        },
    )
    if not environmental:
        has_demands = any(version.is_environmental and version.kind == SPECIFICATION for _, version in picked)
        code = "demands-need-reasons" if has_demands else "nothing-environmental"
        yield Remark(code, tone_of(code), (), {"minimum": minimum_weight(on) or 0.0, "cite": finding.citation})


def _facts(selection: Selection, picked: Picked) -> LotFacts:
    awards = [
        CriterionFacts(
            type_code="quality",
            text=version.name.get("nb", ""),
            weight_percent=pick.weight_percent,
            weight_kind="none" if pick.weight_percent is None else "percent",
            environment="certain" if version.is_environmental else "none",
            environment_scope="whole" if version.is_environmental else None,
        )
        for pick, version in picked
        if version.kind == AWARD
    ]
    prices = {fold(word) for word in price_words()}
    others = [
        CriterionFacts(
            type_code="price" if prices.intersection(map(fold, name.split())) else "quality",
            text=name,
            weight_percent=weight,
            weight_kind="percent",
        )
        for name, weight in selection.other
    ]
    demands = any(version.is_environmental and version.kind == SPECIFICATION for _, version in picked)
    documents = DocumentFacts(
        requirements="binding" if demands else "none", reasons="none", reasons_path="spec" if demands else None
    )
    code = _code(selection.cpv)
    notice = NoticeFacts(
        country="NOR",
        profile="national",
        legal_basis=CLASSIC_DIRECTIVE,
        buyer_kind="municipality",
        cpv=code,
        value_nok=selection.value_nok,
    )
    return LotFacts(notice=notice, criteria=(*awards, *others), basis="documents", documents=documents, cpv=code)


def _code(written: str) -> str:
    try:
        return cpv_code(written) if written else ""
    except DugnadError:
        return ""
