"""From a notice's rows to the facts that the law is judged on, and its findings back to rows."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from dugnad.law.facts import CriterionFacts, LotFacts, NoticeFacts
from dugnad.law.finding import Finding, Scope
from dugnad.law.judge import judge
from dugnad.law.scope import scope
from dugnad.notices.criteria import NATIONAL_PREFIX, reasons_of, text_of
from dugnad.notices.register import Register
from dugnad.wording.pointing import refers_to_documents
from dugnad.wording.statement import invoked_path, only_repeats_rule

Row = dict[str, Any]

COMPETITION, RESULT, MODIFICATION = "competition", "result", "cont-modif"


@lru_cache(maxsize=200_000)
def refers(text: str) -> bool:
    """Does the criterion send the reader to the documents, in whole or for more?"""
    return refers_to_documents(text)


@lru_cache(maxsize=20_000)
def statement_reading(text: str) -> tuple[str | None, bool]:
    """(the path that the words invoke, do they only repeat the rule?)"""
    return (invoked_path(text), only_repeats_rule(text)) if text else (None, False)


def notice_facts(notice: Row, criteria: list[Row], register: Register) -> NoticeFacts:
    """What holds for every lot of the notice."""
    body = register.by_number.get(notice["buyer_orgnr"] or "")
    is_norwegian = notice["country"] == "NOR"
    is_award = notice["form_type"] in {RESULT, MODIFICATION}
    return NoticeFacts(
        country=notice["country"] or "",
        profile=notice["profile"],
        subtype=notice["subtype"] or "",
        form_type=notice["form_type"] or "",
        notice_type=notice["notice_type"] or "",
        legal_basis=notice["legal_basis"] or "",
        legal_texts=tuple(notice["legal_texts"] or ()),
        buyer_legal_type=notice["buyer_legal_type"] or "",
        buyer_kind=body.kind if body else None,
        contract_nature=notice["contract_nature"] or "",
        cpv=notice["cpv"] or "",
        value_nok=notice["value"] if notice["currency"] == "NOK" else None,
        is_change_without_first=bool(notice["is_change"]) and not is_award and not notice["has_first"],
        is_award_without_competition=is_award and not notice["has_first"],
        has_lost_codes=is_norwegian and notice["profile"] == "none" and not keeps_codes(criteria),
    )


def keeps_codes(criteria: list[Row]) -> bool:
    """A copy where a national code still stands has not lost its codes: TED turns every one of them."""
    return any((row["type_code"] or "").startswith(NATIONAL_PREFIX) for row in criteria)


def criterion_facts(row: Row, *, is_norwegian: bool = True) -> CriterionFacts:
    """One criterion or statement as the law sees it."""
    text = reasons_of(row) if row["is_statement"] else text_of(row)
    claims, repeats = statement_reading(text) if row["is_statement"] else (None, False)
    return CriterionFacts(
        type_code=row["type_code"] or "",
        text=text,
        weight_percent=row["weight_percent"],
        weight_low=row["weight_low"],
        weight_high=row["weight_high"],
        weight_kind=row["weight_kind"],
        rank=row["rank"],
        stated_percent=row["stated_percent"],
        is_statement=row["is_statement"],
        is_withheld=row["is_withheld"],
        environment=row["environment"],
        environment_scope=row["environment_scope"],
        points_to_documents=is_norwegian and refers(text),
        is_plainly_other=row["is_plainly_other"],
        claims=claims,
        is_boilerplate=repeats,
    )


def without_repeats(criteria: list[Row]) -> list[Row]:
    """Older imports repeat one whole text as cost, price and quality: one text without weights is one criterion."""
    texts = [text_of(row) for row in criteria]
    has_weight = any(row["weight_kind"] != "none" or row["is_statement"] for row in criteria)
    if has_weight or len(criteria) < 2 or not texts[0] or len(set(texts)) > 1:  # noqa: PLR2004
        return criteria
    return [next((row for row in criteria if row["type_code"] == "quality"), criteria[0])]


def lot_facts(facts: NoticeFacts, lot: Row, criteria: list[Row]) -> LotFacts:
    """One lot, ready to be judged from its notice alone; what a foreign text refers to has no bearing."""
    is_norwegian = facts.country == "NOR"
    return LotFacts(
        notice=facts,
        criteria=tuple(criterion_facts(row, is_norwegian=is_norwegian) for row in without_repeats(criteria)),
        criteria_in_documents=lot["criteria_in_documents"],
        has_formula=lot["has_formula"],
        cpv=lot["cpv"] or "",
        strategic=tuple(lot["strategic"] or ()),
    )


def judge_notice(notice: Row, lots: list[Row], criteria: list[Row], register: Register) -> tuple[list[Row], list[Row]]:
    """(finding rows, problem rows) of one notice; sets the notice's regulation and part."""
    on: date = notice["judged_on"] or notice["announced"] or date.min
    facts = notice_facts(notice, criteria, register)
    found: Scope = scope(facts, on=on)
    notice["regulation"], notice["part"] = found.regulation, found.part
    by_lot: dict[str, list[Row]] = {}
    for row in criteria:
        by_lot.setdefault(row["lot_id"], []).append(row)
    findings, problems = [], []
    for lot in lots:
        if lot["kind"] == "group":
            continue
        finding = judge(lot_facts(facts, lot, by_lot.get(lot["lot_id"], [])), on=on)
        findings.append(finding_row(finding, notice["notice_id"], lot["lot_id"]))
        problems += [
            {
                "field": one.field,
                "code": one.code,
                "message": f"{lot['lot_id']}: {one.message}",
                "severity": one.severity,
            }
            for one in finding.problems
        ]
    return findings, problems


def finding_row(finding: Finding, notice_id: str, lot_id: str) -> Row:
    """One row of the finding table."""
    return {
        "notice_id": notice_id,
        "lot_id": lot_id,
        "rule": finding.rule,
        "position": 0,
        "basis": finding.basis,
        "rule_version": finding.rule_version,
        "outcome": finding.outcome,
        "ground": finding.ground,
        "weight_environment_certain": finding.weight_environment_certain,
        "weight_environment_max": finding.weight_environment_max,
        "rank_environment": finding.rank_environment,
        "reasons": finding.reasons,
        "citation": finding.citation,
        "mark": finding.mark,
        "sentence_nb": finding.sentence_nb,
        "sentence_nn": finding.sentence_nn,
        "sentence_en": finding.sentence_en,
        "facts": json.dumps(finding.facts, ensure_ascii=False, separators=(",", ":"), default=str),
    }
