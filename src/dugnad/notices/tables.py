"""The tables of the store: names, keys and columns as other programs rely on them.

Add columns freely; rename or drop none without a dated decision in docs/decisions/.
"""

from __future__ import annotations

import pyarrow as pa


def schema(columns: dict[str, pa.DataType]) -> pa.Schema:
    """A table's columns in order."""
    return pa.schema(list(columns.items()))


TEXTS: pa.DataType = pa.list_(pa.string())
EVIDENCE: pa.DataType = pa.list_(
    pa.struct([("field", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("term", pa.string())])
)

RAW = schema(
    {
        "sha256": pa.string(),
        "name": pa.string(),
        "source": pa.string(),
        "bytes": pa.binary(),
        "received_at": pa.timestamp("us", tz="UTC"),
    }
)

NOTICE = schema(
    {
        "notice_id": pa.string(),
        "base_id": pa.string(),
        "sha256": pa.string(),
        "file": pa.string(),
        "source": pa.string(),
        "format": pa.string(),
        "format_version": pa.string(),
        "profile": pa.string(),
        "subtype": pa.string(),
        "form_type": pa.string(),
        "notice_type": pa.string(),
        "publication_number": pa.string(),
        "procedure_id": pa.string(),
        "version": pa.string(),
        "is_change": pa.bool_(),
        "changes_notice_id": pa.string(),
        "announced": pa.date32(),
        "judged_on": pa.date32(),
        "has_first": pa.bool_(),
        "language": pa.string(),
        "languages": TEXTS,
        "country": pa.string(),
        "title": pa.string(),
        "buyer_orgnr": pa.string(),
        "buyer_name": pa.string(),
        "buyer_legal_type": pa.string(),
        "buyer_nuts": pa.string(),
        "legal_basis": pa.string(),
        "legal_texts": TEXTS,
        "regulation": pa.string(),
        "part": pa.string(),
        "procedure_type": pa.string(),
        "contract_nature": pa.string(),
        "cpv": pa.string(),
        "value": pa.float64(),
        "currency": pa.string(),
        "is_latest": pa.bool_(),
        "is_demo": pa.bool_(),
    }
)

BODY = schema(
    {
        "orgnr": pa.string(),
        "name": pa.string(),
        "kind": pa.string(),
        "obligation_class": pa.string(),
        "parent_orgnr": pa.string(),
        "municipality": pa.string(),
        "county": pa.string(),
        "since": pa.date32(),
        "until": pa.date32(),
        "is_demo": pa.bool_(),
    }
)

BUYER = schema(
    {
        "notice_id": pa.string(),
        "position": pa.int32(),
        "orgnr": pa.string(),
        "matched_by": pa.string(),
        "share_role": pa.string(),
        "name": pa.string(),
    }
)

PARTY = schema(
    {
        "notice_id": pa.string(),
        "role": pa.string(),
        "position": pa.int32(),
        "orgnr": pa.string(),
        "orgnr_raw": pa.string(),
        "name": pa.string(),
        "country": pa.string(),
        "nuts": pa.string(),
        "city": pa.string(),
    }
)

LOT = schema(
    {
        "notice_id": pa.string(),
        "lot_id": pa.string(),
        "kind": pa.string(),
        "title": pa.string(),
        "cpv": pa.string(),
        "cpv_additional": TEXTS,
        "value": pa.float64(),
        "currency": pa.string(),
        "strategic": TEXTS,
        "environmental_impact": TEXTS,
        "gpp_criteria": TEXTS,
        "social_objective": TEXTS,
        "innovation": TEXTS,
        "strategic_text": pa.string(),
        "accessibility": TEXTS,
        "reserved": pa.string(),
        "cvd_applies": pa.string(),
        "cvd_contract_type": pa.string(),
        "vehicles": pa.int64(),
        "vehicles_clean": pa.int64(),
        "vehicles_zero": pa.int64(),
        "criteria_in_documents": pa.bool_(),
        "criteria_stated": pa.bool_(),
        "has_formula": pa.bool_(),
    }
)

CRITERION = schema(
    {
        "notice_id": pa.string(),
        "lot_id": pa.string(),
        "position": pa.int32(),
        "type_code": pa.string(),
        "name": pa.string(),
        "description": pa.string(),
        "language": pa.string(),
        "weight_raw": pa.string(),
        "weight_kind": pa.string(),
        "weight_percent": pa.float64(),
        "weight_low": pa.float64(),
        "weight_high": pa.float64(),
        "rank": pa.int32(),
        "is_statement": pa.bool_(),
        "is_withheld": pa.bool_(),
        "environment": pa.string(),
        "environment_scope": pa.string(),
        "topic": pa.string(),
        "social": pa.string(),
        "stated_percent": pa.float64(),
        "is_plainly_other": pa.bool_(),
        "evidence": EVIDENCE,
        "source": pa.string(),
    }
)

FINDING = schema(
    {
        "notice_id": pa.string(),
        "lot_id": pa.string(),
        "rule": pa.string(),
        "position": pa.int32(),
        "basis": pa.string(),
        "rule_version": pa.string(),
        "outcome": pa.string(),
        "ground": pa.string(),
        "weight_environment_certain": pa.float64(),
        "weight_environment_max": pa.float64(),
        "rank_environment": pa.int32(),
        "reasons": pa.string(),
        "citation": pa.string(),
        "mark": pa.string(),
        "sentence_nb": pa.string(),
        "sentence_nn": pa.string(),
        "sentence_en": pa.string(),
        "facts": pa.string(),
    }
)

DOCUMENT = schema(
    {
        "notice_id": pa.string(),
        "position": pa.int32(),
        "file": pa.string(),
        "sha256": pa.string(),
        "media": pa.string(),
        "pages": pa.int32(),
        "language": pa.string(),
        "is_readable": pa.bool_(),
        "problem": pa.string(),
        "message": pa.string(),
        "contradictions": TEXTS,
    }
)

DOCUMENT_LOT = schema(
    {
        "notice_id": pa.string(),
        "lot_id": pa.string(),
        "environment_certain": pa.float64(),
        "environment_max": pa.float64(),
        "best_environment_rank": pa.int32(),
        "path": pa.string(),
        "reasons": pa.string(),
        "reasons_quote": pa.string(),
        "reasons_place": pa.string(),
        "reasons_file": pa.string(),
        "criteria": pa.int32(),
        "requirements_binding": pa.int32(),
        "requirements_non_binding": pa.int32(),
        "declared_certain": pa.float64(),
        "declared_path": pa.string(),
        "agrees": pa.bool_(),
        "difference": pa.string(),
    }
)

REQUIREMENT = schema(
    {
        "notice_id": pa.string(),
        "position": pa.int32(),
        "lot_id": pa.string(),
        "environment": pa.string(),
        "is_binding": pa.bool_(),
        "quote": pa.string(),
        "place": pa.string(),
        "file": pa.string(),
    }
)

CLAUSE = schema(
    {
        "notice_id": pa.string(),
        "position": pa.int32(),
        "type": pa.string(),
        "tiers": pa.int32(),
        "quote": pa.string(),
        "place": pa.string(),
        "file": pa.string(),
    }
)

RESULT = schema(
    {
        "indicator": pa.string(),
        "scope": pa.string(),
        "code": pa.string(),
        "period": pa.string(),
        "numerator": pa.float64(),
        "denominator": pa.float64(),
        "coverage": pa.float64(),
        "value": pa.float64(),
        "computed_at": pa.timestamp("us", tz="UTC"),
    }
)

PROBLEM = schema(
    {
        "sha256": pa.string(),
        "position": pa.int32(),
        "file": pa.string(),
        "notice_id": pa.string(),
        "field": pa.string(),
        "code": pa.string(),
        "message": pa.string(),
        "severity": pa.string(),
    }
)

DOCUMENT_CRITERION = schema(
    {
        "notice_id": pa.string(),
        "position": pa.int32(),
        "criterion": pa.string(),
        "version": pa.date32(),
        "by": pa.string(),
        "likeness": pa.float64(),
        "file": pa.string(),
        "place": pa.string(),
    }
)

FED_TABLES = ("document", "document_lot", "requirement", "clause", "document_criterion")
"""Tables that follow from the documents alone."""
TABLES: dict[str, pa.Schema] = {
    "notice": NOTICE,
    "body": BODY,
    "buyer": BUYER,
    "party": PARTY,
    "lot": LOT,
    "criterion": CRITERION,
    "finding": FINDING,
    "problem": PROBLEM,
    "document": DOCUMENT,
    "document_lot": DOCUMENT_LOT,
    "requirement": REQUIREMENT,
    "clause": CLAUSE,
    "document_criterion": DOCUMENT_CRITERION,
}
