"""Award criteria of one lot: one row per criterion, never per language version; statements marked as such."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from dugnad.eforms.codes import codes
from dugnad.notices.problem import Problems
from dugnad.notices.walk import Record, every, first, in_language
from dugnad.notices.weights import FULL, check_weights, points_to_percent, read_weight
from dugnad.wording.pointing import points_to_documents
from dugnad.wording.read import read_text
from dugnad.wording.statement import is_plainly_other
from dugnad.wording.verdict import Verdict

Row = dict[str, Any]

ENVIRONMENT_CODE = "quality-nor-env-criteria"
STATEMENT_CODES = frozenset(
    {
        "quality-nor-env-spec",
        "quality-nor-env-none",
        "quality-nor-env-exempt-insignificant",
        "quality-nor-env-exempt-critical-interest",
        "quality-nor-env-exempt-national-minimum",
    }
)
TYPE_CODES = STATEMENT_CODES | {ENVIRONMENT_CODE, "price", "cost", "quality", "unpublished", "per-other"}
NATIONAL_PREFIX = "quality-nor-env-"
ROUNDING = 1.0
FEWEST_WORDS = 8
"""A statement's name of fewer words is a heading, not reasons."""
DISTINCT_TEXTS = 200_000
"""Buyers repeat their criteria: a bounded memory of verdicts halves the work of a large import."""


@lru_cache(maxsize=DISTINCT_TEXTS)
def verdict_of(language: str, name: str, description: str) -> Verdict:
    """The wording's verdict on one criterion."""
    return read_text(language, name, description)


@lru_cache(maxsize=DISTINCT_TEXTS)
def is_pointer(text: str) -> bool:
    """Does the text only say that the criteria stand in the documents?"""
    return points_to_documents(text)


def read_criteria(lot: Record, lot_id: str, languages: tuple[str, ...], problems: Problems) -> tuple[list[Row], Row]:
    """The lot's criterion rows, and the flags that belong on the lot's row."""
    awards = lot.get("award", [])
    rows = [row for award in awards for row in criteria_in(award, lot_id, languages, problems)]
    pointers = [row for row in rows if is_pointer(text_of(row))]
    rows = [row for row in rows if row["type_code"] or row not in pointers]
    for position, row in enumerate(rows):
        row["position"] = position
    points_to_percent(rows)
    settle_shares(rows)
    check_weights(rows, lot_id, problems)
    formula = any(every(award, "formula") for award in awards)
    formula = formula or any(every(one, "formula") for award in awards for one in award.get("criterion", ()))
    flags = {
        "criteria_in_documents": bool(pointers),
        "criteria_stated": any(not row["is_statement"] and not is_pointer(text_of(row)) for row in rows),
        "has_formula": formula,
    }
    return rows, flags


@cache
def code_labels() -> frozenset[str]:
    """The official names of the national codes, in plain form: a name that only repeats them says nothing more."""
    versions = [one for code, found in codes("award-criterion-type").items() if code.startswith(NATIONAL_PREFIX)
                for one in found]  # fmt: skip
    return frozenset(plain(text) for one in versions for text in (one.nb, one.nn, one.en))


def plain(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(character for character in text.lower() if character.isalnum())


def is_label(name: str) -> bool:
    """Is the name only the official name of a national code?"""
    return plain(name) in code_labels()


def reasons_of(row: Row) -> str:
    """A statement's reasons: its description. A name counts in its place only where it is more than a label."""
    name = row["name"] or ""
    is_sentence = len(name.split()) >= FEWEST_WORDS and not is_label(name)
    return (row["description"] or "").strip() or (name.strip() if is_sentence else "")


def settle_shares(rows: list[Row]) -> None:
    """Sub-shares in a text: of the criterion where they sum to 100, of the lot where they sum to its weight."""
    for row in rows:
        share, total = row.pop("_sub_share")
        weight = row["weight_percent"]
        if share is None or weight is None or row["stated_percent"] is not None:
            continue
        if abs(total - FULL) <= ROUNDING:
            row["stated_percent"] = share * weight / FULL
        elif abs(total - weight) <= ROUNDING:
            row["stated_percent"] = share


def text_of(row: Row) -> str:
    """Name and description as one text: where the label sits depends on the sender, not on the form."""
    return f"{row['name'] or ''} {row['description'] or ''}".strip()


def criteria_in(award: Record, lot_id: str, languages: tuple[str, ...], problems: Problems) -> list[Row]:
    """The rows of one AwardingCriterion; a type placed one level too high is reported, and is no criterion."""
    found = nested(award.get("criterion", []))
    if first(award, "type"):
        message = f'{lot_id}: the type "{first(award, "type")}" stands above its criterion, where it has no meaning.'
        problems.add("misplaced-criterion", "BT-539", message, "info" if found else "warning")
    return [read_criterion(one, lot_id, languages, problems) for one in found]


def nested(criteria: list[Record]) -> list[Record]:
    """Criteria in the order they stand, those below another right after it; an empty shell around others is none."""
    flat: list[Record] = []
    for one in criteria:
        within = one.get("criterion", [])
        if not within or any(first(one, name) for name in ("type", "name", "description")):
            flat.append(one)
        flat.extend(nested(within))
    return flat


def read_criterion(criterion: Record, lot_id: str, languages: tuple[str, ...], problems: Problems) -> Row:
    """One criterion row with its weight and its wording."""
    type_code = first(criterion, "type").lower()
    if type_code and type_code not in TYPE_CODES:
        problems.add("unknown-code", "BT-539", f'{lot_id}: "{type_code}" is no known type of award criterion.')
    name_language, name = in_language(criterion, "name", languages)
    text_language, description = in_language(criterion, "description", languages)
    row: Row = {
        "lot_id": lot_id,
        "type_code": type_code,
        "name": name,
        "description": description,
        "language": text_language or name_language or (languages[0] if languages else ""),
        "is_statement": type_code in STATEMENT_CODES,
        "source": "notice",
    }
    row |= read_weight(criterion, lot_id, problems)
    row["is_withheld"] = row["is_withheld"] or type_code == "unpublished"
    row |= read_wording(row)
    if row["weight_kind"] == "none" and not row["is_withheld"] and row["_range"]:
        row["weight_low"], row["weight_high"] = row["_range"]
    del row["_range"]
    return row


def read_wording(row: Row) -> Row:
    """The wording columns: what the text says, and what an environmental code adds to a neutral text."""
    is_labelled = row["type_code"].startswith(NATIONAL_PREFIX) and is_label(row["name"])
    verdict = verdict_of(row["language"], "" if is_labelled else row["name"], row["description"])
    environment, scope = verdict.environment, verdict.environment_scope
    other = False
    if row["type_code"] == ENVIRONMENT_CODE and environment != "certain":
        other = is_plainly_other(verdict, row["description"] if is_labelled else text_of(row))
        if not other:
            environment, scope = "certain", scope or "whole"
    return {
        "environment": environment,
        "environment_scope": scope,
        "topic": verdict.topic,
        "social": verdict.social,
        "stated_percent": verdict.stated_percent,
        "_range": verdict.stated_range,
        "_sub_share": (verdict.stated_percent_of_criterion, verdict.stated_total),
        "evidence": [
            {"field": one.field, "start": one.start, "end": one.end, "term": one.term} for one in verdict.evidence
        ],
        "is_plainly_other": other,
    }
