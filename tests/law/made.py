"""Lots made for tests: a municipality's EU notice unless something else is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dugnad.law.facts import CriterionFacts, DocumentFacts, LotFacts, NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.judge import judge

IN_2022 = date(2022, 3, 1)
IN_2025 = date(2025, 3, 3)
IN_2026 = date(2026, 8, 3)
REASONS = "Kravene kutter utslippene mer enn et kriterium ville gjort, vist ved beregning."

PART_3 = NoticeFacts(
    country="NOR",
    profile="eu",
    subtype="16",
    form_type="competition",
    legal_basis="32014L0024",
    buyer_legal_type="la",
    contract_nature="services",
    cpv="72000000",
    value_nok=5_000_000,
)
NATIONAL = replace(PART_3, profile="national", subtype="N16", value_nok=1_800_000)
PART_1 = replace(NATIONAL, value_nok=900_000)
E3 = replace(
    PART_3,
    profile="national-e",
    subtype="E3",
    legal_basis="other",
    legal_texts=("https://lovdata.no/eli/forskrift/2016/8/12/974", "Anskaffelsesforskriften Del 1 og 2"),
    value_nok=1_400_000,
)
UTILITY = replace(PART_3, subtype="17", legal_basis="32014L0025", buyer_legal_type="pub-undert-la")
CONCESSION = replace(PART_3, subtype="19", legal_basis="32014L0023", value_nok=70_000_000)

PRICE = CriterionFacts(type_code="price")


def price(weight: float | None = None, **facts: Any) -> CriterionFacts:
    return CriterionFacts(
        type_code="price", weight_percent=weight, weight_kind="percent" if weight else "none", **facts
    )


def quality(weight: float | None = None, **facts: Any) -> CriterionFacts:
    kind = "percent" if weight is not None else "none"
    return CriterionFacts(**{"type_code": "quality", "weight_percent": weight, "weight_kind": kind} | facts)


def green(weight: float | None = None, **facts: Any) -> CriterionFacts:
    """An environmental criterion."""
    return quality(weight, **{"environment": "certain", "environment_scope": "whole"} | facts)


def weighted(environment: float) -> tuple[CriterionFacts, ...]:
    """Price and an environmental criterion that sum to a hundred."""
    return (price(100 - environment), green(environment)) if environment else (price(60), quality(40))


def ranked(place: int | None, of: int = 5) -> tuple[CriterionFacts, ...]:
    """Criteria in order of priority, the environmental one at this place."""
    return tuple(
        (green if number == place else quality)(None, weight_kind="rank", rank=number) for number in range(1, of + 1)
    )


def statement(path: str, text: str = "", **facts: Any) -> CriterionFacts:
    return CriterionFacts(type_code=f"quality-nor-env-{path}", text=text, is_statement=True, **facts)


def lot(*criteria: CriterionFacts, notice: NoticeFacts = PART_3, **facts: Any) -> LotFacts:
    return LotFacts(notice=notice, criteria=criteria, **facts)


def judged(*criteria: CriterionFacts, on: date = IN_2025, notice: NoticeFacts = PART_3, **facts: Any) -> Finding:
    return judge(lot(*criteria, notice=notice, **facts), on=on)


def outcome(*criteria: CriterionFacts, on: date = IN_2025, notice: NoticeFacts = PART_3, **facts: Any) -> str:
    return judged(*criteria, on=on, notice=notice, **facts).outcome


def told(*criteria: CriterionFacts, on: date = IN_2025, notice: NoticeFacts = PART_3, **facts: Any) -> tuple[Any, ...]:
    """Outcome and ground."""
    finding = judged(*criteria, on=on, notice=notice, **facts)
    return finding.outcome, finding.ground


def read(**facts: Any) -> dict[str, Any]:
    """The documents of the lot were read, and nothing else."""
    return {"basis": "documents", "documents": DocumentFacts(**facts)}
