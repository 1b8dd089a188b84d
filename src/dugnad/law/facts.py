"""The facts that the law is judged on. Pure data: read from a notice, from documents, or from a case file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Certainty = Literal["certain", "doubtful", "none"]
Basis = Literal["notice", "documents", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFacts:
    """One award criterion, or one statement that stands in a criterion's place.

    Percentages are of the whole lot, 0-100. `weight_percent` is the coded weight; `weight_low`/`weight_high` the ends
    of a range (a middle without ends has only `weight_high`). `stated_percent` is the share that the criterion's own
    words give to the criterion (scope whole) or to its environmental part (scope part).
    """

    type_code: str = ""
    text: str = ""
    weight_percent: float | None = None
    weight_low: float | None = None
    weight_high: float | None = None
    weight_kind: str = "none"
    rank: int | None = None
    stated_percent: float | None = None
    is_statement: bool = False
    is_withheld: bool = False
    environment: Certainty = "none"
    environment_scope: Literal["whole", "part"] | None = None
    points_to_documents: bool = False
    is_plainly_other: bool = False
    """An environmental code whose text is plainly about something else."""
    claims: str | None = None
    """For a statement: the path that its own words invoke (spec, insignificant, ...) where that can be read."""
    is_boilerplate: bool = False
    """For a statement: the text only repeats the words of the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What was read in the tender documents of the lot."""

    is_readable: bool = True
    requirements: Literal["binding", "non-binding", "none"] = "none"
    reasons: Literal["given", "repeats-the-rule", "none"] = "none"
    reasons_path: Literal["spec", "insignificant", "critical-interest", "national-minimum"] | None = None
    reasons_quote: str = ""
    facts_against: str = ""
    """What in the documents speaks against the claimed path, in few words; empty where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What holds for the whole notice. Values in NOK excluding VAT; country as ISO 3166-1 alpha-3."""

    country: str = ""
    profile: Literal["eu", "national", "national-e", "none"] = "none"
    subtype: str = ""
    form_type: str = ""
    notice_type: str = ""
    legal_basis: str = ""
    """BT-01 code, e.g. 32014L0024, or other."""
    legal_texts: tuple[str, ...] = ()
    """BT-01(c)/(d): ELI addresses and free text, as written."""
    buyer_legal_type: str = ""
    """BT-11 code of the (first) buyer."""
    buyer_kind: str | None = None
    """body.kind where the register knows the buyer."""
    contract_nature: str = ""
    cpv: str = ""
    value_nok: float | None = None
    """The procedure's value; if missing, the sum of its lots'."""
    is_change_without_first: bool = False
    is_award_without_competition: bool = False
    has_lost_codes: bool = False
    """A copy that lost the Norwegian codes on its way (TED)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """One lot, ready to be judged."""

    notice: NoticeFacts
    criteria: tuple[CriterionFacts, ...] = ()
    criteria_in_documents: bool = False
    has_formula: bool = False
    basis: Basis = "notice"
    documents: DocumentFacts | None = None
    cpv: str = ""
    strategic: tuple[str, ...] = field(default=())
