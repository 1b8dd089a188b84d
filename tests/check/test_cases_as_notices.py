"""Every worked case that a notice alone can show gives the same finding when it is written, read and judged as XML."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from dugnad.check.notice import check_notice
from dugnad.eforms.spec import Criterion, LegalReference, Lot, Notice, Organisation
from dugnad.eforms.writer import write_notice
from dugnad.law.cases import Case, load_cases
from dugnad.law.facts import CriterionFacts, LotFacts

TEXTS = {
    ("certain", "whole"): ("Miljø", "Utslipp av klimagasser fra leveransen."),
    ("certain", "part"): ("Kvalitet og miljø", ""),
    ("doubtful", "whole"): ("Bærekraft", ""),
    ("none", None): ("Kompetanse", "Erfaring hos tilbudt personell."),
}
BUYERS = {None: "Ukjent oppdragsgiver", "municipality": "Bærum kommune"}
PRICE = ("Pris", "Samlet tilbudssum.")
UNITS = {"percent": "per-exa", "decimal": "dec-exa", "points": "poi-exa", "rank": "ord-imp", "range": "per-mid"}


def is_shown_by_a_notice(case: Case) -> bool:
    """Only what stands in one notice: no documents, no copy that lost its codes on the way, no other notice."""
    return case.expect is not None and "outcome" in case.expect and all(is_plain(lot) for lot in case.lots)


def is_plain(lot: LotFacts) -> bool:
    facts = lot.notice
    linked = facts.is_change_without_first or facts.is_award_without_competition
    ranges = any(one.weight_low is not None for one in lot.criteria)
    shares = any(one.stated_percent is not None and one.environment_scope == "part" for one in lot.criteria)
    return lot.basis == "notice" and not linked and not ranges and not shares and not facts.has_lost_codes


def words(one: CriterionFacts) -> tuple[str, str]:
    if one.text or one.is_statement:
        return "", one.text
    if one.points_to_documents:
        return "", "Fremgår av konkurransegrunnlaget."
    if one.is_plainly_other:
        return "Leveringstid", "Antall dager fra bestilling til levering."
    if one.type_code == "quality-nor-env-criteria" and one.environment == "none":
        return "", ""
    is_price = one.type_code in {"price", "cost"} and one.environment == "none"
    name, description = PRICE if is_price else TEXTS[one.environment, one.environment_scope]
    share = f"Vektes {one.stated_percent:g} %." if one.stated_percent is not None else ""
    return name, f"{description} {share}".strip()


def written(one: CriterionFacts) -> Criterion:
    name, description = words(one)
    number: float | str | None = one.rank if one.rank is not None else one.weight_percent
    number = one.weight_high if one.weight_kind == "range" else number
    if one.weight_kind == "decimal" and number is not None:
        number = float(number) / 100
    return Criterion(
        type_code=one.type_code or "quality",
        name=name,
        description=description,
        weight=number,
        weight_code=UNITS.get(one.weight_kind, "per-exa"),
        is_withheld=one.is_withheld,
    )


def as_notice(case: Case) -> bytes:
    facts = case.lots[0].notice
    lots = [
        Lot(
            lot_id=f"LOT-{number:04d}",
            title="Delkontrakt",
            cpv=lot.cpv or facts.cpv,
            criteria=tuple(map(written, lot.criteria)),
            formula="a + b" if lot.has_formula else "",
        )
        for number, lot in enumerate(case.lots, start=1)
    ]
    suffix: Any = facts.profile if facts.profile != "none" else None
    return write_notice(
        Notice(
            subtype=facts.subtype or "16",
            notice_id=str(uuid.uuid5(uuid.NAMESPACE_OID, case.id)),
            procedure_id=str(uuid.uuid5(uuid.NAMESPACE_DNS, case.id)),
            issue_date=case.announced,
            buyers=(
                Organisation(name=BUYERS[facts.buyer_kind], country=facts.country, legal_type=facts.buyer_legal_type),
            ),
            lots=tuple(lots),
            profile=suffix,
            nature=facts.contract_nature or "services",
            cpv=facts.cpv,
            value=facts.value_nok,
            directive=facts.legal_basis or None,
            legal_references=tuple(LegalReference(reference=text) for text in facts.legal_texts),
        )
    )


@pytest.mark.parametrize(
    "case", [case for case in load_cases() if is_shown_by_a_notice(case)], ids=lambda case: case.id
)
def test_case_written_as_a_notice_has_the_same_outcome(case: Case) -> None:
    raw = as_notice(case)

    checked = check_notice(raw, file=f"{case.id}.xml")

    assert case.expect is not None
    wanted = {name: case.expect[name] for name in ("outcome", "ground", "rule_version") if name in case.expect}
    findings = [one.finding for one in checked.lots if one.finding]
    assert wanted in [{name: finding[name] for name in wanted} for finding in findings]
