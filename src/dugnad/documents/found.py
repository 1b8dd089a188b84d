"""What was found in the documents of one procurement. Every fact has its words and its place; None is not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dugnad.documents.document import Place, Remark
from dugnad.law.facts import Certainty
from dugnad.law.purchase import ClauseType

Path = Literal[
    "weight", "rank", "spec", "combination", "exempt-insignificant", "exempt-critical-interest",
    "exempt-national-minimum", "none",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A verbatim part of the document (white space collapsed), and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the documents say of the procurement as a whole. Value in NOK excl. VAT; CPV as eight digits."""

    title: str = ""
    """What is bought, as the front page says; empty where it cannot be told."""
    body: str | None = None
    orgnr: str | None = None
    announced: date | None = None
    deadline: date | None = None
    cpv: tuple[str, ...] = ()
    value_nok: float | None = None
    language: str | None = None
    duration_months: float | None = None
    legal_basis: str = ""
    """foa, ff, kkf, where the text names the regulation; else empty."""
    outside: str = ""
    """The sentence that says the purchase is exempt from the Act or under the defence regulation; else empty."""
    part: str = ""
    """1, 2, 3, 4 where the text names the part; else empty."""
    nature: str = ""
    """works, services, supplies, where it can be told from words or CPV."""
    quotes: tuple[tuple[str, Quote], ...] = ()
    """(field, its words)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCriterion:
    """One award criterion or sub-criterion. Percent 0-100.

    `weight_percent` is as stated (of its parent where `weight_basis` says
    so); `effective_percent` of the whole lot.
    """

    name: str
    quote: Quote
    text: str = ""
    """Name and everything said of how it is judged; what the wording was judged on."""
    weight_percent: float | None = None
    weight_quote: Quote | None = None
    weight_basis: Literal["of_parent", "of_total"] | None = None
    weight_low: float | None = None
    weight_high: float | None = None
    points: float | None = None
    rank: int | None = None
    parent: str | None = None
    environment: Certainty = "none"
    is_social: bool = False
    effective_percent: float | None = None
    environment_scope: Literal["whole", "part"] | None = None
    """Is the whole criterion about the environment, or a part of it that no sub-criterion weighs."""
    stated_part_percent: float | None = None
    """The share of the lot that its own words give to the environmental part."""
    alternatives: tuple[tuple[float, Quote], ...] = ()
    """Other weights that the documents give it, with their words."""
    is_leaf: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The path of the climate and environment rule that the documents take, and the reasons they print."""

    path: Path = "none"
    reasons: Literal["given", "repeats-the-rule", "none"] = "none"
    reasons_quote: Quote | None = None
    claim_quote: Quote | None = None
    is_non_committal: bool = False
    """Replacement by requirements is claimed, and none of the requirements binds."""
    facts_against: str = ""
    cites_repealed_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLot:
    """One lot with its criteria in the order of the document."""

    id: str
    title: str = ""
    cpv: tuple[str, ...] = ()
    value_nok: float | None = None
    criteria: tuple[FoundCriterion, ...] = ()
    mini_competition: tuple[FoundCriterion, ...] = ()
    environment_certain: float | None = None
    environment_max: float | None = None
    best_environment_rank: int | None = None
    departure: Departure = Departure()
    heading: str = ""
    number: str = ""
    """The lot's number or letter as written."""
    weights_sum: float | None = None
    """What the stated weights sum to where it is not a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A requirement in the specification with environmental content."""

    quote: Quote
    is_binding: bool
    environment: Certainty = "certain"
    lot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A contract clause with social content."""

    type: ClauseType
    quote: Quote
    tiers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two places that cannot both be right."""

    code: str
    """weights-do-not-sum, two-weights, two-tables, two-days, two-values ..."""
    lot: str
    message_nb: str
    message_nn: str
    message_en: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procurement:
    """Everything found in the documents of one procurement."""

    files: tuple[str, ...]
    is_readable: bool
    head: Head
    lots: tuple[FoundLot, ...]
    departure: Departure
    requirements: tuple[Requirement, ...]
    clauses: tuple[Clause, ...]
    contradictions: tuple[Contradiction, ...]
    remarks: tuple[Remark, ...]
    claimed_exception: str = ""
    """The sentence that claims an exception from the rules on vehicles."""
    reasons_for_one_lot: bool | None = None
